"""Months and ages (law.md A1, A2). Dates past 9999-12-31 cannot be written; they stay on that day."""

from __future__ import annotations

import calendar
from datetime import date, timedelta


def add_months(d: date, months: int) -> date:
    """A2: the same day number n months later, or the last day of that month where there is no such day."""
    index = d.year * 12 + (d.month - 1) + months
    year, month = index // 12, index % 12 + 1
    if year > 9999:
        return date.max
    last_day = calendar.monthrange(year, month)[1]
    return date(year, month, min(d.day, last_day))


def add_years(d: date, years: int) -> date:
    """A2: years are twelve months each."""
    return add_months(d, 12 * years)


def add_days(d: date, days: int) -> date:
    """d + n days."""
    try:
        return d + timedelta(days=days)
    except OverflowError:
        return date.max


def full_years(start: date, d: date) -> int:
    """A2: the greatest k with start + 12k months <= d."""
    years = d.year - start.year
    if add_years(start, years) > d:
        years -= 1
    return years


def full_months(start: date, d: date) -> int:
    """The greatest k with start + k months <= d."""
    months = (d.year - start.year) * 12 + d.month - start.month
    if add_months(start, months) > d:
        months -= 1
    return months


def first_of_month(d: date) -> date:
    """A1: F(d)."""
    return d.replace(day=1)


def first_of_next_month(d: date) -> date:
    """A1: N(d)."""
    return add_months(d.replace(day=1), 1)


def month_number(d: date) -> int:
    """Months counted from year 0, so that M - 13 can be reckoned."""
    return d.year * 12 + d.month - 1


def month_number_of_text(text: str) -> int:
    """The number of a month written 2025-03."""
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def first_day_of(month: int) -> date:
    """The first day of a month given by its number."""
    return date(month // 12, month % 12 + 1, 1)


def days_of_year(year: int) -> int:
    """365 or 366."""
    return 366 if calendar.isleap(year) else 365
