"""The compiled reading of lines and cells says what plain Python says."""

import re
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.registers import codes
from alongside.registers.cells import EPOCH, Delivered, read_cells
from alongside.registers.csv_rows import CsvRows, split_line
from alongside.registers.sheet import Spans, read_only
from alongside.rules.schema import EMPTY, NEVER, Column
from packs.moscow.registers import REGISTERS, income, vehicles

HEADER = b"snils;month;kind;amount\n"
DELIVERED = Delivered(REGISTERS, vehicles.dialect, date(2025, 3, 1), None)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text('";ab\r', max_size=12), max_size=6))
def test_lines_are_split_as_the_page_says(lines):
    data = HEADER + "".join(f"{line}\n" for line in lines).encode()
    with NamedTemporaryFile() as file:
        Path(file.name).write_bytes(data)
        rows = CsvRows(Path(file.name), income)
        assert len(rows) == len(lines)
        blocks = list(rows.blocks())
    for block in blocks:
        cells = [cell for cell in block.cells.values() if isinstance(cell, Spans)]
        for row, line in enumerate(lines):
            fields = split_line(line)
            assert block.shaped[row] == (fields is not None and len(fields) == len(cells))
            if block.shaped[row]:
                found = [bytes(c.buffer[c.starts[row] : c.ends[row]]).decode() for c in cells]
                assert found == fields


def read(kind, texts):
    data = [text.encode() for text in texts]
    ends = np.cumsum([len(text) for text in data], dtype=np.int64)
    starts = ends - [len(text) for text in data]
    buffer = read_only(np.frombuffer(b"".join(data), np.uint8))
    cells = read_cells(Column("x", kind, past=False), Spans(buffer, starts, ends), DELIVERED)
    assert isinstance(cells.values, np.ndarray)
    return list(zip(cells.values.tolist(), cells.errors.tolist(), strict=True))


def amount(text):
    if not text:
        return EMPTY, codes.EMPTY_REQUIRED
    if re.fullmatch(r"-[0-9]+([.,][0-9]+)?", text):
        return EMPTY, codes.NEGATIVE_AMOUNT
    if not re.fullmatch(r"[0-9]+,[0-9]{2}", text):
        return EMPTY, codes.BAD_FORMAT
    number = int(text.replace(",", ""))
    return (number, codes.FINE) if number <= 99_999_999_999 else (EMPTY, codes.OUT_OF_RANGE)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.from_regex(r"[-0-9.,x]{0,5}|-?[0-9]{1,30}[.,]?[0-9]{0,3}", fullmatch=True), min_size=1))
def test_amounts_are_read_as_the_page_says(texts):
    assert read("money", texts) == [amount(text) for text in texts]


def day(text):
    if not text:
        return NEVER, codes.EMPTY_REQUIRED
    if not re.fullmatch(r"[0-9]{2}\.[0-9]{2}\.[0-9]{4}", text):
        return NEVER, codes.BAD_FORMAT
    try:
        found = date(int(text[6:]), int(text[3:5]), int(text[:2]))
    except ValueError:
        return NEVER, codes.IMPOSSIBLE_DATE
    return found.toordinal() - EPOCH, codes.FINE


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.dates().map(lambda d: f"{d.day:02d}.{d.month:02d}.{d.year:04d}"),
            st.from_regex(r"[0-3][0-9]\.[01][0-9]\.[0-9]{4}|[0-9.\-]{0,11}", fullmatch=True),
        ),
        min_size=1,
    )
)
def test_dates_are_read_as_the_calendar_says(texts):
    assert read("date", texts) == [day(text) for text in texts]
