"""A fact store in memory from a few rows written out: for examples and tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from alongside.rules.arrange import STORED, Accepted, Incomplete, arrange_facts
from alongside.rules.facts import Array, Facts
from alongside.rules.language import day_number, number_day
from alongside.rules.schema import CLASSES_FROM, EMPTY, NEVER, Column, Register, Registers, class_number, class_text

Row = Mapping[str, object]


def small_facts(
    registers: Registers,
    rows: Mapping[str, Sequence[Row]],
    *,
    as_of: date,
    missing: Iterable[str] = (),
    incomplete: Mapping[str, Iterable[str]] | None = None,
    incomplete_places: Mapping[str, Iterable[str]] | None = None,
    delivery_id: str = "example",
) -> Facts:
    """The store of these rows. Cells: keys, codes, ids, names and months ("2025-03") as text, dates as `date`, money
    as kopecks, decimals as hundredths or thousandths, numbers as int, yes/no as bool, None or absent where empty.

    Registers in `missing` did not arrive; the others are complete but for the persons and places named.
    """
    gone = set(missing)
    accepted = {r.name: _accepted(registers, r, rows.get(r.name, ())) for r in registers.all if r.name not in gone}
    holes = Incomplete(
        persons={name: _numbers(registers.person_key.number, keys) for name, keys in (incomplete or {}).items()},
        places={name: _numbers(registers.place_key.number, keys) for name, keys in (incomplete_places or {}).items()},
    )
    return arrange_facts(registers, accepted, holes, delivery_id=delivery_id, as_of=as_of)


def _numbers(number: Any, keys: Iterable[str]) -> list[int]:
    return [number(key) for key in keys]


def _accepted(registers: Registers, register: Register, rows: Sequence[Row]) -> Accepted:
    columns: dict[str, Array | tuple[Array, Array]] = {}
    for column in register.columns:
        cells = [row.get(column.name) for row in rows]
        if column.type == "name":
            texts = [str(cell or "").encode() for cell in cells]
            begins = np.cumsum([0, *(len(text) for text in texts)]).astype(np.int64)
            columns[column.name] = (np.frombuffer(b"".join(texts), np.uint8), begins)
        elif column.type == "id":
            columns[column.name] = np.array([str(cell).encode() for cell in cells], dtype="S20")
        else:
            numbers = [cell_number(registers, column, cell) for cell in cells]
            dtype = np.int64 if column.type in ("person", "place") else STORED[column.type]
            columns[column.name] = np.array(numbers, dtype=dtype)
    return Accepted(columns)


def cell_number(registers: Registers, column: Column, cell: object) -> int:
    """A cell's value as the store keeps it; persons and places as key digits."""
    if cell is None or cell == "":
        return NEVER if column.type == "date" else EMPTY
    if isinstance(cell, date):
        return day_number(cell)
    if isinstance(cell, bool | int):
        return int(cell)
    text = str(cell)
    if column.type == "person":
        return _known(registers.person_key.number(text), column, text)
    if column.type == "place":
        return _known(registers.place_key.number(text), column, text)
    if column.type == "month":
        return int(text[:4]) * 12 + int(text[5:7]) - 1
    if text in column.codes:
        return column.codes.index(text)
    if column.classified is not None and len(text) >= 3 and text[1:3].isdigit():
        number = class_number(text)
        assert number >= CLASSES_FROM
        return number
    raise ValueError(f"{column.name}: {text!r} is not a value of this column")


def written_cell(facts: Facts, register: Register, column: Column, row: int) -> str | int | None:
    """A cell of a store as it can be kept in JSON and laid over again; None where it is empty.

    As `cell_number` reads them, but days as ISO text. The persons register has no column of its owner: its rows are the
    persons.
    """
    if column.type == "name":
        return facts.name_text(register.name, column.name, row)
    if column.type == "id":
        return facts.id_text(register.name, column.name, row)
    name = f"{register.name}.{column.name}"
    value = int(facts.arrays[name][row]) if name in facts.arrays else row
    if value < 0 or (column.type == "date" and value == NEVER):
        return None
    match column.type:
        case "person":
            return facts.person_text(value)
        case "place":
            return facts.place_text(value)
        case "date":
            return number_day(value).isoformat()
        case "month":
            return f"{value // 12:04d}-{value % 12 + 1:02d}"
        case "code":
            return class_text(value) if value >= CLASSES_FROM else column.codes[value]
    return value


def _known(number: int | None, column: Column, text: str) -> int:
    if number is None:
        raise ValueError(f"{column.name}: {text!r} is no key")
    return number
