"""Run the law over everybody in a fact store: definitions, groups and measures in order, kernels in two threads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from os import cpu_count

import numpy as np

from alongside.base.refusal import Refusal
from alongside.rules.columns import (
    CHUNK,
    KernelList,
    Progress,
    Run,
    fill_definition,
    form_group,
    mark_asked,
    new_column,
    parameters,
    runs,
    units_of,
)
from alongside.rules.definitions import Definition, Group, MeasureCase
from alongside.rules.emit_units import CASE_FULL, CASE_OUT, case_kernel
from alongside.rules.facts import Array, Facts
from alongside.rules.kernels import Kernel, out_type
from alongside.rules.law import Law, Measure, Part, order_of_parts, read_by, read_elsewhere
from alongside.rules.schema import NEVER
from alongside.rules.spare import Asking, spare


@dataclass
class CaseRows:
    """The rows of one measure and kind of unit: every yes and not known, in order of units (one array a column)."""

    measure: Measure
    case: MeasureCase
    columns: dict[str, Array]


def run_law(
    law: Law, facts: Facts, on: date, measures: Sequence[Measure], *, progress: Progress | None = None
) -> Iterator[CaseRows]:
    """Decide these measures for everybody on a day; yields the rows of each case as it is done.

    Refuses a day outside the law. Kernels are compiled once and kept.
    """
    day = law.check_day(on)
    order = order_of_parts(law, measures)
    told: set[str] = set()
    try:
        for rows in runs(law, facts, day, lambda run: _run_parts(run, order, measures, progress)):
            if rows.case.name not in told:
                told.add(rows.case.name)
                yield rows
    except OverflowError as error:
        raise NumberTooLarge() from error


class NumberTooLarge(Refusal):
    """A sum of the law does not fit 64 bits for somebody; nothing was written."""

    code = "number_too_large"

    def __init__(self) -> None:
        super().__init__(
            "A number of the law does not fit 64 bits for somebody in this store.",
            remedy="Look for amounts in the delivery that cannot be true.",
        )


def _run_parts(
    run: Run, order: Sequence[Part], measures: Sequence[Measure], progress: Progress | None
) -> Iterator[CaseRows]:
    parts, kernels = prepare(run, order, progress)
    wanted = {case.name for measure in measures for case in measure.cases}
    last_use = _last_use(run, parts)
    with ThreadPoolExecutor(cpu_count() or 1) as threads:
        for position, part in enumerate(parts):
            if progress:
                progress(part.name, position / len(parts))
            if isinstance(part, Definition):
                fill_definition(run, part, kernels[id(part)], threads)
            elif isinstance(part, Group):
                form_group(run, part)
            elif isinstance(part, Asking):
                mark_asked(run, part, kernels[id(part)], threads)
            else:
                rows = _decide(run, part, kernels[id(part)], threads)
                if part.name in wanted:
                    yield rows
            for done in last_use.get(position, ()):
                for name in [name for name in run.columns if f"{name}.".startswith(done)]:
                    del run.columns[name]
    if progress:
        progress("", 1.0)


def prepare(
    run: Run, order: Sequence[Part], progress: Progress | None
) -> tuple[list[Part | Asking], dict[int, Kernel]]:
    """The parts that are run one after the other, and their kernels."""
    run.spared = spare(run.law, order)
    kept = run.spared.in_order(order)
    return kept, compile_parts(run, kept, read_elsewhere(run.law, order), progress)


def _last_use(run: Run, parts: Sequence[Part | Asking]) -> dict[int, list[str]]:
    """After which part which columns are no longer read."""
    last: dict[str, int] = {}
    for position, part in enumerate(parts):
        if isinstance(part, Asking):
            continue  # its case reads the same later
        for read in _columns_read(run, part):
            last[_prefix(read)] = position
    ends: dict[int, list[str]] = {}
    for prefix, position in last.items():
        if not prefix.startswith("group."):  # units of later measures may be groups
            ends.setdefault(position, []).append(prefix)
    return ends


def _columns_read(run: Run, part: Part) -> Iterator[Part]:
    """The parts whose columns a part's kernel reads: its own and those of what is written into it."""
    for read in read_by(run.law, part):
        if isinstance(read, Definition) and read.name in run.spared.columnless:
            yield from _columns_read(run, read)
        else:
            yield read


def _prefix(part: Part) -> str:
    kind = {Definition: "def", Group: "group", MeasureCase: "case"}[type(part)]
    return f"{kind}.{part.name}."


def compile_parts(
    run: Run, order: Sequence[Part | Asking], full: set[str], progress: Progress | None
) -> dict[int, Kernel]:
    """The kernels of these parts, by id(...); `full` names the measures that others read."""
    return list_kernels(run, order, full).compile(progress)


def list_kernels(run: Run, order: Sequence[Part | Asking], full: set[str]) -> KernelList:
    """The same, not compiled yet."""
    kernels = KernelList(run)
    for part in order:
        if isinstance(part, Definition):
            kernels.add_definition(part)
        elif isinstance(part, Group):
            kernels.add_group(part)
        elif isinstance(part, Asking):
            kernels.add_asking(part)
        else:
            is_full = part.name in full
            in_kind = run.law.measure_of(part).in_kind
            write = partial(case_kernel, kernels.world, part, in_kind=in_kind, full=is_full)
            source = kernels.written(part, write, full=is_full)
            names = (*CASE_OUT, *(CASE_FULL if is_full else ()))
            kernels.add(part, source, [(name, out_type(name)) for name in names])
            for what in ("answer", "missing", "amount"):
                kernels.dtypes[f"case.{part.name}.{what}"] = out_type(f"full_{what}")
    return kernels


def _decide(run: Run, case: MeasureCase, kernel: Kernel, threads: ThreadPoolExecutor) -> CaseRows:
    size = units_of(run.facts, case.unit.kind, run.columns)
    full = [new_column(run, size, out_type(name)) for name in kernel.out if name in CASE_FULL]
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
