"""Stage 4: what a row says of the people it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from alongside.registers import codes
from alongside.registers.codes import Codes
from alongside.registers.sheet import Sheet
from alongside.rules.facts import Array
from alongside.rules.schema import EMPTY, NEVER, Born, Older, PeopleRule, Register, Registers, Younger


@dataclass(frozen=True)
class People:
    """The persons that exist: their keys, sorted, and the cells of their rows in the same order."""

    keys: Array
    cells: Mapping[str, Array]
    birth: Array
    death: Array

    @classmethod
    def of(cls, sheet: Sheet, registers: Registers) -> People:
        """The persons whose rows in the register of persons are still accepted."""
        rows = np.flatnonzero(sheet.good())
        rows = rows[np.argsort(sheet.columns[sheet.register.owner][rows], kind="stable")]
        cells = {name: values[rows] for name, values in sheet.columns.items()}
        return cls(cells[sheet.register.owner], cells, cells[registers.birth], cells[registers.death])

    def find(self, keys: Array) -> Array:
        """The positions of these keys, EMPTY for an empty cell and for a person who does not exist."""
        if not len(self.keys):
            return np.full(len(keys), EMPTY)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, at, EMPTY)

    def of_each(self, values: Array, positions: Array, nobody: int) -> Array:
        """The values of the persons at `positions`, `nobody` where there is none."""
        found = np.full(len(positions), nobody, np.int64)
        known = positions != EMPTY
        found[known] = values[positions[known]]
        return found


def person_columns(register: Register) -> tuple[str, ...]:
    """The columns that name persons, from left to right."""
    return tuple(column.name for column in register.columns if column.type == "person")


def check_people(sheet: Sheet, people: People, words: Codes) -> None:
    """Set aside rows that name somebody unknown, then those that break the register's rules on people."""
    found = {name: people.find(sheet.columns[name]) for name in person_columns(sheet.register)}
    for name, positions in found.items():
        unknown = (positions == EMPTY) & (sheet.columns[name] != EMPTY)
        sheet.set_aside(unknown, codes.UNKNOWN_PERSON, name)
    for rule in sheet.register.people_rules:
        bad, shown = broken(rule, sheet, people, found)
        sheet.set_aside(bad, words.number(rule.code), shown)


def broken(rule: PeopleRule, sheet: Sheet, people: People, found: Mapping[str, Array]) -> tuple[Array, str]:
    """The rows that break a rule, and the column where it shows."""

    def births(name: str, nobody: int) -> Array:
        return people.of_each(people.birth, found[name], nobody)

    if isinstance(rule, Born):
        return _born_late(rule, sheet, people, found), rule.day
    if isinstance(rule, Older):
        return births(rule.elder, -NEVER) >= births(rule.younger, NEVER), rule.elder
    assert isinstance(rule, Younger)
    day = sheet.columns[rule.day]
    grown = day >= birthday(births(rule.person, NEVER), rule.age)
    return grown & (day != NEVER) & sheet.holds(rule.when), rule.column


def _born_late(rule: Born, sheet: Sheet, people: People, found: Mapping[str, Array]) -> Array:
    day = sheet.columns[rule.day]
    bad = np.zeros(len(day), bool)
    for positions in found.values():
        bad |= day < people.of_each(people.birth, positions, -NEVER)
    if rule.exactly:
        name, when = rule.exactly
        exact = sheet.holds(when) & (found[name] != EMPTY)
        bad |= exact & (day != people.of_each(people.birth, found[name], NEVER))
    late: Array = bad & (day != NEVER)
    return late


def birthday(births: Array, age: int) -> Array:
    """The day on which one born on `births` becomes `age`: in that year the same day of that month, or the
    last day of the month where there is no such day; NEVER stays NEVER."""
    born = births != NEVER
    days = np.where(born, births, 0).astype("M8[D]")
    months = days.astype("M8[M]")
    later = months + np.timedelta64(12 * age, "M")
    last = (later + np.timedelta64(1, "M")).astype("M8[D]") - np.timedelta64(1, "D")
    same = later.astype("M8[D]") + (days - months.astype("M8[D]"))
    return np.where(born, np.minimum(same, last).astype(np.int64), NEVER)
