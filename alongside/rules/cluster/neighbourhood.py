"""What one piece of the city needs for one level: its own units, the neighbours they read, and the kernels over both.

A neighbourhood is a small fact store with positions of its own. They stand in the order of the whole city's, so that
whatever compares positions compares alike; one's own units follow one another, so that a kernel runs over them alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from alongside.rules import tree
from alongside.rules.cluster.homes import Homes
from alongside.rules.cluster.levels import Level, Plan, Work
from alongside.rules.cluster.paths import Path
from alongside.rules.cluster.tables import MEMBER, ROW, Table, distinct, joined, one_each, positions
from alongside.rules.emit_units import CASE_FULL, CASE_OUT
from alongside.rules.facts import Array
from alongside.rules.kernels import cache_folder, load_kernel, out_type
from alongside.rules.schema import NEVER

Request = dict[str, Array]  # table -> who is looked up in it


@dataclass
class Neighbourhood:
    """A piece of the city in one level; `tables` grow as neighbours answer."""

    plan: Plan
    level: Level
    homes: Homes
    home: int
    tables: dict[str, Table] = field(default_factory=dict)
    _values: dict[Path, Array] = field(default_factory=dict)
    _numbers: dict[str, Array] = field(default_factory=dict)
    _columns: dict[str, Array] = field(default_factory=dict)

    def take(self, pieces: Iterable[tuple[str, Table]]) -> None:
        """Take in what one's own home holds, or what others answered."""
        found: dict[str, list[Table]] = {}
        for name, table in pieces:
            found.setdefault(name, []).append(table)
        for name, tables in found.items():
            self.tables[name] = joined([table for table in tables if len(table.owners)] or tables[:1])

    # Asking.
    def requests(self, turn: int) -> dict[int, Request]:
        """Whom to ask for what in a round, by home: nobody is asked twice, and nobody for what one holds."""
        found: dict[int, Request] = {}
        for name, paths in self.level.asked(turn).items():
            wanted = distinct(*(self.values(path) for path in paths))
            for earlier in range(turn):
                for path in self.level.asked(earlier).get(name, ()):
                    wanted = np.setdiff1d(wanted, self.values(path), assume_unique=True)
            for home, owners in self.homes.split(self.plan.kinds[name], wanted):
                found.setdefault(home, {})[name] = owners
        return found

    def values(self, path: Path) -> Array:
        """Everybody or everything a path leads to, in order."""
        if path not in self._values:
            last = path[-1]
            if isinstance(last, str):
                self._values[path] = self._own(last)
            else:
                table, column = last
                known = self.tables.get(table)
                found = known.cells(self.values(path[:-1]), column) if known is not None else ()
                self._values[path] = distinct(np.asarray(found, np.int64))
        return self._values[path]

    def _own(self, kind: str) -> Array:
        if kind.startswith("group:"):
            held = self.tables.get(f"group.{kind.removeprefix('group:')}")
            first, end = self.homes.own(kind, self.home)
            keys = held.owners if held is not None else np.zeros(0, np.int64)
            return keys[(keys >= first) & (keys < end)]
        return np.arange(*self.homes.own(kind, self.home), dtype=np.int64)

    # Numbering: the positions that kernels see.
    def numbers(self, kind: str) -> Array:
        """The city's numbers of everybody or everything of a kind that is here, in order."""
        if kind not in self._numbers:
            found = [self.values(path) for path, named in self.level.named if named == kind]
            for name, table in self.tables.items():
                if self.plan.kinds.get(name) == kind:
                    found.append(table.owners)
                if ROW in table.columns and self._rows_of(name) == kind:
                    found.append(table.columns[ROW])
                if MEMBER in table.columns and kind == tree.PERSON:
                    found.append(table.columns[MEMBER])
                if kind == tree.PERSON and self.plan.kinds.get(name, "").startswith("group:"):
                    found.append(table.owners)
            if kind == tree.PERSON:
                found += [self.values(path) for path, named in self.level.named if named.startswith("group:")]
            self._numbers[kind] = distinct(*found)
        return self._numbers[kind]

    def _rows_of(self, table: str) -> str:
        """The kind of the rows that a table numbers."""
        return self.plan.kinds[table.partition(".")[0]]

    def local(self, kind: str, values: Array) -> Array:
        """The positions here of the city's numbers; what is not here is none, and nobody asks for it."""
        return np.where(values < 0, values, positions(self.numbers(kind), values))

    def own_span(self, kind: str) -> tuple[int, int]:
        """Where one's own units of a kind stand among those that are here."""
        own, here = self._own(kind), self.numbers(kind)
        return (0, 0) if not len(own) else (int(np.searchsorted(here, own[0])), int(np.searchsorted(here, own[-1])) + 1)

    # The small store.
    def array(self, name: str, dtype: str) -> Array:
        """An array as kernels read it, with the positions that hold here."""
        if name not in self._columns:
            made = np.ascontiguousarray(self._made(name), dtype)
            made.flags.writeable = False
            self._columns[name] = made
        return self._columns[name]

    def _made(self, name: str) -> Array:
        first, _, last = name.rpartition(".")
        if name.startswith("group."):
            return self._of_group(first, last)
        if name.startswith(("def.", "case.")):
            if name.endswith((".missing", ".missing.of")):
                return self._missing(name.removesuffix(".of"), units=last == "of")
            return self._spread(name, first if last in ("answer", "amount") else name)
        if name == "place.incomplete":
            return self._spread(name, tree.PLACE)
        register = name.partition(".")[0]
        if name == "person.incomplete" or (register == self.plan.persons and name.count(".") == 1):
            return self._spread(name, self.plan.persons)
        if last in ("start", "end", "row") and name.count(".") == 2:
            return self._index(first, last)
        return self._cells(name, register)

    def _spread(self, column: str, name: str) -> Array:
        """A column of a table with one row for each owner."""
        kind, table = self.plan.kinds[name], self.tables.get(name)
        made = np.zeros(len(self.numbers(kind)), np.int64)
        if table is not None and column in table.columns:
            made[self.local(kind, table.owners)] = self._referring(column, table.columns[column])
        return made

    def _missing(self, column: str, *, units: bool) -> Array:
        """What is missing of those of whom something is, or who they are."""
        bits = self._spread(column, column.removesuffix(".missing"))
        there = np.flatnonzero(bits)
        return there if units else bits[there]

    def _cells(self, column: str, register: str) -> Array:
        """A column of a register's rows, from whichever table brought them."""
        kind = self.plan.kinds[register]
        made = np.zeros(len(self.numbers(kind)), np.int64)
        for name, table in self.tables.items():
            if name.partition(".")[0] == register and column in table.columns:
                made[self.local(kind, table.columns[ROW])] = self._referring(column, table.columns[column])
        return made

    def _referring(self, column: str, values: Array) -> Array:
        kind = self.plan.refers.get(column)
        return values if kind is None else self.local(kind, values)

    def _index(self, name: str, last: str) -> Array:
        """Where an owner's rows are: in the list of rows, or among the rows themselves for the owner's own index."""
        table, kind = self.tables.get(name), self.plan.kinds[name]
        if table is None:
            return np.zeros(0 if last == "row" else len(self.numbers(kind)), np.int64)
        rows = self.local(self._rows_of(name), table.columns[ROW])
        if last == "row":
            return rows
        begins, counts = table.starts[:-1], np.diff(table.starts)
        if name in self.plan.by_owner:
            begins = np.append(rows, 0)[begins]
        made = np.zeros(len(self.numbers(kind)), np.int64)
        made[self.local(kind, table.owners)] = begins if last == "start" else begins + counts
        return made

    def _of_group(self, name: str, last: str) -> Array:
        kind = self.plan.kinds[name]
        if last == "key":
            return self.local(tree.PERSON, self.numbers(kind))
        if last == "of":
            key = self.plan.keys[name]
            made, table = np.full(len(self.numbers(tree.PERSON)), -1, np.int64), self.tables.get(key)
            if table is not None:
                made[self.local(tree.PERSON, table.owners)] = self.local(kind, table.columns[key])
            return made
        table = self.tables.get(name)
        if last == "members":
            return np.zeros(0, np.int64) if table is None else self.local(tree.PERSON, table.columns[MEMBER])
        made = np.zeros(len(self.numbers(kind)), np.int64)
        if table is not None:
            made[self.local(kind, table.owners)] = table.starts[:-1] if last == "start" else table.starts[1:]
        return made

    # Deciding.
    def decide(self) -> Iterator[tuple[str, str, object]]:
        """Run the level's kernels; gives ("table", name, what they say of one's own), ("rows", case, its rows)."""
        for work in self.level.works:
            yield from self._fill(work) if work.name.startswith("def.") else self._case(work)

    def _run(self, work: Work, span: tuple[int, int], outs: list[Array]) -> int:
        path, text, types = work.kernel.job
        dtypes = [name.rpartition("]")[2] for name in types[_FIRST : _FIRST + len(work.kernel.arrays)]]
        arrays = [self.array(name, dtype) for name, dtype in zip(work.kernel.arrays, dtypes, strict=True)]
        kernel = load_kernel((cache_folder() / path.name, text, types))
        return kernel(*span, *self.plan.fixed, *arrays, *outs)

    def _fill(self, work: Work) -> Iterator[tuple[str, str, object]]:
        lo, hi = self.own_span(work.unit)
        size = len(self.numbers(work.unit))
        outs = [np.zeros(size if name == "out" else hi - lo, dtype) for name, dtype in work.kernel.outs]
        value = outs[0]
        count = self._run(work, (lo, hi), outs)
        self._keep({work.name: value})
        said = value[lo:hi]
        if work.refers is not None and len(said):
            here = self.numbers(work.refers)
            said = np.where(said < 0, said, here[np.maximum(said, 0)]) if len(here) else said.astype(np.int64)
        columns = {work.name: said}
        if not work.known:
            columns |= self._keep_missing(work.name, (lo, hi), outs[1][:count], outs[2][:count])
        yield "table", work.name, one_each(self._own(work.unit), columns)

    def _case(self, work: Work) -> Iterator[tuple[str, str, object]]:
        lo, hi = self.own_span(work.unit)
        outs = {name: _empty(name, hi - lo) for name in CASE_OUT}
        full = {
            name: np.zeros(len(self.numbers(work.unit)), dtype) for name, dtype in work.kernel.outs if name in CASE_FULL
        }
        count = self._run(work, (lo, hi), [*outs.values(), *full.values()])
        if full:
            named = {f"{work.name}.{name.removeprefix('full_')}": array for name, array in full.items()}
            self._keep(named)
            said = {name: array[lo:hi] for name, array in named.items()}
            said |= self._keep_missing(work.name, (lo, hi), outs["out_unit"][:count], outs["out_missing"][:count])
            yield "table", work.name, one_each(self._own(work.unit), said)
        if work.wanted:
            rows = {name: array[:count] for name, array in outs.items()}
            units, persons = self.numbers(work.unit), self.numbers(tree.PERSON)
            rows["out_unit"] = rows["unit_key"] = units[rows["out_unit"]]
            payee = rows["out_payee"]
            rows["out_payee"] = np.where(payee < 0, payee, persons[np.maximum(payee, 0)]) if len(payee) else payee
            yield "rows", work.name, rows

    def _keep_missing(self, name: str, span: tuple[int, int], units: Array, bits: Array) -> dict[str, Array]:
        """Keep what is missing of whom; gives it for each of one's own units, too, as a table has it."""
        lo, hi = span
        each = np.zeros(hi - lo, np.int64)
        each[units - lo] = bits
        self._keep({f"{name}.missing": bits.astype(np.int64), f"{name}.missing.of": units.astype(np.int32)})
        return {f"{name}.missing": each}

    def _keep(self, columns: Mapping[str, Array]) -> None:
        """What was filled is read by the kernels that follow in this level, of one's own units alone."""
        for name, column in columns.items():
            view = column.view()
            view.flags.writeable = False
            self._columns[name] = view


_FIRST = 8  # in a kernel's types: lo, hi and the six parameters come before its arrays


def _empty(name: str, size: int) -> Array:
    if name in CASE_OUT[:3]:
        return np.zeros(size, out_type(name))
    return np.full(size, NEVER if name == "out_until" else -1, out_type(name))
