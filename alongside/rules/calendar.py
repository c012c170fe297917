"""Calendar and rounding in whole numbers: the evaluator calls these functions, the kernels compile the same ones in.

Days are counted from 1970-01-01, months as year * 12 + month - 1. A date that never comes (NEVER) stays NEVER.
The day count follows Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms".
"""

from __future__ import annotations

from typing import Any

from alongside.base.compiled import plain_and_compiled

NEVER_COMES = 1 << 30
LAST_DAY = 2_932_896  # 9999-12-31: the calendar's last day; what would lie after it stays on it


@plain_and_compiled
def day_of(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01 of a calendar day; month 1 to 12."""
    shifted = year - 1 if month <= 2 else year
    era = shifted // 400
    of_era = shifted - era * 400
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468


@plain_and_compiled
def year_of(day: int) -> int:
    """The year a day lies in."""
    return month_of(day) // 12


@plain_and_compiled
def month_of(day: int) -> int:
    """The month a day lies in, as year * 12 + month - 1."""
    shifted = day + 719468
    era = shifted // 146097
    of_era = shifted - era * 146097
    year = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    turned = (5 * of_year + 2) // 153
    month = turned + (3 if turned < 10 else -9)
    return (year + era * 400 + (1 if month <= 2 else 0)) * 12 + month - 1


@plain_and_compiled
def month_number(day: int) -> int:
    """The month of a day within its year, 1 to 12."""
    return month_of(day) % 12 + 1


@plain_and_compiled
def first_day(month: int) -> int:
    """The first day of a month."""
    return day_of(month // 12, month % 12 + 1, 1)


@plain_and_compiled
def add_months(day: int, months: int) -> int:
    """The same day number so many months later, or the last day of that month where there is no such day."""
    if day >= NEVER_COMES:
        return day
    month = month_of(day)
    number = day - first_day(month)
    target = month + months
    if target >= 120_000:
        return LAST_DAY
    length = first_day(target + 1) - first_day(target)
    return first_day(target) + min(number, length - 1)


@plain_and_compiled
def add_days(day: int, days: int) -> int:
    """So many days later."""
    return day if day >= NEVER_COMES else min(day + days, LAST_DAY)


@plain_and_compiled
def full_years(since: int, day: int) -> int:
    """The greatest k with `since` + 12 k months not after `day`."""
    years = month_of(day) // 12 - month_of(since) // 12
    return years - 1 if add_months(since, 12 * years) > day else years


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
