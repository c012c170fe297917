"""The spell on the unemployment register and the benefit's own criteria and amount (19, 42)."""

from alongside.rules import (
    Expr,
    age,
    all_of,
    choose,
    complete,
    define,
    half_up,
    largest_of,
    lives,
    rows,
    selected,
    smallest_of,
    surely,
    when,
)

from ..registers import employment_service
from ..units import on, person, terms
from .on_pension import on_pension
from .pensions import usual_date
from .people import works


@define(person)
def spell(p: Expr) -> Expr:
    """The latest spell that has not ended (19 s)."""
    return rows(employment_service, of=p).holding().accepted().latest("applied_on", "spell_id")


def of_spell(p: Expr, test: Expr) -> Expr:
    """A test on the spell; without one: not known if the register is not complete, else no."""
    return selected(spell(p), test, complete(employment_service, p))


def considered_unemployed(p: Expr) -> Expr:
    """Who is considered for 19 and 42."""
    has_row = rows(employment_service, of=p).accepted().any()
    return lives(p) & (age(p) >= 16) & (has_row | ~surely(complete(employment_service, p)))


def recognised(p: Expr) -> Expr:
    """Recognised unemployed."""
    return of_spell(p, spell(p).recognised_on <= on)


def full_right(p: Expr) -> Expr:
    """26 weeks of work in the year before, and no dismissal for breach (19 FULL)."""
    return (spell(p).weeks_worked >= 26) & ~spell(p).breach


def shortly_before_pension(p: Expr) -> Expr:
    """Less than five years before the usual pension day (19 LATE)."""
    return (usual_date(p).plus_months(-60) <= on) & (on < usual_date(p))


def months_paid(p: Expr, months: int) -> Expr:
    """Fewer than so many full months since recognition."""
    return on < spell(p).recognised_on.plus_months(months)


def in_pay_period(p: Expr) -> Expr:
    """Within the months of payment."""
    full, late = full_right(p), shortly_before_pension(p)
    within = months_paid(p, 3) | (full & months_paid(p, 6)) | all_of(full, late, months_paid(p, 12))
    return of_spell(p, (spell(p).recognised_on <= on) & within)


def few_refusals(p: Expr) -> Expr:
    """At most two refusals of suitable work."""
    return of_spell(p, spell(p).refusals <= 2)


@define(person)
def own_unemployment(p: Expr) -> Expr:
    """All of measure 19's own criteria."""
    return all_of(considered_unemployed(p), recognised(p), ~works(p), ~on_pension(p), few_refusals(p), in_pay_period(p))


def _within(amount: Expr, low: Expr, high: Expr) -> Expr:
    return largest_of(low, smallest_of(amount, high))


@define(person)
def amount_unemployment(p: Expr) -> Expr:
    """Measure 19's own amount."""
    wage = spell(p).average_wage
    first = _within(half_up(wage * 75, 100), terms.UMIN, terms.UMAX1)
    later = _within(half_up(wage * 60, 100), terms.UMIN, terms.UMAX2)
    return when(full_right(p), choose(months_paid(p, 3), first, otherwise=later), otherwise=terms.UMIN)
