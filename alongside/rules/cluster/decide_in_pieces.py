"""Decide a law in pieces: cut the store into homes, take the levels one after the other, let homes ask one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, Protocol

import numpy as np

from alongside.rules.cluster.homes import Store, kept_in
from alongside.rules.cluster.levels import Level, Plan, facts_read, make_plan
from alongside.rules.cluster.steps import (
    MOST,
    ROWS,
    TABLE,
    TOO_LARGE,
    Item,
    Step,
    answer,
    ask,
    decide,
    gather_groups,
    send_members,
)
from alongside.rules.columns import GROUP_SIZES, GroupsAreLarger, Progress, Run, runs
from alongside.rules.emit_units import CASE_OUT
from alongside.rules.facts import Facts
from alongside.rules.kernels import Job
from alongside.rules.law import Law, Measure, order_of_parts
from alongside.rules.run import CaseRows, NumberTooLarge


class Cluster(Protocol):
    """What carries items between homes, and does a step at each. What it holds of items only it knows."""

    homes: int

    def load(self, items: Iterable[Item]) -> Any:
        """Items, each brought to its home."""

    def step(self, held: Sequence[Any], step: Step) -> Any:
        """What a step gives at each home from what these hold there, in their order; each item brought to its home."""

    def collect(self, held: Any, kinds: Sequence[str]) -> list[Item]:
        """The items of these kinds, by home; what is held is kept, for later steps read it."""

    def forget(self, held: Any) -> None:
        """Nothing reads this any more."""

    def compile(self, jobs: Sequence[Job]) -> None:
        """Make kernels ready wherever steps are done."""


def decide_in_pieces(
    law: Law,
    facts: Facts,
    on: date,
    measures: Sequence[Measure],
    *,
    cluster: Cluster,
    progress: Progress | None = None,
) -> Iterator[CaseRows]:
    """The same as `run_law` for the same arguments, row for row."""
    day = law.check_day(on)
    cases = {case.name: case for measure in measures for case in measure.cases}
    told: set[str] = set()
    for name, columns in runs(law, facts, day, lambda run: _decide(run, measures, cluster, progress)):
        if name not in told:
            told.add(name)
            case = cases[name]
            yield CaseRows(law.measure_of(case), case, columns)


Rows = tuple[str, dict[str, Any]]  # the name of a case, and its rows


def _decide(run: Run, measures: Sequence[Measure], cluster: Cluster, progress: Progress | None) -> Iterator[Rows]:
    wanted = {case.name for measure in measures for case in measure.cases}
    plan, levels = make_plan(run, order_of_parts(run.law, measures), wanted)
    cluster.compile([work.kernel.job for level in levels for work in level.works])
    pieces = Pieces(run, plan, levels, cluster)
    for position, level in enumerate(levels):
        if progress:
            progress(f"level {position + 1} of {len(levels)}", position / len(levels))
        yield from pieces.decide(level)
        pieces.forget_all_but(levels[position + 1 :])
    if progress:
        progress("", 1.0)


class Pieces:
    """What homes keep, by table: those of the store at once, those that the law fills as they are decided."""

    def __init__(self, run: Run, plan: Plan, levels: Sequence[Level], cluster: Cluster) -> None:
        self.run, self.plan, self.cluster = run, plan, cluster
        store = Store(run.facts, cluster.homes)
        self.homes = store.homes
        self.kept: dict[str, Any] = {}
        columns: dict[str, set[str]] = {plan.persons: set()}
        for table, read in facts_read(levels).items():
            columns.setdefault(kept_in(plan, table), set()).update(read)
        for name, wanted in sorted(columns.items()):
            self.kept[name] = cluster.load(self._cut(store, name, sorted(wanted)))

    def _cut(self, store: Store, name: str, columns: Sequence[str]) -> Iterator[Item]:
        for home in range(self.cluster.homes):
            yield home, (TABLE, name, store.table(name, columns, self.plan.kinds[name], home))

    def decide(self, level: Level) -> Iterator[Rows]:
        """Decide a level; what it says is kept for the levels after it."""
        cluster, plan, homes = self.cluster, self.plan, self.homes
        talk = replace(level, works=())  # who asks and answers needs no kernels
        here = self._holding([plan.persons, *level.asked(0)])
        for turn in range(1, level.rounds + 1):
            asked = cluster.step(here, partial(ask, plan, talk, homes, turn))
            kept = self._holding(kept_in(plan, table) for table in level.asked(turn))
            here = [*here, cluster.step([asked, *kept], partial(answer, plan, talk))]
        done = cluster.step(here, partial(decide, plan, level, homes))
        yield from self._rows(level, cluster.collect(done, (ROWS, TOO_LARGE)))
        self.kept |= {work.name: done for work in level.works}
        if level.forms:
            self._form(level, done)

    def _rows(self, level: Level, found: Sequence[Item]) -> Iterator[Rows]:
        """The rows of each case, in the order of units: homes follow one another."""
        if any(what == TOO_LARGE for _, (what, _, _) in found):
            raise NumberTooLarge()
        for work in level.works:
            parts = [rows for _, (_, name, rows) in found if name == work.name]
            if parts:
                names = (*CASE_OUT, "unit_key")
                yield work.name.partition(".")[2], {n: np.concatenate([part[n] for part in parts]) for n in names}

    def _form(self, level: Level, done: Any) -> None:
        talk = replace(level, works=())
        members = self.cluster.step([done], partial(send_members, self.plan, talk, self.homes))
        groups = self.cluster.step([members], partial(gather_groups, talk))
        most = max(count for _, (_, _, count) in self.cluster.collect(groups, (MOST,)))
        if most > self.run.sizes.group:
            raise GroupsAreLarger(next(size for size in GROUP_SIZES if size >= most))
        self.kept |= dict.fromkeys(level.forms, groups)

    def _holding(self, tables: Iterable[str]) -> list[Any]:
        """What holds these tables, each once."""
        found = {id(self.kept[name]): self.kept[name] for name in tables}
        return list(found.values())

    def forget_all_but(self, levels: Sequence[Level]) -> None:
        """Let go of what no later level reads."""
        read = {kept_in(self.plan, table) for level in levels for table in level.reads()} | {self.plan.persons}
        still = self._holding(name for name in self.kept if name in read)
        for held in self._holding(name for name in self.kept if name not in read):
            if not any(held is other for other in still):
                self.cluster.forget(held)
        self.kept = {name: held for name, held in self.kept.items() if name in read}
