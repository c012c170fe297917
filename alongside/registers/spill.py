"""The rows of a register that are accepted so far, kept on disk in parts until they are arranged."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

import numpy as np

from alongside.registers.sheet import Sheet, checked_type, join_names, take_names
from alongside.rules.facts import Array
from alongside.rules.schema import Column, Register

PART = 1 << 19  # about so many rows a part is meant to have
MOST_PARTS = 512
HELD = 1 << 25  # bytes that are held in memory before they are written
LINE = "#"  # the field that holds a row's number in the file; no column is called that
NAME_SIZE = np.dtype(np.uint8)
FEW = 1 << 7  # codes that fit into one byte


class Spill:
    """Rows on disk, in parts of a bounded size.

    With `splits` the owners of part i lie from `splits[i - 1]` up to `splits[i]`, and each part keeps the order of the
    file; without, the parts are simply what came first, next, ... A row of part i is dropped as soon as a check across
    rows sets it aside. `rows` is how many the file has; `placed` says whether persons are kept as positions or as key
    digits.
    """

    def __init__(self, folder: Path, register: Register, rows: int, *, placed: bool, splits: Array | None) -> None:
        folder.mkdir()
        self.folder, self.register, self.placed, self.splits = folder, register, placed, splits
        self.names = [column.name for column in register.columns if column.type == "name"]
        kinds = [(column.name, spilled_type(column, placed)) for column in register.columns]
        self.record = np.dtype([(LINE, np.min_scalar_type(rows)), *kinds])
        self.parts = 0 if splits is None else len(splits) + 1
        self.dropped: dict[int, Array] = {}
        self._held: list[tuple[dict[str, Array], list[tuple[Array, Array]]]] = []
        self._size = 0

    def add(self, sheet: Sheet) -> None:
        """Keep the rows of a sheet that are accepted."""
        good = sheet.good()
        rows = None if good.all() else np.flatnonzero(good)
        cells = {LINE: sheet.lines, **sheet.columns, **(sheet.found if self.placed else {})}
        columns: dict[str, Array] = {}
        for name, values in cells.items():
            columns[name] = (values if rows is None else values[rows]).astype(self.record[name], copy=False)
        names = [sheet.names[name] if rows is None else take_names(sheet.names[name], rows) for name in self.names]
        self._held.append((columns, names))
        self._size += sum(values.nbytes for values in columns.values()) + sum(len(text) for text, _ in names)
        if self._size >= HELD:
            self.flush()

    def flush(self) -> None:
        """Write what is held."""
        if not self._held:
            return
        columns = {name: np.concatenate([held[name] for held, _ in self._held]) for name in self._held[0][0]}
        names = [join_names([held[i] for _, held in self._held]) for i in range(len(self.names))]
        self._held.clear()
        self._size = 0
        rows = len(columns[LINE])
        if self.splits is None:
            bounds = np.append(np.arange(0, rows, PART), rows)
            first, self.parts = self.parts, self.parts + len(bounds) - 1
        else:
            part = np.searchsorted(self.splits, columns[self.register.owner], side="right").astype(np.uint16)
            order = np.argsort(part, kind="stable")
            bounds = np.searchsorted(part[order], np.arange(self.parts + 1))
            first = 0
            columns = {name: values[order] for name, values in columns.items()}
            names = [take_names(pair, order) for pair in names]
        records = np.empty(rows, self.record)
        for name, values in columns.items():
            records[name] = values
        for name, (_, begins) in zip(self.names, names, strict=True):
            records[name] = np.diff(begins)
        for number in np.flatnonzero(np.diff(bounds)).tolist():
            self._write(first + number, int(bounds[number]), int(bounds[number + 1]), records, names)

    def _write(self, part: int, first: int, last: int, records: Array, names: list[tuple[Array, Array]]) -> None:
        with self._path(part).open("ab") as file:
            records[first:last].tofile(file)
        for name, (text, begins) in zip(self.names, names, strict=True):
            with self._path(part, name).open("ab") as file:
                text[begins[first] : begins[last]].tofile(file)

    def sheet(self, part: int, names: Collection[str] | None = None) -> Sheet:
        """The rows of a part that are accepted, with these columns (None: all)."""
        records = np.fromfile(self._path(part), self.record) if self._path(part).exists() else np.zeros(0, self.record)
        columns: dict[str, Array] = {}
        texts: dict[str, tuple[Array, Array]] = {}
        wanted = [column for column in self.register.columns if names is None or column.name in names]
        for column in wanted:
            values = np.ascontiguousarray(records[column.name])
            if column.type == "name":
                path = self._path(part, column.name)
                begins = np.zeros(len(records) + 1, np.int64)
                np.cumsum(values, out=begins[1:])
                texts[column.name] = np.fromfile(path, np.uint8) if len(records) else np.zeros(0, np.uint8), begins
            else:
                columns[column.name] = values
        found = {c.name: columns[c.name] for c in wanted if c.type == "person"} if self.placed else {}
        fine = np.zeros(len(records), np.uint8)
        lines = records[LINE].astype(np.int64)
        sheet = Sheet(self.register, lines, columns, texts, fine, fine.copy(), found, self.placed)
        if part not in self.dropped:
            return sheet
        return sheet.take(np.delete(np.arange(len(sheet)), np.searchsorted(lines, self.dropped[part])))

    def sheets(self, names: Collection[str] | None = None) -> Iterator[Sheet]:
        """The accepted rows of all parts, one part after the other."""
        for part in range(self.parts):
            yield self.sheet(part, names)

    def drop(self, part: int, lines: Array) -> None:
        """Rows of a part, by their numbers in the file, are accepted no more."""
        if len(lines):
            before = self.dropped.get(part, np.zeros(0, np.int64))
            self.dropped[part] = np.union1d(before, lines)

    def column(self, name: str) -> Array:
        """One column (no name) of all accepted rows, one part after the other."""
        found = [sheet.columns[name] for sheet in self.sheets([name])]
        return np.concatenate(found) if found else np.zeros(0, self.record[name])

    def delete(self, part: int) -> None:
        """A part is not needed any more."""
        for name in ("", *self.names):
            self._path(part, name).unlink(missing_ok=True)

    def _path(self, part: int, name: str = "") -> Path:
        return self.folder / f"{part}.{name}"


def spilled_type(column: Column, placed: bool) -> np.dtype[np.generic]:
    """How the cells of a column lie in a spill: as narrow as they can be."""
    if column.type == "name":
        return NAME_SIZE
    if column.type == "person" and placed:
        return np.dtype(np.int32)
    if column.type == "code" and not column.classified and len(column.codes) < FEW:
        return np.dtype(np.int8)
    return checked_type(column)
