"""Pension age, record and points; the own criteria and amounts of the insurance pensions (A17, C7, 7, 8)."""

from alongside.rules import (
    Expr,
    age,
    all_of,
    choose,
    complete,
    define,
    given,
    half_up,
    is_known,
    largest_of,
    lives,
    rows,
    smallest_of,
    surely,
    when,
    year_of,
)

from ..registers import insurance_record, parent_child, pensions
from ..units import on, person, terms
from .family import born_to
from .people import disabled


def record_months(p: Expr) -> Expr:
    """Whole months of insured record; 0 without a row."""
    return rows(insurance_record, of=p).sum(lambda r: r.record_months)


def points(p: Expr) -> Expr:
    """Pension points in thousandths; 0 without a row."""
    return rows(insurance_record, of=p).sum(lambda r: r.points)


def pension_in_pay(p: Expr, *kinds: str) -> Expr:
    """A pension of these kinds in pay (any kind when none is named)."""
    held = rows(pensions, of=p).holding()
    return held.any(lambda r: r.kind.among(*kinds)) if kinds else held.any()


# A17: dates.


def base_years(p: Expr) -> Expr:
    """55 years for women, 60 for men."""
    return choose(p.sex == "F", 55, otherwise=60)


@define(person)
def usual_date(p: Expr) -> Expr:
    """The usual day of the pension age, as the reform moved it (A17 usual)."""
    y = year_of(p.birth_date) + base_years(p)
    add = _number(y, 60)
    for year, months in ((2022, 48), (2021, 36), (2020, 18), (2019, 6), (2018, 0)):
        add = choose(y <= year, months, otherwise=add)
    return p.birth_date.plus_months(base_years(p) * 12 + add)


def _by_long_record(p: Expr, usual: Expr, record: Expr) -> Expr:
    """With 37 (42) years of record two years before the usual day, not before 55 (60)."""
    day = largest_of(p.birth_date.plus_months(base_years(p) * 12), usual.plus_months(-24))
    return choose(record >= choose(p.sex == "F", 444, otherwise=504), day, otherwise=usual)


def _as_mother(p: Expr, usual: Expr, record: Expr) -> Expr:
    """A mother of three at 57, of four at 56, of five and more at 50, with 15 years of record."""
    children = born_to(p).count(distinct=True)
    years = choose(children >= 5, 50, otherwise=choose(children == 4, 56, otherwise=57))
    entitled = all_of(p.sex == "F", children >= 3, record >= 180)
    return choose(entitled, p.birth_date.plus_months(years * 12), otherwise=usual)


@define(person)
def right_date(p: Expr) -> Expr:
    """The day the right to an old-age pension begins, the earliest of all routes (A17)."""
    usual = usual_date(p)
    record = rows(insurance_record, of=p).accepted().sum(lambda r: r.record_months)
    earliest = smallest_of(usual, _by_long_record(p, usual, record), _as_mother(p, usual, record))
    mother = (p.sex == "M") | complete(parent_child, p)
    return given(complete(insurance_record, p) & mother, earliest)


def right_reached(p: Expr) -> Expr:
    """Whether that day has come."""
    return (usual_date(p) <= on) | (right_date(p) <= on)


def months_required(year: Expr) -> Expr:
    """Months of record required in a year: 60 to 2014, a year more each year, 180 from 2024 (A17)."""
    return smallest_of(largest_of((year - 2014) * 12, _number(year, 0)) + 60, _number(year, 180))


def points_required(year: Expr) -> Expr:
    """Points in thousandths required in a year: none to 2014, 6.6 in 2015, 2.4 more each year, at most 30 (A17)."""
    return smallest_of(when(year <= 2014, 0, otherwise=(year - 2015) * 2400 + 6600), _number(year, 30_000))


def _number(like: Expr, value: int) -> Expr:
    return like * 0 + value


def _meets(p: Expr, number: Expr, required: object) -> Expr:
    """Whether a number meets the requirement of the year of the right; of the usual year, where that is not known."""
    assert callable(required)
    right = right_date(p)
    by_usual = ~is_known(right) & surely(number >= required(year_of(usual_date(p))))
    return by_usual | (number >= required(year_of(right)))


def enough_record(p: Expr) -> Expr:
    """Enough months of record for an old-age pension, or one is in pay."""
    return _meets(p, record_months(p), months_required) | pension_in_pay(p, "OLD_AGE")


def enough_points(p: Expr) -> Expr:
    """Enough points for an old-age pension, or one is in pay."""
    return _meets(p, points(p), points_required) | pension_in_pay(p, "OLD_AGE")


def age_reached(p: Expr) -> Expr:
    """The pension age, or an old-age pension in pay."""
    return right_reached(p) | pension_in_pay(p, "OLD_AGE")


# The pensions' own criteria and amounts.


def by_points(p: Expr) -> Expr:
    """The part of a pension that points give."""
    return half_up(points(p) * terms.POINT, 1000)


@define(person)
def own_old_age(p: Expr) -> Expr:
    """All of measure 7's own criteria; no where it is not considered."""
    return all_of(lives(p) & (age(p) >= 50), age_reached(p), enough_record(p), enough_points(p))


@define(person)
def amount_old_age(p: Expr) -> Expr:
    """Measure 7's own amount."""
    return by_points(p) + terms.FIX


def has_group(p: Expr) -> Expr:
    """A disability group."""
    return disabled(p, "I", "II", "III")


@define(person)
def own_disability(p: Expr) -> Expr:
    """All of measure 8's own criteria."""
    return all_of(lives(p) & (age(p) >= 18), has_group(p), record_months(p) >= 1, ~own_old_age(p))


@define(person)
def amount_disability(p: Expr) -> Expr:
    """Measure 8's own amount: the fixed part in full for groups I and II, half for III."""
    return by_points(p) + when(disabled(p, "III"), half_up(terms.FIX, 2), otherwise=terms.FIX)
