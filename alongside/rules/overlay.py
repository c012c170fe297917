"""Rows that add to or replace what a delivery says, laid over a fact store without copying it.

The store is left as it is. The rows of every owner that a change touches are written once more behind the last row,
in their order, and the owner's place in each index points there; everything else is read where it lies. So one change
costs the rows of the people it names, and the whole city reads on as before: the evaluator through `Laid` sequences,
kernels through copies of the arrays that are touched.

Ids are kept as ranks in string order. An id that the store has never seen takes its rank, and all that follow it move
up: by a count of the new ids before them, as they are read.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import ChainMap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np

from alongside.base.refusal import Refusal
from alongside.rules.facts import Array, Facts
from alongside.rules.laid import Laid, LaidIds, Layer, places_of
from alongside.rules.schema import EMPTY, Column, Register
from alongside.rules.small import Row, cell_number

Act = Literal["add", "replace", "withdraw", "confirm"]
Cells = dict[str, Any]  # a stored number for each column, the text (bytes) for an id
NOT_LAID = ("name",)  # names are no part of any rule


class ChangeDoesNotFit(Refusal):
    """A change names a register, row, person or place that is not there, or a cell that cannot be read.

    `why` says which of these, for whoever words it in another language; `column` where it stands, if in one.
    """

    code = "change_does_not_fit"

    def __init__(self, message: str, *, why: str, column: str = "") -> None:
        super().__init__(message, remedy=_REMEDIES[why])
        self.why, self.column = why, column


_REMEDIES = {
    "register": "Name one of the pack.",
    "owner": "Wait for a delivery that does.",
    "person": "Wait for the next delivery.",
    "row": "Say what is right.",
    "taken": "Put that row right instead.",
    "other": "Change that person's row.",
    "gone": "Look at the row once more: it may be gone.",
    "column": "Name one of its columns.",
    "unreadable": "Write it as the register does.",
    "unknown": "Wait for a delivery that does.",
}


@dataclass(frozen=True)
class Touched:
    """Rows of a register that an index finds for an owner; `index` is empty for a person's own row."""

    register: str
    index: str
    owner: int


@dataclass(frozen=True)
class RowChange:
    """One change to one register.

    `key` names the row that is replaced or withdrawn by its key cells, `row` holds the cells of the new row, both
    written as `small_facts` takes them. `owner` is the key of the person (or place, where `at_place`) that the row is
    kept by: it makes the row quick to find. `confirm` says that nothing else is missing: the register counts as
    complete for the owner.
    """

    register: str
    act: Act
    key: Row | None = None
    row: Row | None = None
    owner: int | None = None
    at_place: bool = False


@dataclass
class Overlay:
    """What changes are laid over which arrays of a store, and the ids they bring."""

    facts: Facts
    layers: dict[str, Layer] = field(default_factory=dict)
    ids: dict[str, LaidIds] = field(default_factory=dict)
    touched: set[Touched] = field(default_factory=set)
    confirmed: set[tuple[str, int, bool]] = field(default_factory=set)  # register, person or place, is it a place

    def layer(self, name: str) -> Layer:
        """The layer over an array."""
        return self.layers.setdefault(name, Layer())

    def for_evaluator(self) -> Facts:
        """The store with the changes, for asking about single people: nothing of it is copied."""
        laid: dict[str, Array] = {}
        for name, layer in self.layers.items():
            base = self.facts.array(name)
            under = base if isinstance(base, Laid) else memoryview(base)  # type: ignore[arg-type]
            laid[name] = Laid(under, layer)  # type: ignore[assignment]
        return self._with(laid)

    def for_kernels(self) -> Facts:
        """The store with the changes, for a sweep: the arrays that changes touch are copied."""
        laid: dict[str, Array] = {}
        for name, layer in self.layers.items():
            base = self.facts.array(name)
            moved = base + np.searchsorted(layer.moved_at, base, side="right") if layer.moved_at else base
            whole = np.concatenate([moved, np.array(layer.added, base.dtype)]).astype(base.dtype, copy=False)
            for place, value in layer.changed.items():
                whole[place] = value
            laid[name] = whole
        return self._with(laid)

    def _with(self, laid: dict[str, Array]) -> Facts:
        laid.update(self.ids)  # type: ignore[arg-type]
        return replace(self.facts, arrays=ChainMap(laid, dict(self.facts.arrays)))


def lay_over(facts: Facts, changes: Iterable[RowChange], *, unfit: list[RowChange] | None = None) -> Overlay:
    """The overlay of these changes, in their order: a later one may replace or withdraw what an earlier one added.

    Raises ChangeDoesNotFit, and nothing is laid; with `unfit`, what does not fit is left out and put there.
    """
    overlay = Overlay(facts)
    sheets: dict[str, Sheet] = {}
    for change in changes:
        try:
            _take(overlay, sheets, change)
        except ChangeDoesNotFit:
            if unfit is None:
                raise
            unfit.append(change)
    for sheet in sheets.values():
        sheet.lay()
    return overlay


def _take(overlay: Overlay, sheets: dict[str, Sheet], change: RowChange) -> None:
    registers = overlay.facts.registers
    if change.register not in {register.name for register in registers.all}:
        raise ChangeDoesNotFit(f"There is no register {change.register!r}.", why="register")
    if change.act == "confirm":
        _confirm(overlay, change)
        return
    if change.register not in sheets:
        sheets[change.register] = Sheet(overlay, registers[change.register])
    sheets[change.register].take(change)


def _confirm(overlay: Overlay, change: RowChange) -> None:
    facts = overlay.facts
    found = None
    if change.owner is not None:
        found = facts.find_place(change.owner) if change.at_place else facts.find_person(change.owner)
    if found is None:
        raise ChangeDoesNotFit(f"{change.register}: the delivery knows nobody of this key.", why="owner")
    name = "place.incomplete" if change.at_place else "person.incomplete"
    overlay.confirmed.add((change.register, found, change.at_place))
    layer = overlay.layer(name)
    bit = 1 << [register.name for register in facts.registers.all].index(change.register)
    layer.changed[found] = layer.changed.get(found, int(facts.arrays[name][found])) & ~bit


class Sheet:
    """The changes to one register: which rows of the store are gone, and which rows are new (as stored numbers)."""

    def __init__(self, overlay: Overlay, register: Register) -> None:
        self.overlay = overlay
        self.facts = overlay.facts
        self.register = register
        self.in_place = register is self.facts.registers.persons  # a person's row stands where the person stands
        self.columns = [column for column in register.columns if column.type not in NOT_LAID]
        self.gone: set[int] = set()
        self.fresh: dict[tuple[Any, ...], Cells] = {}

    def take(self, change: RowChange) -> None:
        """Note one change."""
        if self.in_place and change.act != "replace":
            raise ChangeDoesNotFit(f"{self.register.name}: a person comes and goes with a delivery.", why="person")
        row = None if change.row is None else self.cells(change.row)
        if change.act != "withdraw" and row is None:
            raise ChangeDoesNotFit(f"{self.register.name}: the new row is missing.", why="row")
        old = None if change.act == "add" else self._standing(change)
        if row is not None and change.act != "withdraw":
            self._must_be_free(row, old)
        if isinstance(old, tuple):
            del self.fresh[old]
        elif old is not None:
            self.gone.add(old)
        if row is not None and change.act != "withdraw":
            self.fresh[self._key(row)] = row

    def held(self, key: Row, change: RowChange) -> Cells | None:
        """The row of the store with these key cells, or None."""
        cells = {name: self._number(self.register.column(name), key.get(name)) for name in self.register.key}
        found = self._find(cells, self._owner(change))
        return None if found is None else self._row(found)

    def _key(self, row: Cells) -> tuple[Any, ...]:
        return tuple(row[name] for name in self.register.key)

    def _must_be_free(self, row: Cells, old: tuple[Any, ...] | int | None) -> None:
        """No other row may have the key of a new one, and a person's row stays that person's."""
        key = self._key(row)
        found = self._find(dict(zip(self.register.key, key, strict=True)), row[self.register.owner])
        if (key in self.fresh and key != old) or (found is not None and found != old):
            raise ChangeDoesNotFit(f"{self.register.name}: there is a row with this key already.", why="taken")
        if self.in_place and row[self.register.owner] != (old[0] if isinstance(old, tuple) else old):
            raise ChangeDoesNotFit(f"{self.register.name}: a row cannot become another person's.", why="other")

    def _standing(self, change: RowChange) -> tuple[Any, ...] | int:
        """The row that a change names: the key of a new one, or the number of one of the store."""
        cells = change.key or {}
        key = {name: self._number(self.register.column(name), cells.get(name)) for name in self.register.key}
        if tuple(key.values()) in self.fresh:
            return tuple(key.values())
        found = self._find(key, self._owner(change))
        if found is None:
            raise ChangeDoesNotFit(f"{self.register.name}: no row has this key.", why="gone")
        return found

    def _owner(self, change: RowChange) -> int | None:
        if change.owner is None:
            return None
        return self.facts.find_place(change.owner) if change.at_place else self.facts.find_person(change.owner)

    def _find(self, cells: Cells, owner: int | None) -> int | None:
        owner = cells.get(self.register.owner, owner)
        rows: Iterable[int]
        if owner is not None:
            rows = self._rows_of(self.register.owner, owner) if owner >= 0 else ()
        else:
            rows = self._rows_with(self.register.column(self.register.key[0]), cells[self.register.key[0]])
        for row in rows:
            if row not in self.gone and all(self._stored(name, row) == value for name, value in cells.items()):
                return row
        return None

    def cells(self, row: Row) -> Cells:
        """A row as the store keeps it, its ids as texts; refuses what cannot be read."""
        unknown = set(row) - {column.name for column in self.register.columns}
        if unknown:
            raise ChangeDoesNotFit(f"{self.register.name} has no column {sorted(unknown)[0]!r}.", why="column")
        return {column.name: self._number(column, row.get(column.name)) for column in self.columns}

    def _number(self, column: Column, cell: object) -> Any:
        if column.type == "id":
            return str(cell or "").encode()
        try:
            number = cell_number(self.facts.registers, column, cell)
        except (ValueError, KeyError) as error:
            raise ChangeDoesNotFit(
                f"{self.register.name}.{column.name}: this value cannot be read.",
                why="unreadable",
                column=column.name,
            ) from error
        if column.type not in ("person", "place") or number == EMPTY:
            return number
        found = self.facts.find_person(number) if column.type == "person" else self.facts.find_place(number)
        if found is None:
            raise ChangeDoesNotFit(
                f"{self.register.name}.{column.name}: the delivery does not know this {column.type}.",
                why="unknown",
                column=column.name,
            )
        return found

    def _rows_with(self, column: Column, cell: Any) -> list[int]:
        """The rows of the store with this cell: a look at the whole column, for want of an owner."""
        if column.type == "id":
            cell = _rank(self._ids(column.name), cell)
            if cell is None:
                return []
        found = places_of(self.facts.array(f"{self.register.name}.{column.name}"), cell)
        return [row for row in found if self._is_read(row)]

    def _is_read(self, row: int) -> bool:
        """Whether a row still counts: one that was written once more lies on unread, in a store that is laid over."""
        owner = self._stored(self.register.owner, row)
        return bool(owner >= 0) and row in self._rows_of(self.register.owner, owner)

    def _ids(self, column: str) -> Sequence[bytes]:
        return self.facts.arrays[f"{self.register.name}.{column}.ids"]  # type: ignore[return-value]

    # Laying it down.
    def lay(self) -> None:
        """Write the new rows, and the index entries of everybody they touch, over the store's arrays."""
        if self.in_place:
            self._lay_in_place()
            return
        register = self.register
        first = self.facts.rows(register.name)
        fresh: dict[int, list[Cells]] = {self._stored(register.owner, row): [] for row in self.gone}
        for row in self.fresh.values():
            fresh.setdefault(row[register.owner], []).append(row)
        moved: set[int] = set(self.gone)
        tail: list[Cells] = []
        for owner, added in sorted(fresh.items()):
            kept = [row for row in self._rows_of(register.owner, owner) if row not in self.gone]
            moved.update(kept)
            rows = [self._row(row) for row in kept] + added
            rows.sort(key=lambda row: tuple(row[name] for name in register.order))
            self._point(register.owner, owner, first + len(tail), len(rows))
            tail += rows
        for column in self.columns:
            values = [row[column.name] for row in tail]
            layer = self.overlay.layer(f"{register.name}.{column.name}")
            layer.added = self._ranks(column.name, values, layer) if column.type == "id" else values
        for index in register.indexes:
            self._lay_index(index.name, index.columns, index.order, moved, tail, first)

    def _ranks(self, column: str, texts: list[bytes], layer: Layer) -> list[int]:
        """The ranks of ids among those of the store and the new ones, which take their places."""
        ids = self._ids(column)
        fresh = sorted({text for text in texts if _rank(ids, text) is None})
        layer.moved_at = [bisect_left(ids, text) for text in fresh]
        if fresh:
            self.overlay.ids[f"{self.register.name}.{column}.ids"] = LaidIds(ids, fresh, layer.moved_at)
        return [bisect_left(ids, text) + bisect_left(fresh, text) for text in texts]

    def _lay_index(
        self,
        index: str,
        columns: tuple[str, ...],
        order: tuple[str, ...],
        moved: set[int],
        tail: list[Cells],
        first: int,
    ) -> None:
        old = {self._stored(name, row) for name in columns for row in moved}
        fresh: dict[int, list[tuple[Cells, int]]] = {}
        for place, row in enumerate(tail):
            for owner in {row[name] for name in columns}:
                fresh.setdefault(owner, []).append((row, first + place))
        touched = {owner for owner in old | set(fresh) if owner >= 0}
        rows = self.overlay.layer(f"{self.register.name}.{index}.row").added
        begin = len(self.facts.arrays[f"{self.register.name}.{index}.row"])
        for owner in sorted(touched):
            kept = [(self._row(row), row) for row in self._rows_of(index, owner) if row not in moved]
            found = sorted(kept + fresh.get(owner, []), key=lambda pair: (*(pair[0][name] for name in order), pair[1]))
            self._point(index, owner, begin + len(rows), len(found))
            rows += [row for _, row in found]

    def _lay_in_place(self) -> None:
        register = self.register
        for new in self.fresh.values():
            person = new[register.owner]
            self.overlay.touched.add(Touched(register.name, "", person))
            for index in register.indexes:
                self._move_in_index(index.name, index.columns, person, new)
            for name, value in new.items():
                if self._stored(name, person) != value:
                    self.overlay.layer(f"{register.name}.{name}").changed[person] = value

    def _move_in_index(self, index: str, columns: tuple[str, ...], row: int, new: Cells) -> None:
        old = {self._stored(name, row) for name in columns}
        owners = {owner for owner in old ^ {new[name] for name in columns} if owner >= 0}
        rows = self.overlay.layer(f"{self.register.name}.{index}.row").added
        begin = len(self.facts.arrays[f"{self.register.name}.{index}.row"])
        for owner in sorted(owners):
            found = sorted({*self._rows_of(index, owner)} ^ {row})
            self._point(index, owner, begin + len(rows), len(found))
            rows += found

    def _point(self, index: str, owner: int, begin: int, count: int) -> None:
        base = f"{self.register.name}.{index}"
        self.overlay.touched.add(Touched(self.register.name, index, owner))
        self.overlay.layer(f"{base}.start").changed[owner] = begin
        self.overlay.layer(f"{base}.end").changed[owner] = begin + count

    def _rows_of(self, index: str, owner: int) -> list[int]:
        base = f"{self.register.name}.{index}"
        span = range(int(self.facts.array(f"{base}.start")[owner]), int(self.facts.array(f"{base}.end")[owner]))
        if index == self.register.owner:
            return list(span)
        rows = self.facts.arrays[f"{base}.row"]
        return [int(rows[place]) for place in span]

    def _stored(self, column: str, row: int) -> Any:
        number = int(self.facts.arrays[f"{self.register.name}.{column}"][row])
        return bytes(self._ids(column)[number]) if self.register.column(column).type == "id" else number

    def _row(self, row: int) -> Cells:
        return {column.name: self._stored(column.name, row) for column in self.columns}


def _rank(ids: Sequence[bytes], text: bytes) -> int | None:
    place = bisect_left(ids, text)
    return place if place < len(ids) and bytes(ids[place]) == text else None
