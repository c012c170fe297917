"""Deadlines in working days."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

SATURDAY = 5


def working_day_after(day: date, count: int, holidays: Collection[date] = ()) -> date:
    """The working day that comes `count` working days after a day: Saturdays, Sundays and holidays do not count."""
    left, found = count, day
    while left > 0:
        found += timedelta(days=1)
        if found.weekday() < SATURDAY and found not in holidays:
            left -= 1
    return found
