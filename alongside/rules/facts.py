"""The fact store: every register as columns sorted by its owner, found through offset indexes, mapped from disk.

Layout: one array for each name below, in memory or as `<name>.npy` in one folder.

    person.key                 int64, sorted; the position is the person's index everywhere else
    place.key                  int64, sorted
    person.incomplete          uint32; bit r: register r (in the pack's order) is not complete for this person
    place.incomplete           uint32; the same for a place
    <register>.<column>        the column (see `alongside.rules.schema` for how cells become numbers)
    <register>.<column>.ids    the texts of an id column in order; the column holds positions in it
    <register>.<column>.text   the UTF-8 of a name column, all names one after the other ...
    <register>.<column>.at     ... and where each begins (int64, one more than rows)
    <register>.<index>.start   int64, one more than owners: the rows of owner i are start[i] to end[i] ...
    <register>.<index>.end     ... where end[i] is start[i + 1], unless rows were laid over the store (`overlay.py`)
    <register>.<index>.row     ... of this list of row numbers; absent for the owner's own index: rows lie in its order
    <register>.<index>.most    int64, one number: the most rows that an owner has, before any were laid over the store
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alongside.base.refusal import Refusal
from alongside.rules.schema import Registers

Array = NDArray[Any]
FORMAT = 1


class StoreIsBroken(Refusal):
    """The folder is no fact store, or was written by another version."""

    code = "store_is_broken"


@dataclass(frozen=True)
class Facts:
    """One delivery, ready to be asked. Arrays are read-only where they are mapped.

    `newcomers` are the persons whom corrections brought, by key, with the cells of their name columns.
    """

    registers: Registers
    delivery_id: str
    as_of: date
    missing_registers: frozenset[str]
    arrays: Mapping[str, Array]
    newcomers: Mapping[int, Mapping[str, str]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Array:
        return self.arrays[name]

    def array(self, name: str) -> Array:
        """The array of this name; `<index>.end`, where each owner's rows end, is where the next owner's begin."""
        return with_ends(self.arrays, name)

    @property
    def persons(self) -> int:
        """How many persons there are."""
        return len(self.arrays["person.key"])

    @property
    def places(self) -> int:
        """How many places there are."""
        return len(self.arrays["place.key"])

    def rows(self, register: str) -> int:
        """How many accepted rows a register has."""
        return len(self.arrays[f"{register}.{self.registers[register].columns[0].name}"])

    def find_person(self, number: int) -> int | None:
        """The index of the person with this key, or None."""
        return _find(self.arrays["person.key"], number)

    def find_place(self, number: int) -> int | None:
        """The index of the place with this key, or None."""
        return _find(self.arrays["place.key"], number)

    def person_text(self, index: int) -> str:
        """The key of a person as it is written."""
        return self.registers.person_key.text(int(self.arrays["person.key"][index]))

    def place_text(self, index: int) -> str:
        """The key of a place as it is written."""
        return self.registers.place_key.text(int(self.arrays["place.key"][index]))

    def name_text(self, register: str, column: str, row: int) -> str:
        """The text of a name cell, empty when there is none."""
        if self.newcomers and register == self.registers.persons.name:
            newcomer = self.newcomers.get(int(self.arrays["person.key"][row]))
            if newcomer is not None:
                return newcomer.get(column, "")
        at = self.arrays[f"{register}.{column}.at"]
        text = self.arrays[f"{register}.{column}.text"]
        return bytes(text[int(at[row]) : int(at[row + 1])]).decode()

    def id_text(self, register: str, column: str, row: int) -> str:
        """The text of an id cell."""
        position = int(self.arrays[f"{register}.{column}"][row])
        return bytes(self.arrays[f"{register}.{column}.ids"][position]).decode()


def with_ends(arrays: Mapping[str, Array], name: str) -> Array:
    """An array of these by its name; `.end` is read off `.start` unless there is one of its own."""
    if name in arrays or not name.endswith(".end"):
        return arrays[name]
    return arrays[f"{name[: -len('.end')]}.start"][1:]


def _find(keys: Array, number: int) -> int | None:
    mapped = isinstance(keys, np.ndarray)  # with newcomers among them they are read one by one
    position = int(np.searchsorted(keys, number)) if mapped else bisect_left(keys, number)
    return position if position < len(keys) and int(keys[position]) == number else None


def save_facts(facts: Facts, folder: Path) -> None:
    """Write all arrays into `folder`, which must be empty; not atomic, the caller renames it into place."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in facts.arrays.items():
        np.save(folder / f"{name}.npy", array)
    registers, missing = facts.registers, facts.missing_registers
    save_head(folder, registers, delivery_id=facts.delivery_id, as_of=facts.as_of, missing=missing)


def save_head(folder: Path, registers: Registers, *, delivery_id: str, as_of: date, missing: frozenset[str]) -> None:
    """Write what describes the arrays; a folder without it is no fact store."""
    head = {
        "format": FORMAT,
        "delivery_id": delivery_id,
        "as_of": as_of.isoformat(),
        "registers": [register.name for register in registers.all],
        "missing_registers": sorted(missing),
    }
    (folder / "facts.json").write_text(json.dumps(head, indent=1) + "\n", encoding="utf-8")


def open_facts(folder: Path, registers: Registers) -> Facts:
    """Map the store in `folder`; refuses when it is not one, or its registers are not the pack's."""
    try:
        head = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreIsBroken(
            f"{folder} holds no fact store that can be read.", remedy="Ingest the delivery again."
        ) from error
    if head.get("format") != FORMAT or head.get("registers") != [r.name for r in registers.all]:
        raise StoreIsBroken(
            f"{folder} was written for another version or another pack.", remedy="Ingest the delivery again."
        )
    arrays = {
        path.name[: -len(".npy")]: np.load(path, mmap_mode="r").view(np.ndarray)  # as plain arrays, still mapped
        for path in sorted(folder.glob("*.npy"))
    }
    return Facts(
        registers=registers,
        delivery_id=str(head["delivery_id"]),
        as_of=date.fromisoformat(head["as_of"]),
        missing_registers=frozenset(head["missing_registers"]),
        arrays=arrays,
    )
