"""Read a CSV file in its agency's dialect: encoding, header, lines, fields."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from alongside.registers import codes
from alongside.registers.kernels import split_rows
from alongside.registers.refusals import FileError
from alongside.registers.sheet import Block, Spans, read_only
from alongside.rules.facts import Array
from alongside.rules.schema import Dialect, Register

SEPARATOR, QUOTE = ";", '"'
BLOCK = 1 << 17  # rows that are read at a time


class CsvRows:
    """A CSV file whose header is right; what is kept of it is UTF-8 whatever its encoding was.

    Lines are split before quotes are looked at; the last one may lack its end. A field may stand in quotes,
    a quote inside is doubled then; elsewhere a quote is an ordinary sign.
    """

    def __init__(self, data: bytes, register: Register) -> None:
        """Raises FileError when the bytes are not in the encoding or the header is another."""
        self.register = register
        self.data = to_utf8(data, register.dialect)
        self.buffer = read_only(np.frombuffer(self.data, np.uint8))
        begins, stops = find_lines(self.data, self.buffer, register.dialect.line_end)
        self.begins, self.stops = begins[1:], stops[1:]
        header = self.data[begins[0] : stops[0]].decode() if len(begins) else ""
        names = [column.name for column in register.columns]
        if split_line(header) != names:
            wanted = SEPARATOR.join(names)
            raise FileError(codes.HEADER_MISMATCH, f'the first line must be "{wanted}", got "{header[:200]}"')

    def __len__(self) -> int:
        return len(self.begins)

    def line(self, row: int) -> str:
        """A row as it stands in the file."""
        return self.data[self.begins[row] : self.stops[row]].decode()

    def cell(self, row: int, position: int) -> str:
        """A cell of a row of the right shape, as text."""
        fields = split_line(self.line(row))
        assert fields is not None
        return fields[position]

    def blocks(self) -> Iterator[Block]:
        """All rows, some at a time."""
        for first in range(0, len(self), BLOCK):
            yield self._block(first, self.begins[first : first + BLOCK], self.stops[first : first + BLOCK])

    def _block(self, first: int, begins: Array, stops: Array) -> Block:
        origin = int(begins[0])
        buffer = self.buffer[origin : int(stops[-1])]
        starts = np.zeros((len(self.register.columns), len(begins)), np.int64)
        ends = np.zeros_like(starts)
        counts = np.zeros(len(begins), np.int64)
        doubled = np.zeros(len(begins), bool)
        split_rows(buffer, begins - origin, stops - origin, ord(SEPARATOR), starts, ends, counts, doubled)
        shaped = counts == len(starts)
        starts[:, ~shaped] = 0
        ends[:, ~shaped] = 0
        if doubled.any():
            buffer = undouble(buffer, starts, ends, np.flatnonzero(doubled & shaped))
        names = (column.name for column in self.register.columns)
        cells = {name: Spans(buffer, starts[i], ends[i]) for i, name in enumerate(names)}
        return Block(first, shaped, cells)

    def named_texts(self, row: int) -> list[str]:
        """The texts in a row of the wrong shape that may name somebody."""
        line = self.line(row)
        fields = split_line(line)
        if fields is not None:
            return fields
        return [outer_quotes_off(part) for part in line.split(SEPARATOR)]


def split_line(line: str) -> list[str] | None:
    """The fields of a line, None when a quote is never closed or followed by text: the exact rule in plain
    Python."""
    fields: list[str] = []
    at = 0
    while True:
        if line.startswith(QUOTE, at):
            text, end = _quoted(line, at + 1)
            if end < 0 or not (end == len(line) or line[end] == SEPARATOR):
                return None
        else:
            end = line.find(SEPARATOR, at)
            end = len(line) if end < 0 else end
            text = line[at:end]
        fields.append(text)
        if end == len(line):
            return fields
        at = end + 1


def _quoted(line: str, at: int) -> tuple[str, int]:
    """The text of a quoted field that begins at `at`, and the position after its closing quote (or -1)."""
    text = ""
    while True:
        close = line.find(QUOTE, at)
        if close < 0:
            return text, -1
        text += line[at:close]
        if not line.startswith(QUOTE, close + 1):
            return text, close + 1
        text += QUOTE
        at = close + 2


def outer_quotes_off(text: str) -> str:
    """The text without a quote at its beginning and without one at its end."""
    text = text[1:] if text.startswith(QUOTE) else text
    return text[:-1] if text.endswith(QUOTE) else text


def to_utf8(data: bytes, dialect: Dialect) -> bytes:
    """The file as UTF-8; FileError when a byte is not valid in the dialect's encoding."""
    if data.isascii():
        return data
    try:
        text = data.decode("utf-8" if dialect.encoding == "utf-8" else "cp1251")
    except UnicodeDecodeError as error:
        raise FileError(
            codes.NOT_IN_ENCODING, f"byte {error.start} of the file is not valid in {dialect.encoding}"
        ) from error
    return data if dialect.encoding == "utf-8" else text.encode()


def find_lines(data: bytes, buffer: Array, line_end: bytes) -> tuple[Array, Array]:
    """Where each line begins and stops (without its end)."""
    if len(line_end) == 1:
        stops = np.flatnonzero(buffer == line_end[0])
    elif len(data) < 2:
        stops = np.zeros(0, np.int64)
    else:
        stops = np.flatnonzero((buffer[:-1] == line_end[0]) & (buffer[1:] == line_end[1]))
    begins = np.concatenate([[0], stops + len(line_end)])
    if begins[-1] == len(data):
        return begins[:-1], stops
    return begins, np.concatenate([stops, [len(data)]])


def undouble(buffer: Array, starts: Array, ends: Array, rows: Array) -> Array:
    """The buffer with those fields of `rows` that have a doubled quote plain at its end; their spans are
    moved."""
    tail = bytearray()
    for row in rows:
        for column in range(len(starts)):
            start, end = int(starts[column, row]), int(ends[column, row])
            text = buffer[start:end].tobytes()
            if start > 0 and buffer[start - 1] == ord(QUOTE) and b'""' in text:
                starts[column, row] = len(buffer) + len(tail)
                tail += text.replace(b'""', b'"')
                ends[column, row] = len(buffer) + len(tail)
    return read_only(np.concatenate([buffer, np.frombuffer(bytes(tail), np.uint8)]))
