"""Columns that lie over the columns of a store: what is changed in them, what is added, everything else as it was."""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from alongside.rules.facts import Array


class Above(Sequence[int]):
    """A column that is read through what lies over it; columns of this kind lie on one another."""

    @abstractmethod
    def having(self, value: int) -> list[int]:
        """Where this value stands: by a look at the whole column."""

    @abstractmethod
    def whole(self) -> Array:
        """The same as an array of its own, as kernels read it."""


Below = memoryview | Above
ONE_BY_ONE = 1000  # so many cells are looked up in a column that is laid over before it is written out


class Laid(Above):
    """A column with some values changed, some added behind its end, and ranks moved up."""

    def __init__(self, base: Below, layer: Layer) -> None:
        self.base = base
        self.size = len(base)
        self.changed, self.added, self.moved_at = layer.changed, layer.added, layer.moved_at

    def __len__(self) -> int:
        return self.size + len(self.added)

    def __getitem__(self, place: int) -> int:  # type: ignore[override]
        if place >= self.size:
            return self.added[place - self.size]
        if place in self.changed:
            return self.changed[place]
        value = int(self.base[place])
        return value + bisect_right(self.moved_at, value) if self.moved_at else value

    def having(self, value: int) -> list[int]:
        """Where this value stands: by a look at the whole column."""
        return [place for place in range(len(self)) if self[place] == value] if self.moved_at else self._having(value)

    def _having(self, value: int) -> list[int]:
        below = [place for place in places_of(self.base, value) if place not in self.changed]
        changed = [place for place, cell in self.changed.items() if cell == value]
        return [*below, *changed, *(self.size + place for place, cell in enumerate(self.added) if cell == value)]

    def whole(self) -> Array:
        """The same as an array of its own, as kernels read it."""
        base = whole(self.base)
        moved = base + np.searchsorted(self.moved_at, base, side="right") if self.moved_at else base
        found = np.concatenate([moved, np.array(self.added, base.dtype)]).astype(base.dtype, copy=False)
        for place, value in self.changed.items():
            found[place] = value
        return found


def whole(column: Below | Array) -> Array:
    """A column as an array, whatever lies over it."""
    return column.whole() if isinstance(column, Above) else np.asarray(column)


def below(column: Array | Above) -> Below:
    """A column for something to be laid over it."""
    return column if isinstance(column, Above) else memoryview(column)  # type: ignore[arg-type]


def places_of(column: Below | Array, value: int) -> list[int]:
    """Where a value stands in a column, laid over or not: by a look at the whole of it."""
    if isinstance(column, Above):
        return column.having(value)
    return [int(place) for place in np.flatnonzero(np.asarray(column) == value)]


def find_keys(keys: Array | Above, wanted: Array) -> Array:
    """Where each wanted key stands among sorted ones, laid over or not; -1 where there is no such key."""
    keys = _for_so_many(keys, len(wanted))
    if isinstance(keys, Above):
        places = np.array([bisect_left(keys, int(key)) for key in wanted], np.int64)
        found = [place < len(keys) and keys[place] == key for place, key in zip(places.tolist(), wanted, strict=True)]
        return np.where(np.array(found, bool), places, -1)
    if len(keys) == 0:
        return np.full(len(wanted), -1, np.int64)
    places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[places] == wanted, places, -1)


def cells_at(column: Array | Above, places: Array) -> Array:
    """The cells at these places of a column, laid over or not; 0 where a place is -1."""
    column = _for_so_many(column, len(places))
    if isinstance(column, Above):
        return np.array([column[place] if place >= 0 else 0 for place in places.tolist()], np.int64)
    return np.where(places >= 0, column[np.maximum(places, 0)], 0) if len(column) else np.zeros(len(places), np.int64)


def _for_so_many(column: Array | Above, cells: int) -> Array | Above:
    """A column that few cells are asked of stays as it is; for many it is written out once, which a sweep needs."""
    return column.whole() if isinstance(column, Above) and cells > ONE_BY_ONE else column


class LaidIds(Sequence[bytes]):
    """The ids of a column with new ones among them, in order."""

    def __init__(self, base: Sequence[bytes], fresh: Sequence[bytes], places: Sequence[int]) -> None:
        self.base = base
        self.fresh = {place + rank: text for rank, (text, place) in enumerate(zip(fresh, places, strict=True))}
        self.ranks = sorted(self.fresh)

    def __len__(self) -> int:
        return len(self.base) + len(self.fresh)

    def __getitem__(self, rank: int) -> bytes:  # type: ignore[override]
        if rank in self.fresh:
            return self.fresh[rank]
        return bytes(self.base[rank - bisect_left(self.ranks, rank)])


@dataclass
class Layer:
    """What is laid over one array: values changed in place, values behind the end.

    In a column of ids, a rank of the store moves up by one for each of `moved_at` that is not above it.
    """

    changed: dict[int, int] = field(default_factory=dict)
    added: list[int] = field(default_factory=list)
    moved_at: list[int] = field(default_factory=list)
