"""Life events: what happened to a person, on which day, and for how long it is still a reason to help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from alongside.rules import tree
from alongside.rules.definitions import Definition, MeasureCase, Unit
from alongside.rules.fault import PackFault, Where, where_called
from alongside.rules.items import Items
from alongside.rules.language import Expr, variable
from alongside.rules.law import Law, Part
from alongside.rules.reads import order_of_reads
from alongside.rules.words import choose, lives, never, smallest_of

Dates = tuple[Items | Expr, ...]


@dataclass(eq=False)
class EventRule:
    """A life event of a person, as the function that an analyst writes: for a person, the days on which it happened.

    The days are dates, or items seen as dates; a day that is not known is no event, and neither is `never`. The event
    belongs to the living alone and is open on a day of decision if date <= day < date + months.
    """

    name: str
    unit: Unit
    months: int
    build: Callable[[Any], Dates]
    where: Where
    _made: tuple[tree.Variable, Expr, Dates] | None = None

    def made(self) -> tuple[tree.Variable, Expr, Dates]:
        """The variable that stands for the person, whether they live, and the days."""
        if self._made is None:
            person = variable(self.unit)
            assert isinstance(person.node, tree.Variable)
            dates = self.build(person)
            for found in dates:
                kind = (found.opened()[1] if isinstance(found, Items) else found).node.kind
                if kind != tree.DATE:
                    raise PackFault(
                        f"the event {self.name!r} is given a {kind} for a date",
                        where=self.where,
                        remedy="Give dates: rows(...).accepted().each(lambda r: r.since).",
                    )
            self._made = (person.node, lives(person), dates)
        return self._made

    def as_definition(self) -> Definition:
        """Everything the event reads, as one definition: the first of its days."""

        def first(p: Expr) -> Expr:
            days = [d.smallest(lambda day: day) if isinstance(d, Items) else d for d in self.build(p)]
            return choose(lives(p), reduce(smallest_of, days, never(p)), otherwise=never(p))

        return Definition(f"event.{self.name}", self.unit, first, self.where)


def event(unit: Unit, *, months: int, name: str = "") -> Callable[[Callable[[Any], Dates]], EventRule]:
    """Declare a life event that stays open so many months; its name is the function's unless another is given."""
    where = where_called()
    if unit.kind != tree.PERSON:
        raise PackFault(f"a {unit.name} has no life events", where=where, remedy="Declare the event for a person.")
    return lambda build: EventRule(name or build.__name__, unit, months, build, where)


def order_of_events(law: Law, rules: Sequence[EventRule]) -> list[Part]:
    """All definitions and groups that these events rest on, each after what it reads."""
    order = order_of_reads(law, [rule.as_definition() for rule in rules])
    for part in reversed(order):  # the last one is read by the event itself, those before it by that measure
        if isinstance(part, MeasureCase):
            raise PackFault(
                f"an event reads the measure {part.measure!r}",
                where=_reader(law, rules, part).where,
                remedy="Events rest on rows and definitions: a measure may follow from an event, not the other way.",
            )
    return order


def _reader(law: Law, rules: Sequence[EventRule], part: Part) -> EventRule:
    return next(rule for rule in rules if part in order_of_reads(law, [rule.as_definition()]))
