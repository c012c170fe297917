"""For whom a register is not complete: everyone whom one of its rows named that was set aside."""

from __future__ import annotations

import re

import numpy as np

from alongside.registers import codes
from alongside.registers.people_rules import People, person_columns
from alongside.registers.sheet import Sheet
from alongside.rules.facts import Array
from alongside.rules.schema import EMPTY, KeyFormat, Register, Registers


class Named:
    """The persons, and where it is kept by place the places, for whom one register is not complete.

    A copy of a row takes no knowledge away. The register of persons is complete for everybody.
    """

    def __init__(self, register: Register, registers: Registers, people: People | None) -> None:
        self.registers = registers
        self.people = people
        self.person_columns = [name for name in person_columns(register) if name not in register.not_naming]
        self.place_columns = [c.name for c in register.columns if c.type == "place" and register.place_complete]
        self.places_kept = register.place_complete
        self.persons = np.zeros(len(people.keys) if people else 0, bool)  # by position
        self.places = np.zeros(0, np.int64)  # key digits, sorted

    def note(self, sheet: Sheet, misshapen: list[str]) -> None:
        """Note whom the bad rows of a sheet name, and which of the texts in its misshapen rows are keys."""
        bad = ~sheet.good() & (sheet.error != codes.DUPLICATE_ROW)
        if not bad.any():
            return
        if self.people:
            found = [sheet.found[name][bad] for name in self.person_columns]
            found.append(self.people.find(keys_among(misshapen, self.registers.person_key)))
            for positions in found:
                self.persons[positions[positions != EMPTY]] = True
        if self.places_kept:
            keys = [sheet.columns[name][bad] for name in self.place_columns]
            keys.append(keys_among(misshapen, self.registers.place_key))
            together = np.unique(np.concatenate(keys))
            self.places = np.union1d(self.places, together[together != EMPTY])


def keys_among(texts: list[str], key: KeyFormat) -> Array:
    """The keys with a right check number among these texts."""
    pattern = re.compile("".join("[0-9]" if sign == "9" else re.escape(sign) for sign in key.pattern))
    numbers = (key.number(text) for text in set(texts) if pattern.fullmatch(text))
    return np.array([number for number in numbers if number is not None and key.is_right(number)], np.int64)
