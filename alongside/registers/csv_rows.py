"""Read a CSV file in its agency's dialect: encoding, header, lines, fields."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from alongside.registers import codes
from alongside.registers.kernels import split_rows
from alongside.registers.manifest import may_read
from alongside.registers.refusals import FileError
from alongside.registers.sheet import Spans, read_only
from alongside.rules.facts import Array
from alongside.rules.schema import Dialect, Register

SEPARATOR, QUOTE = ";", '"'
BLOCK = 1 << 17  # rows that are split at a time
CHUNK = 1 << 23  # bytes that are read at a time


class CsvRows:
    """A CSV file that is read some lines at a time; what is seen of it is UTF-8 whatever its encoding was.

    Lines are split before quotes are looked at; the last one may lack its end. A field may stand in quotes,
    a quote inside is doubled then; elsewhere a quote is an ordinary sign.
    """

    def __init__(self, path: Path, register: Register) -> None:
        """Reads the file once: its digest, its encoding, how many lines it has."""
        self.path, self.register = path, register
        self.wrong: FileError | None = None
        digest = hashlib.sha256()
        lines, header = 0, ""
        for first, data in self._chunks():
            digest.update(data)
            lines += data.count(register.dialect.line_end)
            lines += not data.endswith(register.dialect.line_end)
            if self.wrong is None:
                try:
                    text = to_utf8(data, register.dialect, first)
                    header = header if first else text.split(register.dialect.line_end, 1)[0].decode()
                except FileError as error:
                    self.wrong = error
        self.digest = digest.hexdigest()
        self.rows = max(lines - 1, 0)
        self.wrong = self.wrong or wrong_header(header, register)

    def check(self) -> None:
        """Raises FileError when the bytes are not in the encoding or the header is another."""
        if self.wrong:
            raise self.wrong

    def __len__(self) -> int:
        return self.rows

    def blocks(self) -> Iterator[CsvBlock]:
        """All rows, some at a time."""
        row = -1  # the header
        for first, chunk in self._chunks():
            data = to_utf8(chunk, self.register.dialect, first)
            buffer = read_only(np.frombuffer(data, np.uint8))
            begins, stops = find_lines(data, buffer, self.register.dialect.line_end)
            for at in range(row < 0, len(begins), BLOCK):
                some = slice(at, at + BLOCK)
                yield CsvBlock(self.register, max(row, 0) + at - (row < 0), data, begins[some], stops[some])
            row += len(begins)

    def _chunks(self) -> Iterator[tuple[int, bytes]]:
        """Whole lines, some at a time, and the byte at which they begin."""
        end = self.register.dialect.line_end
        with may_read(self.path), self.path.open("rb") as file:
            first, rest = 0, bytearray()
            while data := file.read(CHUNK):
                looked = max(len(rest) - len(end) + 1, 0)
                rest += data
                cut = rest.rfind(end, looked) + len(end)
                if cut >= len(end):
                    yield first, bytes(rest[:cut])
                    first += cut
                    del rest[:cut]
            if rest:
                yield first, bytes(rest)


class CsvBlock:
    """Some lines of a CSV file, split into fields."""

    def __init__(self, register: Register, first: int, data: bytes, begins: Array, stops: Array) -> None:
        self.first, self.data, self.begins, self.stops = first, data, begins, stops
        buffer = read_only(np.frombuffer(data, np.uint8))
        starts = np.zeros((len(register.columns), len(begins)), np.int64)
        ends = np.zeros_like(starts)
        counts = np.zeros(len(begins), np.int64)
        doubled = np.zeros(len(begins), bool)
        split_rows(buffer, begins, stops, ord(SEPARATOR), starts, ends, counts, doubled)
        self.shaped = counts == len(starts)
        starts[:, ~self.shaped] = 0
        ends[:, ~self.shaped] = 0
        if doubled.any():
            buffer = undouble(buffer, starts, ends, np.flatnonzero(doubled & self.shaped))
        names = (column.name for column in register.columns)
        self.cells = {name: Spans(buffer, starts[i], ends[i]) for i, name in enumerate(names)}

    def line(self, row: int) -> str:
        """A row as it stands in the file."""
        return self.data[self.begins[row] : self.stops[row]].decode()

    def cell(self, row: int, position: int) -> str:
        """A cell of a row of the right shape, as text."""
        fields = split_line(self.line(row))
        assert fields is not None
        return fields[position]

    def named_texts(self, row: int) -> list[str]:
        """The texts in a row of the wrong shape that may name somebody."""
        line = self.line(row)
        fields = split_line(line)
        if fields is not None:
            return fields
        return [outer_quotes_off(part) for part in line.split(SEPARATOR)]


def wrong_header(header: str, register: Register) -> FileError | None:
    """What is wrong with the first line."""
    names = [column.name for column in register.columns]
    if split_line(header) == names:
        return None
    wanted = SEPARATOR.join(names)
    return FileError(codes.HEADER_MISMATCH, f'the first line must be "{wanted}", got "{header[:200]}"')


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


def to_utf8(data: bytes, dialect: Dialect, first: int) -> bytes:
    """Lines that begin at byte `first` of a file as UTF-8; FileError when a byte is not valid in the encoding."""
    if data.isascii():
        return data
    try:
        text = data.decode("utf-8" if dialect.encoding == "utf-8" else "cp1251")
    except UnicodeDecodeError as error:
        raise FileError(
            codes.NOT_IN_ENCODING, f"byte {first + error.start} of the file is not valid in {dialect.encoding}"
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
