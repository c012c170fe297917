"""2 Unified allowance: monthly, for a child under 17 or a pregnant woman of a family in need (81-FZ arts. 9-10)."""

from alongside.rules import (
    Expr,
    Rule,
    age,
    complete,
    criterion,
    define,
    first_day,
    half_up,
    largest_of,
    lives,
    measure,
    month_of,
    selected,
    smallest_of,
    step,
    when,
)

from ...definitions.criteria import (
    adults_earn,
    applicant_in_city,
    applicant_is_citizen,
    child_is_citizen,
    low_income,
    not_on_state_provision,
    property_within_limits,
)
from ...definitions.family import dependent, dependents, everybody, family_of, payee
from ...definitions.means import counted_members, family_income_12
from ...definitions.people import has_flag, in_city, pregnancy_record, pregnancy_week, pregnant
from ...registers import medical
from ...units import child, family_unit, on, person, terms

ID = "unified_allowance"


@define(person)
def child_can_have(c: Expr) -> Expr:
    """A child for whom the allowance can be had, whatever the family's means."""
    return (age(c) < 17) & (c.citizenship == "RUS") & ~has_flag(c, "STATE_PROVISION")


def _early(w: Expr) -> Expr:
    record = pregnancy_record(w)
    return selected(record, record.week <= 12, complete(medical, w))


@define(person)
def pregnant_can_have(w: Expr) -> Expr:
    """A pregnant woman who can have the allowance, whatever the family's means."""
    return pregnant(w, from_week=12) & _early(w)


def _of_age(w: Expr) -> Expr:
    return lives(w) & (w.sex == "F") & (age(w) >= 14) & (age(w) <= 50)


@define(family_unit)
def allowances_at_full(f: Expr) -> Expr:
    """What all children and pregnant women of a family would have at 100 % (B of measure 2)."""
    children = dependents(f).sum(lambda c: terms.PMC, child_can_have)
    women = everybody(f).where(_of_age).sum(lambda w: terms.PMW, pregnant_can_have)
    return children + women


def _share(f: Expr) -> Expr:
    """50, 75 or 100 %: the least that lifts the family to the minimum (Decree 2330)."""
    income, needed = family_income_12(f), counted_members(f) * 1200 * terms.PM
    at_full = allowances_at_full(f)
    enough_at_75 = income * 100 + at_full * 900 >= needed
    enough_at_50 = income * 100 + at_full * 600 >= needed
    return when(enough_at_50, 50, otherwise=when(enough_at_75, 75, otherwise=100))


def _amount(minimum: Expr, f: Expr) -> Expr:
    share = step("share", _share(f))
    return step("allowance", half_up(share * step("minimum", minimum), 100))


@measure(ID, unit=child)
def for_child(c: Expr) -> Rule:
    """For a dependent child."""
    return Rule(
        considered=dependent(c) & (age(c) < 18),
        payee=payee(c),
        criteria=(
            criterion("under_17", age(c) < 17, age=age(c)),
            child_is_citizen(c),
            not_on_state_provision(c),
            applicant_is_citizen(c),
            applicant_in_city(c),
            low_income(c),
            adults_earn(c),
            property_within_limits(c),
        ),
        amount=_amount(terms.PMC, family_of(c)),
        since=first_day(on),
        until=smallest_of(first_day(on).plus_months(12), c.birth_date.plus_months(12 * 17)),
    )


@measure(ID, unit=person)
def for_pregnant(w: Expr) -> Rule:
    """For a woman on record early in her pregnancy."""
    record = pregnancy_record(w)
    term = largest_of(on, record.since.plus_days((40 - record.week) * 7))
    birth_month_over = first_day(month_of(term).plus_months(1))
    return Rule(
        considered=_of_age(w),
        payee=w,
        criteria=(
            criterion("twelve_weeks", pregnant(w, from_week=12), week=pregnancy_week(record)),
            criterion("registered_early", _early(w), week=record.week),
            criterion("applicant_is_citizen", w.citizenship == "RUS", citizenship=w.citizenship),
            criterion("applicant_in_city", in_city(w)),
            low_income(w),
            adults_earn(w),
            property_within_limits(w),
        ),
        amount=_amount(terms.PMW, family_of(w)),
        since=first_day(on),
        until=smallest_of(first_day(on).plus_months(12), birth_month_over),
    )
