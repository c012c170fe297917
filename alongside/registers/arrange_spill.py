"""A checked register into the store: part after part is sorted and written, and given up as soon as it is."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from alongside.registers.sorted_keys import SortedKeys
from alongside.registers.spill import Spill
from alongside.rules.arrange import Arrays, Piece, arrange_register
from alongside.rules.facts import Array
from alongside.rules.order import rank_texts
from alongside.rules.schema import EMPTY, NOBODY, Column

WRITTEN = 1 << 18  # ids that are written at a time


def arrange_spill(
    spill: Spill, persons: int, places: SortedKeys, made: Arrays, *, renumber: Array | None = None
) -> None:
    """Put the arrays of a register; `places` are all place keys (any, where the register has no place column).

    With `renumber` the persons in the spill stand at other positions in the store (see `renumbered`).
    """
    pieces = _pieces(spill, persons, places, _ranks(spill, made), renumber)
    arrange_register(spill.register, pieces, persons, len(places), made)
    spill.folder.rmdir()


def renumbered(values: Array, renumber: Array) -> Array:
    """Positions among those persons who are left; NOBODY where a person is not. `renumber[i]` of those before
    position i are left."""
    filled = values != EMPTY
    at = np.where(filled, values, 0)
    left = renumber[at + 1] > renumber[at]
    return np.where(filled, np.where(left, renumber[at], NOBODY), EMPTY).astype(np.int32)


def _ranks(spill: Spill, made: Arrays) -> dict[str, Array]:
    """Put the texts of all id columns, and say for each row which text it holds."""
    ranks: dict[str, Array] = {}
    for column in spill.register.columns:
        if column.type == "id":
            texts = spill.column(column.name)
            which, ranks[column.name] = rank_texts(texts)
            for first in range(0, max(len(which), 1), WRITTEN):
                made.add(f"{spill.register.name}.{column.name}.ids", texts[which[first : first + WRITTEN]])
    return ranks


def _pieces(
    spill: Spill, persons: int, places: SortedKeys, ranks: dict[str, Array], renumber: Array | None
) -> Iterator[Piece]:
    def numbers_of(column: Column, values: Array) -> Array:
        if column.type == "id":
            return ranks[column.name][done : done + len(values)]
        if column.type == "place":
            return places.find(values)
        if column.type == "person" and renumber is not None:
            return renumbered(values, renumber)
        return values

    assert spill.splits is not None
    by_place = spill.register.column(spill.register.owner).type == "place"
    splits = spill.splits
    if by_place:
        splits = np.searchsorted(places.keys, splits)
    elif renumber is not None:
        splits = renumber[splits]
    bounds = [0, *splits.tolist(), len(places) if by_place else persons]
    done = 0
    for part, sheet in enumerate(spill.sheets()):
        spill.delete(part)
        columns = (column for column in spill.register.columns if column.type != "name")
        numbers = {column.name: numbers_of(column, sheet.columns[column.name]) for column in columns}
        done += len(sheet)
        yield Piece(bounds[part], bounds[part + 1], numbers, sheet.names)
