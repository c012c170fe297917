"""Find the open life events of everybody in a fact store, or of one person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from os import cpu_count

import numpy as np

from alongside.rules.columns import (
    CHUNK,
    Progress,
    Run,
    begin_definition,
    begin_group,
    runs,
)
from alongside.rules.definitions import Definition, Group
from alongside.rules.emit_events import event_function, event_kernel
from alongside.rules.emit_units import Source
from alongside.rules.evaluator import Evaluator
from alongside.rules.events import EventRule, order_of_events
from alongside.rules.facts import Array, Facts
from alongside.rules.kernel_list import KernelList
from alongside.rules.kernels import Kernel
from alongside.rules.law import Law, Part


@dataclass(frozen=True, eq=False)
class EventRows:
    """The open days of one event: persons' indexes and days since 1970-01-01, in this order, each pair once."""

    rule: EventRule
    persons: Array
    dates: Array


def run_events(
    law: Law, facts: Facts, on: date, rules: Sequence[EventRule], *, progress: Progress | None = None
) -> list[EventRows]:
    """Everything that is open on a day, event by event. Refuses a day outside the law."""
    return list(runs(law, facts, law.check_day(on), lambda run: _run(run, rules, progress)))


def events_of_person(evaluator: Evaluator, rule: EventRule, person: int) -> list[int]:
    """The days on which an event that is still open happened to one person, each once, the first first."""
    book = evaluator.book

    def write() -> Source:
        for part in order_of_events(book.law, [rule]):
            book.learn(part)
        return event_function(book.world, rule)

    return sorted(set(evaluator.function(f"event.{rule.name}", write)(person)))


def _run(run: Run, rules: Sequence[EventRule], progress: Progress | None) -> Iterator[EventRows]:
    order = order_of_events(run.law, rules)
    kernels = _compile(run, order, rules, progress)
    with ThreadPoolExecutor(cpu_count() or 1) as threads:
        for part in order:
            if isinstance(part, Group):
                begin_group(run, part, threads)()
            elif isinstance(part, Definition):
                begin_definition(run, part, kernels[id(part)], threads)()
        for position, rule in enumerate(rules):
            if progress:
                progress(rule.name, position / len(rules))
            yield _find(run, rule, kernels[id(rule)], threads)


def _compile(
    run: Run, order: Sequence[Part], rules: Sequence[EventRule], progress: Progress | None
) -> dict[int, Kernel]:
    kernels = KernelList(run)
    for part in order:
        if isinstance(part, Definition):
            kernels.add_definition(part)
        elif isinstance(part, Group):
            kernels.add_group(part)
    for rule in rules:
        kernels.add(rule, event_kernel(kernels.world, rule), [("out_unit", "int32"), ("out_date", "int32")])
    return kernels.compile(progress)


def _find(run: Run, rule: EventRule, kernel: Kernel, threads: ThreadPoolExecutor) -> EventRows:
    arrays = [run.array(name) for name in kernel.arrays]
    persons = run.facts.persons

    def chunk(lo: int) -> Array:
        """The pairs of a chunk of persons, as one sorted number each; again with more room where it is too small."""
        room = 1024
        while True:
            units, days = np.zeros(room, np.int32), np.zeros(room, np.int32)
            count = kernel.run(lo, min(lo + CHUNK, persons), *run.fixed, *arrays, units, days)
            if count <= room:
                pairs = units[:count].astype(np.int64) << 32 | (days[:count].astype(np.int64) + (1 << 31))
                return np.unique(pairs)
            room = count

    pairs = np.concatenate([np.zeros(0, np.int64), *threads.map(chunk, range(0, persons, CHUNK))])
    return EventRows(rule, (pairs >> 32).astype(np.int32), ((pairs & 0xFFFFFFFF) - (1 << 31)).astype(np.int32))
