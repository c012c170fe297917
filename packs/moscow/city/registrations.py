"""Where people were and are registered: a chain of permanent registrations, temporary ones beside them."""

from __future__ import annotations

import numpy as np

from .block import Block
from .days import YEAR
from .draw import NEVER, Bools, Ints, Random, between, chance, where
from .tables import Rows

NEVER_MOVED = 0.25  # families who have always lived where they live (assumption)
NATIVE = 0.52  # adults without a known mother who were born in the city (assumption)
NEW_PENSIONERS = 0.09  # old people registered for less than ten years (assumption)
ALSO_TEMPORARY = 0.015  # adults with a temporary registration beside the permanent one


def settle(block: Block) -> None:
    """Fill native and arrived: when the life in the city began."""
    rng = block.rng("arrivals")
    native = np.where(block.mother >= 0, chance(rng, 0.95, block.count), chance(rng, NATIVE, block.count))
    native &= (block.foreign == 0) | (block.mother >= 0)
    block.native = native.astype(np.int64)
    later = block.birth + ((18 + rng.gamma(1.6, 6.0, block.count)) * YEAR).astype(np.int64)
    new = (block.age >= 58) & chance(rng, NEW_PENSIONERS * 1.6, block.count)
    later = np.where(new, block.on - (rng.random(block.count) * 10 * YEAR).astype(np.int64), later)
    soon = block.birth + between(rng, 5, 60, block.count)
    arrived = np.where(native, soon, later)
    arrived = np.where(arrived > block.on - 30, block.on - between(rng, 30, 2500, block.count), arrived)
    arrived = np.maximum(arrived, block.birth)
    child = where((block.age < 18) & (block.mother >= 0))
    arrived[child] = np.maximum(soon[child], np.minimum(arrived[block.mother[child]], block.on - 20))
    infant = block.birth > block.on - 62
    block.arrived = np.asarray(np.where(infant, soon, np.maximum(arrived, block.birth)))


def registration_rows(block: Block) -> Rows:
    """The rows of registrations."""
    rng = block.rng("registrations")
    rows = Rows(block, "registrations", outlives=True)
    _permanent(rng, block, rows)
    _temporary(rng, block, rows)
    _of_the_dead(rng, block, rows)
    return rows


def _permanent(rng: Random, block: Block, rows: Rows) -> None:
    """Up to three homes: of youth, the family's former one, and that of today."""
    moved = block.on - (rng.gamma(1.3, 11.0, block.dwellings) * YEAR).astype(np.int64)
    moved = np.where(chance(rng, NEVER_MOVED, block.dwellings), -NEVER, moved)
    earlier = rng.integers(0, max(block.families, 1), block.dwellings)
    person = where(block.home >= 0)
    home, start = block.home[person], block.arrived[person]
    joined = _joined(rng, block, person)
    joined = np.where(joined - start < 40, start, joined)
    last = np.maximum(joined, moved[home])
    last = np.where(last - joined < 40, joined, last)
    last = np.minimum(last, np.maximum(block.on - 1, start))
    joined = np.minimum(joined, last)
    origin = rng.integers(0, max(block.families, 1), len(person))
    gap = np.where(chance(rng, 0.3, len(person)), between(rng, 1, 20, len(person)), 0)
    for place, since, until in (
        (origin, start, joined),
        (earlier[home], joined, last),
        (home, last, np.full(len(person), NEVER)),
    ):
        lasts = until > since
        end = np.where((until < NEVER) & (until - since > 39), until - gap, until)
        rows.add(snils=person[lasts], address_id=place[lasts], kind="P", since=since[lasts], until=end[lasts])


def _joined(rng: Random, block: Block, person: Ints) -> Ints:
    """When each person came to the family of today."""
    size = len(person)
    alone = block.adult_since[person] + (rng.gamma(1.5, 6.0, size) * YEAR).astype(np.int64)
    alone = np.where(chance(rng, 0.3, size), block.arrived[person], alone)
    joined = np.where(block.partner[person] >= 0, block.union_since[person] + between(rng, 0, 300, size), alone)
    joined = np.where(block.age[person] < 23, block.arrived[person], joined)
    return np.asarray(np.maximum(np.minimum(joined, block.on - 3), block.arrived[person]))


def _temporary(rng: Random, block: Block, rows: Rows) -> None:
    """Newcomers in dormitories and flats; some residents beside their permanent registration; old ones,
    ended."""
    guest = where(block.temporary > 0)
    dormitory = block.dwellings - 1 - rng.integers(0, max(len(guest) // (2 * 24), 1), len(guest))
    flat = rng.integers(0, max(block.families, 1), len(guest))
    place = np.where(chance(rng, 0.4, len(guest)), dormitory, flat)
    adult = where(block.registered & (block.age >= 18) & (block.temporary == 0))
    beside = adult[chance(rng, ALSO_TEMPORARY, len(adult))]
    past = adult[chance(rng, 0.03, len(adult))]
    for person, where_to, ends in (
        (guest, place, True),
        (beside, rng.integers(0, max(block.families, 1), len(beside)), True),
        (past, rng.integers(0, max(block.families, 1), len(past)), False),
    ):
        ago = between(rng, 5, 900, len(person)) + (0 if ends else 1000)
        since = np.maximum(block.on - ago, block.birth[person] + 1)
        until = (block.on if ends else since) + between(rng, 20, 900, len(person))
        rows.add(snils=person, address_id=where_to, kind="T", since=since, until=until)


def _of_the_dead(rng: Random, block: Block, rows: Rows) -> None:
    """The dead lived with a surviving spouse or somewhere in the city; now and then the row was never
    closed."""
    dead = where(~block.alive)
    spouse = block.former[dead]
    known = (spouse >= 0) & (block.home[spouse] >= 0)
    place = np.where(known, block.home[spouse], rng.integers(0, max(block.families, 1), len(dead)))
    since = np.minimum(block.arrived[dead], block.death[dead] - 1)
    since = np.maximum(since, block.birth[dead])
    until: Ints = np.where(chance(rng, 0.1, len(dead)), NEVER, block.death[dead])
    fine: Bools = (until > since) & (block.death[dead] > block.birth[dead]) & chance(rng, 0.96, len(dead))
    rows.add(snils=dead[fine], address_id=place[fine], kind="P", since=since[fine], until=until[fine])
