"""Criteria that several measures share (C0)."""

from alongside.rules import Criterion, Expr, criterion, given

from ..units import terms
from .family import by_family, counted, family_known, family_of, head_registered, large, payee, payee_known
from .means import all_earn, counted_members, family_income_12, poor, poverty_line, property_ok
from .people import has_flag, in_city, permanent


def child_is_citizen(c: Expr) -> Criterion:
    """The child is a Russian citizen."""
    return criterion("child_is_citizen", c.citizenship == "RUS", citizenship=c.citizenship)


def applicant_is_citizen(c: Expr) -> Criterion:
    """The one who receives for the child is a Russian citizen."""
    a = payee(c)
    return criterion("applicant_is_citizen", given(payee_known(c), a.citizenship == "RUS"), citizenship=a.citizenship)


def applicant_in_city(c: Expr) -> Criterion:
    """The one who receives for the child lives in the city."""
    return criterion("applicant_in_city", given(payee_known(c), in_city(payee(c))))


def perm_in_city(p: Expr) -> Criterion:
    """Registered permanently."""
    return criterion("perm_in_city", permanent(p))


def family_in_city(f: Expr) -> Criterion:
    """A head of the family is registered permanently."""
    return criterion("family_in_city", by_family(f, head_registered(f)))


def large_family(f: Expr) -> Criterion:
    """The family is a large family."""
    return criterion("large_family", by_family(f, large(f)), children=given(family_known(f), counted(f)))


def low_income(p: Expr) -> Criterion:
    """Income per person is below the minimum."""
    f = family_of(p)
    return criterion(
        "low_income",
        by_family(f, poor(f)),
        income=given(family_known(f), family_income_12(f)),
        limit=given(family_known(f), poverty_line(f)),
        members=given(family_known(f), counted_members(f)),
        minimum=terms.PM,
    )


def adults_earn(p: Expr) -> Criterion:
    """Every adult has earnings or a good reason."""
    f = family_of(p)
    return criterion("adults_earn", by_family(f, all_earn(f)))


def property_within_limits(p: Expr) -> Criterion:
    """Property is within the limits."""
    f = family_of(p)
    return criterion("property_within_limits", by_family(f, property_ok(f)))


def not_on_state_provision(p: Expr) -> Criterion:
    """Not on full state provision."""
    return criterion("not_on_state_provision", ~has_flag(p, "STATE_PROVISION"))


def not_assigned(found: Expr) -> Criterion:
    """Not assigned already."""
    return criterion("not_assigned", ~found)
