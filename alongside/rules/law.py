"""A whole law: registers, dated terms, measures; and the order in which its parts are decided."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from alongside.base.refusal import Refusal
from alongside.rules import tree
from alongside.rules.definitions import Definition, Frequency, Group, MeasureCase, Mode, rule_nodes
from alongside.rules.fault import PackFault
from alongside.rules.language import day_number
from alongside.rules.schema import Registers

Part = Definition | Group | MeasureCase


class DateOutsideLaw(Refusal):
    """The law says nothing about this day."""

    code = "date_outside_law"


class NoSuchMeasure(Refusal):
    """The pack has no measure of this name."""

    code = "no_such_measure"


@dataclass(frozen=True)
class Dated:
    """A term: its kind (MONEY in kopecks, or NUMBER) and its values, each from a day on (days since 1970-01-01)."""

    name: str
    kind: str
    days: tuple[int, ...]
    values: tuple[int, ...]

    def at(self, day: int) -> int:
        """The value in force on a day; before its first date the first value stands."""
        value = self.values[0]
        for start, later in zip(self.days, self.values, strict=True):
            if start <= day:
                value = later
        return value


@dataclass(frozen=True, eq=False)
class Measure:
    """A measure as the engine needs it; its number orders the output."""

    id: str
    number: int
    frequency: Frequency
    mode: Mode
    cases: tuple[MeasureCase, ...]

    @property
    def in_kind(self) -> bool:
        """Whether nothing need be paid for the answer to be yes."""
        return self.frequency == "in_kind"


@dataclass(frozen=True, eq=False)
class Law:
    """Everything the engine decides by. `first_day` is included, `end_day` is not."""

    name: str
    version: str
    registers: Registers
    terms: Mapping[str, Dated]
    measures: tuple[Measure, ...]
    first_day: date
    end_day: date

    def measure(self, measure_id: str) -> Measure:
        """The measure of this id, or a refusal that names the nearest."""
        for measure in self.measures:
            if measure.id == measure_id:
                return measure
        known = ", ".join(m.id for m in self.measures)
        raise NoSuchMeasure(f"There is no measure {measure_id!r}.", remedy=f"There are: {known}.")

    def case(self, name: str) -> MeasureCase:
        """A case by its name, `measure/unit`."""
        for measure in self.measures:
            for case in measure.cases:
                if case.name == name:
                    return case
        raise KeyError(name)

    def measure_of(self, case: MeasureCase) -> Measure:
        """The measure a case belongs to."""
        return next(measure for measure in self.measures if case in measure.cases)

    def check_day(self, day: date) -> int:
        """The number of the day, or a refusal where the law does not reach."""
        if not self.first_day <= day < self.end_day:
            raise DateOutsideLaw(
                f"The law of {self.name} is written for days from {self.first_day} to before {self.end_day}, "
                f"and {day} is not one of them.",
                remedy="Choose a day within the law.",
            )
        return day_number(day)


def part_nodes(part: Part) -> tuple[tree.Node, ...]:
    """The expressions of a part of the law."""
    if isinstance(part, Definition):
        return (part.body,)
    if isinstance(part, MeasureCase):
        return tuple(rule_nodes(part.rule))
    return ()


def read_by(law: Law, part: Part) -> list[Part]:
    """The parts whose values a part reads, each once, in the order they are met."""
    if isinstance(part, Group):
        return [part.key]
    found: dict[int, Part] = {}
    for root in part_nodes(part):
        for node in tree.walk(root):
            read = _read(law, node)
            if read is not None:
                found[id(read)] = read
    return list(found.values())


def _read(law: Law, node: tree.Node) -> Part | None:
    if isinstance(node, tree.Defined):
        return node.definition
    if isinstance(node, tree.GroupOf | tree.GroupKey):
        return node.group
    if isinstance(node, tree.Answer | tree.Amount):
        return law.case(node.case)
    for value in vars(node).values():
        if isinstance(value, tree.Relation) and isinstance(value.source, tree.Members):
            return value.source.group
    return None


def order_of_parts(law: Law, measures: Collection[Measure]) -> list[Part]:
    """All parts these measures rest on, each after what it reads; refuses a circle, showing its path."""
    order: list[Part] = []
    done: set[int] = set()
    path: list[Part] = []

    def visit(part: Part) -> None:
        if id(part) in done:
            return
        if part in path:
            names = " -> ".join(part_name(p) for p in [*path[path.index(part) :], part])
            raise PackFault(
                f"measures and definitions go round in a circle: {names}",
                where=part.where if not isinstance(part, Group) else None,
                remedy="Let one of them rest on something that does not read the others.",
            )
        path.append(part)
        for read in read_by(law, part):
            visit(read)
        path.pop()
        done.add(id(part))
        order.append(part)

    for measure in measures:
        for case in measure.cases:
            if case.unit.kind.startswith("group:"):
                for group in _groups_of_kind(law, case.unit.kind):
                    visit(group)
            visit(case)
    return order


def _groups_of_kind(law: Law, kind: str) -> list[Group]:
    """The group behind a unit kind: found among the parts that any rule names."""
    for measure in law.measures:
        for case in measure.cases:
            for root in rule_nodes(case.rule):
                for node in tree.walk(root):
                    read = _read(law, node)
                    if isinstance(read, Group) and read.kind == kind:
                        return [read]
    raise PackFault(f"no rule forms the group {kind!r}", remedy="Declare it with group(...) and use it.")


def part_name(part: Part) -> str:
    """The name of a part as messages show it."""
    return part.name


def read_elsewhere(law: Law, order: Collection[Part]) -> set[str]:
    """The names of cases whose answer or amount another part reads."""
    found = set()
    for part in order:
        for read in read_by(law, part):
            if isinstance(read, MeasureCase):
                found.add(read.name)
    return found


def registers_behind(law: Law, root: tree.Node) -> frozenset[str]:
    """The registers on which the value of an expression can depend, through all that it reads; persons are not told."""
    return frozenset(registers_through(root, lambda node: _read(law, node)) - {law.registers.persons.name})


def registers_through(root: tree.Node, read: Callable[[tree.Node], Part | None]) -> set[str]:
    """The registers that an expression reads, and those behind the parts that `read` finds at its nodes."""
    found: set[str] = set()
    waiting, seen = [root], set()
    while waiting:
        for node in tree.walk(waiting.pop()):
            if isinstance(node, tree.Cell | tree.Complete | tree.Covered):
                found.add(node.register)
            for value in vars(node).values():
                if isinstance(value, tree.Relation) and isinstance(value.source, tree.Rows):
                    found.add(value.source.register)
            part = read(node)
            part = part.key if isinstance(part, Group) else part
            if part is not None and id(part) not in seen:
                seen.add(id(part))
                waiting.extend(part_nodes(part))
    return found
