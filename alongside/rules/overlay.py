"""Rows that add to or replace what a delivery says, laid over a fact store without copying it.

The store is left as it is. The rows of every owner that a change touches are written once more behind the last row,
in their order, and the owner's place in each index points there; everything else is read where it lies. So one change
costs the rows of the people it names, and the whole city reads on as before: the evaluator through columns that lie
`Above` others, kernels through copies of those arrays.

Ids are kept as ranks in string order. An id that the store has never seen takes its rank, and all that follow it move
up: by a count of the new ids before them, as they are read. Persons and places are kept as positions among sorted keys,
and a new one takes its position in the same way (`renumber.py`).
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from alongside.rules.facts import Array, Facts
from alongside.rules.laid import Laid, LaidIds, Layer, below
from alongside.rules.renumber import Wholes, leave_out


@dataclass(frozen=True)
class Touched:
    """Rows of a register that an index finds for an owner; `index` is empty for a person's own row."""

    register: str
    index: str
    owner: int


@dataclass
class Overlay:
    """What changes are laid over which arrays of a store, and the ids they bring.

    `facts` has indexes for everybody who was there before or is there now: `new_persons` and `new_places` are those
    who were not there before, `absent` and `unnamed` the persons and places who are not there now. `names` holds the
    name cells of newcomers by their keys.
    """

    facts: Facts
    new_persons: frozenset[int] = frozenset()
    new_places: frozenset[int] = frozenset()
    layers: dict[str, Layer] = field(default_factory=dict)
    ids: dict[str, LaidIds] = field(default_factory=dict)
    touched: set[Touched] = field(default_factory=set)
    confirmed: set[tuple[str, int, bool]] = field(default_factory=set)  # register, person or place, is it a place
    names: dict[int, Mapping[str, str]] = field(default_factory=dict)
    absent: set[int] = field(default_factory=set)
    unnamed: set[int] = field(default_factory=set)

    def layer(self, name: str) -> Layer:
        """The layer over an array."""
        return self.layers.setdefault(name, Layer())

    @property
    def come_or_gone(self) -> frozenset[int]:
        """The persons who are there only before, or only after."""
        return self.new_persons ^ self.absent

    def before(self) -> Facts:
        """The store without the changes, by the same indexes as `after`: those who come are there already, unnamed."""
        return self.facts

    def after(self) -> Facts:
        """The store with the changes, by the same indexes as `before`: those who are gone are still there, unnamed."""
        laid: dict[str, Array] = {}
        for name, layer in self.layers.items():
            laid[name] = Laid(below(self.facts.array(name)), layer)  # type: ignore[assignment]
        laid.update(self.ids)  # type: ignore[arg-type]
        newcomers = {**self.facts.newcomers, **self.names}
        return replace(self.facts, arrays=ChainMap(laid, dict(self.facts.arrays)), newcomers=newcomers)

    def for_evaluator(self) -> Facts:
        """The store with the changes, for asking about single people: nothing of it is copied. Everybody has the index
        that a delivery with the same rows would give them."""
        return leave_out(self.after(), self.absent, self.unnamed)

    def for_kernels(self) -> Facts:
        """The store with the changes, for a sweep: the arrays that changes touch are copied as they are asked for."""
        facts = self.for_evaluator()
        return replace(facts, arrays=Wholes(facts.arrays))
