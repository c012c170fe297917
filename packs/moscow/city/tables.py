"""Rows of a register gathered column by column, then made into one Arrow table of the declared types."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np
import pyarrow as pa

from alongside.rules.schema import Column, Register
from packs.moscow.registers import REGISTERS

from .block import Block
from .draw import NEVER, Bools, Ints
from .keys import Bytes, lettered, record_numbers

Words = tuple[Ints, Sequence[str]]  # positions (below 0: empty) in a list of words
Cell = Ints | Words | str | int | bool

ARROW_TYPES: dict[str, pa.DataType] = {
    **dict.fromkeys(("person", "place", "month", "code", "id", "name"), pa.string()),
    "date": pa.date32(),
    "money": pa.decimal128(18, 2),
    "dec2": pa.decimal128(18, 2),
    "dec3": pa.decimal128(18, 3),
    "int": pa.int32(),
    "yes_no": pa.bool_(),
}


def schema_of(register: Register) -> pa.Schema:
    """The Parquet columns of a register."""
    return pa.schema([(column.name, ARROW_TYPES[column.type]) for column in register.columns])


class Rows:
    """The rows of one register in one block.

    Numbers as columns: persons and places are positions in the block, dates are days (NEVER: empty), money
    kopecks,
    decimals hundredths or thousandths, yes/no 1 and 0, all others whole numbers; below 0 is empty. `add`
    leaves out
    what has not begun by the day of the extracts, and what begins after the death of its person; what
    holds at a
    death ends with it, unless `outlives`.
    """

    def __init__(self, block: Block, register: str, *, outlives: bool = False) -> None:
        self.block = block
        self.register = REGISTERS[register]
        self.outlives = outlives
        self.words: dict[str, list[str]] = {column.name: list(column.codes) for column in self.register.columns}
        self.pieces: dict[str, list[Ints]] = {column.name: [] for column in self.register.columns}

    def add(self, **cells: Cell) -> Bools:
        """More rows; a single value stands in all of them. Returns which of the rows were kept."""
        length = max(_length(cell) for cell in cells.values())
        numbers = {name: self._numbers(name, cell, length) for name, cell in cells.items()}
        kept = self._end_at_death(numbers, length)
        for column in self.register.columns:
            values = numbers.get(column.name)
            if values is None:
                values = np.full(length, NEVER if column.type == "date" else -1, dtype=np.int64)
            self.pieces[column.name].append(values[kept])
        return kept

    def __len__(self) -> int:
        return sum(len(piece) for piece in self.pieces[self.register.columns[0].name])

    def column(self, name: str) -> Ints:
        """All values of a column so far."""
        pieces = self.pieces[name]
        return np.concatenate(pieces) if pieces else np.empty(0, np.int64)

    def table(self) -> pa.Table:
        """All rows; an id column that was left empty is numbered."""
        arrays = [self._array(column) for column in self.register.columns]
        return pa.Table.from_arrays(arrays, schema=schema_of(self.register))

    def _numbers(self, name: str, cell: Cell, length: int) -> Ints:
        if isinstance(cell, str):
            return np.full(length, self._word(name, cell), dtype=np.int64)
        if isinstance(cell, tuple):
            positions = np.array([self._word(name, word) for word in cell[1]], dtype=np.int64)
            return np.asarray(np.where(cell[0] < 0, -1, positions[np.maximum(cell[0], 0)]), dtype=np.int64)
        return np.broadcast_to(np.asarray(cell, dtype=np.int64), (length,))

    def _word(self, name: str, word: str) -> int:
        words = self.words[name]
        if word not in words:
            words.append(word)
        return words.index(word)

    def _end_at_death(self, numbers: dict[str, Ints], length: int) -> Bools:
        kept = np.ones(length, dtype=np.bool_)
        begins = self.register.starts
        if begins is None:
            return kept
        kept &= numbers[begins] <= self.block.on
        owner = numbers.get(self.register.owner)
        if owner is None or self.outlives:
            return kept
        death = self.block.death[owner]
        kept &= numbers[begins] < death
        ends = self.register.ends or self.register.last_day
        if ends is not None and (death < NEVER).any():
            numbers[ends] = np.minimum(numbers.get(ends, np.full(length, NEVER)), death)
        return kept

    def _array(self, column: Column) -> pa.Array:
        values = self.column(column.name)
        if column.type == "person":
            return fixed_text(self.block.snils[np.maximum(values, 0)], values < 0)
        if column.type == "place":
            return fixed_text(self.block.addresses[np.maximum(values, 0)], values < 0)
        if column.type == "id":
            return self._ids(column, values)
        if column.type in ("code", "name", "month"):
            return words_array(values, self.words[column.name] or MONTHS)
        if column.type in ("money", "dec2", "dec3"):
            return decimals(values, ARROW_TYPES[column.type])
        empty = values >= NEVER if column.type == "date" else values < 0
        kind = np.bool_ if column.type == "yes_no" else np.int32
        return pa.array(values.astype(kind), mask=empty).cast(ARROW_TYPES[column.type])

    def _ids(self, column: Column, values: Ints) -> pa.Array:
        own = column.name in self.register.key and not (values >= 0).any()
        local = np.arange(len(values), dtype=np.int64) if own else values
        salt = crc32(f"{self.register.name}.{column.name}".encode()) + self.block.seed * 97
        prefix = "".join(part[0] for part in f"{self.register.name}_{column.name}".split("_")).upper()
        text = lettered(prefix + "-", record_numbers(self.block.number, local, salt), 12)
        return fixed_text(text, np.zeros(len(values), dtype=np.bool_))


MONTHS = [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(2100 * 12)]


def _length(cell: Cell) -> int:
    """How many rows a cell stands for; 0 for one value for all of them."""
    values = cell[0] if isinstance(cell, tuple) else cell
    return len(values) if isinstance(values, np.ndarray) and values.ndim else 0


def fixed_text(text: Bytes, empty: Bools) -> pa.Array:
    """A string array from rows of characters of one width."""
    length, width = text.shape
    offsets = np.arange(0, (length + 1) * width, width, dtype=np.int32)
    data = pa.py_buffer(np.ascontiguousarray(text).tobytes())
    array = pa.StringArray.from_buffers(length, pa.py_buffer(offsets.tobytes()), data)
    return pa.compute.if_else(pa.array(~empty), array, None) if empty.any() else array


def words_array(values: Ints, words: Sequence[str]) -> pa.Array:
    """Strings from positions in a list; below 0 is empty."""
    positions = pa.array(np.maximum(values, 0).astype(np.int32), mask=values < 0)
    return pa.DictionaryArray.from_arrays(positions, pa.array(list(words), pa.string())).cast(pa.string())


def decimals(values: Ints, kind: pa.DataType) -> pa.Array:
    """Decimals from whole hundredths (thousandths); below 0 is empty."""
    parts = np.zeros((len(values), 2), dtype=np.int64)
    parts[:, 0] = np.maximum(values, 0)
    valid = np.packbits(values >= 0, bitorder="little").tobytes() if (values < 0).any() else None
    buffers = [pa.py_buffer(valid) if valid is not None else None, pa.py_buffer(parts.tobytes())]
    return pa.Array.from_buffers(kind, len(values), buffers)
