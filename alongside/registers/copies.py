"""Stage 5: copies of a row, and different rows with one key."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from alongside.registers import codes
from alongside.registers.sheet import Sheet
from alongside.rules.facts import Array

MIX = np.uint64(0x9E3779B97F4A7C15)  # 2**64 over the golden ratio: spreads the bits of neighbours
HALF = np.uint64(32)


def check_copies(sheet: Sheet) -> None:
    """Set aside every later copy of a row (all cells equal by value), then all rows that still share a
    key; the sheet has its rows in the order of the file."""
    rows = np.flatnonzero(sheet.good())
    if len(rows) > 1:
        rows = rows[may_repeat(key_hashes(sheet, rows))]
    if len(rows) < 2:
        return
    register = sheet.register
    keys = classes(_values(sheet, name, rows) for name in register.key)
    alike = classes([keys, *(_values(sheet, column.name, rows) for column in register.columns)])
    copy = np.ones(len(rows), bool)
    copy[np.unique(alike, return_index=True)[1]] = False
    _set_aside(sheet, rows[copy], codes.DUPLICATE_ROW)
    rows, keys = rows[~copy], keys[~copy]
    _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    _set_aside(sheet, rows[counts[inverse] > 1], codes.KEY_CONFLICT)


def _set_aside(sheet: Sheet, rows: Array, code: int) -> None:
    bad = np.zeros(len(sheet), bool)
    bad[rows] = True
    sheet.set_aside(bad, code, sheet.register.key[0])


def may_repeat(hashes: Array) -> Array:
    """Which of these numbers stand more than once."""
    return is_among(repeated(np.sort(hashes)), hashes)


def repeated(ordered: Array) -> Array:
    """Those of these sorted numbers that stand more than once."""
    again: Array = ordered[1:][ordered[1:] == ordered[:-1]]
    return again


def is_among(again: Array, hashes: Array) -> Array:
    """Which numbers are among the sorted `again`."""
    if not len(again):
        return np.zeros(len(hashes), bool)
    at = np.minimum(np.searchsorted(again, hashes), len(again) - 1)
    repeats: Array = again[at] == hashes
    return repeats


def key_hashes(sheet: Sheet, rows: Array) -> Array:
    """A number for the key of each row: equal keys have equal ones, in whatever sheet, others hardly ever."""
    found = np.zeros(len(rows), np.uint64)
    for name in sheet.register.key:
        for part in _words(sheet, name, rows):
            found = (found ^ part) * MIX
            found ^= found >> HALF
    return found


def _words(sheet: Sheet, name: str, rows: Array) -> list[Array]:
    """A column's values as 64-bit words."""
    if name in sheet.names:
        text, begins = sheet.names[name]
        data = text.tobytes()
        spans = zip(begins[rows].tolist(), begins[rows + 1].tolist(), strict=True)
        return [np.array([hash(data[start:end]) for start, end in spans], np.int64).view(np.uint64)]
    values = sheet.columns[name][rows]
    if values.dtype.kind != "S":
        return [values.astype(np.int64).view(np.uint64)]
    size = values.dtype.itemsize
    wide = np.zeros((len(rows), -(-size // 8) * 8), np.uint8)
    wide[:, :size] = values.view(np.uint8).reshape(len(rows), size)
    return list(wide.view(np.uint64).T)


def _values(sheet: Sheet, name: str, rows: Array) -> Array:
    """A column's values in these rows as one array; equal names get equal numbers."""
    if name not in sheet.names:
        return sheet.columns[name][rows]
    text, begins = sheet.names[name]
    seen: dict[bytes, int] = {}
    spans = zip(begins[rows].tolist(), begins[rows + 1].tolist(), strict=True)
    data = text.tobytes()
    return np.array([seen.setdefault(data[start:end], len(seen)) for start, end in spans], np.int64)


def classes(columns: Iterable[Array]) -> Array:
    """A number for each row, the same for those rows that are equal in all columns."""
    found: Array | None = None
    for column in columns:
        values, inverse = np.unique(column, return_inverse=True)
        if found is not None:
            inverse = np.unique(found * np.int64(len(values)) + inverse, return_inverse=True)[1]
        found = inverse.astype(np.int64)
    assert found is not None
    return found
