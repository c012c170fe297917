"""The calendar in whole numbers against Python's own, plain and compiled."""

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction
from math import floor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.base.compiled import numba
from alongside.rules import compiled
from alongside.rules.calendar import NEVER_COMES, term_at
from alongside.rules.language import day_number, number_day
from alongside.rules.law import Dated

days = st.dates(date(1850, 1, 1), date(2400, 1, 1))
steps = st.integers(-600, 600)


@numba.njit
def by_machine(day, other, months, value, by):
    return (
        compiled.add_months(day, months),
        compiled.add_days(day, months),
        compiled.full_years(day, other),
        compiled.first_day(compiled.month_of(day)),
        compiled.year_of(day),
        compiled.month_number(day),
        compiled.half_up(value, by),
        compiled.floor_divide(value, by),
    )


def months_later(day, months):
    month = day.year * 12 + day.month - 1 + months
    year, number = month // 12, month % 12 + 1
    return date(year, number, min(day.day, monthrange(year, number)[1]))


def years_between(since, day):
    years = day.year - since.year
    return years - 1 if months_later(since, 12 * years) > day else years


@settings(max_examples=300, deadline=None)
@given(days, days, steps, st.integers(-(10**9), 10**9), st.integers(1, 10**6))
def test_the_calendar_and_rounding_are_those_of_python(day, other, months, value, by):
    expected = (
        day_number(months_later(day, months)),
        day_number(day + timedelta(days=months)),
        years_between(day, other),
        day_number(day.replace(day=1)),
        day.year,
        day.month,
        floor(Fraction(value, by) + Fraction(1, 2)),
        value // by,
    )
    given_day, given_other = day_number(day), day_number(other)
    assert by_machine(given_day, given_other, months, value, by) == expected
    assert by_machine.py_func(given_day, given_other, months, value, by) == expected


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
        (date(2000, 2, 29), 1200, date(2100, 2, 28)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
    ],
)
def test_a_month_without_such_a_day_ends_the_count(day, months, then):
    assert number_day(compiled.add_months(day_number(day), months)) == then


def test_who_was_born_on_29_february_is_a_year_older_on_the_28th():
    born = day_number(date(2020, 2, 29))
    assert compiled.full_years(born, day_number(date(2021, 2, 27))) == 0
    assert compiled.full_years(born, day_number(date(2021, 2, 28))) == 1
    assert compiled.full_years(born, day_number(date(2024, 2, 28))) == 3
    assert compiled.full_years(born, day_number(date(2024, 2, 29))) == 4


@settings(max_examples=300, deadline=None)
@given(days, st.integers(0, 1300))
def test_the_latest_day_from_which_months_have_passed_is_the_latest(day, months):
    day = day_number(day)
    found = compiled.latest_since(day, months)
    assert compiled.add_months(found, months) <= day < compiled.add_months(found + 1, months)


def test_every_day_of_the_calendar_lies_in_its_month():
    day, last = day_number(date(1600, 1, 1)), day_number(date(2800, 1, 1))
    month = 1600 * 12
    while day < last:
        assert compiled.first_day(month) == day
        following = compiled.first_day(month + 1)
        assert {compiled.month_of(one) for one in (day, day + 1, day + 27, following - 1)} == {month}
        day, month = following, month + 1


def test_what_never_comes_stays_never():
    assert compiled.add_months(NEVER_COMES, -1200) == NEVER_COMES
    assert compiled.add_days(NEVER_COMES, -1) == NEVER_COMES
    assert by_machine(NEVER_COMES, 0, -5, 1, 1)[:2] == (NEVER_COMES, NEVER_COMES)


@pytest.mark.parametrize(("value", "by", "then"), [(5, 2, 3), (-5, 2, -2), (1, 0, 0), (7, -2, 0), (0, 9, 0)])
def test_a_half_goes_up_and_nothing_is_divided_by_nothing(value, by, then):
    assert compiled.half_up(value, by) == then
    assert by_machine(0, 0, 0, value, by)[6] == then


def test_a_term_has_its_first_value_before_its_first_day():
    starts, values = np.array([0, 100, 200], np.int32), np.array([9, 1, 2], np.int64)
    dated = Dated("T", "money", (100, 200), (1, 2))
    for day, value in ((-5, 1), (99, 1), (100, 1), (199, 1), (200, 2), (9999, 2)):
        assert term_at(starts, values, 1, 3, day) == value
        assert dated.at(day) == value
