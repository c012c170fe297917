"""Calendar and rounding in whole numbers: the evaluator calls these functions, the kernels compile the same ones in.

Days are counted from 1970-01-01, months as year * 12 + month - 1. A date that never comes (NEVER) stays NEVER.
Years are counted from March, as in Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms".
"""

from __future__ import annotations

from typing import Any

from alongside.base.compiled import plain_and_compiled

NEVER_COMES = 1 << 30
MONTHS_END = 120_000  # the month after the calendar's last: January of the year 10000
SHIFT_YEARS = 400 * 25_000  # whole cycles of the calendar, so that what is counted below is never less than 0 ...
SHIFT_DAYS = 146097 * 25_000 + 719468  # ... in days from 1 March of the year 0
LAST_DAY = 2_932_896  # 9999-12-31: the calendar's last day; what would lie after it stays on it


@plain_and_compiled
def year_of(day: int) -> int:
    """The year a day lies in."""
    return month_of(day) // 12


@plain_and_compiled
def month_of(day: int) -> int:
    """The month a day lies in, as year * 12 + month - 1."""
    # Cassio Neri, Lorenz Schneider, "Euclidean affine functions and their application to calendar algorithms" (2023):
    # two divisions by a constant and two products in place of five divisions; kernels ask for nothing more often.
    of_centuries = 4 * (day + SHIFT_DAYS) + 3
    century = of_centuries // 146097
    of_century = (of_centuries - century * 146097) | 3
    product = 2939745 * of_century
    of_year = (product & 0xFFFFFFFF) // 11758980
    month = (2141 * of_year + 197913) >> 16
    return (100 * century + (product >> 32) - SHIFT_YEARS) * 12 + month - 1


@plain_and_compiled
def month_number(day: int) -> int:
    """The month of a day within its year, 1 to 12."""
    return month_of(day) % 12 + 1


@plain_and_compiled
def first_day(month: int) -> int:
    """The first day of a month."""
    of_march = month - 2 + 12 * SHIFT_YEARS  # years begin with March, so that a leap day is their last
    year = of_march // 12
    century = year // 100
    of_year = (153 * (of_march - 12 * year) + 2) // 5
    return 365 * year + year // 4 - century + century // 4 + of_year - SHIFT_DAYS


@plain_and_compiled
def add_months(day: int, months: int) -> int:
    """The same day number so many months later, or the last day of that month where there is no such day."""
    if day >= NEVER_COMES:
        return day
    month = month_of(day)
    number = day - first_day(month)
    target = month + months
    if target >= MONTHS_END:
        return LAST_DAY
    start = first_day(target)
    return start + number if number < 28 else min(start + number, first_day(target + 1) - 1)


@plain_and_compiled
def add_days(day: int, days: int) -> int:
    """So many days later."""
    return day if day >= NEVER_COMES else min(day + days, LAST_DAY)


@plain_and_compiled
def full_years(since: int, day: int) -> int:
    """The greatest k with `since` + 12 k months not after `day`."""
    begun, month = month_of(since), month_of(day)
    years = month // 12 - begun // 12
    if since >= NEVER_COMES:
        return years - 1 if since > day else years
    turns = begun + 12 * years
    if turns != month:
        return years - 1 if turns > month else years
    return years - 1 if add_months(since, 12 * years) > day else years


@plain_and_compiled
def latest_since(day: int, months: int) -> int:
    """The latest day from which so many months (0 or more) have passed on `day`: add_months(it, months) <= day."""
    if day >= LAST_DAY:
        return day  # all that ever comes has come
    latest = add_months(day, -months)
    # Where `day` ends its month, a longer month may have ended later: 28 February ends what began on the 29th.
    while latest - first_day(month_of(latest)) >= 27 and add_months(latest + 1, months) <= day:
        latest += 1
    return latest


@plain_and_compiled
def half_up(value: int, by: int) -> int:
    """floor((2 a + b) / (2 b)) for b > 0, else 0."""
    return (2 * value + by) // (2 * by) if by > 0 else 0


@plain_and_compiled
def floor_divide(value: int, by: int) -> int:
    """floor(a / b) for b > 0, else 0."""
    return value // by if by > 0 else 0


@plain_and_compiled
def term_at(starts: Any, values: Any, first: int, last: int, day: int) -> int:
    """The value in force on a day among positions first to last (excluded); before the first date, the first."""
    position = first
    for later in range(first + 1, last):
        if starts[later] <= day:
            position = later
    value: int = values[position]
    return value
