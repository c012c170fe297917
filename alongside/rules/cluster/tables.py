"""Rows by owner, as they travel: a table holds some owners and, for each, its rows of a few columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from alongside.rules.facts import Array

ROW = "row"  # the column that numbers the rows of a register
MEMBER = "member"  # the column of a group's table that names its members


@dataclass(frozen=True)
class Table:
    """`owners` in order, each once; the rows of owners[i] are starts[i] to starts[i + 1] of every column."""

    owners: Array
    starts: Array
    columns: Mapping[str, Array]

    def of(self, owners: Array) -> Table:
        """The same table for these owners alone (in order); those it does not know are left out."""
        at, begins, counts = self._spans(owners)
        rows = spans(begins, counts)
        columns = {name: column[rows] for name, column in self.columns.items()}
        return Table(self.owners[at], starts_of(counts), columns)

    def cells(self, owners: Array, column: str) -> Array:
        """The cells of a column in all rows of these owners."""
        _, begins, counts = self._spans(owners)
        return self.columns[column][spans(begins, counts)]

    def with_columns(self, names: Iterable[str]) -> Table:
        """The same rows with these columns alone, as far as it has them."""
        return Table(self.owners, self.starts, {name: self.columns[name] for name in names if name in self.columns})

    def _spans(self, owners: Array) -> tuple[Array, Array, Array]:
        at = positions(self.owners, owners)
        at = at[at >= 0]
        begins = self.starts[at]
        return at, begins, self.starts[at + 1] - begins


def one_each(owners: Array, columns: Mapping[str, Array]) -> Table:
    """A table with one row for every owner."""
    return Table(owners, np.arange(len(owners) + 1), columns)


def joined(pieces: Sequence[Table]) -> Table:
    """One table of several that share no owner."""
    if len(pieces) == 1:
        return pieces[0]
    owners = np.concatenate([piece.owners for piece in pieces])
    order = np.argsort(owners, kind="stable")
    counts = np.concatenate([np.diff(piece.starts) for piece in pieces])
    rows = spans(starts_of(counts)[:-1][order], counts[order])
    columns = {name: np.concatenate([piece.columns[name] for piece in pieces])[rows] for name in pieces[0].columns}
    return Table(owners[order], starts_of(counts[order]), columns)


def gathered(owners: Array, column: str, values: Array) -> Table:
    """The table of pairs in any order: each owner's values, in order."""
    order = np.lexsort([values, owners])
    found, first = np.unique(owners[order], return_index=True)
    return Table(found, np.append(first, len(owners)), {column: values[order]})


def starts_of(counts: Array) -> Array:
    """Where each owner's rows begin when they follow one another; one more than there are owners."""
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def spans(begins: Array, counts: Array) -> Array:
    """All places of these spans, one span after the other."""
    starts = starts_of(counts)
    return np.repeat(begins - starts[:-1], counts) + np.arange(starts[-1])


def positions(known: Array, values: Array) -> Array:
    """Where each value stands in an ordered list, or -1."""
    if not len(known):
        return np.full(len(values), -1, np.int64)
    at = np.minimum(np.searchsorted(known, values), len(known) - 1)
    return np.where(known[at] == values, at, -1)


def distinct(*values: Array) -> Array:
    """The references among these, in order, each once: below zero there is none."""
    found = np.unique(np.concatenate([np.zeros(0, np.int64), *(np.asarray(part, np.int64) for part in values)]))
    return found[np.searchsorted(found, 0) :]
