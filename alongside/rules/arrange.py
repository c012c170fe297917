"""Arrange accepted rows into a fact store: keys become positions, rows are sorted, indexes are built.

Rows come in pieces, each with all rows of its owners, so that what is arranged at a time stays small however large a
register is; the arrays grow at their ends, in memory or on disk.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

import numpy as np

from alongside.rules.facts import Array, Facts
from alongside.rules.order import rank_texts, sorted_order
from alongside.rules.schema import EMPTY, NOBODY, Index, Register, Registers

STORED = {
    "person": np.int32,
    "place": np.int32,
    "date": np.int32,
    "month": np.int32,
    "money": np.int64,
    "dec2": np.int64,
    "dec3": np.int64,
    "int": np.int32,
    "yes_no": np.int8,
    "code": np.int32,
    "id": np.int32,
}
INDEXED = 1 << 21  # about so many rows of an index are sorted at a time


@dataclass
class Accepted:
    """The accepted rows of one register, in any order, one array for each column (all of one length).

    person and place columns: int64 key digits, EMPTY where empty. id columns: bytes (numpy `S`). name columns: a pair
    (UTF-8 bytes uint8, begins int64 with one more than rows). All others: numbers as the store keeps them.
    """

    columns: Mapping[str, Array | tuple[Array, Array]]

    def array(self, name: str) -> Array:
        """A column that is one array."""
        column = self.columns[name]
        assert not isinstance(column, tuple)
        return column


@dataclass
class Incomplete:
    """For whom a register is not complete, by key digits."""

    persons: Mapping[str, Collection[int]] = field(default_factory=dict)
    places: Mapping[str, Collection[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Piece:
    """All rows of a register whose owners stand at `first` up to `last` (or are none, in the first piece).

    `numbers` are as the store keeps them, whatever the type: positions of persons and places, places of ids among all
    ids. `names` are pairs as in `Accepted`.
    """

    first: int
    last: int
    numbers: Mapping[str, Array]
    names: Mapping[str, tuple[Array, Array]]


class Arrays(Protocol):
    """Where the arrays of a store are put."""

    def add(self, name: str, values: Array) -> None:
        """Put these values at the end of the array of this name."""

    def whole(self, name: str) -> Array:
        """All that was put into an array so far."""


class ArraysInMemory:
    """The arrays of a small store."""

    def __init__(self) -> None:
        self.arrays: dict[str, Array] = {}

    def add(self, name: str, values: Array) -> None:
        """Put these values at the end of the array of this name."""
        before = self.arrays.get(name)
        self.arrays[name] = values if before is None else np.concatenate([before, values])

    def whole(self, name: str) -> Array:
        """All that was put into an array so far."""
        return self.arrays[name]


def arrange_facts(
    registers: Registers,
    accepted: Mapping[str, Accepted],
    incomplete: Incomplete,
    *,
    delivery_id: str,
    as_of: date,
) -> Facts:
    """The fact store of these rows, in memory. A register that `accepted` does not name is missing."""
    person_key = np.sort(accepted[registers.persons.name].array(registers.persons.owner))
    place_key = _places(registers, accepted)
    missing = frozenset(r.name for r in registers.all if r.name not in accepted)
    made = ArraysInMemory()
    made.arrays.update({"person.key": person_key, "place.key": place_key})
    for kind, keys, named in (
        ("person", person_key, incomplete.persons),
        ("place", place_key, incomplete.places),
    ):
        bits = no_bits(registers, len(keys), missing)
        for name in named.keys() - missing:
            add_bits(bits, registers, name, those_there(np.array(sorted(named[name]), np.int64), keys))
        made.arrays[f"{kind}.incomplete"] = bits
    for register in registers.all:
        if register.name in missing:
            arrange_nothing(register, len(person_key), len(place_key), made)
        else:
            piece = _one_piece(register, accepted[register.name], person_key, place_key, made)
            arrange_register(register, [piece], len(person_key), len(place_key), made)
    return Facts(registers, delivery_id, as_of, missing, made.arrays)


def arrange_register(register: Register, pieces: Iterable[Piece], persons: int, places: int, made: Arrays) -> None:
    """Put the arrays of one register, sorted by its owner and order, with its indexes; at least one piece."""
    rows = most = 0
    written = {column.name: 0 for column in register.columns if column.type == "name"}
    for name in written:
        made.add(f"{register.name}.{name}.at", np.zeros(1, np.int64))
    for piece in pieces:
        order = sorted_order([piece.numbers[name] for name in (register.owner, *register.order)])
        for column in register.columns:
            name = f"{register.name}.{column.name}"
            if column.type == "name":
                text, at = taken_names(piece.names[column.name], order)
                made.add(f"{name}.text", text)
                made.add(f"{name}.at", written[column.name] + at[1:])
                written[column.name] += len(text)
            else:
                made.add(name, piece.numbers[column.name][order].astype(STORED[column.type], copy=False))
        owners = np.arange(piece.first, piece.last)
        starts = rows + np.searchsorted(piece.numbers[register.owner][order], owners)
        made.add(f"{register.name}.{register.owner}.start", starts.astype(np.int64))
        rows += len(order)
        most = max(most, _most(starts, rows))
    made.add(f"{register.name}.{register.owner}.start", np.array([rows], np.int64))
    made.add(f"{register.name}.{register.owner}.most", np.array([most], np.int64))
    for index in register.indexes:
        kind = register.column(index.columns[0]).type
        _add_index(register, index, persons if kind == "person" else places, rows, made)


def arrange_nothing(register: Register, persons: int, places: int, made: Arrays) -> None:
    """Put the arrays of a register without rows."""
    numbers: dict[str, Array] = {}
    names: dict[str, tuple[Array, Array]] = {}
    for column in register.columns:
        if column.type == "name":
            names[column.name] = (np.zeros(0, np.uint8), np.zeros(1, np.int64))
        else:
            numbers[column.name] = np.zeros(0, STORED[column.type])
        if column.type == "id":
            made.add(f"{register.name}.{column.name}.ids", np.zeros(0, "S1"))
    owners = persons if register.column(register.owner).type == "person" else places
    arrange_register(register, [Piece(0, owners, numbers, names)], persons, places, made)


def _one_piece(register: Register, rows: Accepted, person_key: Array, place_key: Array, made: Arrays) -> Piece:
    """All rows of a register at once; the texts of its ids are put."""
    keys = {"person": person_key, "place": place_key}
    numbers: dict[str, Array] = {}
    names: dict[str, tuple[Array, Array]] = {}
    for column in register.columns:
        values = rows.columns[column.name]
        if isinstance(values, tuple):
            names[column.name] = values
        elif column.type == "id":
            which, numbers[column.name] = rank_texts(values)
            made.add(f"{register.name}.{column.name}.ids", values[which])
        elif column.type in keys:
            numbers[column.name] = positions(values, keys[column.type])
        else:
            numbers[column.name] = values
    return Piece(0, len(keys[register.column(register.owner).type]), numbers, names)


def taken_names(names: tuple[Array, Array], rows: Array) -> tuple[Array, Array]:
    """The names of these rows."""
    text, begins = names
    lengths = np.diff(begins)[rows]
    at = np.zeros(len(rows) + 1, np.int64)
    np.cumsum(lengths, out=at[1:])
    return text[np.repeat(begins[:-1][rows] - at[:-1], lengths) + np.arange(at[-1])], at


def _add_index(register: Register, index: Index, owners: int, rows: int, made: Arrays) -> None:
    """Put an index, some owners at a time."""
    columns = {name: made.whole(f"{register.name}.{name}") for name in (*index.columns, *index.order)}
    done = most = 0
    for first, last in _ranges(owners, rows * len(index.columns)):
        found = [np.flatnonzero((columns[name] >= first) & (columns[name] < last)) for name in index.columns]
        owner = np.concatenate([columns[name][row] for name, row in zip(index.columns, found, strict=True)])
        row = np.concatenate(found)
        place = sorted_order([owner, *(columns[name][row] for name in index.order)])
        made.add(f"{register.name}.{index.name}.row", row[place].astype(np.int32))
        starts = done + np.searchsorted(owner[place], np.arange(first, last))
        made.add(f"{register.name}.{index.name}.start", starts.astype(np.int64))
        done += len(row)
        most = max(most, _most(starts, done))
    made.add(f"{register.name}.{index.name}.start", np.array([done], np.int64))
    made.add(f"{register.name}.{index.name}.most", np.array([most], np.int64))


def _most(starts: Array, end: int) -> int:
    """The most rows of one owner, from where each owner's begin and the last one's end."""
    return int(np.max(np.diff(starts, append=end), initial=0))


def _ranges(owners: int, rows: int) -> Iterator[tuple[int, int]]:
    """The owners in ranges that have about INDEXED rows each; one empty range where there is no owner."""
    step = max(owners * INDEXED // max(rows, 1), 1)
    for first in range(0, max(owners, 1), step):
        yield first, min(first + step, owners)


def _places(registers: Registers, accepted: Mapping[str, Accepted]) -> Array:
    found = [np.zeros(0, np.int64)]
    for register in registers.all:
        for column in register.columns:
            if column.type == "place" and register.name in accepted:
                values = accepted[register.name].array(column.name)
                found.append(np.unique(values[values != EMPTY]))
    return np.unique(np.concatenate(found)).astype(np.int64)


def positions(values: Array, keys: Array) -> Array:
    """The positions of key digits in `keys`; EMPTY stays EMPTY, a key that is not there is NOBODY."""
    if not len(keys):
        return np.where(values == EMPTY, EMPTY, NOBODY).astype(np.int32)
    found = np.minimum(np.searchsorted(keys, values), len(keys) - 1).astype(np.int32)
    found[keys[found] != values] = NOBODY
    found[values == EMPTY] = EMPTY
    return found


def those_there(wanted: Array, keys: Array) -> Array:
    """The positions in `keys` of those wanted keys that are there."""
    found = positions(wanted, keys)
    there: Array = found[found >= 0]
    return there


def no_bits(registers: Registers, owners: int, missing: Collection[str]) -> Array:
    """What `incomplete` holds before anybody is named: the bits of missing registers."""
    bits = np.zeros(owners, np.uint32)
    for position, register in enumerate(registers.all):
        if register.name in missing:
            bits |= np.uint32(1 << position)
    return bits


def add_bits(bits: Array, registers: Registers, name: str, owners: Array) -> None:
    """Say in `incomplete` that this register is not complete for these owners (each named once, or a mask)."""
    bits[owners] |= np.uint32(1 << [register.name for register in registers.all].index(name))
