"""Whom the law of Millbrook speaks of, and what it means by a home, a household and its wages."""

from alongside.base.text import Text
from alongside.rules import (
    PERSON,
    PLACE,
    Expr,
    Items,
    Terms,
    Unit,
    complete,
    covered,
    define,
    given,
    group,
    group_key,
    lives,
    members,
    month_of,
    no_person,
    rows,
    when,
)
from alongside.rules import on as day_of_decision

from .registers import REGISTERS, residents, wages

child = Unit("child", PERSON, REGISTERS, Text("ребёнок", "child"))
household_unit = Unit("household", "group:household", REGISTERS, Text("хозяйство", "household"))
house = Unit("house", PLACE, REGISTERS, Text("дом", "house"))
on = day_of_decision(REGISTERS)
terms = Terms(REGISTERS)

window = month_of(on).plus_months(-3)  # wages are counted over the three months before this one


@define(child)
def home(p: Expr) -> Expr:
    """The house in which a person lives, or none."""
    place: Expr = rows(residents, of=p).holding().accepted().latest("since").house
    return place


def registered(h: Expr) -> Items:
    """Everybody who stands in the book of houses for a house."""
    return rows(residents, of=h, by="house").holding().accepted().each(lambda r: r.resident)


def lodgers(h: Expr) -> Items:
    """The living who live in a house."""
    return registered(h).where(lives)


def eldest(h: Expr) -> Expr:
    """The eldest of a house; of two born on one day the one with the smaller number."""
    found: Expr = lodgers(h).first("born", lambda p: p)
    return found


@define(child)
def head(p: Expr) -> Expr:
    """Who stands for a person's household: the eldest of the house, without a home oneself; nobody for the dead."""
    someone = when(home(p).is_some(), eldest(home(p)), otherwise=p)
    return when(lives(p), someone, otherwise=no_person(p))


def around(p: Expr) -> tuple[object, ...]:
    """Everybody in the same house."""
    return (registered(home(p)),)


household = group(head, around, name="household", title=Text("хозяйство", "household"))


def everybody(h: Expr) -> Items:
    """The members of a household."""
    return members(household, h)


@define(household_unit)
def household_known(h: Expr) -> Expr:
    """Whether it is known who belongs to a household."""
    first = group_key(household, h)
    return complete(residents, first) & complete(residents, home(first))


@define(child)
def wages_of(p: Expr) -> Expr:
    """What a person earned in the three months; not known where the payroll does not reach."""
    last = window.plus_months(2)
    paid = rows(wages, of=p).needing(covered(wages, window, last))
    return paid.where(lambda r: (window <= r.month) & (r.month <= last)).sum(lambda r: r.amount)


@define(household_unit)
def household_wages(h: Expr) -> Expr:
    """What a household earned in the three months."""
    return given(household_known(h), everybody(h).sum(wages_of))


@define(household_unit)
def bread_line(h: Expr) -> Expr:
    """What a household needs for bread in three months."""
    return everybody(h).count() * 3 * terms.BREAD
