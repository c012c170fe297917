"""The city cut into homes: each keeps a range of persons and one of places, with their rows in every index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from alongside.rules import tree
from alongside.rules.cluster.levels import DECIDED, Plan
from alongside.rules.cluster.tables import ROW, Table, one_each, spans, starts_of
from alongside.rules.facts import Array, Facts


@dataclass(frozen=True)
class Homes:
    """How the city is cut: the home k keeps everybody and everything from bounds[kind][k] to bounds[kind][k + 1]."""

    bounds: Mapping[str, Array]

    def own(self, kind: str, home: int) -> tuple[int, int]:
        """The first that a home keeps, and the first that it does not."""
        bounds = self.bounds[_kept_as(kind)]
        return int(bounds[home]), int(bounds[home + 1])

    def split(self, kind: str, owners: Array) -> Iterator[tuple[int, Array]]:
        """Owners (in order) by their homes."""
        bounds = self.bounds[_kept_as(kind)]
        cuts = np.searchsorted(owners, bounds)
        for home in np.flatnonzero(np.diff(cuts)):
            yield int(home), owners[cuts[home] : cuts[home + 1]]


def _kept_as(kind: str) -> str:
    """Groups are kept where their key persons are."""
    return tree.PERSON if kind.startswith("group:") else kind


class Store:
    """A fact store, read home by home; rows are numbered in the order of their owners."""

    def __init__(self, facts: Facts, count: int) -> None:
        self.facts = facts
        self._numbers: dict[str, Array | None] = {}
        persons = np.linspace(0, facts.persons, count + 1).astype(np.int64)
        places = np.linspace(0, facts.places, count + 1).astype(np.int64)
        bounds = {tree.PERSON: persons, tree.PLACE: places}
        for register in facts.registers.all:
            owned = f"{register.name}.{register.owner}"
            counts = facts.array(f"{owned}.end") - facts.array(f"{owned}.start")[:-1]
            bounds[tree.row_of(register.name)] = starts_of(counts)[bounds[register.column(register.owner).type]]
        self.homes = Homes(bounds)

    def table(self, name: str, columns: Sequence[str], kind: str, home: int) -> Table:
        """What a home keeps of a table."""
        span = slice(*self.homes.own(kind, home))
        owners = np.arange(span.start, span.stop, dtype=np.int64)
        register, _, index = name.partition(".")
        if not index:
            return one_each(owners, {column: self.facts.array(column)[span] for column in columns})
        begins, ends = self.facts.array(f"{name}.start")[:-1][span], self.facts.array(f"{name}.end")[span]
        rows = spans(begins, ends - begins)
        if index != self.facts.registers[register].owner:
            rows = self.facts.array(f"{name}.row")[rows]
        found = {column: self.facts.array(column)[rows] for column in columns if column != ROW}
        return Table(owners, starts_of(ends - begins), {ROW: self._numbered(register, rows), **found})

    def _numbered(self, name: str, rows: Array) -> Array:
        """Rows by their numbers: as they lie, unless others were laid over the store, which lie behind the last."""
        if name not in self._numbers:
            base = f"{name}.{self.facts.registers[name].owner}"
            laid = f"{base}.end" in self.facts.arrays and name != self.facts.registers.persons.name
            self._numbers[name] = self._in_order(base) if laid else None
        order = self._numbers[name]
        return rows.astype(np.int32) if order is None else order[rows]

    def _in_order(self, base: str) -> Array:
        begins, ends = self.facts.array(f"{base}.start")[:-1], self.facts.array(f"{base}.end")
        read = spans(begins, ends - begins)
        order = np.full(int(read.max(initial=-1)) + 1, -1, np.int32)
        order[read] = np.arange(len(read), dtype=np.int32)
        return order


def kept_in(plan: Plan, table: str) -> str:
    """The table that a home keeps and answers another by: rows by their numbers are found among rows by owner."""
    if table.startswith(DECIDED) or not plan.kinds[table].startswith("row:"):
        return table
    return next(name for name in plan.by_owner if name.startswith(f"{table}."))
