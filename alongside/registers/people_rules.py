"""Stage 4: what a row says of the people it names."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from alongside.registers import codes
from alongside.registers.codes import Codes
from alongside.registers.sheet import Sheet
from alongside.registers.sorted_keys import SortedKeys
from alongside.rules.facts import Array
from alongside.rules.schema import EMPTY, NEVER, Born, Older, OnePerAttribute, PeopleRule, Register, Registers, Younger


class People:
    """The persons that exist: their keys, sorted, and some cells of their rows in the same order."""

    def __init__(self, keys: Array, cells: Mapping[str, Array], registers: Registers) -> None:
        order = np.argsort(keys, kind="stable")
        self.keys = keys[order]
        self._positions = SortedKeys(self.keys)
        self.cells = {name: values[order] for name, values in cells.items()}
        self.registers = registers

    @property
    def birth(self) -> Array:
        """When each was born."""
        return self.cells[self.registers.birth]

    @property
    def death(self) -> Array:
        """When each died, NEVER while they live."""
        return self.cells[self.registers.death]

    def find(self, keys: Array) -> Array:
        """The positions of these keys (int32), EMPTY for an empty cell and for a person who does not exist."""
        return self._positions.find(keys)

    def of_each(self, values: Array, positions: Array, nobody: int) -> Array:
        """The values of the persons at `positions`, `nobody` where there is none."""
        found = np.full(len(positions), nobody, np.int64)
        known = positions != EMPTY
        found[known] = values[positions[known]]
        return found

    def forget(self, positions: Array) -> None:
        """Nothing is known of these any more; they keep their places."""
        for name, values in self.cells.items():
            date = self.registers.persons.column(name).type == "date"
            values[positions] = NEVER if date else EMPTY

    def without(self, positions: Array) -> People:
        """All but these."""
        cells = {name: np.delete(values, positions) for name, values in self.cells.items()}
        return People(np.delete(self.keys, positions), cells, self.registers)


def asked_of_people(registers: Registers) -> tuple[str, ...]:
    """The cells of persons that rules of any register ask for."""
    rules = [rule for register in registers.all for rule in register.across_rules]
    attributes = {rule.attribute for rule in rules if isinstance(rule, OnePerAttribute)}
    return (registers.birth, registers.death, *sorted(attributes - {registers.birth, registers.death}))


def person_columns(register: Register) -> tuple[str, ...]:
    """The columns that name persons, from left to right."""
    return tuple(column.name for column in register.columns if column.type == "person")


def check_people(sheet: Sheet, people: People, words: Codes) -> None:
    """Look up the persons that rows name; set aside rows that name somebody unknown, then those that break the
    register's rules on people."""
    sheet.found = {name: people.find(sheet.columns[name]) for name in person_columns(sheet.register)}
    for name, positions in sheet.found.items():
        unknown = (positions == EMPTY) & (sheet.columns[name] != EMPTY)
        sheet.set_aside(unknown, codes.UNKNOWN_PERSON, name)
    for rule in sheet.register.people_rules:
        bad, shown = broken(rule, sheet, people)
        sheet.set_aside(bad, words.number(rule.code), shown)


def broken(rule: PeopleRule, sheet: Sheet, people: People) -> tuple[Array, str]:
    """The rows that break a rule, and the column where it shows."""

    def births(name: str, nobody: int) -> Array:
        return people.of_each(people.birth, sheet.found[name], nobody)

    if isinstance(rule, Born):
        return _born_late(rule, sheet, people), rule.day
    if isinstance(rule, Older):
        return births(rule.elder, -NEVER) >= births(rule.younger, NEVER), rule.elder
    assert isinstance(rule, Younger)
    day = sheet.columns[rule.day]
    grown = day >= birthday(births(rule.person, NEVER), rule.age)
    return grown & (day != NEVER) & sheet.holds(rule.when), rule.column


def _born_late(rule: Born, sheet: Sheet, people: People) -> Array:
    day = sheet.columns[rule.day]
    bad = np.zeros(len(day), bool)
    for positions in sheet.found.values():
        bad |= day < people.of_each(people.birth, positions, -NEVER)
    if rule.exactly:
        name, when = rule.exactly
        exact = sheet.holds(when) & (sheet.found[name] != EMPTY)
        bad |= exact & (day != people.of_each(people.birth, sheet.found[name], NEVER))
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
