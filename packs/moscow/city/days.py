"""Dates as days since 1970-01-01 in whole columns; months are year * 12 + month - 1."""

from __future__ import annotations

from datetime import date

import numpy as np

from .draw import Bools, Ints

YEAR = 365.2425


def day_of(when: date) -> int:
    """The day number of a date."""
    return when.toordinal() - date(1970, 1, 1).toordinal()


def january(year: Ints | int) -> Ints:
    """1 January of each year."""
    years = np.asarray(year, dtype=np.int64) - 1970
    return np.asarray(years.astype("M8[Y]").astype("M8[D]").astype(np.int64))


def year_of(days: Ints) -> Ints:
    """The year of each day."""
    return np.asarray(np.asarray(days).astype("M8[D]").astype("M8[Y]").astype(np.int64) + 1970)


def month_of(days: Ints) -> Ints:
    """Year * 12 + month - 1 of each day."""
    return np.asarray(np.asarray(days).astype("M8[D]").astype("M8[M]").astype(np.int64) + 1970 * 12)


def first_day(months: Ints) -> Ints:
    """The first day of each month."""
    return np.asarray((np.asarray(months) - 1970 * 12).astype("M8[M]").astype("M8[D]").astype(np.int64))


def add_months(days: Ints, months: Ints | int) -> Ints:
    """The same day number so many months later, or the last day of that month where there is none."""
    start = month_of(days)
    target = start + months
    length = first_day(target + 1) - first_day(target)
    return np.asarray(first_day(target) + np.minimum(days - first_day(start), length - 1))


def age_on(birth: Ints, day: Ints | int) -> Ints:
    """Full years lived on the day: the greatest k with birth + 12k months not after it."""
    day = np.broadcast_to(np.asarray(day, dtype=np.int64), birth.shape)
    years = year_of(day) - year_of(birth)
    return np.asarray(years - (add_months(birth, years * 12) > day))


def september(years: Ints | int) -> Ints:
    """1 September of each year: the school year begins."""
    return first_day(np.asarray(years, dtype=np.int64) * 12 + 8)


def holds(since: Ints, until: Ints, day: Ints | int) -> Bools:
    """Whether a period (end-exclusive) holds on the day."""
    return np.asarray((since <= day) & (day < until), dtype=np.bool_)
