"""Who has a discount on housing and utilities, and of how much (33)."""

from alongside.rules import Expr, any_of, define, when

from ..units import person
from .family import by_family, counted, dependents, family_of, large
from .people import disabled, has_flag

STATUSES = (
    *("COMBAT_VETERAN", "WWII_INVALID", "WWII_PARTICIPANT", "SIEGE_SURVIVOR", "CHERNOBYL", "LABOUR_VETERAN"),
    *("HOME_FRONT", "REHABILITATED"),
)


def of_large(p: Expr) -> Expr:
    """Of a large family."""
    return by_family(family_of(p), large(family_of(p)))


@define(person)
def right_to_half(p: Expr) -> Expr:
    """A right to a discount of 50 %."""
    f = family_of(p)
    child = by_family(f, dependents(f).any(lambda c: disabled(c, "CHILD")))
    five = by_family(f, large(f) & (counted(f) >= 5))
    return any_of(disabled(p, "I", "II", "III", "CHILD"), has_flag(p, *STATUSES), child, five)


@define(person)
def right_to_discount(p: Expr) -> Expr:
    """A right to any discount."""
    return right_to_half(p) | of_large(p)


@define(person)
def discount_rate(p: Expr) -> Expr:
    """Per cent of a person's part of the bill."""
    return when(right_to_half(p), 50, otherwise=when(of_large(p), 30, otherwise=0))
