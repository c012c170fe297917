"""Arrange accepted rows into a fact store: keys become positions, rows are sorted, indexes are built."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from alongside.rules.facts import Array, Facts
from alongside.rules.schema import EMPTY, NOBODY, Column, Register, Registers

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
    arrays: dict[str, Array] = {"person.key": person_key, "place.key": place_key}
    arrays["person.incomplete"] = _incomplete(registers, person_key, incomplete.persons, missing)
    arrays["place.incomplete"] = _incomplete(registers, place_key, incomplete.places, missing)
    for register in registers.all:
        rows = accepted.get(register.name) or no_rows(register)
        arrays.update(arrange_register(register, rows, person_key, place_key))
    return Facts(registers, delivery_id, as_of, missing, arrays)


def arrange_register(
    register: Register, rows: Accepted, person_key: Array, place_key: Array
) -> Iterator[tuple[str, Array]]:
    """The arrays of one register, sorted by its owner and order, with its indexes."""
    keys = {"person": person_key, "place": place_key}
    numbers: dict[str, Array] = {}
    for column in register.columns:
        if column.type == "id":
            ids, ranks = np.unique(rows.array(column.name), return_inverse=True)
            numbers[column.name] = ranks.astype(np.int32)
            yield f"{register.name}.{column.name}.ids", ids if ids.dtype.itemsize else ids.astype("S1")
        elif column.type in keys:
            numbers[column.name] = _positions(rows.array(column.name), keys[column.type])
        elif column.type != "name":
            numbers[column.name] = rows.array(column.name).astype(STORED[column.type], copy=False)
    order = _order(numbers, (register.owner, *register.order))
    numbers = {name: values[order] for name, values in numbers.items()}
    for name, values in numbers.items():
        yield f"{register.name}.{name}", values
    for column in register.columns:
        if column.type == "name":
            yield from _names(register, column, rows, order)
    size = {name: len(values) for name, values in keys.items()}
    owners = size[register.column(register.owner).type]
    yield f"{register.name}.{register.owner}.start", _starts(numbers[register.owner], owners)
    for index in register.indexes:
        owner = np.concatenate([numbers[name] for name in index.columns])
        row = np.tile(np.arange(len(order), dtype=np.int32), len(index.columns))
        row = row[owner >= 0]
        owner = owner[owner >= 0]
        place = np.lexsort([*(numbers[name][row] for name in reversed(index.order)), owner])
        yield f"{register.name}.{index.name}.row", row[place]
        owners = size[register.column(index.columns[0]).type]
        yield f"{register.name}.{index.name}.start", _starts(owner[place], owners)


def no_rows(register: Register) -> Accepted:
    """A register without rows."""
    columns: dict[str, Array | tuple[Array, Array]] = {}
    for column in register.columns:
        if column.type == "name":
            columns[column.name] = (np.zeros(0, np.uint8), np.zeros(1, np.int64))
        elif column.type == "id":
            columns[column.name] = np.zeros(0, "S1")
        else:
            columns[column.name] = np.zeros(0, np.int64)
    return Accepted(columns)


def _places(registers: Registers, accepted: Mapping[str, Accepted]) -> Array:
    found = [np.zeros(0, np.int64)]
    for register in registers.all:
        for column in register.columns:
            if column.type == "place" and register.name in accepted:
                values = accepted[register.name].array(column.name)
                found.append(np.unique(values[values != EMPTY]))
    return np.unique(np.concatenate(found)).astype(np.int64)


def _positions(values: Array, keys: Array) -> Array:
    """The positions of key digits in `keys`; EMPTY stays EMPTY, a key that is not there is NOBODY."""
    if not len(keys):
        return np.where(values == EMPTY, EMPTY, NOBODY).astype(np.int32)
    positions = np.minimum(np.searchsorted(keys, values), len(keys) - 1).astype(np.int32)
    positions[keys[positions] != values] = NOBODY
    positions[values == EMPTY] = EMPTY
    return positions


def _order(numbers: Mapping[str, Array], names: Sequence[str]) -> Array:
    return np.lexsort([numbers[name] for name in reversed(names)])


def _starts(owner: Array, owners: int) -> Array:
    return np.searchsorted(owner, np.arange(owners + 1)).astype(np.int64)


def _names(register: Register, column: Column, rows: Accepted, order: Array) -> Iterator[tuple[str, Array]]:
    pair = rows.columns[column.name]
    assert isinstance(pair, tuple)
    text, begins = pair
    lengths = np.diff(begins)[order]
    at = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    source = np.repeat(begins[:-1][order] - at[:-1], lengths) + np.arange(at[-1])
    yield f"{register.name}.{column.name}.text", text[source]
    yield f"{register.name}.{column.name}.at", at


def _incomplete(
    registers: Registers, keys: Array, named: Mapping[str, Collection[int]], missing: Collection[str]
) -> Array:
    bits = np.zeros(len(keys), np.uint32)
    for position, register in enumerate(registers.all):
        bit = np.uint32(1 << position)
        if register.name in missing:
            bits |= bit
            continue
        whom = np.array(sorted(named.get(register.name, ())), dtype=np.int64)
        if len(whom) and len(keys):
            at = np.minimum(np.searchsorted(keys, whom), len(keys) - 1)
            bits[at[keys[at] == whom]] |= bit
    return bits
