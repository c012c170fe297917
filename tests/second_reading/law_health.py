"""law.md A16, A17, A18: pregnancy, ten years in the city, pension dates, average daily earnings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.second_reading.law_children import siblings
from tests.second_reading.law_dates import add_months, add_years, days_of_year
from tests.second_reading.law_logic import (
    NO,
    YES,
    ZERO,
    Fact,
    all_of,
    formula,
    half_up,
    if_then_else,
    missing_of,
    unknown,
)
from tests.second_reading.law_terms import limit_of, term
from tests.second_reading.law_world import Row, World, cell, holds, remembered

RECORD_NEEDED = {
    2015: 72,
    2016: 84,
    2017: 96,
    2018: 108,
    2019: 120,
    2020: 132,
    2021: 144,
    2022: 156,
    2023: 168,
}
POINTS_NEEDED = {
    2015: 6600,
    2016: 9000,
    2017: 11400,
    2018: 13800,
    2019: 16200,
    2020: 18600,
    2021: 21000,
    2022: 23400,
    2023: 25800,
    2024: 28200,
}


@remembered
def pregnancy(w: World, p: str) -> Row | None:
    """A16: the PREGNANCY row holding with the latest since, then the greatest record_id."""
    rows = [row for row in w.about("medical", p) if row["kind"] == "PREGNANCY" and holds(row, w.on)]
    if not rows:
        return None
    return max(rows, key=lambda row: (row["since"], row["record_id"]))


def if_there_is_one(w: World, register: str, p: str, row: Row | None, test: Callable[[Row], Fact]) -> Fact:
    """A6a: a test on a selected row; none: not known if the register is not complete for p, else no."""
    if row is not None:
        return test(row)
    complete = w.complete(register, p)
    return NO if complete.is_known else complete


def week_on(w: World, row: Row) -> Fact:
    """A16 week_on; an empty week makes it not known."""
    if row["week"] is None:
        return unknown(["medical.week"])
    return Fact(row["week"] + (w.on - row["since"]).days // 7)


def pregnant(w: World, p: str) -> Fact:
    """A16 pregnant(w), asked of men alike."""

    def test(row: Row) -> Fact:
        return formula(lambda week: week <= 42, week_on(w, row))

    return if_there_is_one(w, "medical", p, pregnancy(w, p), test)


@remembered
def twelve_weeks_pregnant(w: World, p: str) -> Fact:
    """A14 (4), 2: pregnant(w) and week_on >= 12."""

    def test(row: Row) -> Fact:
        return formula(lambda week: week >= 12, week_on(w, row))

    return all_of([pregnant(w, p), if_there_is_one(w, "medical", p, pregnancy(w, p), test)])


@remembered
def tenyears(w: World, p: str) -> Fact:
    """A16 tenyears(p): at least 3652 days of P registrations."""
    days = 0
    for row in w.about("registrations", p):
        if row["kind"] == "P" and row["since"] < w.on:
            end = w.on if row["until"] is None else min(row["until"], w.on)
            days += (end - row["since"]).days
    return formula(lambda _: days >= 3652, w.complete("registrations", p))


def record_months(w: World, p: str) -> Fact:
    """insurance_record.record_months; no row = 0."""
    complete = w.complete("insurance_record", p)
    if not complete.is_known:
        return complete
    for row in w.about("insurance_record", p):
        return Fact(row["record_months"])
    return ZERO


def points(w: World, p: str) -> Fact:
    """insurance_record.points in thousandths; no row = 0, an empty cell is not known."""
    found = [cell(row, "insurance_record", "points") for row in w.about("insurance_record", p)]
    return formula(lambda _, number: number, w.complete("insurance_record", p), found[0] if found else ZERO)


def base_age(w: World, p: str) -> int:
    """A17 base: 55 years (F), 60 (M)."""
    return 55 if w.sex(p) == "F" else 60


@remembered
def usual(w: World, p: str) -> date:
    """A17 usual(p), in one addition."""
    y = w.birth(p).year + base_age(w, p)
    add = 0 if y <= 2018 else {2019: 6, 2020: 18, 2021: 36, 2022: 48}.get(y, 60)
    return add_months(w.birth(p), 12 * base_age(w, p) + add)


@remembered
def right_date(w: World, p: str) -> Fact:
    """A17 right_date(p): the earliest of usual and the routes met."""
    record = record_months(w, p)
    asked = [record]
    if w.sex(p) == "F":
        asked.append(w.complete("parent_child", p))
    missing = missing_of(asked)
    if missing:
        return unknown(missing)
    earliest = usual(w, p)
    if record.value >= (444 if w.sex(p) == "F" else 504):
        long_route = max(add_years(w.birth(p), base_age(w, p)), add_months(usual(w, p), -24))
        earliest = min(earliest, long_route)
    if w.sex(p) == "F" and record.value >= 180:
        k = len(siblings(w, p))
        if k >= 3:
            mother_route = add_years(w.birth(p), {3: 57, 4: 56}.get(k, 50))
            earliest = min(earliest, mother_route)
    return Fact(earliest)


def right_date_reached(w: World, p: str) -> Fact:
    """A17 "right_date <= on"; yes where right_date is not known but usual(p) <= on."""
    right = right_date(w, p)
    if not right.is_known and usual(w, p) <= w.on:
        return YES
    return formula(lambda d: d <= w.on, right)


def record_needed(year: int) -> int:
    """A17: months of record required."""
    if year <= 2014:
        return 60
    return RECORD_NEEDED.get(year, 180)


def points_needed(year: int) -> int:
    """A17: points required, in thousandths."""
    if year <= 2014:
        return 0
    return POINTS_NEEDED.get(year, 30000)


def requirement_met(w: World, p: str, number: Fact, needed: Callable[[int], int]) -> Fact:
    """A17: number >= the requirement by year(right_date), or by year(usual) where that is not known."""
    right = right_date(w, p)
    if right.is_known:
        return formula(lambda value: value >= needed(right.value.year), number)
    if number.is_known and number.value >= needed(usual(w, p).year):
        return YES
    return unknown(missing_of([right, number]))


def usual_reached(w: World, p: str) -> bool:
    """usual(p) <= on."""
    return usual(w, p) <= w.on


def earnings_of(w: World, p: str, year: int) -> Fact:
    """A18: (amount, excluded_days) of a year; not covered: not known; no row: (0, 0)."""
    if not 2015 <= year <= w.as_of.year - 1:
        return unknown(["earnings.*"])
    complete = w.complete("earnings", p)
    if not complete.is_known:
        return complete
    for row in w.about("earnings", p):
        if row["year"] == year:
            return Fact((row["amount"], row["excluded_days"]))
    return Fact((0, 0))


def daily(w: World, p: str, r: date, fixed_divisor: bool) -> Fact:
    """A18 daily(p, r); the divisor is 730 in measure 6, else the days of both years not excluded."""
    y1, y2 = r.year - 1, r.year - 2

    def average(first: tuple[int, int], second: tuple[int, int]) -> int:
        e = min(first[0], limit_of(y1)) + min(second[0], limit_of(y2))
        d = 730
        if not fixed_divisor:
            d = days_of_year(y1) + days_of_year(y2) - first[1] - second[1]
        x = half_up(e, d) if d > 0 else 0
        x = min(x, half_up(limit_of(y1) + limit_of(y2), 730))
        return max(x, half_up(term("MROT", r) * 24, 730))

    x = formula(average, earnings_of(w, p, y1), earnings_of(w, p, y2))
    short = formula(lambda months: months < 6, record_months(w, p))
    capped = formula(lambda value: min(value, half_up(term("MROT", r), 30)), x)
    return if_then_else(short, capped, x)
