"""How a group of persons is shown to people: who belongs to it and why, who is tied to whom, who receives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from alongside.rules.definitions import Criterion, Definition, Group, Unit
from alongside.rules.fault import NOWHERE
from alongside.rules.items import Items
from alongside.rules.language import Expr, variable

Stands = Literal["above", "beside", "below"]
Test = Callable[[Any], Expr]
Criteria = Callable[[Any], tuple[Criterion, ...]]


@dataclass(frozen=True, eq=False)
class Tie:
    """A kind of tie from a member to other persons, and whether it is known (`sure`: yes or not known).

    `stands` says where the others stand beside the member: above (they raise the member), beside (a partner) or below
    (they are raised by the member, or were, and belong to another group). `counted`, a test of the member, says whether
    the others are counted with the group although they belong to another.
    """

    id: str
    stands: Stands
    to: Callable[[Any], Items | Expr]
    sure: Test
    counted: Test | None = None


@dataclass(frozen=True, eq=False)
class GroupView:
    """A group as it is shown. What its functions give rests on accepted rows; all but `about` and `known` get a person.

    `head` and `counted` are tests of a member (`counted` may be not known), `payee` is who receives for a member;
    `sure` and `payee_sure` say whether the member's place in the group and the payee are known. Each of `reasons` is
    shown to the members for whom it is yes, each of `about` (a function of the group) as its answer is. `known`, a test
    of the group, says whether all who belong to it are known.
    """

    group: Group
    unit: Unit
    head: Test
    sure: Test
    payee: Test
    payee_sure: Test
    counted: Test
    reasons: Criteria
    about: Criteria
    known: Test
    ties: tuple[Tie, ...]

    @property
    def person(self) -> Unit:
        """The unit of a member."""
        return self.group.key.unit

    def definitions(self) -> Iterator[Definition]:
        """Everything that is shown, as definitions: what the view reads is what these read."""
        for test in (self.head, self.sure, self.payee, self.payee_sure, self.counted):
            yield self._part(self.person, test)
        yield self._part(self.unit, self.known)
        for tie in self.ties:
            yield self._part(self.person, tie.sure)
            yield self._part(self.person, partial(_whether, tie.to))
            if tie.counted is not None:
                yield self._part(self.person, tie.counted)
        for unit, make in ((self.person, self.reasons), (self.unit, self.about)):
            for place in range(len(shown(make, variable(unit)))):
                yield self._part(unit, partial(_shown_at, make, place))

    def _part(self, unit: Unit, build: Test) -> Definition:
        return Definition(f"view.{self.group.name}", unit, build, NOWHERE)


def criteria_of(unit: Unit, make: Criteria) -> tuple[Criterion, ...]:
    """The criteria of a function as they are declared."""
    return make(variable(unit))


def shown(make: Criteria, about: Expr) -> list[Expr]:
    """The test of each criterion of a function, followed by what it shows."""
    return [expr for one in make(about) for expr in (one.test, *(value for _, value in one.shows))]


def _shown_at(make: Criteria, place: int, about: Expr) -> Expr:
    return shown(make, about)[place]


def _whether(to: Callable[[Any], Items | Expr], about: Expr) -> Expr:
    found = to(about)
    return found.any() if isinstance(found, Items) else found
