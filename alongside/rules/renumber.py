"""A store in which some persons or places more have their indexes, or some fewer: in the order of keys, as always.

An index is a position among sorted keys, and the law may follow that order: which of two rows comes first, whose sum is
written first. So a newcomer takes the position that the next delivery will give them, and all behind it move up by one.
Nothing is copied: what has one entry for each person (or place) is read past the newcomers, and what names persons (or
places) is read with its values moved.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import ChainMap
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from alongside.rules.facts import Array, Facts
from alongside.rules.laid import Above, Below, below, places_of, whole
from alongside.rules.schema import EMPTY, NEVER, NOBODY, Column

PERSON, PLACE = "person", "place"


@dataclass(frozen=True)
class Shift:
    """How the indexes of one kind of owner move: `fresh` are those of newcomers, in order; `gone` are left out.

    `at` says before which of those that stay each newcomer stands, `left_at` before which each of the gone stood.
    """

    fresh: tuple[int, ...] = ()
    at: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()
    left_at: tuple[int, ...] = ()

    def now(self, index: int) -> int:
        """What an index has become; what names nobody stays so, and what names the gone (in rows that nobody reads any
        more) becomes so."""
        if index in self.gone:
            return NOBODY
        stays = index - bisect_left(self.gone, index)
        return stays + bisect_right(self.at, stays)

    def before(self, index: int) -> int | None:
        """What an index was; None for a newcomer's."""
        rank = bisect_left(self.fresh, index)
        if rank < len(self.fresh) and self.fresh[rank] == index:
            return None
        stays = index - rank
        return stays + bisect_right(self.left_at, stays)

    def now_all(self, indexes: Array) -> Array:
        """The same as `now` for a whole column."""
        stays = indexes - np.searchsorted(self.gone, indexes, side="left") if self.gone else indexes
        moved = stays + np.searchsorted(self.at, stays, side="right") if self.at else stays
        if self.gone:
            moved = np.where(np.isin(indexes, self.gone), NOBODY, moved)
        return moved.astype(indexes.dtype, copy=False)


def shift_in(keys: Sequence[int] | Array, fresh: Collection[int]) -> Shift:
    """The shift that new keys bring."""
    at = tuple(bisect_left(keys, key) for key in sorted(fresh))
    return Shift(fresh=tuple(place + rank for rank, place in enumerate(at)), at=at)


def shift_out(gone: Collection[int]) -> Shift:
    """The shift of leaving these indexes out."""
    ordered = tuple(sorted(gone))
    return Shift(gone=ordered, left_at=tuple(index - rank for rank, index in enumerate(ordered)))


class Shifted(Above):
    """A column whose values are indexes that have moved."""

    def __init__(self, base: Below, shift: Shift) -> None:
        self.base, self.shift = base, shift
        self._now = shift.now

    def __len__(self) -> int:
        return len(self.base)

    def __getitem__(self, place: int) -> int:  # type: ignore[override]
        return self._now(self.base[place])

    def having(self, value: int) -> list[int]:
        """Where this value stands: by a look at the whole column."""
        before = self.shift.before(value)
        return [] if before is None else places_of(self.base, before)

    def whole(self) -> Array:
        """The same as an array of its own, as kernels read it."""
        return self.shift.now_all(whole(self.base))


class Spread(Above):
    """A column with an entry for each owner: newcomers have entries of their own among the others."""

    def __init__(self, base: Below, shift: Shift, values: Sequence[int]) -> None:
        self.base, self.shift = base, shift
        self.values = dict(zip(shift.fresh, values, strict=True))

    def __len__(self) -> int:
        return len(self.base) + len(self.shift.fresh) - len(self.shift.gone)

    def __getitem__(self, place: int) -> int:  # type: ignore[override]
        before = self.shift.before(place)
        return self.values[place] if before is None else int(self.base[before])

    def having(self, value: int) -> list[int]:
        """Where this value stands: by a look at the whole column."""
        left_out = set(self.shift.gone)
        stand = [self.shift.now(place) for place in places_of(self.base, value) if place not in left_out]
        return sorted([*stand, *(place for place, cell in self.values.items() if cell == value)])

    def whole(self) -> Array:
        """The same as an array of its own, as kernels read it."""
        stay = np.delete(whole(self.base), list(self.shift.gone))
        return np.insert(stay, list(self.shift.at), list(self.values.values()))


class Counted(Above):
    """A column that counts: `first`, `first` + 1 and so on."""

    def __init__(self, first: int, size: int, dtype: str) -> None:
        self.first, self.size, self.dtype = first, size, dtype

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, place: int) -> int:  # type: ignore[override]
        return self.first + place

    def having(self, value: int) -> list[int]:
        """Where this value stands."""
        return [value - self.first] if 0 <= value - self.first < self.size else []

    def whole(self) -> Array:
        """The same as an array of its own, as kernels read it."""
        return np.arange(self.first, self.first + self.size, dtype=self.dtype)


def take_in(facts: Facts, persons: Collection[int], places: Collection[int]) -> Facts:
    """The store with indexes for these keys, which it must not know. No row names them; all is unknown of them.

    The row of a new person in the register of persons is empty until it is written.
    """
    taken = facts
    if persons:
        taken = _Moving(taken, PERSON, shift_in(taken.arrays["person.key"], persons), sorted(persons)).done()
    if places:
        taken = _Moving(taken, PLACE, shift_in(taken.arrays["place.key"], places), sorted(places)).done()
    return taken


def leave_out(facts: Facts, persons: Collection[int], places: Collection[int]) -> Facts:
    """The store without the indexes of these, whom no row names."""
    left = facts
    if persons:
        keys = {int(facts.arrays["person.key"][person]) for person in persons}
        left = _Moving(left, PERSON, shift_out(persons), ()).done()
        left = replace(left, newcomers={key: names for key, names in left.newcomers.items() if key not in keys})
    if places:
        left = _Moving(left, PLACE, shift_out(places), ()).done()
    return left


@dataclass(frozen=True)
class _Moving:
    """One kind of owner moved throughout a store."""

    facts: Facts
    kind: str
    shift: Shift
    keys: Sequence[int]

    def done(self) -> Facts:
        columns = dict(self._columns())
        return replace(self.facts, arrays=ChainMap(columns, dict(self.facts.arrays)))  # type: ignore[arg-type]

    def _columns(self) -> Iterator[tuple[str, Above]]:
        registers = self.facts.registers
        yield f"{self.kind}.key", self._spread(f"{self.kind}.key", self.keys)
        yield f"{self.kind}.incomplete", self._spread(f"{self.kind}.incomplete", [self._unknown()] * len(self.keys))
        for register in registers.all:
            in_place = self.kind == PERSON and register is registers.persons
            for column in register.columns:
                name = f"{register.name}.{column.name}"
                if in_place:
                    yield self._in_place(register.owner, name, column)
                elif column.type == self.kind:
                    yield name, Shifted(below(self.facts.arrays[name]), self.shift)
            indexed = {index.name: index.columns for index in register.indexes}
            for index, columns in {register.owner: (register.owner,), **indexed}.items():
                if register.column(columns[0]).type == self.kind:
                    yield from self._index(f"{register.name}.{index}", in_place, index == register.owner)

    def _in_place(self, owner: str, name: str, column: Column) -> tuple[str, Above]:
        """A column of the register of persons: there is one row for each person."""
        if column.type == "name":
            return f"{name}.at", self._spread_before(f"{name}.at")
        if column.name == owner:
            size = len(self.facts.arrays[name]) + len(self.shift.fresh) - len(self.shift.gone)
            return name, Counted(0, size, "int32")
        base = below(self.facts.arrays[name])
        if column.type == self.kind:
            base = Shifted(base, self.shift)
        return name, Spread(base, self.shift, [blank(column)] * len(self.keys))

    def _index(self, base: str, in_place: bool, own: bool) -> Iterator[tuple[str, Above]]:
        if in_place and own:
            size = self.facts.persons + len(self.shift.fresh) - len(self.shift.gone)
            yield f"{base}.start", Counted(0, size + 1, "int64")
            yield f"{base}.end", Counted(1, size, "int64")
            return
        start = self._spread_before(f"{base}.start")
        yield f"{base}.start", start
        yield f"{base}.end", self._spread(f"{base}.end", [start[place] for place in self.shift.fresh])
        if in_place:
            yield f"{base}.row", Shifted(below(self.facts.arrays[f"{base}.row"]), self.shift)

    def _spread_before(self, name: str) -> Spread:
        """Where each owner's part begins, and the last one's ends: a newcomer's is empty, before the next one's."""
        begins = self.facts.array(name)
        return self._spread(name, [int(begins[place]) for place in self.shift.at])

    def _spread(self, name: str, values: Sequence[int]) -> Spread:
        return Spread(below(self.facts.array(name)), self.shift, values)

    def _unknown(self) -> int:
        """The bits of what nobody has said of a newcomer: everything, but that they are there."""
        registers = self.facts.registers
        asked = [one is not registers.persons if self.kind == PERSON else one.place_complete for one in registers.all]
        missing = [one.name in self.facts.missing_registers for one in registers.all]
        return sum(1 << bit for bit, pair in enumerate(zip(asked, missing, strict=True)) if any(pair))


def blank(column: Column) -> int:
    """The stored number of an empty cell."""
    return NEVER if column.type == "date" else EMPTY


class Wholes(Mapping[str, Array]):
    """The arrays of a store as kernels read them: what lies over one is written into a copy when it is first asked
    for."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self._arrays = arrays
        self._made: dict[str, Array] = {}

    def __getitem__(self, name: str) -> Array:
        found = self._arrays[name]
        if not isinstance(found, Above):
            return found
        if name not in self._made:
            self._made[name] = found.whole()
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._arrays

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def __len__(self) -> int:
        return len(self._arrays)
