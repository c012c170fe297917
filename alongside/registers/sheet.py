"""A register's file as it is being checked: its cells as numbers, and the first error of each row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from alongside.registers.codes import FINE
from alongside.registers.kernels import copy_texts
from alongside.rules.arrange import STORED, Accepted
from alongside.rules.facts import Array
from alongside.rules.schema import EMPTY, NEVER, Column, Register, When


@dataclass(frozen=True)
class Spans:
    """The cells of one column as text: `buffer[starts[i]:ends[i]]`, empty where the two are equal."""

    buffer: Array
    starts: Array
    ends: Array


@dataclass(frozen=True)
class Values:
    """The cells of one column as numbers (int64) of the store's kind, not yet checked; `filled` says
    where."""

    numbers: Array
    filled: Array


@dataclass(frozen=True)
class Block:
    """Some rows that follow one another: their cells by column, and which rows have the right shape."""

    first: int
    shaped: Array
    cells: Mapping[str, Spans | Values]


class Rows(Protocol):
    """A file whose header is right."""

    def __len__(self) -> int:
        """How many rows the file has."""

    def blocks(self) -> Iterator[Block]:
        """All rows, some at a time."""

    def cell(self, row: int, position: int) -> str:
        """A cell of a row of the right shape, as text."""

    def line(self, row: int) -> str:
        """A row as it stands in the file."""

    def named_texts(self, row: int) -> list[str]:
        """The texts in a row of the wrong shape that may name somebody."""


@dataclass
class Sheet:
    """All rows of one file. `error` is the number of each row's first error and `where` the position of its
    column.

    `columns` holds numbers as the fact store does, but keys of persons and places as their digits (int64),
    ids as bytes, and names as (UTF-8, begins). A bad cell is EMPTY (a date: NEVER) there.
    """

    register: Register
    rows: Rows
    columns: dict[str, Array] = field(default_factory=dict)
    names: dict[str, tuple[Array, Array]] = field(default_factory=dict)
    error: Array = field(default_factory=lambda: np.zeros(0, np.uint8))
    where: Array = field(default_factory=lambda: np.zeros(0, np.uint8))

    def __len__(self) -> int:
        return len(self.rows)

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

    def accepted(self) -> Accepted:
        """The rows that are still accepted, as the fact store takes them."""
        good = np.flatnonzero(self.good())
        columns: dict[str, Array | tuple[Array, Array]] = {}
        for column in self.register.columns:
            if column.type == "name":
                columns[column.name] = take_names(self.names[column.name], good)
            else:
                columns[column.name] = self.columns[column.name][good]
        return Accepted(columns)


def empty_columns(register: Register, rows: int) -> dict[str, Array]:
    """Room for a register's cells that are no names."""
    made: dict[str, Array] = {}
    for column in register.columns:
        if column.type == "id":
            made[column.name] = np.zeros(rows, "S20")
        elif column.type in ("person", "place"):
            made[column.name] = np.zeros(rows, np.int64)
        elif column.type != "name":
            made[column.name] = np.zeros(rows, STORED[column.type])
    return made


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


def read_only(buffer: Array) -> Array:
    """The same bytes as one type for the compiled loops, which are compiled once for each type."""
    buffer = np.ascontiguousarray(buffer).view()
    buffer.flags.writeable = False
    return buffer
