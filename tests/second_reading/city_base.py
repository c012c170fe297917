"""What all parts of the random city share: dates on the edge, chances, new numbers and the rows."""

from __future__ import annotations

import calendar
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from .layout import REGISTERS

T = TypeVar("T")
DAY = timedelta(days=1)
FIRST_ON, LAST_ON = date(2023, 1, 1), date(2026, 12, 31)

# the ages at which law.md decides something, in months
AGES = [
    0,
    1,
    3,
    6,
    12,
    18,
    24,
    36,
    60,
    72,
    84,
    96,
    *[12 * years for years in (14, 15, 16, 17, 18, 22, 23, 36, 50, 53, 55, 56, 57, 58, 60, 63, 65, 70, 80, 100, 101)],
]
# subsistence minima a month per capita, of children, and per capita in Russia, by year (law.md part B)
PM = {2023: 21718, 2024: 22662, 2025: 23908, 2026: 25342}
PMC = {2023: 18770, 2024: 19586, 2025: 20663, 2026: 21903}
PM_RF = {2023: 14375, 2024: 15453, 2025: 17733, 2026: 18939}


def months_later(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def month_text(day: date, months: int) -> str:
    number = day.year * 12 + day.month - 1 + months
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


@dataclass
class Being:
    """One made-up person."""

    snils: str
    sex: str
    birth: date
    death: date | None = None
    homes: list[str] = field(default_factory=list)

    def months(self, day: date) -> int:
        return (day.year - self.birth.year) * 12 + day.month - self.birth.month - (day.day < self.birth.day)


class City:
    def __init__(self, seed: int) -> None:
        self.rng = random.Random(f"second reading {seed}")
        self.on = self._some_on()
        self.as_of = self._some_as_of()
        self.people: list[Being] = []
        self.clusters: list[list[Being]] = []  # people who were made together, often one family
        self.addresses: list[str] = []
        self.child_ties: list[tuple[Being, Being]] = []
        self.rows: dict[str, list[dict[str, object]]] = {name: [] for name in REGISTERS}
        self._used: set[str] = set()

    def _some_on(self) -> date:
        rng = self.rng
        year = rng.randint(2023, 2026)
        special = [
            date(year, 1, 1),
            date(year, 1, 31),
            date(year, 2, 1),
            date(year, 2, 28),
            date(year, 3, 31),
            date(year, 4, 1),
            date(year, 8, 31),
            date(year, 9, 1),
            date(year, 12, 31),
            date(2024, 2, 29),
            date(2025, 1, 1),
            date(2024, 12, 31),
        ]
        any_day = FIRST_ON + DAY * rng.randrange((LAST_ON - FIRST_ON).days + 1)
        return rng.choice(special) if rng.random() < 0.3 else any_day

    def _some_as_of(self) -> date:
        rng = self.rng
        shift = rng.choices([0, -rng.randint(1, 70), rng.randint(1, 70), rng.randint(-420, 420)], [4, 2, 3, 1])[0]
        return min(max(self.on + DAY * shift, FIRST_ON), LAST_ON)

    # --- chances ---

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def open(self, value: object, share: float = 0.12) -> object:
        """The value of an O cell, sometimes empty."""
        return None if self.chance(share) else value

    def kopecks(self, low: int, high: int) -> int:
        """An amount between two sums in roubles; seldom 0."""
        return 0 if self.chance(0.05) else self.rng.randint(low * 100, high * 100)

    # --- dates ---

    def edge(self, day: date) -> date:
        """A day, the one before or after it, seldom some weeks off."""
        return day + DAY * self.rng.choice([-1, 0, 0, 0, 1, 1, self.rng.randint(-40, 40)])

    def start(self, *floors: date, bases: list[date] | None = None) -> date:
        """A first day not before any floor and not after as_of, often near a day that matters for `on`."""
        floor = max(floors)
        rng = self.rng
        if bases is None or self.chance(0.15):
            first_of_month = self.on.replace(day=1)
            bases = [
                self.on,
                months_later(first_of_month, -rng.randint(0, 15)),
                months_later(self.on, -rng.choice([1, 2, 3, 6, 9, 12, 24])),
                floor,
                floor + DAY * rng.randint(0, max(0, (self.as_of - floor).days)),
            ]
        return min(max(self.edge(rng.choice(bases)), floor), self.as_of)

    def until(self, since: date, none: float = 0.5, least: int = 1) -> date | None:
        """An end at least `least` days after since (1: end-exclusive, 0: last day), or none."""
        if self.chance(none):
            return None
        rng = self.rng
        after = since + DAY * rng.randint(least, 3000)
        bases = [
            self.on,
            self.on + DAY * rng.randint(2, 500),
            months_later(self.on, -6),
            after,
            months_later(self.on.replace(day=1), -rng.randint(0, 14)),
        ]
        return max(self.edge(rng.choice(bases)), since + DAY * least)

    # --- numbers ---

    def new_id(self, letter: str) -> str:
        """Ids of uneven length and without order, so that "greatest id" is asked as text."""
        while True:
            number = self.rng.randrange(10 ** self.rng.choice([2, 3, 4, 6]))
            made = f"{letter}{number}" if self.chance(0.7) else f"{letter}-{number}-{self.rng.choice('ABZ')}"
            if made not in self._used:
                self._used.add(made)
                return made

    def new_snils(self) -> str:
        while True:
            digits = [self.rng.randint(0, 9) for _ in range(9)]
            check = sum(weight * digit for weight, digit in zip(range(9, 0, -1), digits, strict=True)) % 101
            if check not in (0, 100) and self.chance(0.03):
                continue  # the checks 00 a little more often
            text = "".join(map(str, digits))
            made = f"{text[:3]}-{text[3:6]}-{text[6:]} {check % 100:02d}"
            if made not in self._used:
                self._used.add(made)
                return made

    def new_address(self) -> str:
        while True:
            made = f"A{self.rng.choice([0, 0, 0, 9999]) * 1000 + self.rng.randrange(400):07d}"
            if made not in self._used:
                self._used.add(made)
                self.addresses.append(made)
                return made

    # --- rows and people ---

    def add(self, register: str, **cells: object) -> None:
        self.rows[register].append(cells)

    def aged(self, low: int, high: int) -> list[Being]:
        """The people, dead or alive, of an age in years from low to below high on `on`."""
        return [being for being in self.people if 12 * low <= being.months(self.on) < 12 * high]

    def some(self, things: list[T], share: float) -> list[T]:
        return [thing for thing in things if self.chance(share)]

    def people_birth(self, being: Being, other: str | None) -> date:
        """The later birth date of a person and of another, given by SNILS, if there is one."""
        births = [one.birth for one in self.people if one is being or one.snils == other]
        return max(births)

    def parents_of(self, child: Being) -> list[Being]:
        return [adult for other, adult in self.child_ties if other is child]
