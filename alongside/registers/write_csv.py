"""Rows of an Arrow table as the bytes of a CSV file in an agency's dialect."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from alongside.registers.csv_rows import QUOTE, SEPARATOR
from alongside.rules.schema import Column, Dialect, Register

ISO = {"YYYY": (0, 4), "MM": (5, 7), "DD": (8, 10)}  # where the parts of a date stand in 2025-03-01


def header_bytes(register: Register) -> bytes:
    """The first line."""
    return raw_bytes([SEPARATOR.join(column.name for column in register.columns)], register.dialect)


def raw_bytes(lines: list[str], dialect: Dialect) -> bytes:
    """Lines as they stand, each with its end."""
    return b"".join(line.encode(_codec(dialect)) + dialect.line_end for line in lines)


def csv_bytes(batch: Any, register: Register) -> bytes:
    """The lines of all rows; a field is quoted only where it needs it."""
    dialect = register.dialect
    fields = [_texts(batch.column(column.name), column, dialect) for column in register.columns]
    fields[-1] = pc.binary_join_element_wise(fields[-1], dialect.line_end.decode(), "")
    lines = pc.binary_join_element_wise(*fields, SEPARATOR)
    if not len(lines):
        return b""
    _, offsets, data = lines.buffers()
    ends = memoryview(offsets).cast("i")
    content = bytes(memoryview(data)[ends[lines.offset] : ends[lines.offset + len(lines)]])
    if dialect.encoding == "utf-8" or content.isascii():
        return content
    return content.decode().encode(_codec(dialect))


def csv_lines(table: Any, register: Register) -> list[str]:
    """The same as a list of lines without their ends."""
    end = register.dialect.line_end
    content = b"".join(csv_bytes(batch, register) for batch in table.combine_chunks().to_batches())
    return [line.decode(_codec(register.dialect)) for line in content.split(end)[:-1]]


def _codec(dialect: Dialect) -> str:
    return "utf-8" if dialect.encoding == "utf-8" else "cp1251"


def _texts(array: Any, column: Column, dialect: Dialect) -> Any:
    """A column's cells as they are written."""
    if column.type == "yes_no":
        texts = pc.if_else(array, "Y", "N")
    elif column.type == "date":
        texts = _dates(array.cast(pa.string()), dialect.date_pattern)
    elif column.type in ("money", "dec2", "dec3"):
        texts = array.cast(pa.string())
        if dialect.decimal_mark != ".":
            texts = pc.replace_substring(texts, ".", dialect.decimal_mark)
    else:
        texts = array.cast(pa.string())
        if column.type == "name":
            texts = _quoted(texts)
    return pc.fill_null(texts, "")


def _dates(texts: Any, pattern: str) -> Any:
    """Dates like 2025-03-01 in another order."""
    if pattern == "YYYY-MM-DD":
        return texts
    parts = []
    while pattern:
        word = next((word for word in ISO if pattern.startswith(word)), pattern[0])
        pattern = pattern.removeprefix(word)
        parts.append(pc.utf8_slice_codeunits(texts, *ISO[word]) if word in ISO else word)
    return pc.binary_join_element_wise(*parts, "")


def _quoted(texts: Any) -> Any:
    """Texts in quotes where they hold a separator or begin with a quote."""
    needs = pc.or_(pc.match_substring(texts, SEPARATOR), pc.starts_with(texts, QUOTE))
    if not pc.any(needs).as_py():
        return texts
    doubled = pc.replace_substring(texts, QUOTE, QUOTE * 2)
    return pc.if_else(needs, pc.binary_join_element_wise(QUOTE, doubled, QUOTE, ""), texts)
