"""Run the law over everybody in a fact store: definitions, groups and measures in order, kernels in two threads."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from os import cpu_count

import numpy as np

from alongside.base.refusal import Refusal
from alongside.rules.columns import (
    CHUNK,
    Finish,
    Progress,
    Run,
    begin_definition,
    begin_group,
    begin_marks,
    begin_rows,
    joined,
    new_column,
    runs,
    spans,
    units_of,
)
from alongside.rules.course import Course, Step, course_of
from alongside.rules.definitions import Definition, Group, MeasureCase
from alongside.rules.emit_units import CASE_FULL, CASE_OUT, case_kernel
from alongside.rules.facts import Array, Facts
from alongside.rules.kernel_list import KernelList
from alongside.rules.kernels import Kernel, missing_beside, out_type
from alongside.rules.law import Law, Measure
from alongside.rules.spare import Asking
from alongside.rules.standing import Standing


@dataclass
class CaseRows:
    """The rows of one measure and kind of unit: every yes and not known, in order of units (one array a column)."""

    measure: Measure
    case: MeasureCase
    columns: dict[str, Array]


FinishCase = Callable[[], CaseRows | None]
BESIDE = ("out_missing", "out_unit")  # what tells of those who are not known, in the order of `missing_beside`
AT_ONCE = 3  # steps that have begun and not ended
LOOK_AHEAD = 16  # steps among which one is looked for that need not wait: further ahead, columns would be held for long


def run_law(
    law: Law, facts: Facts, on: date, measures: Sequence[Measure], *, progress: Progress | None = None
) -> Iterator[CaseRows]:
    """Decide these measures for everybody on a day; yields the rows of each case as it is done.

    Refuses a day outside the law. Kernels are compiled once and kept.
    """
    day = law.check_day(on)
    course = course_of(law, tuple(measures))
    told: set[str] = set()
    try:
        for rows in runs(law, facts, day, lambda run: _take(run, course, measures, progress)):
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


def _take(run: Run, course: Course, measures: Sequence[Measure], progress: Progress | None) -> Iterator[CaseRows]:
    """Take the steps; while one ends, those that need not wait for it have begun, so that no thread waits."""
    kernels = prepare(run, course, progress)
    wanted = {case.name for measure in measures for case in measure.cases}
    readers = course.readers()
    waiting, done = list(range(len(course.steps))), set[int]()
    begun: deque[tuple[int, Finish | FinishCase]] = deque()
    with ThreadPoolExecutor(cpu_count() or 1) as threads:
        while waiting or begun:
            ready = (number for number in waiting[:LOOK_AHEAD] if course.after[number] <= done)
            number = next(ready, None) if len(begun) < AT_ONCE else None
            if number is not None:
                waiting.remove(number)
                step = course.steps[number]
                if progress:
                    progress(step.name, len(done) / len(course.steps))
                begun.append((number, _begin(run, step, kernels.get(id(step)), threads, wanted)))
                continue
            number, finish = begun.popleft()
            rows = finish()
            done.add(number)
            for prefix in course.reads[number]:
                readers[prefix].discard(number)
                if not readers[prefix] and not prefix.startswith("group."):  # units of later measures may be groups
                    run.let_go(prefix)
            if rows is not None:
                yield rows
    if progress:
        progress("", 1.0)


def _begin(
    run: Run, step: Step, kernel: Kernel | None, threads: ThreadPoolExecutor, wanted: Collection[str]
) -> Finish | FinishCase:
    if isinstance(step, Group):
        return begin_group(run, step, threads)
    assert kernel is not None, "whatever is no group has a kernel"
    if isinstance(step, Definition):
        return begin_definition(run, step, kernel, threads)
    if isinstance(step, Asking):
        return begin_marks(run, step, kernel, threads)
    if isinstance(step, Standing):
        return begin_rows(run, step, kernel, threads)
    return _begin_case(run, step, kernel, threads, kept=step.name in wanted)


def prepare(run: Run, course: Course, progress: Progress | None) -> dict[int, Kernel]:
    """The kernel of each step, by its id(...)."""
    run.spared = course.spared
    return compile_parts(run, course.steps, course.read_elsewhere, progress)


def compile_parts(
    run: Run, order: Sequence[Step], full: Collection[str], progress: Progress | None
) -> dict[int, Kernel]:
    """The kernels of these parts, by id(...); `full` names the measures that others read."""
    return list_kernels(run, order, full).compile(progress)


def list_kernels(run: Run, order: Sequence[Step], full: Collection[str]) -> KernelList:
    """The same, not compiled yet."""
    kernels = KernelList(run)
    for part in order:
        if isinstance(part, Definition):
            kernels.add_definition(part)
        elif isinstance(part, Group):
            kernels.add_group(part)
        elif isinstance(part, Asking):
            kernels.add_asking(part)
        elif isinstance(part, Standing):
            kernels.add_standing(part)
        else:
            is_full = part.name in full
            in_kind = run.law.measure_of(part).in_kind
            write = partial(case_kernel, kernels.world, part, in_kind=in_kind, full=is_full)
            source = kernels.written(part, write, full=is_full)
            names = (*CASE_OUT, *(CASE_FULL if is_full else ()))
            kernels.add(part, source, [(name, out_type(name)) for name in names])
            for full_name in CASE_FULL:
                kernels.dtypes[f"case.{part.name}.{full_name[5:]}"] = out_type(full_name)
            kernels.dtypes |= missing_beside(f"case.{part.name}")
    return kernels


def _begin_case(run: Run, case: MeasureCase, kernel: Kernel, threads: ThreadPoolExecutor, *, kept: bool) -> FinishCase:
    """Decide a case; its rows are kept where they are wanted, and its answers where others read them."""
    size = units_of(run.facts, case.unit.kind, run.columns)
    full = [
        new_column(run, size, out_type(name), zeros=name == CASE_FULL[0]) for name in kernel.out if name in CASE_FULL
    ]
    for name, array in zip(CASE_FULL, full, strict=False):
        run.columns[f"case.{case.name}.{name[5:]}"] = array
    arrays = [run.array(name) for name in kernel.arrays]

    def chunk(lo: int, hi: int) -> tuple[list[Array], list[Array]]:
        draft = _draft(run)
        count = kernel.run(lo, hi, *run.fixed, *arrays, *draft, *full)
        rows = dict(zip(CASE_OUT, (array[:count] for array in draft), strict=True))
        unknown = rows["out_missing"] != 0
        beside = [rows[name][unknown] for name in BESIDE] if full else []
        found = [array.copy() for array in rows.values()] if kept else []
        run.drafts.append(draft)
        return found, beside

    jobs = [threads.submit(chunk, lo, hi) for lo, hi in spans(size)]

    def finish() -> CaseRows | None:
        chunks = [job.result() for job in jobs]
        if full:
            beside = joined(BESIDE, [part for _, part in chunks])
            run.columns |= dict(zip(missing_beside(f"case.{case.name}"), beside, strict=True))
        if not kept:
            return None
        columns = dict(zip(CASE_OUT, joined(CASE_OUT, [part for part, _ in chunks]), strict=True))
        return CaseRows(run.law.measure_of(case), case, {**columns, **_unit_keys(run, case, columns)})

    return finish


def _draft(run: Run) -> list[Array]:
    """Where a kernel writes the rows of a chunk: what another chunk has left, where there is one."""
    try:
        return run.drafts.pop()
    except IndexError:
        return [np.empty(CHUNK, out_type(name)) for name in CASE_OUT]


def _unit_keys(run: Run, case: MeasureCase, columns: dict[str, Array]) -> dict[str, Array]:
    """Which person or place names each unit."""
    if case.unit.kind.startswith("group:"):
        return {"unit_key": run.columns[f"group.{case.unit.kind[6:]}.key"][columns["out_unit"]]}
    return {"unit_key": columns["out_unit"]}
