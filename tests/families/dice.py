"""What drawing a family rests on: numbers, from hypothesis (which can shrink them) or from a seeded generator."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TypeVar

from tests.second_reading.city_base import months_later

T = TypeVar("T")
DAY = timedelta(days=1)


class Dice:
    """Choices out of numbers. The lowest number is the simplest: the first option, no, the middle of an edge."""

    def __init__(self, number: Callable[[int, int], int], on: date, as_of: date) -> None:
        self.number = number
        self.on = on
        self.as_of = as_of

    def pick(self, options: Sequence[T]) -> T:
        """One of some options."""
        return options[self.number(0, len(options) - 1)]

    def chance(self, percent: int) -> bool:
        """Yes in so many of a hundred cases."""
        return self.number(0, 99) >= 100 - percent

    def maybe(self, percent: int, value: T) -> T | None:
        """The value in so many of a hundred cases, else none."""
        return value if self.chance(percent) else None

    def known(self, value: T) -> T | None:
        """The value of an open cell, which is now and then empty."""
        return None if self.chance(10) else value

    def roubles(self, low: int, high: int) -> int:
        """Kopecks; now and then none, or an odd one."""
        return max(0, self.number(low, high) * 100 + self.pick((0, 0, 0, -1, 1, 50)))

    def edge(self, day: date) -> date:
        """A day, or the one before or after it."""
        return day + DAY * self.pick((0, 0, 0, 1, -1))

    def start(self, *floors: date, near: Sequence[date] = ()) -> date:
        """A first day, not before any floor and not after as_of, often near a day that matters for `on`."""
        floor = max(floors)
        bases = [
            *near,
            *near,
            months_later(self.on, -12),
            self.on,
            floor,
            months_later(self.on, -self.pick((1, 2, 3, 6, 9, 18, 24, 36, 120))),
            months_later(self.on.replace(day=1), -self.pick((0, 1, 2, 13, 12, 7))),
            floor + DAY * self.number(0, max(0, (self.as_of - floor).days)),
        ]
        return min(max(self.edge(self.pick(bases)), floor), max(self.as_of, floor))

    def end(self, since: date, none: int = 50, least: int = 1) -> date | None:
        """An end at least `least` days after `since`, often near `on`, or none (in so many of a hundred cases)."""
        if not self.chance(100 - none):
            return None
        bases = [
            self.on,
            months_later(self.on, 12),
            months_later(self.on, -6),
            months_later(self.on.replace(day=1), -self.pick((0, 1, 2, 13, 12, 6))),
            since + DAY * self.number(least, 2000),
        ]
        return max(self.edge(self.pick(bases)), since + DAY * least)
