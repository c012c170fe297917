"""Run the law over everybody in a fact store: definitions, groups and measures in order, kernels in two threads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from os import cpu_count

import numpy as np

from alongside.base.refusal import Refusal
from alongside.rules import tree
from alongside.rules.calendar import month_of
from alongside.rules.definitions import Definition, Group, MeasureCase
from alongside.rules.emit_units import CASE_FULL, CASE_OUT, Source, case_kernel, definition_kernel
from alongside.rules.emitter import Sizes, World
from alongside.rules.facts import Array, Facts, with_ends
from alongside.rules.kernels import Kernel, compile_kernels, out_type
from alongside.rules.language import day_number
from alongside.rules.law import Law, Measure, Part, order_of_parts, read_by, read_elsewhere
from alongside.rules.schema import EMPTY, NEVER, Registers

CHUNK = 1 << 16
GROUP_SIZES = tuple(4**n for n in range(3, 16))
Progress = Callable[[str, float], None]


@dataclass
class CaseRows:
    """The rows of one measure and kind of unit: every yes and not known, in order of units (one array a column)."""

    measure: Measure
    case: MeasureCase
    columns: dict[str, Array]


@dataclass
class Run:
    """One run: what kernels read and what they have filled."""

    law: Law
    facts: Facts
    on: int
    sizes: Sizes
    columns: dict[str, Array] = field(default_factory=dict)

    def array(self, name: str) -> Array:
        """An array of the store, or a column filled before, as kernels read it."""
        own = name in self.columns or name.removesuffix(".end") + ".start" in self.columns
        array = with_ends(self.columns, name) if own else self.facts.array(name)
        view = np.asarray(array).view(np.ndarray)
        view = view.view()
        view.flags.writeable = False
        return view


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
    """The most rows an owner has in each index, rounded up to a power of four from 16."""
    rows = {}
    for register in facts.registers.all:
        for index in (register.owner, *(index.name for index in register.indexes)):
            base = f"{register.name}.{index}"
            starts, ends = facts.array(f"{base}.start")[:-1], facts.array(f"{base}.end")
            most = int(np.max(ends - starts, initial=1))
            rows[f"{register.name}.{index}"] = next(4**n for n in range(2, 32) if 4**n >= most)
    return Sizes(rows, group)


def run_law(
    law: Law, facts: Facts, on: date, measures: Sequence[Measure], *, progress: Progress | None = None
) -> Iterator[CaseRows]:
    """Decide these measures for everybody on a day; yields the rows of each case as it is done.

    Refuses a day outside the law. Kernels are compiled once and kept.
    """
    day = law.check_day(on)
    order = order_of_parts(law, measures)
    group = GROUP_SIZES[0]
    told: set[str] = set()
    while True:
        run = Run(law, facts, day, measure_sizes(facts, group))
        try:
            for rows in _run_parts(run, order, measures, progress):
                if rows.case.name not in told:
                    told.add(rows.case.name)
                    yield rows
        except OverflowError as error:
            raise NumberTooLarge(
                "A number of the law does not fit 64 bits for somebody in this store.",
                remedy="Look for amounts in the delivery that cannot be true.",
            ) from error
        except _GroupsAreLarger as larger:
            group = larger.size
            continue
        return


class NumberTooLarge(Refusal):
    """A sum of the law does not fit 64 bits for somebody; nothing was written."""

    code = "number_too_large"


class _GroupsAreLarger(Exception):
    """A group has more members than the bounds were derived from: compile again with larger bounds."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


def _run_parts(
    run: Run, order: Sequence[Part], measures: Sequence[Measure], progress: Progress | None
) -> Iterator[CaseRows]:
    full = read_elsewhere(run.law, order)
    kernels = _compile(run, order, full, progress)
    wanted = {case.name for measure in measures for case in measure.cases}
    last_use = _last_use(run.law, order)
    with ThreadPoolExecutor(cpu_count() or 1) as threads:
        for position, part in enumerate(order):
            if progress:
                progress(part.name, position / len(order))
            if isinstance(part, Definition):
                _fill(run, part, kernels[id(part)], threads)
            elif isinstance(part, Group):
                _form(run, part)
            else:
                rows = _decide(run, part, kernels[id(part)], threads)
                if part.name in wanted:
                    yield rows
            for done in last_use.get(position, ()):
                for name in [name for name in run.columns if f"{name}.".startswith(done)]:
                    del run.columns[name]
    if progress:
        progress("", 1.0)


def _last_use(law: Law, order: Sequence[Part]) -> dict[int, list[str]]:
    """After which part which columns are no longer read."""
    last: dict[str, int] = {}
    for position, part in enumerate(order):
        for read in read_by(law, part):
            last[_prefix(read)] = position
    ends: dict[int, list[str]] = {}
    for prefix, position in last.items():
        if not prefix.startswith("group."):  # units of later measures may be groups
            ends.setdefault(position, []).append(prefix)
    return ends


def _prefix(part: Part) -> str:
    kind = {Definition: "def", Group: "group", MeasureCase: "case"}[type(part)]
    return f"{kind}.{part.name}."


def units_of(facts: Facts, kind: str, columns: dict[str, Array]) -> int:
    """How many units of a kind there are."""
    if kind == tree.PERSON:
        return facts.persons
    if kind == tree.PLACE:
        return facts.places
    return len(columns[f"group.{kind[6:]}.key"])


def _compile(run: Run, order: Sequence[Part], full: set[str], progress: Progress | None) -> dict[int, Kernel]:
    world = World(run.law.registers, tuple(run.law.terms), run.sizes)
    parts: list[Part] = []
    sources: list[Source] = []
    outs: dict[str, list[tuple[str, str]]] = {}
    dtypes = dict(_group_dtypes(order))
    for part in order:
        if isinstance(part, Definition):
            source = definition_kernel(world, part)
            dtypes[f"def.{part.name}"] = definition_dtype(part)
            dtypes[f"def.{part.name}.missing"] = "int64"
            outs[part.name] = [("out", definition_dtype(part)), ("out_missing", "int64")]
        elif isinstance(part, MeasureCase):
            is_full = part.name in full
            source = case_kernel(world, part, in_kind=run.law.measure_of(part).in_kind, full=is_full)
            names = (*CASE_OUT, *(CASE_FULL if is_full else ()))
            outs[part.name] = [(name, out_type(name)) for name in names]
            for what in ("answer", "missing", "amount"):
                dtypes[f"case.{part.name}.{what}"] = out_type(f"full_{what}")
        else:
            continue
        parts.append(part)
        sources.append(source)

    def dtype(name: str) -> str:
        return dtypes[name] if name in dtypes else str(run.facts.array(name).dtype)

    told = partial(progress, fraction=0.0) if progress else None  # type: ignore[call-arg]
    kernels = compile_kernels(sources, dtype, lambda source: outs[source.name], progress=told)
    return {id(part): kernel for part, kernel in zip(parts, kernels, strict=True)}


def _group_dtypes(order: Sequence[Part]) -> Iterator[tuple[str, str]]:
    for part in order:
        if isinstance(part, Group):
            for name, dtype in (
                ("of", "int32"),
                ("key", "int32"),
                ("members", "int32"),
                ("start", "int64"),
                ("end", "int64"),
            ):
                yield f"group.{part.name}.{name}", dtype


def definition_dtype(definition: Definition) -> str:
    """The dtype of a definition's column."""
    kind = definition.body.kind
    if kind == tree.TRUTH:
        return "uint8"
    return "int32" if tree.is_reference(kind) or kind == tree.DATE else "int64"


def _fill(run: Run, definition: Definition, kernel: Kernel, threads: ThreadPoolExecutor) -> None:
    size = units_of(run.facts, definition.unit.kind, run.columns)
    out = np.zeros(size, definition_dtype(definition))
    missing = np.zeros(0 if definition.body.known else size, np.int64)
    fixed = parameters(run.law, run.facts, run.on)
    arrays = [run.array(name) for name in kernel.arrays]
    jobs = [
        threads.submit(kernel.run, lo, min(lo + CHUNK, size), *fixed, *arrays, out, missing)
        for lo in range(0, size, CHUNK)
    ]
    for job in jobs:
        job.result()
    run.columns[f"def.{definition.name}"] = out
    run.columns[f"def.{definition.name}.missing"] = missing


def _form(run: Run, group: Group) -> None:
    """Form groups: everybody with the same key person, members in order, groups in the order of their keys."""
    key = run.columns[f"def.{group.key.name}"]
    members = np.flatnonzero(key != EMPTY).astype(np.int32)
    order = np.argsort(key[members], kind="stable")
    members = members[order]
    keys, first = np.unique(key[members], return_index=True)
    start = np.append(first, len(members)).astype(np.int64)
    of = np.full(len(key), EMPTY, np.int32)
    of[members] = np.repeat(np.arange(len(keys), dtype=np.int32), np.diff(start))
    base = f"group.{group.name}"
    run.columns.update(
        {
            f"{base}.key": keys.astype(np.int32),
            f"{base}.start": start,
            f"{base}.members": members,
            f"{base}.of": of,
        }
    )
    most = int(np.max(np.diff(start), initial=1))
    if most > run.sizes.group:
        raise _GroupsAreLarger(next(size for size in GROUP_SIZES if size >= most))


def _decide(run: Run, case: MeasureCase, kernel: Kernel, threads: ThreadPoolExecutor) -> CaseRows:
    size = units_of(run.facts, case.unit.kind, run.columns)
    full = [np.zeros(size, out_type(name)) for name in kernel.out if name in CASE_FULL]
    fixed = parameters(run.law, run.facts, run.on)
    arrays = [run.array(name) for name in kernel.arrays]

    def chunk(lo: int) -> list[Array]:
        hi = min(lo + CHUNK, size)
        out = [np.full(hi - lo, NEVER if name == "out_until" else -1, out_type(name)) for name in CASE_OUT[3:]]
        head = [np.zeros(hi - lo, out_type(name)) for name in CASE_OUT[:3]]
        count = kernel.run(lo, hi, *fixed, *arrays, *head, *out, *full)
        return [array[:count].copy() for array in (*head, *out)]

    chunks = list(threads.map(chunk, range(0, size, CHUNK)))
    columns = {
        name: np.concatenate([part[place] for part in chunks]) if chunks else np.zeros(0, out_type(name))
        for place, name in enumerate(CASE_OUT)
    }
    for name, array in zip(CASE_FULL, full, strict=False):
        run.columns[f"case.{case.name}.{name[5:]}"] = array
    return CaseRows(run.law.measure_of(case), case, {**columns, **_unit_keys(run, case, columns)})


def _unit_keys(run: Run, case: MeasureCase, columns: dict[str, Array]) -> dict[str, Array]:
    """Which person or place names each unit."""
    if case.unit.kind.startswith("group:"):
        return {"unit_key": run.columns[f"group.{case.unit.kind[6:]}.key"][columns["out_unit"]]}
    return {"unit_key": columns["out_unit"]}
