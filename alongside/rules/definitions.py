"""What a pack declares: units, groups, named definitions, measures. The compiler and the evaluator read these."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from alongside.base.text import Text
from alongside.rules.fault import PackFault, Where
from alongside.rules.schema import Registers
from alongside.rules.tree import Node, Variable

if TYPE_CHECKING:
    from alongside.rules.language import Expr

Frequency = Literal["one_off", "monthly", "annual", "in_kind"]
Mode = Literal["proactive", "offer", "application"]

_building: list[Definition] = []
_BUILDS = threading.RLock()
"""One thread builds at a time: another would be taken for a circle, or make a second body of the same definition."""


@dataclass(frozen=True, eq=False)
class Unit:
    """Whom a measure is decided for: `name` stands in the output; `kind` is PERSON, PLACE or a group's kind."""

    name: str
    kind: str
    registers: Registers
    title: Text = field(default_factory=lambda: Text("", ""))


@dataclass(eq=False)
class Definition:
    """A named definition of the law about one unit. Its body is built once, when it is first asked for."""

    name: str
    unit: Unit
    build: Callable[[Expr], Expr]
    where: Where
    _made: tuple[Variable, Node] | None = None

    def made(self) -> tuple[Variable, Node]:
        """The variable that stands for the unit, and the body; refuses a definition that reads itself."""
        if self._made is None:
            with _BUILDS:
                self._made = self._made or self._build()
        return self._made

    def _build(self) -> tuple[Variable, Node]:
        if self in _building:
            path = " -> ".join(d.name for d in [*_building[_building.index(self) :], self])
            raise PackFault(
                f"definitions go round in a circle: {path}",
                where=self.where,
                remedy="Let one of them rest on accepted rows only, or take the common part out of both.",
            )
        from alongside.rules.language import variable

        _building.append(self)
        try:
            unit = variable(self.unit)
            body = self.build(unit)
        finally:
            _building.pop()
        assert isinstance(unit.node, Variable)
        return (unit.node, body.node)

    @property
    def variable(self) -> Variable:
        """The variable that stands for the unit in the body."""
        return self.made()[0]

    @property
    def body(self) -> Node:
        """The expression."""
        return self.made()[1]


@dataclass(frozen=True, eq=False)
class Group:
    """A grouping of persons: everybody whose `key` is the same person is in one group, named by that person's key.

    `near` gives, for a key person, relations and persons among whom all members are found; it lets one group be
    formed without the rest of the city.
    """

    name: str
    key: Definition
    near: Callable[[Expr], tuple[object, ...]]
    title: Text

    @property
    def kind(self) -> str:
        """The kind of a reference to such a group."""
        return f"group:{self.name}"


@dataclass(frozen=True)
class Criterion:
    """One sentence of law: an id, the test, and the numbers that people are shown beside it.

    `shows`: name -> expression; the names stand in the sentences of the pack's texts.
    """

    id: str
    test: Expr
    shows: tuple[tuple[str, Expr], ...] = ()


@dataclass(frozen=True, eq=False)
class Rule:
    """One measure for one kind of unit, as the law says it. `until` None: no natural end."""

    considered: Expr
    payee: Expr
    criteria: tuple[Criterion, ...]
    amount: Expr | None
    since: Expr
    until: Expr | None


@dataclass(eq=False)
class MeasureCase:
    """A measure (`measure`) for one kind of unit: the function that an analyst writes, and the rule it gives."""

    measure: str
    unit: Unit
    build: Callable[[Expr], Rule]
    where: Where
    _made: tuple[Variable, Rule] | None = None

    @property
    def name(self) -> str:
        """A name among all cases: the measure and the unit."""
        return f"{self.measure}/{self.unit.name}"

    def made(self) -> tuple[Variable, Rule]:
        """The variable that stands for the unit, and the rule."""
        if self._made is None:
            with _BUILDS:
                self._made = self._made or self._build()
        return self._made

    def _build(self) -> tuple[Variable, Rule]:
        from alongside.rules.language import variable

        unit = variable(self.unit)
        try:
            rule = self.build(unit)
        except PackFault as fault:
            raise fault.asked_from(self.where.file) from None
        assert isinstance(unit.node, Variable)
        return (unit.node, rule)

    @property
    def variable(self) -> Variable:
        """The variable that stands for the unit."""
        return self.made()[0]

    @property
    def rule(self) -> Rule:
        """The rule."""
        return self.made()[1]


def rule_nodes(rule: Rule) -> Iterator[Node]:
    """The expressions of a rule that decide (not those that are only shown)."""
    yield rule.considered.node
    yield rule.payee.node
    for criterion in rule.criteria:
        yield criterion.test.node
    for part in (rule.amount, rule.since, rule.until):
        if part is not None:
            yield part.node
