"""The course of a run: its steps, what each reads, and after which others it comes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from alongside.rules.definitions import Definition, Group, MeasureCase
from alongside.rules.law import Law, Measure, Part, order_of_parts, part_nodes, read_by, read_elsewhere
from alongside.rules.spare import Asking, Sparing, spare
from alongside.rules.standing import Standing
from alongside.rules.tree import walk

Step = Part | Asking | Standing


@dataclass(frozen=True)
class Course:
    """The steps of a run in order, how the columns begin that each reads, after which others it comes, and what all are
    spared."""

    steps: tuple[Step, ...]
    reads: tuple[frozenset[str], ...]
    after: tuple[frozenset[int], ...]
    spared: Sparing
    read_elsewhere: frozenset[str]  # the names of cases whose answers others read

    def readers(self) -> dict[str, set[int]]:
        """Which steps read the columns that begin so."""
        found: dict[str, set[int]] = {}
        for number, prefixes in enumerate(self.reads):
            for prefix in prefixes:
                found.setdefault(prefix, set()).add(number)
        return found


@lru_cache(maxsize=8)
def course_of(law: Law, measures: tuple[Measure, ...]) -> Course:
    """How to decide these measures; found once for a law."""
    order = order_of_parts(law, measures)
    spared = spare(law, order)
    steps = _with_standing(law, spared, spared.in_order(order))
    reads = [frozenset(_reads(law, spared, step)) for step in steps]
    fills: dict[str, set[int]] = {}
    for number, step in enumerate(steps):
        fills.setdefault(_filled(step), set()).add(number)
    after = [frozenset(number for prefix in prefixes for number in fills[prefix]) for prefixes in reads]
    return Course(steps, tuple(reads), tuple(after), spared, frozenset(read_elsewhere(law, order)))


def _with_standing(law: Law, spared: Sparing, parts: Sequence[Part | Asking]) -> tuple[Step, ...]:
    """The parts, and before the first that looks for them the rows that several look for."""
    standing = {_filled(use.rows): use.rows for use in spared.standing.values()}
    steps: list[Step] = []
    for part in parts:
        steps += [standing.pop(prefix) for prefix in dict.fromkeys(_reads(law, spared, part)) if prefix in standing]
        steps.append(part)
    return tuple(steps)


def _reads(law: Law, spared: Sparing, step: Step) -> Iterator[str]:
    """How the columns begin that a step reads itself, or by what is written into it; the groups it is about, too."""
    if isinstance(step, Standing):
        return
    if isinstance(step, Asking):
        late = {_prefix("def", name) for name in spared.asked}  # it asks on behalf of these
        yield from (prefix for prefix in _reads(law, spared, step.case) if prefix not in late)
        return
    if isinstance(step, Definition) and step.name in spared.asked:
        yield _prefix(spared.asked[step.name])
    if not isinstance(step, Group) and step.unit.kind.startswith("group:"):
        yield _prefix("group", step.unit.kind.removeprefix("group:"))
    for node in (node for root in part_nodes(step) for node in walk(root)):
        for use in (spared.standing.get(id(value)) for value in vars(node).values()):
            if use is not None:
                yield _filled(use.rows)
    for read in read_by(law, step):
        if isinstance(read, Definition) and read.name in spared.columnless:
            yield from _reads(law, spared, read)
        else:
            yield _filled(read)


def _filled(step: Step) -> str:
    """How the columns begin that a step fills."""
    if isinstance(step, Standing):
        return _prefix(step.name)
    if isinstance(step, Asking):
        return _prefix(step.column)
    return _prefix({Definition: "def", Group: "group", MeasureCase: "case"}[type(step)], step.name)


def _prefix(*names: str) -> str:
    return ".".join((*names, ""))
