"""Rows of a register as they are being checked: their cells as numbers, and the first error of each row."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from alongside.registers.codes import FINE
from alongside.registers.kernels import copy_texts
from alongside.rules.arrange import STORED
from alongside.rules.facts import Array
from alongside.rules.schema import EMPTY, NEVER, Column, Register, When


@dataclass(frozen=True)
class Spans:
    """The cells of one column as text: `buffer[starts[i]:ends[i]]`, empty where the two are equal."""

    buffer: Array
    starts: Array
    ends: Array


@dataclass(frozen=True)
class Listed:
    """The cells of one column as places in a list of texts, where few texts stand in many rows."""

    texts: Spans
    at: Array

    def spans(self) -> Spans:
        """The same cells one by one."""
        return Spans(self.texts.buffer, self.texts.starts[self.at], self.texts.ends[self.at])


@dataclass(frozen=True)
class Values:
    """The cells of one column as numbers (int64) of the store's kind, not yet checked; `filled` says
    where."""

    numbers: Array
    filled: Array


Cells = Spans | Listed | Values


class Block(Protocol):
    """Some rows of a file that follow one another: their cells by column, and which rows have the right shape."""

    @property
    def first(self) -> int:
        """The number of its first row in the file."""

    @property
    def shaped(self) -> Array:
        """Which rows have the right shape."""

    @property
    def cells(self) -> Mapping[str, Cells]:
        """The cells of each column."""

    def cell(self, row: int, position: int) -> str:
        """A cell of a row of the right shape, as text; rows are counted from the block's first."""

    def line(self, row: int) -> str:
        """A row as it stands in the file."""

    def named_texts(self, row: int) -> list[str]:
        """The texts in a row of the wrong shape that may name somebody."""


class Rows(Protocol):
    """A listed file that is read some rows at a time."""

    digest: str  # the sha256 of its bytes

    def check(self) -> None:
        """Raises FileError when its bytes or header are not what they should be."""

    def __len__(self) -> int:
        """How many rows the file has."""

    def blocks(self) -> Iterator[Block]:
        """All rows, some at a time; raises FileError when the file turns out to be damaged."""


@dataclass
class Sheet:
    """Some rows of one file that are being checked. `lines` are the numbers of the rows in the file, `error` is the
    number of each row's first error and `where` the position of its column.

    `columns` holds numbers as the fact store does, but keys of places as their digits (int64), ids as bytes, and
    names as (UTF-8, begins); a person is key digits too, or a position where `placed`. A bad cell is EMPTY (a date:
    NEVER) there. `found` holds the positions of persons as soon as they were looked up, EMPTY where there is none.
    """

    register: Register
    lines: Array
    columns: dict[str, Array]
    names: dict[str, tuple[Array, Array]]
    error: Array
    where: Array
    found: dict[str, Array] = field(default_factory=dict)
    placed: bool = False

    def __len__(self) -> int:
        return len(self.lines)

    def good(self) -> Array:
        """Which rows are still accepted."""
        good: Array = self.error == FINE
        return good

    def filled(self, name: str) -> Array:
        """Which cells of a column are not empty."""
        if name in self.names:
            filled: Array = np.diff(self.names[name][1]) > 0
            return filled
        return is_filled(self.register.column(name), self.columns[name])

    def holds(self, when: When) -> Array:
        """Where a condition holds."""
        filled = self.filled(when.column)
        if not when.values:
            return filled
        return filled & is_one_of(self.register.column(when.column), self.columns[when.column], when.values)

    def set_aside(self, bad: Array, code: int, column: str) -> None:
        """Give this error to the bad rows that had none."""
        names = [column.name for column in self.register.columns]
        fresh = bad & self.good()
        self.error[fresh] = code
        self.where[fresh] = names.index(column)

    def take(self, rows: Array, columns: Collection[str] | None = None) -> Sheet:
        """These rows as a sheet of their own, with these columns (None: all)."""

        def wanted(name: str) -> bool:
            return columns is None or name in columns

        return Sheet(
            self.register,
            self.lines[rows],
            {name: values[rows] for name, values in self.columns.items() if wanted(name)},
            {name: take_names(names, rows) for name, names in self.names.items() if wanted(name)},
            self.error[rows],
            self.where[rows],
            {name: positions[rows] for name, positions in self.found.items() if wanted(name)},
            self.placed,
        )


def one_sheet(sheets: Sequence[Sheet]) -> Sheet:
    """The rows of several sheets, at least one, as one sheet."""
    first = sheets[0]

    def join(name: str, of: str) -> Array:
        return np.concatenate([getattr(sheet, of)[name] for sheet in sheets])

    return Sheet(
        first.register,
        np.concatenate([sheet.lines for sheet in sheets]),
        {name: join(name, "columns") for name in first.columns},
        {name: join_names([sheet.names[name] for sheet in sheets]) for name in first.names},
        np.concatenate([sheet.error for sheet in sheets]),
        np.concatenate([sheet.where for sheet in sheets]),
        {name: join(name, "found") for name in first.found},
        first.placed,
    )


def checked_type(column: Column) -> np.dtype[np.generic]:
    """How the cells of a column (no name) lie in a sheet."""
    if column.type == "id":
        return np.dtype("S20")
    return np.dtype(np.int64 if column.type in ("person", "place") else STORED[column.type])


def is_filled(column: Column, values: Array) -> Array:
    """Which values of a column (not names) are not empty."""
    empty = b"" if column.type == "id" else NEVER if column.type == "date" else EMPTY
    filled: Array = values != empty
    return filled


def is_one_of(column: Column, values: Array, words: tuple[str, ...]) -> Array:
    """Which values of a code or yes/no column are one of these words."""
    listed = ("N", "Y") if column.type == "yes_no" else column.codes
    found = np.zeros(len(values), bool)
    for word in words:
        found |= values == listed.index(word)
    return found


def take_names(names: tuple[Array, Array], rows: Array) -> tuple[Array, Array]:
    """The names of these rows."""
    text, begins = names
    at = np.zeros(len(rows) + 1, np.int64)
    np.cumsum(np.diff(begins)[rows], out=at[1:])
    taken = np.empty(at[-1], np.uint8)
    copy_texts(read_only(text), begins[:-1][rows], at, taken)
    return taken, at


def join_names(parts: Sequence[tuple[Array, Array]]) -> tuple[Array, Array]:
    """Names of several sheets as one."""
    lengths = np.concatenate([np.diff(begins) for _, begins in parts])
    begins = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=begins[1:])
    return np.concatenate([text for text, _ in parts]), begins


def read_only(buffer: Array) -> Array:
    """The same bytes as one type for the compiled loops, which are compiled once for each type."""
    buffer = np.ascontiguousarray(buffer).view()
    buffer.flags.writeable = False
    return buffer
