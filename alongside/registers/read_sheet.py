"""Stages 1 and 2: rows of a file into a sheet, with every row's first error of shape or cell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np

from alongside.registers import codes
from alongside.registers.cells import Delivered, Read, read_cells, read_words
from alongside.registers.csv_rows import CsvRows
from alongside.registers.manifest import Entry
from alongside.registers.parquet_rows import ParquetRows
from alongside.registers.refusals import FileError
from alongside.registers.sheet import Block, Cells, Listed, Rows, Sheet, Spans, checked_type, is_filled, is_one_of
from alongside.rules.facts import Array
from alongside.rules.schema import CLASSES_FROM, EMPTY, Column, Register, When

CLASS = "A99.9"  # letter, two digits, and perhaps a point and a digit


def open_rows(path: Path, entry: Entry, register: Register) -> Rows:
    """The rows of a listed file; FileError when its bytes, header or number of rows are not what they
    should be."""
    rows: Rows = (ParquetRows if entry.name.endswith(".parquet") else CsvRows)(path, register)
    if rows.digest != entry.sha256.lower():
        raise FileError(codes.DIGEST_MISMATCH, f"the sha256 of the file is not {entry.sha256[:80]}")
    rows.check()
    if len(rows) != entry.rows:
        for _ in rows.blocks():  # a damaged file shows that error first
            pass
        raise FileError(
            codes.ROW_COUNT_MISMATCH,
            f"the manifest says {str(entry.rows)[:40]} rows, the file has {len(rows)}",
        )
    return rows


def read_sheet(block: Block, delivered: Delivered, register: Register) -> Sheet:
    """The rows of a block, each with its first error of stage 1 or 2."""
    rows = len(block.shaped)
    reads = {c.name: read_cells(c, block.cells[c.name], delivered) for c in register.columns}
    for column in register.columns:
        if column.classified or column.codes_with:
            _read_classified(column, block.cells[column.name], reads, register)
    lines = np.arange(block.first, block.first + rows)
    sheet = Sheet(register, lines, {}, {}, np.zeros(rows, np.uint8), np.zeros(rows, np.uint8))
    for position in range(len(register.columns) - 1, -1, -1):
        column = register.columns[position]
        read = reads[column.name]
        bad = read.errors != codes.FINE
        if bad.any():
            sheet.error[bad] = read.errors[bad]
            sheet.where[bad] = position
        if isinstance(read.values, tuple):
            sheet.names[column.name] = read.values
        else:
            sheet.columns[column.name] = read.values.astype(checked_type(column), copy=False)
    if not block.shaped.all():
        sheet.error[~block.shaped] = codes.WRONG_FIELD_COUNT
        sheet.where[~block.shaped] = 0
    return sheet


def months_covered(register: Register, as_of: date) -> tuple[int, int] | None:
    """The first and last month that a register of months covers."""
    if register.cover_months is None:
        return None
    month = as_of.year * 12 + as_of.month - 1
    return month - register.cover_months, month - 1


def _read_classified(column: Column, cells: Cells, reads: Mapping[str, Read], register: Register) -> None:
    """Give a column its listed codes and its classes, each where its condition holds.

    Where `only_with` forbids the cell it is left to stage 3, whatever it says.
    """
    spans = cells.spans() if isinstance(cells, Listed) else cells
    assert isinstance(spans, Spans)
    numbers, _ = read_words(column.codes, spans)
    classes = read_classes(spans)
    by_class = _holds(column.classified, reads, register, otherwise=False)
    by_code = _holds(column.codes_with, reads, register, otherwise=True)
    values = np.where(by_class, classes, np.where(by_code, numbers, EMPTY))
    left = np.zeros(len(values), bool)
    for when in column.only_with:
        left |= ~_holds(when, reads, register, otherwise=True)
    read = reads[column.name]
    read.values = np.where(left & ~read.empty, 0, values)
    read.errors[:] = np.where(~left & ~read.empty & (values == EMPTY), codes.UNKNOWN_CODE, read.errors)
    read.errors[(left | (values != EMPTY)) & (read.errors == codes.UNKNOWN_CODE)] = codes.FINE


def _holds(when: When | None, reads: Mapping[str, Read], register: Register, *, otherwise: bool) -> Array:
    rows = len(next(iter(reads.values())).errors)
    if when is None:
        return np.full(rows, otherwise)
    column, values = register.column(when.column), reads[when.column].values
    if isinstance(values, tuple):
        return ~reads[when.column].empty
    return is_one_of(column, values, when.values) if when.values else is_filled(column, values)


def read_classes(cells: Spans) -> Array:
    """The numbers of classes such as `I21` or `I21.0`, EMPTY where a cell is none (see
    schema.class_number)."""
    sizes = cells.ends - cells.starts
    last = max(len(cells.buffer) - 1, 0)
    buffer = cells.buffer if len(cells.buffer) else np.zeros(1, np.uint8)
    signs = [buffer[np.minimum(cells.starts + place, last)].astype(np.int64) for place in range(len(CLASS))]
    letter, ten, one, point, part = signs
    digit = [(sign >= ord("0")) & (sign <= ord("9")) for sign in signs]
    good = (letter >= ord("A")) & (letter <= ord("Z")) & digit[1] & digit[2]
    good &= (sizes == 3) | ((sizes == 5) & (point == ord(".")) & digit[4])
    main = (letter - ord("A")) * 100 + (ten - ord("0")) * 10 + one - ord("0")
    detail = np.where(sizes == 5, part - ord("0") + 1, 0)
    return np.where(good, CLASSES_FROM + main * 16 + detail, EMPTY)
