"""Find the open life events of everybody in a fact store, or of one person."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from os import cpu_count

import numpy as np

from alongside.rules.definitions import Definition, Group
from alongside.rules.emit_events import event_function, event_kernel
from alongside.rules.emit_units import definition_kernel
from alongside.rules.emitter import World
from alongside.rules.evaluator import Evaluator
from alongside.rules.events import EventRule, order_of_events
from alongside.rules.facts import Array, Facts
from alongside.rules.kernels import Kernel, compile_kernels
from alongside.rules.law import Law
from alongside.rules.run import (
    CHUNK,
    GROUP_SIZES,
    Progress,
    Run,
    _fill,
    _form,
    _group_dtypes,
    _GroupsAreLarger,
    definition_dtype,
    measure_sizes,
    parameters,
)


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
    day = law.check_day(on)
    group = GROUP_SIZES[0]
    while True:
        run = Run(law, facts, day, measure_sizes(facts, group))
        try:
            return _run(run, rules, progress)
        except _GroupsAreLarger as larger:
            group = larger.size


def events_of_person(evaluator: Evaluator, rule: EventRule, person: int) -> list[int]:
    """The days on which an event that is still open happened to one person, each once, the first first."""
    book = evaluator.book
    key = f"event.{rule.name}"
    if key not in evaluator._found:
        for part in order_of_events(book.law, [rule]):
            book.learn(part)
        evaluator._found[key] = evaluator._function(key, lambda: event_function(book.world, rule))
    return sorted(set(evaluator._found[key](person)))


def _run(run: Run, rules: Sequence[EventRule], progress: Progress | None) -> list[EventRows]:
    order = order_of_events(run.law, rules)
    definitions = [part for part in order if isinstance(part, Definition)]
    kernels = _compile(run, definitions, [part for part in order if isinstance(part, Group)], rules, progress)
    found = []
    with ThreadPoolExecutor(cpu_count() or 1) as threads:
        for part in order:
            if isinstance(part, Group):
                _form(run, part)
            elif isinstance(part, Definition):
                _fill(run, part, kernels[id(part)], threads)
        for position, rule in enumerate(rules):
            if progress:
                progress(rule.name, position / len(rules))
            found.append(_find(run, rule, kernels[id(rule)], threads))
    return found


def _compile(
    run: Run,
    definitions: Sequence[Definition],
    groups: Sequence[Group],
    rules: Sequence[EventRule],
    progress: Progress | None,
) -> dict[int, Kernel]:
    world = World(run.law.registers, tuple(run.law.terms), run.sizes)
    sources = [definition_kernel(world, part) for part in definitions]
    sources += [event_kernel(world, rule) for rule in rules]
    dtypes = dict(_group_dtypes(groups))
    outs = {f"event.{rule.name}": [("out_unit", "int32"), ("out_date", "int32")] for rule in rules}
    for part in definitions:
        dtypes[f"def.{part.name}"] = definition_dtype(part)
        dtypes[f"def.{part.name}.missing"] = "int64"
        outs[part.name] = [("out", definition_dtype(part)), ("out_missing", "int64")]

    def dtype(name: str) -> str:
        return dtypes[name] if name in dtypes else str(run.facts.array(name).dtype)

    def told(name: str) -> None:
        if progress:
            progress(name, 0.0)

    kernels = compile_kernels(sources, dtype, lambda source: outs[source.name], progress=told)
    return {id(part): kernel for part, kernel in zip([*definitions, *rules], kernels, strict=True)}


def _find(run: Run, rule: EventRule, kernel: Kernel, threads: ThreadPoolExecutor) -> EventRows:
    fixed = parameters(run.law, run.facts, run.on)
    arrays = [run.array(name) for name in kernel.arrays]
    persons = run.facts.persons

    def chunk(lo: int) -> Array:
        """The pairs of a chunk of persons, as one sorted number each; again with more room where it is too small."""
        room = 1024
        while True:
            units, days = np.zeros(room, np.int32), np.zeros(room, np.int32)
            count = kernel.run(lo, min(lo + CHUNK, persons), *fixed, *arrays, units, days)
            if count <= room:
                pairs = units[:count].astype(np.int64) << 32 | (days[:count].astype(np.int64) + (1 << 31))
                return np.unique(pairs)
            room = count

    pairs = np.concatenate([np.zeros(0, np.int64), *threads.map(chunk, range(0, persons, CHUNK))])
    return EventRows(rule, (pairs >> 32).astype(np.int32), ((pairs & 0xFFFFFFFF) - (1 << 31)).astype(np.int32))
