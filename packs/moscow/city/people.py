"""Who there is: the living of the pyramid, the dead of the last decades, and who was born together."""

from __future__ import annotations

import numpy as np

from . import figures
from .block import Block
from .days import YEAR
from .draw import NEVER, NOBODY, Floats, Ints, Random, chance

RECENT_YEARS, DEAD_YEARS, KEPT_OF_OLDER = 3.0, 25.0, 0.36
UNREGISTERED = 0.006  # living people known to the city without a registration in it
FIRST_BIRTH = -25567  # 1900-01-01


def sample_people(block: Block) -> None:
    """Fill sex, birth and death: the living in the shares of the pyramid, then the unregistered, then the
    dead."""
    rng = block.rng("people")
    shares = np.array([(men, women) for _, _, men, women, _, _ in figures.PYRAMID])
    shares[0] *= figures.BIRTHS_A_YEAR * 100 / shares[0].sum()
    sex, age = _spread(rng, shares, block.people)
    extra_sex, extra_age = _spread(rng, shares[5:13], int(block.people * UNREGISTERED + rng.random()), first=5)
    dead_sex, dead_age, died = _dead(rng, shares, block)
    order = rng.permutation(block.people)
    alive = block.people + len(extra_sex)
    block.sex = np.concatenate([sex[order], extra_sex, dead_sex])
    birth = np.concatenate([block.on - age[order], block.on - extra_age, died - dead_age])
    block.birth = np.maximum(birth, FIRST_BIRTH + 40)
    block.death = np.concatenate([np.full(alive, NEVER), np.maximum(died, FIRST_BIRTH + 41)])
    block.twin_of = _bear_together(rng, block)


def _spread(rng: Random, shares: Floats, size: int, first: int = 0) -> tuple[Ints, Ints]:
    """(sex, age in days) of `size` people at equal steps through the shares: as near to them as whole
    people can be."""
    bounds = np.concatenate([[0.0], np.cumsum(shares.ravel())])
    at = (np.arange(size) + rng.random()) / max(size, 1) * bounds[-1]
    cell = np.clip(np.searchsorted(bounds, at, side="right") - 1, 0, shares.size - 1)
    inside = (at - bounds[cell]) / (bounds[cell + 1] - bounds[cell])
    return cell % 2, np.asarray(np.floor(_age_within(cell // 2 + first, inside) * YEAR), dtype=np.int64)


def _age_within(group: Ints, inside: Floats) -> Floats:
    """The age in years of those a part of the way through their age group."""
    low = np.array([row[0] for row in figures.PYRAMID], dtype=np.float64)[group]
    high = np.array([row[1] for row in figures.PYRAMID], dtype=np.float64)[group]
    oldest = (-np.log(1 - inside * 0.9995) / figures.OLDEST_A) ** (1 / figures.OLDEST_B)
    return np.asarray(np.where(low == 85, 85 + np.minimum(oldest, 25), low + inside * (high - low)))


def _dead(rng: Random, shares: Floats, block: Block) -> tuple[Ints, Ints, Ints]:
    """(sex, age in days at death, day of death): all deaths of recent years, a part of the older ones."""
    rates = np.array([(men, women) for *_, men, women in figures.PYRAMID])
    years = RECENT_YEARS + (DEAD_YEARS - RECENT_YEARS) * KEPT_OF_OLDER
    size = int(block.people * figures.DEATHS_A_YEAR * years + rng.random())
    sex, age = _spread(rng, shares * rates, size)
    recent = rng.random(size) < RECENT_YEARS / years
    ago = np.where(recent, rng.random(size) * RECENT_YEARS, rng.uniform(RECENT_YEARS, DEAD_YEARS, size))
    order = rng.permutation(size)
    died = np.asarray(block.on - np.floor(ago * YEAR), dtype=np.int64)
    return sex[order], age[order], died


def _bear_together(rng: Random, block: Block) -> Ints:
    """Give twins and triplets one birth date; returns for the later-born the position of the first."""
    twin_of = np.full(block.count, NOBODY)
    children = np.flatnonzero((block.birth > block.on - int(60 * YEAR)) & (block.death >= NEVER))
    children = children[children < block.people]
    children = children[np.argsort(block.birth[children], kind="stable")]
    first = np.flatnonzero(chance(rng, figures.MULTIPLE_BIRTHS, max(len(children) - 2, 0)))
    first = first[np.diff(first, prepend=-9) > 2]  # sets do not overlap
    for step, among in ((1, first), (2, first[chance(rng, figures.TRIPLETS, len(first))])):
        block.birth[children[among + step]] = block.birth[children[among]]
        twin_of[children[among + step]] = children[among]
    return twin_of
