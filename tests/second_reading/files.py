"""registers.md section 1: from the bytes of a file to its rows of unread cells."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from .layout import Register

# Python's utf-8 keeps a BOM as a sign (so the header differs); its cp1251 has no sign for byte 98 hex
ENCODING = {"U": "utf-8", "W": "cp1251"}
LINE_END = {"U": "\n", "W": "\r\n"}
FIRST_DAY = date(1970, 1, 1).toordinal()  # day 0 of date32

PARQUET_TYPE = {
    "date": pa.date32(),
    "money": pa.decimal128(18, 2),
    "dec2": pa.decimal128(18, 2),
    "dec3": pa.decimal128(18, 3),
    "int": pa.int32(),
    "yn": pa.bool_(),
}

Cell = str | int | bool | Decimal | date | None


class FileError(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Row:
    """One data row. `cells` are in the order of the table; they are None when the row has a wrong shape."""

    line: int
    cells: dict[str, Cell] | None
    loose: list[str] = field(default_factory=list)  # the texts of a row of the wrong shape
    values: dict[str, object] = field(default_factory=dict)
    error: tuple[str, str] | None = None  # (column, code), the row's first error

    def text(self, column: str) -> str:
        return "" if self.cells is None or not column else show(self.cells[column])


def show(cell: Cell) -> str:
    """A cell as text. A CSV cell is text already."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "Y" if cell else "N"
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def read_rows(path: Path, register: Register, rows: float) -> list[Row]:
    data = path.read_bytes()
    found = _parquet_rows(data, register) if path.name.endswith(".parquet") else _csv_rows(data, register)
    if len(found) != rows:
        raise FileError("row_count_mismatch")
    return found


def _csv_rows(data: bytes, register: Register) -> list[Row]:
    try:
        text = data.decode(ENCODING[register.dialect])
    except UnicodeDecodeError:
        raise FileError("not_in_encoding") from None
    # "lines are split before quotes are looked at"
    lines = text.split(LINE_END[register.dialect])
    if lines[-1] == "":  # what stands after the last line end is no line
        lines.pop()
    # "First line = column names, exactly as below"; a BOM or the other line end makes it differ
    if not lines or lines[0] != ";".join(register.names()):
        raise FileError("header_mismatch")
    # "Line numbers count from 1 with the header as line 1"
    return [_csv_row(number, line, register) for number, line in enumerate(lines[1:], start=2)]


def _csv_row(number: int, line: str, register: Register) -> Row:
    fields = split_fields(line)
    if fields is None:
        # section 4: "quotes unreadable: in the text between two `;`, outer `"` off"
        return Row(number, None, [part.strip('"') for part in line.split(";")])
    names = register.names()
    if len(fields) != len(names):
        return Row(number, None, fields)
    return Row(number, dict(zip(names, fields, strict=True)))


def split_fields(line: str) -> list[str] | None:
    """The fields of a line; None when "a quote [is] never closed, or text [stands] after a closing quote"."""
    fields = []
    at = 0
    while True:
        if line[at : at + 1] == '"':
            quoted = _quoted(line, at + 1)
            if quoted is None:
                return None
            text, at = quoted
        else:
            # "A `"` inside an unquoted field is an ordinary character"
            end = line.find(";", at)
            end = len(line) if end < 0 else end
            text, at = line[at:end], end
        fields.append(text)
        if at == len(line):
            return fields  # "A blank line is a row of one field"
        at += 1  # the `;`


def _quoted(line: str, at: int) -> tuple[str, int] | None:
    """The text of a quoted field that begins at `at`, and the place of the `;` or line end after it."""
    text = ""
    while at < len(line):
        if line[at] != '"':
            text += line[at]
            at += 1
        elif line[at + 1 : at + 2] == '"':  # "a `"` inside is doubled"
            text += '"'
            at += 2
        else:
            after = line[at + 1 : at + 2]
            return (text, at + 1) if after in ("", ";") else None
    return None


def _parquet_rows(data: bytes, register: Register) -> list[Row]:
    """ "for Parquet: not a Parquet file, or other names or types, order is free"."""
    try:
        table = pq.ParquetFile(io.BytesIO(data)).read()
        columns = {name: _parquet_column(table, name, register) for name in register.names()}
        if len(table.schema.names) != len(columns):
            raise FileError("header_mismatch")
    except (pa.ArrowException, OSError, ValueError, KeyError):
        raise FileError("header_mismatch") from None
    # "in Parquet, line = row index from 0, plus 2"
    return [
        Row(index + 2, {name: column[index] for name, column in columns.items()}) for index in range(table.num_rows)
    ]


def _parquet_column(table: pa.Table, name: str, register: Register) -> list[Cell]:
    if table.schema.names.count(name) != 1:
        raise FileError("header_mismatch")
    column = table.column(name)
    wanted = PARQUET_TYPE.get(register.column(name).type)
    if wanted is None:
        # "a string column may be large_string"
        fits = pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
    else:
        fits = column.type == wanted
    if not fits:
        raise FileError("header_mismatch")
    if wanted == pa.date32():
        return [_day(number) for number in column.cast(pa.int32()).to_pylist()]
    cells: list[Cell] = column.to_pylist()
    return cells


def _day(number: int | None) -> Cell:
    """A date32 as a date; its bare number where Python has no such date (before year 1, after 9999)."""
    if number is None:
        return None
    ordinal = FIRST_DAY + number
    return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else number
