"""What a made-up city looks like, measured on its tables alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Numbers = npt.NDArray[Any]
NEVER = 1 << 30


def join(blocks: Iterable[dict[str, pa.Table]]) -> dict[str, pa.Table]:
    """All blocks as one table of each register."""
    parts = list(blocks)
    return {name: pa.concat_tables([part[name] for part in parts]) for name in parts[0]}


class City:
    """Columns of the tables as numpy arrays: dates as days, people as positions in `persons`, texts as
    they are."""

    def __init__(self, tables: dict[str, pa.Table], on: date) -> None:
        self.tables = tables
        self.on = on.toordinal() - date(1970, 1, 1).toordinal()
        self.year = on.year
        self.people = tables["persons"]["snils"].combine_chunks()
        self.birth = self.dates("persons", "birth_date")
        self.alive = self.dates("persons", "death_date") >= NEVER
        self.female = self.texts("persons", "sex") == "F"
        born = self.birth.astype("M8[D]")
        day = np.datetime64(on)
        years = day.astype("M8[Y]").astype(int) - born.astype("M8[Y]").astype(int)
        turned = (born.astype("M8[M]").astype(int) % 12) * 31 + (born - born.astype("M8[M]")).astype(int)
        today = (on.month - 1) * 31 + on.day - 1
        self.age = years - (turned > today)
        since, until = self.dates("registrations", "since"), self.dates("registrations", "until")
        self.permanent = self.texts("registrations", "kind") == "P"
        self.here = (since <= self.on) & (self.on < until)
        person = self.who("registrations", "snils")
        self.registered = np.zeros(len(self.people), dtype=bool)
        self.registered[person[self.here]] = True
        self.registered &= self.alive
        places = self.tables["registrations"]["address_id"].combine_chunks().dictionary_encode()
        self.address = np.full(len(self.people), -1)
        now = self.here & self.permanent
        self.address[person[now]] = places.indices.to_numpy(zero_copy_only=False)[now]
        self.address[~self.alive] = -1
        self.size = int(self.registered.sum())

    def dates(self, register: str, column: str) -> Numbers:
        """Days; NEVER where empty."""
        days = self.tables[register][column].cast(pa.int32()).fill_null(NEVER)
        return np.asarray(days.to_numpy().astype(np.int64))

    def texts(self, register: str, column: str) -> Numbers:
        """Texts as they are, empty ones as ''."""
        return np.asarray(self.tables[register][column].fill_null("").to_numpy().astype(str))

    def amounts(self, register: str, column: str) -> Numbers:
        """Decimals as floats."""
        return np.asarray(self.tables[register][column].cast(pa.float64()).fill_null(np.nan).to_numpy())

    def numbers(self, register: str, column: str) -> Numbers:
        """Whole numbers, -1 where empty."""
        return np.asarray(self.tables[register][column].cast(pa.int64()).fill_null(-1).to_numpy())

    def who(self, register: str, column: str) -> Numbers:
        """Positions of people; -1 where empty."""
        found = pc.index_in(self.tables[register][column], value_set=self.people)
        return np.asarray(found.fill_null(-1).to_numpy().astype(np.int64))

    def holding(self, register: str, start: str = "since", end: str = "until") -> Numbers:
        """Rows that hold on the day (the last day included where the end is one)."""
        ends = self.dates(register, end) + (1 if end == "last_day" else 0)
        return np.asarray((self.dates(register, start) <= self.on) & (self.on < ends))

    def having(self, register: str, rows: Numbers, column: str = "snils") -> Numbers:
        """Of all persons, the registered living who are named in these rows."""
        mask = np.zeros(len(self.people), dtype=bool)
        mask[self.who(register, column)[rows]] = True
        return np.asarray(mask & self.registered)

    def count_by(self, register: str, rows: Numbers, column: str = "snils") -> Numbers:
        """How many of these rows name each person."""
        return np.bincount(self.who(register, column)[rows], minlength=len(self.people))


def gini(values: Numbers) -> float:
    """The Gini coefficient of positive values."""
    ordered = np.sort(values)
    ranks = np.arange(1, len(ordered) + 1)
    return float(2 * (ranks * ordered).sum() / (len(ordered) * ordered.sum()) - (len(ordered) + 1) / len(ordered))


def mothers_of(city: City) -> Numbers:
    """The birth mother of each person, -1 where there is none."""
    birth = city.texts("parent_child", "kind") == "BIRTH"
    child, adult = city.who("parent_child", "child_snils"), city.who("parent_child", "adult_snils")
    rows = birth & city.female[adult]
    mother = np.full(len(city.people), -1)
    mother[child[rows]] = adult[rows]
    return mother


def orders_of_birth(city: City, mother: Numbers) -> Numbers:
    """The rank of each person among the mother's children, 0 without a mother."""
    child = np.flatnonzero(mother >= 0)
    child = child[np.lexsort((city.birth[child], mother[child]))]
    own = mother[child]
    start = np.searchsorted(own, own)
    order = np.zeros(len(city.people), dtype=np.int64)
    order[child] = np.arange(len(child)) - start + 1
    return order


def spouses_of(city: City) -> Numbers:
    """The living spouse of each person, -1 where there is none."""
    rows = city.holding("marriages", "married_on", "ended_on")
    a, b = city.who("marriages", "spouse_a")[rows], city.who("marriages", "spouse_b")[rows]
    both = city.alive[a] & city.alive[b]
    spouse = np.full(len(city.people), -1)
    spouse[a[both]], spouse[b[both]] = b[both], a[both]
    return spouse


def income_a_head(city: City, mother: Numbers, spouse: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """(a month's income a head, members, minors) of families: a couple or a grown person with the mother's
    minors."""
    everyone = np.arange(len(city.people))
    unit = np.where((spouse >= 0) & ~city.female, spouse, everyone)
    minor = city.alive & (city.age < 18)
    student = city.having("education", city.holding("education") & (city.numbers("education", "full_time") == 1))
    child = minor | (student & (city.age < 23) & (spouse < 0))
    unit = np.where(child & (mother >= 0) & city.registered[mother], unit[np.maximum(mother, 0)], unit)
    months = city.texts("income", "month")
    counted = (city.texts("income", "kind") != "NOT_COUNTED") & (months >= np.unique(months)[-13])
    counted &= months < np.unique(months)[-1]
    person = city.who("income", "snils")[counted]
    total = np.bincount(unit[person], city.amounts("income", "amount")[counted], len(everyone))
    members = np.bincount(unit[city.registered], minlength=len(everyone))
    minors = np.bincount(unit[city.registered & minor], minlength=len(everyone))
    some = (members > 0) & (members > minors)
    return total[some] / 12 / members[some], members[some], minors[some]
