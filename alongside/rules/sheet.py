"""The changes to one register: which rows of the store are gone, which rows are new, and where they are laid."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any

from alongside.rules.laid import LaidIds, Layer, places_of
from alongside.rules.overlay import Overlay, Touched
from alongside.rules.renumber import blank
from alongside.rules.row_change import ChangeDoesNotFit, RowChange
from alongside.rules.schema import EMPTY, Column, Register
from alongside.rules.small import Row, cell_number

Cells = dict[str, Any]  # a stored number for each column, the text (bytes) for an id
NOT_LAID = ("name",)  # names are no part of any rule


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
        """Note one change, or raise ChangeDoesNotFit and note nothing."""
        if change.act != "withdraw" and change.row is None:
            raise ChangeDoesNotFit(f"{self.register.name}: the new row is missing.", why="row")
        if self.in_place and change.act == "add":
            self._take_newcomer(change.row or {})
            return
        row = None if change.row is None else self.cells(change.row)
        old = None if change.act == "add" else self._standing(change)
        if row is not None and change.act != "withdraw":
            self._must_be_free(row, old)
        if isinstance(old, tuple):
            del self.fresh[old]
        elif old is not None:
            self.gone.add(old)
        if row is not None and change.act != "withdraw":
            self.fresh[self._key(row)] = row
        if self.in_place:
            self._name(row or {}, change.row or {})

    def _take_newcomer(self, said: Row) -> None:
        """A person whom nobody knew: the row that stands in their place is empty so far."""
        overlay, owner = self.overlay, self.register.column(self.register.owner)
        key = self._read(owner, said.get(owner.name))
        person = self.facts.find_person(key)
        if person is None or person not in overlay.absent:
            raise ChangeDoesNotFit(f"{self.register.name}: there is a row with this key already.", why="taken")
        overlay.absent.discard(person)
        try:
            row = self.cells(said)
        except ChangeDoesNotFit:
            overlay.absent.add(person)
            raise
        self.gone.add(person)
        self.fresh[self._key(row)] = row
        overlay.names[key] = {}
        self._name(row, said)

    def _name(self, row: Cells, said: Row) -> None:
        """Keep how a newcomer is called: the store has names of those whom the delivery brought."""
        key = int(self.facts.arrays["person.key"][row[self.register.owner]])
        if key in self.overlay.names or key in self.facts.newcomers:
            named = [column.name for column in self.register.columns if column.type == "name"]
            self.overlay.names[key] = {name: str(said.get(name) or "") for name in named}

    def newcomer(self, change: RowChange) -> int:
        """The person whose row a change names, if a correction brought them."""
        found = self._standing(change)
        person = found if isinstance(found, int) else int(found[0])
        key = int(self.facts.arrays["person.key"][person])
        if key not in self.overlay.names and key not in self.facts.newcomers:
            text = f"{self.register.name}: a person whom a delivery brought goes with a delivery."
            raise ChangeDoesNotFit(text, why="person")
        return person

    def take_back(self, person: int) -> None:
        """A newcomer is not there after all."""
        row = {column.name: b"" if column.type == "id" else blank(column) for column in self.columns}
        self.gone.add(person)
        self.fresh[person,] = {**row, self.register.owner: person}
        self.overlay.absent.add(person)
        self.overlay.layer("person.incomplete").changed[person] = 0  # of nobody, nothing is missing
        self.overlay.names.pop(int(self.facts.arrays["person.key"][person]), None)

    def names_person(self, person: int) -> bool:
        """Whether a row that counts names a person, other than the person's own."""
        columns = [column.name for column in self.columns if column.type == "person"]
        if self.in_place:
            columns.remove(self.register.owner)
        if any(row[name] == person for row in self.fresh.values() for name in columns):
            return True
        return person not in self.overlay.new_persons and any(
            row not in self.gone and (self.in_place or self._is_read(row))
            for name in columns
            for row in places_of(self.facts.array(f"{self.register.name}.{name}"), person)
        )

    def places_named(self) -> set[int]:
        """The places that new rows name."""
        columns = [column.name for column in self.columns if column.type == "place"]
        return {row[name] for row in self.fresh.values() for name in columns}

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
        ids = [name for name in self.register.key if self.register.column(name).type == "id"]
        by_owner = None if ids else row[self.register.owner]  # the number of a record is nobody's else either
        unused = any(_rank(self._ids(name), row[name]) is None for name in ids)
        found = None if unused else self._find(dict(zip(self.register.key, key, strict=True)), by_owner)
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

    def _read(self, column: Column, cell: object) -> int:
        try:
            return cell_number(self.facts.registers, column, cell)
        except (ValueError, KeyError) as error:
            raise ChangeDoesNotFit(
                f"{self.register.name}.{column.name}: this value cannot be read.",
                why="unreadable",
                column=column.name,
            ) from error

    def _number(self, column: Column, cell: object) -> Any:
        if column.type == "id":
            return str(cell or "").encode()
        number = self._read(column, cell)
        if column.type not in ("person", "place") or number == EMPTY:
            return number
        person = column.type == "person"
        found = self.facts.find_person(number) if person else self.facts.find_place(number)
        if found is None or (person and found in self.overlay.absent):
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
        for column in self.columns:
            cells = {new[register.owner]: new[column.name] for new in self.fresh.values()}
            turned = {person: cell for person, cell in cells.items() if self._stored(column.name, person) != cell}
            if turned:
                layer = self.overlay.layer(f"{register.name}.{column.name}")
                told = [*turned.values()]
                layer.changed.update(
                    zip(turned, self._ranks(column.name, told, layer) if column.type == "id" else told, strict=True)
                )

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
        if self.register.column(column).type != "id":
            return number
        return bytes(self._ids(column)[number]) if number >= 0 else b""

    def _row(self, row: int) -> Cells:
        return {column.name: self._stored(column.name, row) for column in self.columns}


def _rank(ids: Sequence[bytes], text: bytes) -> int | None:
    place = bisect_left(ids, text)
    return place if place < len(ids) and bytes(ids[place]) == text else None
