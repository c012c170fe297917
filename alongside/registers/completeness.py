"""For whom a register is not complete: everyone whom one of its rows named that was set aside."""

from __future__ import annotations

import re

import numpy as np

from alongside.registers import codes
from alongside.registers.people_rules import person_columns
from alongside.registers.sheet import Sheet
from alongside.rules.arrange import Incomplete
from alongside.rules.facts import Array
from alongside.rules.schema import EMPTY, KeyFormat, Registers


def add_incomplete(incomplete: Incomplete, sheet: Sheet, registers: Registers) -> None:
    """Note the persons, and where it is kept by place the places, for whom this register is not complete.

    A copy of a row takes no knowledge away. The register of persons is complete for everybody.
    """
    register = sheet.register
    bad = ~sheet.good() & (sheet.error != codes.DUPLICATE_ROW)
    texts = misshapen_texts(sheet)
    persons, places = dict(incomplete.persons), dict(incomplete.places)
    if register is not registers.persons:
        columns = [name for name in person_columns(register) if name not in register.not_naming]
        persons[register.name] = _named(sheet, bad, columns, texts, registers.person_key)
    if register.place_complete:
        columns = [column.name for column in register.columns if column.type == "place"]
        places[register.name] = _named(sheet, bad, columns, texts, registers.place_key)
    incomplete.persons, incomplete.places = persons, places


def misshapen_texts(sheet: Sheet) -> list[str]:
    """Every text that may be a key in the rows with the wrong number of fields."""
    rows = np.flatnonzero(sheet.error == codes.WRONG_FIELD_COUNT)
    return [text for row in rows for text in sheet.rows.named_texts(int(row))]


def _named(sheet: Sheet, bad: Array, columns: list[str], texts: list[str], key: KeyFormat) -> Array:
    """The keys that stand in the columns of the bad rows, or are one of the texts; each once, sorted."""
    found = [sheet.columns[name][bad] for name in columns]
    found.append(np.array(list(keys_among(texts, key)), np.int64))
    keys: Array = np.unique(np.concatenate(found))
    filled: Array = keys[keys != EMPTY]
    return filled


def keys_among(texts: list[str], key: KeyFormat) -> set[int]:
    """The keys with a right check number among these texts."""
    pattern = re.compile("".join("[0-9]" if sign == "9" else re.escape(sign) for sign in key.pattern))
    numbers = (key.number(text) for text in set(texts) if pattern.fullmatch(text))
    return {number for number in numbers if number is not None and key.is_right(number)}
