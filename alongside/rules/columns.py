"""What a run fills and reads: the columns of definitions and groups beside the arrays of the store."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from os import cpu_count
from typing import TypeVar

import numpy as np

from alongside.rules import tree
from alongside.rules.calendar import month_of
from alongside.rules.definitions import Definition, Group
from alongside.rules.emit_units import DEFINITION_OUT
from alongside.rules.facts import Array, Facts, with_ends
from alongside.rules.form import form
from alongside.rules.kernels import Kernel, definition_dtype, out_type
from alongside.rules.language import day_number
from alongside.rules.law import Law
from alongside.rules.schema import Registers
from alongside.rules.spare import Asking, Sparing
from alongside.rules.standing import Standing
from alongside.rules.world import Sizes

CHUNK = 1 << 16
IN_MEMORY = 5 << 28  # bytes: 1.25 GB
SLAB = 1 << 26  # bytes: small columns are cut from pieces of 64 MB, which lie in large pages of memory
GROUP_SIZES = tuple(4**n for n in range(3, 16))
ROWS_SIZES = tuple(4**n for n in range(3, 32))  # from 64 on, so that towns and cities share their kernels
Progress = Callable[[str, float], None]
Finish = Callable[[], None]  # waits for what was begun
ROWS = (("start", "int32"), ("end", "int32"), ("row", "int32"))
T = TypeVar("T")


@dataclass
class Run:
    """One run: what kernels read and what they have filled."""

    law: Law
    facts: Facts
    on: int
    sizes: Sizes
    spared: Sparing = field(default_factory=Sparing)
    columns: dict[str, Array] = field(default_factory=dict)
    drafts: list[list[Array]] = field(default_factory=list)  # each is used by one thread at a time
    _slab: Array = field(default_factory=lambda: np.zeros(0, np.uint8))
    _free: dict[tuple[int, str], list[Array]] = field(default_factory=dict)

    @cached_property
    def fixed(self) -> tuple[object, ...]:
        """What every kernel gets first."""
        return parameters(self.law, self.facts, self.on)

    def let_go(self, prefix: str) -> None:
        """Nobody reads columns any more whose names begin so; those of a unit each are used again, first those in
        memory."""
        for name in [name for name in self.columns if f"{name}.".startswith(prefix)]:
            column = self.columns.pop(name)
            if name.startswith(("def.", "case.")) and ".missing" not in name:
                free = self._free.setdefault((len(column), str(column.dtype)), [])
                free.insert(len(free) if _is_in_memory(column) else 0, column)

    def take_free(self, size: int, dtype: str) -> Array | None:
        """A column that somebody let go, with whatever stands in it."""
        free = self._free.get((size, dtype))
        return free.pop() if free else None

    def cut(self, size: int, dtype: str) -> Array:
        """A new column of zeros. Memory is handed to a process page by page, and found page by page: in pages of 2 MB,
        which arrays of megabytes get, this is done less often than in pages of 4 KB. Not for two threads at once."""
        room = -(-size * np.dtype(dtype).itemsize // 64) * 64
        if room > SLAB // 4:
            return np.zeros(size, dtype)
        if len(self._slab) < room:
            self._slab = np.zeros(SLAB, np.uint8)
        column, self._slab = self._slab[:room], self._slab[room:]
        return column.view(dtype)[:size]

    def has_room(self, size: int) -> bool:
        """Whether so many bytes more find place in memory; what was let go makes way for them."""
        held = sum(column.nbytes for column in self.columns.values() if _is_in_memory(column))
        free = sum(column.nbytes for those in self._free.values() for column in those if _is_in_memory(column))
        if held + free + size > IN_MEMORY:
            for those in self._free.values():
                those[:] = [column for column in those if not _is_in_memory(column)]
        return held + size <= IN_MEMORY or not size

    def array(self, name: str) -> Array:
        """An array of the store, or a column filled before, as kernels read it."""
        own = name in self.columns or name.removesuffix(".end") + ".start" in self.columns
        array = with_ends(self.columns, name) if own else self.facts.array(name)
        view = np.asarray(array).view(np.ndarray)
        view = view.view()
        view.flags.writeable = False
        return view


def _is_in_memory(column: Array) -> bool:
    return not isinstance(column, np.memmap)


def spans(size: int) -> list[tuple[int, int]]:
    """So many units cut into chunks of like size, as many for each thread."""
    threads = cpu_count() or 1
    cuts = -(-size // (CHUNK * threads)) * threads
    return [(size * n // cuts, size * (n + 1) // cuts) for n in range(cuts)]


def parameters(law: Law, facts: Facts, on: int) -> tuple[object, ...]:
    """What every kernel gets first: the day, the months and years covered, the terms."""
    terms = list(law.terms.values())
    counts = np.cumsum([0, *(len(term.days) for term in terms)])
    return (
        on,
        cover_of(law.registers, facts.as_of),
        np.array([term.at(on) for term in terms], np.int64),
        np.array([day for term in terms for day in term.days], np.int32),
        np.array([value for term in terms for value in term.values], np.int64),
        counts.astype(np.int64),
    )


def cover_of(registers: Registers, as_of: date) -> Array:
    """For each register the first and last month (or year) it covers."""
    ends = []
    month = month_of(day_number(as_of))
    for register in registers.all:
        if register.cover_months is not None:
            ends += [month - register.cover_months, month - 1]
        elif register.cover_years is not None:
            ends += [register.cover_years, as_of.year - 1]
        else:
            ends += [-(1 << 40), 1 << 40]
    return np.array(ends, np.int64)


def measure_sizes(facts: Facts, group: int = GROUP_SIZES[0]) -> Sizes:
    """The most rows an owner has in each index, rounded up to the next of `ROWS_SIZES`.

    The store says how many; where rows were laid over it, they are counted.
    """

    def most(base: str) -> int:
        if f"{base}.most" in facts.arrays and f"{base}.end" not in facts.arrays:
            return int(facts.array(f"{base}.most")[0])
        starts, ends = facts.array(f"{base}.start"), facts.array(f"{base}.end")
        blocks = ((ends[lo : lo + CHUNK], starts[lo : lo + CHUNK]) for lo in range(0, len(ends), CHUNK))
        return max((int(np.max(end - start[: len(end)])) for end, start in blocks), default=1)

    names = [
        f"{one.name}.{index}"
        for one in facts.registers.all
        for index in (one.owner, *(found.name for found in one.indexes))
    ]
    with ThreadPoolExecutor() as threads:
        sizes = {
            name: next(bound for bound in ROWS_SIZES if bound >= size)
            for name, size in zip(names, threads.map(most, names), strict=True)
        }
    return Sizes(sizes, group)


class GroupsAreLarger(Exception):
    """A group has more members than the bounds were derived from: compile again with larger bounds."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


def runs(law: Law, facts: Facts, day: int, work: Callable[[Run], Iterator[T]]) -> Iterator[T]:
    """What `work` yields for a new run; it begins again with larger bounds where groups are larger than these."""
    group = GROUP_SIZES[0]
    while True:
        try:
            yield from work(Run(law, facts, day, measure_sizes(facts, group)))
        except GroupsAreLarger as larger:
            group = larger.size
            continue
        return


def units_of(facts: Facts, kind: str, columns: dict[str, Array]) -> int:
    """How many units of a kind there are."""
    if kind == tree.PERSON:
        return facts.persons
    if kind == tree.PLACE:
        return facts.places
    return len(columns[f"group.{kind[6:]}.key"])


def new_column(run: Run, size: int, dtype: str, *, zeros: bool = False) -> Array:
    """A column to fill: in memory while all columns there stay below `IN_MEMORY`, else mapped from a nameless file.

    So a run over a country holds little more than one over a city; the file lies in the folder for temporary files.
    What stands in the column is of no meaning unless `zeros` are asked for.
    """
    free = run.take_free(size, dtype)
    if free is not None:
        if zeros:
            free.fill(0)
        return free
    if run.has_room(size * np.dtype(dtype).itemsize):
        return run.cut(size, dtype)
    with tempfile.TemporaryFile() as file:
        return np.memmap(file, dtype, "w+", shape=size)


def begin_definition(run: Run, definition: Definition, kernel: Kernel, threads: ThreadPoolExecutor) -> Finish:
    """Fill the columns of a definition: its value for every unit, and what is missing of whom it is not known for."""
    size = units_of(run.facts, definition.unit.kind, run.columns)
    zeros = definition.name in run.spared.asked  # which leaves cells unfilled
    out = new_column(run, size, definition_dtype(definition), zeros=zeros)
    name = f"def.{definition.name}"
    run.columns[name] = out
    if definition.body.known:
        return _begin(run, definition.unit.kind, kernel, threads, out)
    arrays = [run.array(one) for one in kernel.arrays]

    def chunk(lo: int, hi: int) -> list[Array]:
        found = [np.empty(hi - lo, out_type(beside)) for beside in DEFINITION_OUT[1:]]
        count = kernel.run(lo, hi, *run.fixed, *arrays, out, *found)
        return [one[:count].copy() for one in found]

    jobs = [threads.submit(chunk, lo, hi) for lo, hi in spans(size)]

    def finish() -> None:
        units, missing = joined(DEFINITION_OUT[1:], [job.result() for job in jobs])
        run.columns |= {f"{name}.missing": missing, f"{name}.missing.of": units}

    return finish


def joined(names: Sequence[str], chunks: Sequence[Sequence[Array]]) -> list[Array]:
    """What kernels filled of these names, joined from the chunks of all."""
    nothing = [np.zeros(0, out_type(name)) for name in names]
    return [np.concatenate(parts) for parts in zip(nothing, *chunks, strict=True)]


def begin_marks(run: Run, asking: Asking, kernel: Kernel, threads: ThreadPoolExecutor) -> Finish:
    """Mark about whom a case will ask, beside those whom another case of its measure has marked."""
    if asking.column not in run.columns:
        run.columns[asking.column] = np.zeros(units_of(run.facts, asking.kind, run.columns), np.uint8)
    return _begin(run, asking.case.unit.kind, kernel, threads, run.columns[asking.column])


def _begin(run: Run, kind: str, kernel: Kernel, threads: ThreadPoolExecutor, *out: Array) -> Finish:
    """Have a kernel run over all units of a kind, a chunk at a time."""
    arrays = [run.array(name) for name in kernel.arrays]
    size = units_of(run.facts, kind, run.columns)
    jobs = [threads.submit(kernel.run, lo, hi, *run.fixed, *arrays, *out) for lo, hi in spans(size)]

    def finish() -> None:
        for job in jobs:
            job.result()

    return finish


def begin_rows(run: Run, rows: Standing, kernel: Kernel, threads: ThreadPoolExecutor) -> Finish:
    """Fill the columns of rows that several parts look for: where each owner's begin, the rows, the cells beside."""
    source = rows.source
    size = units_of(run.facts, source.owner.kind, run.columns)
    first, last = (run.array(f"{source.register}.{source.index}.{end}") for end in ("start", "end"))
    arrays = [run.array(name) for name in kernel.arrays]
    dtypes = ["int32", *(str(run.facts.array(f"{one.register}.{one.column}").dtype) for one in rows.cells)]

    def chunk(lo: int, hi: int) -> list[Array]:
        room = int(last[lo:hi].sum() - first[lo:hi].sum())
        counts, found = np.zeros(hi - lo, np.int32), [np.empty(room, dtype) for dtype in dtypes]
        count = kernel.run(lo, hi, *run.fixed, *arrays, counts, *found)
        return [counts, *(one[:count] for one in found)]

    jobs = [threads.submit(chunk, lo, hi) for lo, hi in spans(size)]

    def finish() -> None:
        chunks = [job.result() for job in jobs]
        start = new_column(run, size + 1, "int32", zeros=True)
        np.cumsum(np.concatenate([start[:1], *(one[0] for one in chunks)]), dtype=np.int32, out=start)
        run.columns[f"{rows.name}.start"] = start
        for place, (name, dtype) in enumerate(zip(("row", *(one.column for one in rows.cells)), dtypes, strict=True)):
            column = new_column(run, int(start[-1]), dtype)
            np.concatenate([column[:0], *(one[place + 1] for one in chunks)], out=column)
            run.columns[f"{rows.name}.{name}"] = column

    return finish


def begin_group(run: Run, group: Group, threads: ThreadPoolExecutor) -> Finish:
    """Form groups: everybody with the same key person, members in order, groups in the order of their keys."""
    job = threads.submit(form, run.columns[f"def.{group.key.name}"])

    def finish() -> None:
        formed = job.result()
        run.columns.update({f"group.{group.name}.{name}": column for name, column in formed.items()})
        most = int(np.max(np.diff(formed["start"]), initial=1))
        if most > run.sizes.group:
            raise GroupsAreLarger(next(size for size in GROUP_SIZES if size >= most))

    return finish
