"""Stage 2, one column at a time: cells as text or numbers into the store's numbers, with the first error of
each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from alongside.registers import codes, kernels
from alongside.registers.compiled import compiled_check, compiled_check_loop
from alongside.registers.names import name_is_right
from alongside.registers.sheet import Cells, Listed, Spans, Values
from alongside.rules.facts import Array
from alongside.rules.schema import EMPTY, LARGEST, MANDATORY, NEVER, Column, Dialect, KeyFormat, Registers

EPOCH = date(1970, 1, 1).toordinal()
FIRST_DAY, LAST_DAY = date.min.toordinal() - EPOCH, date.max.toordinal() - EPOCH
DECIMALS = {"money": 2, "dec2": 2, "dec3": 3, "int": 0}
YES_NO = np.array([1, 0, EMPTY])  # by position in "Y", "N"; the last for empty and bad


@dataclass(frozen=True)
class Delivered:
    """What the meaning of a cell depends on beside its column."""

    registers: Registers
    dialect: Dialect
    as_of: date
    cover: tuple[int, int] | None  # first and last month that the register covers

    @property
    def day(self) -> int:
        """The day of the extracts, in days since 1970-01-01."""
        return self.as_of.toordinal() - EPOCH


@dataclass
class Read:
    """The cells of one column: numbers (keys: digits; ids: bytes; names: UTF-8 and begins), errors, empty
    cells."""

    values: Array | tuple[Array, Array]
    errors: Array
    empty: Array


def read_cells(column: Column, cells: Cells, delivered: Delivered) -> Read:
    """The cells of a column; all that can be wrong with a cell by itself, but for a classified code."""
    if isinstance(cells, Listed):
        read = read_cells(column, cells.texts, delivered)
        assert not isinstance(read.values, tuple)
        return Read(read.values[cells.at], read.errors[cells.at], read.empty[cells.at])
    if isinstance(cells, Values):
        read = _check_values(column, cells)
    else:
        empty = cells.starts == cells.ends
        values, errors = READERS[column.type](column, cells, delivered)
        read = Read(values, errors, empty)
    if not isinstance(read.values, tuple) and column.type in ("date", "month", *DECIMALS):
        _check_range(column, read.values, read.errors, read.empty, delivered)
        read.values[read.errors != codes.FINE] = NEVER if column.type == "date" else EMPTY
    if column.empty is MANDATORY:
        read.errors[read.empty] = codes.EMPTY_REQUIRED
    return read


def _check_values(column: Column, cells: Values) -> Read:
    """Cells that are numbers already."""
    numbers = cells.numbers
    errors = np.zeros(len(numbers), np.uint8)
    if column.type == "date":
        errors[(numbers < FIRST_DAY) | (numbers > LAST_DAY)] = codes.IMPOSSIBLE_DATE
    elif column.type != "yes_no":
        errors[numbers < 0] = codes.NEGATIVE_AMOUNT
    errors[~cells.filled] = codes.FINE
    values = np.where(cells.filled, numbers, NEVER if column.type == "date" else EMPTY)
    return Read(values, errors, ~cells.filled)


def _check_range(column: Column, values: Array, errors: Array, empty: Array, delivered: Delivered) -> None:
    ask = (errors == codes.FINE) & ~empty
    lowest, highest = bound(column.lowest, delivered.as_of), bound(column.highest, delivered.as_of)
    if highest is None:
        highest = LARGEST.get(column.type)
    if lowest is not None:
        errors[ask & (values < lowest)] = codes.OUT_OF_RANGE
    if highest is not None:
        errors[ask & (values > highest)] = codes.OUT_OF_RANGE
    if column.type == "date" and column.past:
        errors[ask & (values > delivered.day) & (errors == codes.FINE)] = codes.FUTURE_DATE
    if column.type == "month" and delivered.cover is not None:
        first, last = delivered.cover
        errors[ask & ((values < first) | (values > last))] = codes.OUT_OF_COVER


def bound(limit: int | str | None, as_of: date) -> int | None:
    """A declared limit as the store's number."""
    if not isinstance(limit, str):
        return limit
    if limit.startswith("as_of.year"):
        return as_of.year + int(limit.removeprefix("as_of.year") or 0)
    return date.fromisoformat(limit).toordinal() - EPOCH


def _room(cells: Spans, kind: type[np.generic] = np.int64) -> tuple[Array, Array]:
    return np.empty(len(cells.starts), kind), np.empty(len(cells.starts), np.uint8)


def _bytes(text: str) -> Array:
    return np.frombuffer(bytearray(text.encode()), np.uint8)


def _read_key(key: KeyFormat, cells: Spans) -> tuple[Array, Array]:
    numbers, errors = _room(cells)
    kernels.read_keys(cells.buffer, cells.starts, cells.ends, _bytes(key.pattern), numbers, errors)
    if key.check is not None:
        check_keys = compiled_check_loop(kernels.check_keys)
        check_keys(numbers, key.digits, compiled_check(key.check), errors)
    return numbers, errors


def _read_person(column: Column, cells: Spans, delivered: Delivered) -> tuple[Array, Array]:
    return _read_key(delivered.registers.person_key, cells)


def _read_place(column: Column, cells: Spans, delivered: Delivered) -> tuple[Array, Array]:
    return _read_key(delivered.registers.place_key, cells)


def _read_date(column: Column, cells: Spans, delivered: Delivered) -> tuple[Array, Array]:
    numbers, errors = _room(cells)
    pattern = _bytes(delivered.dialect.date_pattern)
    kernels.read_days(cells.buffer, cells.starts, cells.ends, pattern, numbers, errors)
    return numbers, errors


def _read_month(column: Column, cells: Spans, delivered: Delivered) -> tuple[Array, Array]:
    numbers, errors = _room(cells)
    kernels.read_days(cells.buffer, cells.starts, cells.ends, _bytes("YYYY-MM"), numbers, errors)
    errors[errors == codes.IMPOSSIBLE_DATE] = codes.BAD_FORMAT
    numbers[numbers == NEVER] = EMPTY
    return numbers, errors


def _read_amount(column: Column, cells: Spans, delivered: Delivered) -> tuple[Array, Array]:
    numbers, errors = _room(cells)
    decimals, mark = DECIMALS[column.type], ord(delivered.dialect.decimal_mark)
    kernels.read_amounts(cells.buffer, cells.starts, cells.ends, decimals, mark, numbers, errors)
    return numbers, errors


def read_words(words: tuple[str, ...], cells: Spans) -> tuple[Array, Array]:
    """The positions of cells among `words`, and `unknown_code` where a filled cell is none of them."""
    numbers, errors = _room(cells)
    at = np.concatenate([[0], np.cumsum([len(word.encode()) for word in words])]).astype(np.int64)
    kernels.read_codes(cells.buffer, cells.starts, cells.ends, _bytes("".join(words)), at, numbers, errors)
    return numbers, errors


def _read_code(column: Column, cells: Spans, delivered: Delivered) -> tuple[Array, Array]:
    return read_words(column.codes, cells)


def _read_yes_no(column: Column, cells: Spans, delivered: Delivered) -> tuple[Array, Array]:
    numbers, errors = read_words(("Y", "N"), cells)
    errors[errors != codes.FINE] = codes.BAD_FORMAT
    return YES_NO[numbers], errors


def _read_id(column: Column, cells: Spans, delivered: Delivered) -> tuple[Array, Array]:
    texts = np.zeros((len(cells.starts), kernels.ID_LENGTH), np.uint8)
    errors = np.empty(len(texts), np.uint8)
    kernels.read_ids(cells.buffer, cells.starts, cells.ends, texts, errors)
    return texts.reshape(-1).view(f"S{kernels.ID_LENGTH}"), errors


def _read_name(column: Column, cells: Spans, delivered: Delivered) -> tuple[Any, Array]:
    errors = np.empty(len(cells.starts), np.uint8)
    kernels.check_names(cells.buffer, cells.starts, cells.ends, errors)
    for row in np.flatnonzero(errors == kernels.UNUSUAL):
        name = cells.buffer[cells.starts[row] : cells.ends[row]].tobytes()
        errors[row] = codes.FINE if name_is_right(name) else codes.BAD_FORMAT
    ends = np.where(errors == codes.FINE, cells.ends, cells.starts)
    begins = np.zeros(len(errors) + 1, np.int64)
    np.cumsum(ends - cells.starts, out=begins[1:])
    text = np.empty(begins[-1], np.uint8)
    kernels.copy_texts(cells.buffer, cells.starts, begins, text)
    return (text, begins), errors


Reader = Callable[[Column, Spans, Delivered], tuple[Any, Array]]
READERS: dict[str, Reader] = {
    "person": _read_person,
    "place": _read_place,
    "date": _read_date,
    "month": _read_month,
    **dict.fromkeys(DECIMALS, _read_amount),
    "code": _read_code,
    "yes_no": _read_yes_no,
    "id": _read_id,
    "name": _read_name,
}
