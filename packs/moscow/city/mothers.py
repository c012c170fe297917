"""Who is whose mother: children are given to women birth year by birth year, by mother's age and order of
birth."""

from __future__ import annotations

import numpy as np

from . import figures
from .block import Block
from .days import january
from .draw import NEVER, NOBODY, Bools, Floats, Ints, Random, by_step, chance, choose, pair

YEARS_BACK = 62
MAX_ORDER = 5
OLDER_COHORTS_YOUNGER = 0.2  # years of mother's age for each year before 2022 (fitted to a mean of 25.5 in 1997)
FEWER_LARGE, FEWER_SECOND = (
    0.076,
    0.020,
)  # third and later (second) births: rarer by this for each year before 2022
CLOSEST = 300  # days between two deliveries of one mother


def find_mothers(block: Block) -> None:
    """Fill `mother`: every order of birth is right because the children of a woman are given to her in
    time's order."""
    rng = block.rng("mothers")
    block.mother = np.full(block.count, NOBODY)
    known = chance(rng, by_step(figures.MOTHER_KNOWN, block.age), block.count)
    known &= block.twin_of < 0
    women = np.flatnonzero(block.female)
    later_born = _later_born(block)
    children_of = np.zeros(block.count, dtype=np.int64)
    last_birth = np.full(block.count, -(10**6))
    for year in range(block.on_year - YEARS_BACK, block.on_year + 1):
        born = np.flatnonzero(known & (block.birth_year == year))
        age, order = _wanted(rng, year, len(born))
        ages = year - block.birth_year[women]
        fertile = women[(ages >= 15) & (ages <= 50)]
        for attempt in range(3):
            free = fertile[last_birth[fertile] < int(january(year)) - (150 if attempt else 300)]
            left = np.flatnonzero(block.mother[born] < 0)
            bins = _bins(age[left], order[left], attempt)
            own = _bins(year - block.birth_year[free], np.minimum(children_of[free] + 1, MAX_ORDER), attempt)
            at, mother = pair(rng, bins, own)
            child, mother = born[left[at]], free[mother]
            fits = _fits(block, child, mother, last_birth)
            child, mother = child[fits], mother[fits]
            block.mother[child] = mother
            last_birth[mother] = block.birth[child]
            children_of[mother] += 1 + later_born[child]
    twins = np.flatnonzero(block.twin_of >= 0)
    block.mother[twins] = block.mother[block.twin_of[twins]]


def _later_born(block: Block) -> Ints:
    twins = block.twin_of[block.twin_of >= 0]
    return np.bincount(twins, minlength=block.count)


def _wanted(rng: Random, year: int, size: int) -> tuple[Ints, Ints]:
    """(mother's age, order) of so many births of the year, by the table of 2022 carried back."""
    group = choose(rng, [row[2] for row in figures.BIRTHS_BY_MOTHER], size)
    low = np.array([row[0] for row in figures.BIRTHS_BY_MOTHER])[group]
    earlier = max(2022 - year, 0)
    age = low + rng.integers(0, 5, size) - int(min(earlier * OLDER_COHORTS_YOUNGER, 5))
    orders = _order_shares(max(1 - FEWER_LARGE * earlier, 0.25), max(1 - FEWER_SECOND * earlier, 0.7))[group]
    order = (rng.random(size)[:, None] > np.cumsum(orders, axis=1)).sum(axis=1) + 1
    return np.asarray(np.maximum(age, 17)), np.asarray(np.minimum(order, MAX_ORDER))


def _order_shares(large: float, second: float) -> Floats:
    """Shares of orders by age group, third and later ones taken times `large`, second ones times `second`."""
    shares = np.array([row[3] for row in figures.BIRTHS_BY_MOTHER])
    shares[:, 2:] *= large
    shares[:, 1] *= second
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def _bins(age: Ints, order: Ints, attempt: int) -> Ints:
    """Who may meet: first by age and order, then by three years of age and order, then by age alone."""
    if attempt == 0:
        return np.asarray(age * 8 + order)
    if attempt == 1:
        return np.asarray(age // 3 * 8 + order)
    return np.asarray(age // 4 * 8)


def _fits(block: Block, child: Ints, mother: Ints, last_birth: Ints) -> Bools:
    alive = (block.death[mother] >= NEVER) | (block.death[mother] > block.birth[child])
    return np.asarray(alive & (block.birth[child] - last_birth[mother] > CLOSEST) & (child != mother))
