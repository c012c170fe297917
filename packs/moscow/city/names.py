"""What people are called: surnames along the fathers, patronymics, first names of their time; the rows of
persons."""

from __future__ import annotations

import numpy as np

from . import figures
from . import name_lists as lists
from .block import Block
from .days import YEAR
from .draw import NEVER, Bools, Ints, Random, chance, where
from .tables import Rows

EASTERN = 0.055  # people with names of the Caucasus, the Volga or Central Asia (assumption)
UNCHANGING = 0.12  # surnames with one form for men and women
TAKES_HIS_NAME = 0.82  # wives with the husband's surname
DOUBLE = 0.012  # wives who join the two surnames
NO_PATRONYMIC = 0.25  # of foreign citizens

MEN = tuple(dict.fromkeys([name for names in lists.MEN for name in names] + list(lists.EASTERN_MEN)))
WOMEN = tuple(dict.fromkeys([name for names in lists.WOMEN for name in names] + list(lists.EASTERN_WOMEN)))
SURNAMES = lists.SURNAMES + lists.UNCHANGING + lists.EASTERN


def person_rows(block: Block, burial_by: Ints, burial_in_kind: Ints) -> Rows:
    """The rows of persons."""
    rng = block.rng("names")
    origin = _inherit(block, chance(rng, EASTERN, block.count).astype(np.int64))
    origin = np.where(block.foreign >= 2, 1, origin)
    first = _first_names(rng, block, origin)
    last, words = _surnames(rng, block, origin)
    rows = Rows(block, "persons", outlives=True)
    names = list(MEN) + list(WOMEN)
    known = np.where(chance(rng, 0.998, block.count), block.foreign, -1)
    native = np.where(chance(rng, 0.997, block.count), block.native, -1)
    rows.add(
        snils=np.arange(block.count),
        last_name=(last, words),
        first_name=(np.where(block.female, first + len(MEN), first), names),
        patronymic=_patronymics(rng, block, first, origin),
        sex=(block.sex, ["M", "F"]),
        birth_date=block.birth,
        death_date=block.death,
        citizenship=(known, ["RUS", "BLR", "KGZ", "OTHER"]),
        born_in_city=native,
        burial_by=burial_by,
        burial_in_kind=burial_in_kind,
    )
    return rows


def _inherit(block: Block, own: Ints) -> Ints:
    """The value of the first known ancestor in the father's line (of the mother's where there is no
    father)."""
    parent = np.where(block.father >= 0, block.father, block.mother)
    root = np.where(parent >= 0, parent, np.arange(block.count))
    for _ in range(5):
        root = root[root]
    return np.asarray(own[root])


def _zipf(rng: Random, names: int, size: int, steepness: float = 0.55) -> Ints:
    """Positions in a list whose first names are the commoner ones."""
    weights = np.cumsum(1 / np.arange(1, names + 1) ** steepness)
    return np.asarray(np.searchsorted(weights, rng.random(size) * weights[-1]), dtype=np.int64)


def _first_names(rng: Random, block: Block, origin: Ints) -> Ints:
    """Positions in MEN or WOMEN."""
    period = np.searchsorted(np.array(lists.NAME_YEARS), block.birth_year, side="right")
    first = np.zeros(block.count, dtype=np.int64)
    for female, names_of, eastern, order in (
        (False, lists.MEN, lists.EASTERN_MEN, MEN),
        (True, lists.WOMEN, lists.EASTERN_WOMEN, WOMEN),
    ):
        for number, names in enumerate((*names_of, eastern)):
            mask = (block.female == female) & (((origin == 0) & (period == number)) | ((origin == 1) & (number == 6)))
            who = where(mask)
            positions = np.array([order.index(name) for name in names])
            first[who] = positions[_zipf(rng, len(names), len(who))]
        rare = where((block.female == female) & (origin == 0) & chance(rng, 0.06, block.count))
        first[rare] = rng.integers(0, len(order) - len(eastern), len(rare))
    return _distinct(rng, block, origin, first)


def _distinct(rng: Random, block: Block, origin: Ints, first: Ints) -> Ints:
    """Brothers and sisters hardly ever share a first name: draw another for the second of a name."""
    for _ in range(3):
        child = where(block.mother >= 0)
        child = child[np.lexsort((child, first[child], block.sex[child], block.mother[child]))]
        same = np.zeros(len(child), dtype=np.bool_)
        for column in (block.mother, block.sex, first):
            same[1:] |= column[child[1:]] != column[child[:-1]]
        again = child[1:][~same[1:]]
        period = np.searchsorted(np.array(lists.NAME_YEARS), block.birth_year[again], side="right")
        for person, time in zip(again, np.where(origin[again] == 1, 6, period), strict=True):
            woman = block.female[person]
            names = (*lists.WOMEN, lists.EASTERN_WOMEN)[time] if woman else (*lists.MEN, lists.EASTERN_MEN)[time]
            first[person] = (WOMEN if woman else MEN).index(names[int(rng.integers(len(names)))])
    return first


def _surnames(rng: Random, block: Block, origin: Ints) -> tuple[Ints, list[str]]:
    """(position, words): men's forms, women's forms, then double surnames."""
    size = block.count
    plain = _zipf(rng, len(lists.SURNAMES), size, 0.45)
    fixed = len(lists.SURNAMES) + _zipf(rng, len(lists.UNCHANGING), size, 0.2)
    eastern = len(lists.SURNAMES) + len(lists.UNCHANGING) + _zipf(rng, len(lists.EASTERN), size, 0.3)
    own = np.where(origin == 1, eastern, np.where(chance(rng, UNCHANGING, size), fixed, plain))
    own = _inherit(block, own)
    name = own.copy()
    words = list(SURNAMES) + [lists.female_surname(surname) for surname in SURNAMES]
    husband = np.where(block.married > 0, block.partner, block.former)
    wed = (block.married > 0) | (block.former_since < NEVER)
    wife = where(block.female & wed & (husband >= 0) & chance(rng, TAKES_HIS_NAME, size))
    name[wife] = own[husband[wife]]
    fatherless = where((block.father < 0) & (block.mother >= 0))
    name[fatherless] = name[block.mother[fatherless]]
    both = wife[chance(rng, DOUBLE, len(wife)) & (own[wife] != name[wife])]
    position = np.where(block.female, name + len(SURNAMES), name)
    for person in both:
        words.append(f"{words[len(SURNAMES) + own[person]]}-{words[len(SURNAMES) + name[person]]}")
        position[person] = len(words) - 1
    return position, words


def _patronymics(rng: Random, block: Block, first: Ints, origin: Ints) -> tuple[Ints, list[str]]:
    """From the father's first name; people without a known father have one of their father's time."""
    generation = np.clip(np.searchsorted(np.array(lists.NAME_YEARS), block.birth_year - 27, side="right"), 0, 5)
    guess = np.zeros(block.count, dtype=np.int64)
    for number, names in enumerate((*lists.MEN, lists.EASTERN_MEN)):
        mask = ((generation == number) & (origin == 0)) | ((number == 6) & (origin == 1))
        who = where(mask)
        guess[who] = np.array([MEN.index(name) for name in names])[_zipf(rng, len(names), len(who))]
    child = where((block.father < 0) & (block.mother >= 0))
    eldest = np.full(block.count, -1)
    eldest[block.mother[child]] = child
    guess[child] = guess[eldest[block.mother[child]]]
    father = np.where(block.father >= 0, first[block.father], guess)
    none: Bools = (block.foreign >= 2) & chance(rng, NO_PATRONYMIC, block.count)
    none |= chance(rng, 0.002, block.count)
    words = [patronymic for name in MEN for patronymic in lists.patronymics(name)]
    return np.asarray(np.where(none, -1, father * 2 + block.sex)), words


def bury(block: Block) -> tuple[Ints, Ints]:
    """(burial_by, burial_in_kind) by person: a surviving spouse, a child, another grown resident; now and
    then unknown."""
    rng = block.rng("burials")
    taken, in_kind = np.full(block.count, -1), np.full(block.count, -1)
    dead = where(~block.alive)
    spouse = block.former[dead]
    by = np.where((spouse >= 0) & block.alive[spouse], spouse, -1)
    heir = np.full(block.count, -1)
    for parent in (block.mother, block.father):
        child = where(block.alive & (block.age >= 18) & (parent >= 0))
        heir[parent[child]] = child
    by = np.where((by < 0) & (heir[dead] >= 0), heir[dead], by)
    parent = np.where(block.mother[dead] >= 0, block.mother[dead], block.father[dead])
    by = np.where((by < 0) & (parent >= 0) & block.alive[parent], parent, by)
    grown = where(block.registered & (block.age >= 25) & (block.age < 75))
    if len(grown):
        someone = rng.choice(grown, len(dead))
        by = np.where((by < 0) & chance(rng, 0.8, len(dead)), someone, by)
    by = np.where(chance(rng, 0.03, len(dead)), -1, by)
    taken[dead] = by
    in_kind[dead] = np.where(chance(rng, 0.02, len(dead)), -1, chance(rng, 0.07, len(dead)).astype(np.int64))
    return taken, in_kind


def nationalities(block: Block) -> None:
    """Fill foreign: children mostly as their mothers."""
    rng = block.rng("citizenship")
    drawn = np.searchsorted(np.cumsum(figures.CITIZENSHIP), rng.random(block.count))
    old = block.birth < block.on - int(62 * YEAR)
    own = np.where(old, np.where(drawn == 3, 0, drawn), np.minimum(drawn, 3))
    mother = np.where(block.mother >= 0, own[block.mother], own)
    father = np.where(block.father >= 0, own[block.father], mother)
    block.foreign = np.asarray(np.where((mother == 0) | (father == 0), 0, own), dtype=np.int64)
    known = block.mother >= 0
    block.foreign = np.where(known & (mother > 0) & (father > 0), mother, block.foreign)
