"""Read a Parquet file whose columns have exactly the types of the register, in any order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from alongside.registers import codes
from alongside.registers.kernels import TOO_MUCH
from alongside.registers.manifest import may_read
from alongside.registers.refusals import FileError
from alongside.registers.sheet import Cells, Listed, Spans, Values, read_only
from alongside.rules.facts import Array
from alongside.rules.schema import Column, Register

BLOCK = 1 << 17  # rows that are read at a time
PAGES = 1 << 20  # bytes that are held of each column while its pages are read
TYPES = {
    "date": pa.date32(),
    "money": pa.decimal128(18, 2),
    "dec2": pa.decimal128(18, 2),
    "dec3": pa.decimal128(18, 3),
    "int": pa.int32(),
    "yes_no": pa.bool_(),
}  # all other cells are strings
LISTED = ("person", "place", "month", "code")  # strings that may stand in many rows: each is then read once


def parquet_type(column: Column) -> pa.DataType:
    """The Arrow type of a column."""
    return TYPES.get(column.type, pa.string())


class ParquetRows:
    """A Parquet file with the register's columns that is read some rows at a time; a null or an empty string is an
    empty cell."""

    def __init__(self, path: Path, register: Register) -> None:
        """Reads the file once, for its digest."""
        self.path, self.register = path, register
        self.rows = 0
        with may_read(path), path.open("rb") as file:
            self.digest = hashlib.file_digest(file, "sha256").hexdigest()

    def check(self) -> None:
        """Raises FileError when it is no Parquet file or has other columns."""
        with _readable(), self._open() as file:
            wrong = wrong_columns(file.schema_arrow, self.register)
            self.rows = int(file.metadata.num_rows)
        if wrong:
            raise FileError(codes.HEADER_MISMATCH, wrong)

    def __len__(self) -> int:
        return self.rows

    def blocks(self) -> Iterator[ParquetBlock]:
        """All rows, some at a time."""
        names = [column.name for column in self.register.columns]
        listed = [column.name for column in self.register.columns if column.type in LISTED]
        first = 0
        with _readable(), self._open(read_dictionary=listed) as file:
            for groups in _groups(file.metadata):
                for batch in file.iter_batches(BLOCK, row_groups=groups, columns=names):
                    batch.validate()
                    yield ParquetBlock(self.register, first, batch.select(names))
                    first += batch.num_rows
            if first != self.rows:
                raise ValueError(f"it says that it has {self.rows} rows and has {first}")

    def _open(self, **more: Any) -> Any:
        return pq.ParquetFile(self.path, buffer_size=PAGES, **more)


def _groups(metadata: Any) -> Iterator[list[int]]:
    """The row groups of a file, some at a time: the library holds memory for each until the last of them was read."""
    groups: list[int] = []
    rows = 0
    for group in range(metadata.num_row_groups):
        groups.append(group)
        rows += metadata.row_group(group).num_rows
        if rows >= BLOCK or group == metadata.num_row_groups - 1:
            yield groups
            groups, rows = [], 0


@contextmanager
def _readable() -> Iterator[None]:
    """Whatever a damaged file makes the library raise is one FileError."""
    try:
        yield
    except Exception as error:
        first = (str(error).splitlines() or [""])[0]
        raise FileError(codes.HEADER_MISMATCH, f"this is no readable Parquet file: {first[:200]}") from error


class ParquetBlock:
    """Some rows of a Parquet file; none of them has the wrong shape."""

    def __init__(self, register: Register, first: int, batch: Any) -> None:
        self.first = first
        self.columns = batch.columns
        self.shaped = np.ones(batch.num_rows, bool)
        columns = zip(register.columns, self.columns, strict=True)
        self.cells = {column.name: read_array(array, column) for column, array in columns}

    def cell(self, row: int, position: int) -> str:
        """A cell as text."""
        return cell_text(self.columns[position][row])

    def line(self, row: int) -> str:
        """The cells of a row as text, one after the other."""
        return ";".join(self.named_texts(row))

    def named_texts(self, row: int) -> list[str]:
        """The cells of a row as text."""
        return [self.cell(row, position) for position in range(len(self.columns))]


def wrong_columns(schema: Any, register: Register) -> str:
    """What is wrong with the names or types of the columns; empty when nothing is."""
    wanted = sorted(column.name for column in register.columns)
    if sorted(schema.names) != wanted:
        return f"the columns must be {', '.join(wanted)}, got {', '.join(schema.names)[:200]}"
    for column in register.columns:
        due, got = parquet_type(column), schema.field(column.name).type
        if got != due and not (due == pa.string() and got == pa.large_string()):
            return f"the column {column.name} must be {due}, got {str(got)[:100]}"
    return ""


def read_array(array: Any, column: Column) -> Cells:
    """The cells of one Arrow array."""
    if pa.types.is_dictionary(array.type):
        return _listed(array)
    filled = ~np.asarray(array.is_null(), bool)
    if column.type not in TYPES:
        return _spans(array, filled)
    buffer = array.buffers()[1]
    size = array.offset + len(array)
    if column.type == "yes_no":
        bits = np.unpackbits(np.frombuffer(buffer, np.uint8), bitorder="little") if buffer else np.zeros(0)
        numbers = bits[array.offset : size].astype(np.int64)
    elif column.type in ("date", "int"):
        numbers = np.frombuffer(buffer or b"", np.int32)[array.offset : size].astype(np.int64)
    else:
        halves = np.frombuffer(buffer or b"", np.int64).reshape(-1, 2)[array.offset : size]
        low, high = halves[:, 0], halves[:, 1]
        fits = high == low >> 63
        numbers = np.where(fits, np.clip(low, -TOO_MUCH, TOO_MUCH), np.where(high < 0, -TOO_MUCH, TOO_MUCH))
    return Values(np.where(filled, numbers, 0), filled)


def _listed(array: Any) -> Listed:
    texts = _spans(array.dictionary, ~np.asarray(array.dictionary.is_null(), bool))
    starts, ends = np.append(texts.starts, 0), np.append(texts.ends, 0)  # the last one is the empty cell
    places = array.indices.fill_null(len(starts) - 1)
    return Listed(Spans(texts.buffer, starts, ends), np.asarray(places))


def _spans(array: Any, filled: Array) -> Spans:
    wide = pa.types.is_large_string(array.type)
    _, places, text = array.buffers()
    offsets = np.frombuffer(places or b"\0" * 8, np.int64 if wide else np.int32)
    offsets = offsets[array.offset : array.offset + len(array) + 1].astype(np.int64)
    ends = np.where(filled, offsets[1:], offsets[:-1])
    return Spans(read_only(np.frombuffer(text or b"", np.uint8)), offsets[:-1].copy(), ends)


def cell_text(cell: Any) -> str:
    """A cell as people read it."""
    if not cell.is_valid:
        return ""
    if pa.types.is_dictionary(cell.type):
        cell = cell.value
    if pa.types.is_string(cell.type) or pa.types.is_large_string(cell.type):
        return bytes(cell.as_buffer()).decode("utf-8", "replace")
    try:
        value = cell.as_py()
    except (ValueError, OverflowError):
        return str(cell.cast(pa.int32()).as_py())
    return ("Y" if value else "N") if isinstance(value, bool) else str(value)
