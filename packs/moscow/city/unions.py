"""Who lives with whom: couples of today, earlier spouses, widows and widowers, and so the fathers of
children."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import figures
from .block import Block
from .days import YEAR
from .draw import NEVER, NOBODY, Bools, Floats, Ints, Random, by_step, chance, pair, where

AGE_GAP, AGE_GAP_SPREAD = 2.3, 3.6  # years the man is older (Rosstat: brides and grooms by age)
BLENDED = ((0, 0.16), (60, 0.75))  # mothers with a partner whose elder children have another father (fitted)
NO_FATHER_RECORDED = 0.12  # of mothers without a partner (assumption)
WIDOWED = ((0, 0.36), (45, 0.36), (60, 0.55))  # of mothers and old women without a partner (fitted)


@dataclass(frozen=True)
class Offspring:
    """The children of each woman in order of birth: `birth[start[w] : start[w] + number[w]]`."""

    child: Ints
    birth: Ints
    start: Ints
    number: Ints
    rank: Ints  # by child: 1 for the first of the mother, 0 without a mother

    @classmethod
    def of(cls, block: Block) -> Offspring:
        """Sort the children by mother and birth."""
        child = where(block.mother >= 0)
        child = child[np.lexsort((child, block.birth[child], block.mother[child]))]
        number = np.bincount(block.mother[child], minlength=block.count)
        start = np.cumsum(number) - number
        rank = np.zeros(block.count, dtype=np.int64)
        rank[child] = np.arange(len(child)) - start[block.mother[child]] + 1
        return cls(child, block.birth[child], start, number, rank)

    def birth_of(self, woman: Ints, rank: Ints, default: int) -> Ints:
        """The birth date of her child of this rank; `default` where there is none."""
        if not len(self.birth):
            return np.full(len(woman), default)
        at = np.clip(self.start[woman] + rank - 1, 0, len(self.birth) - 1)
        return np.asarray(np.where((rank >= 1) & (rank <= self.number[woman]), self.birth[at], default))


def form_unions(block: Block) -> None:
    """Fill partner, married, union_since, former, former_since, former_until and father."""
    rng = block.rng("unions")
    none, never = np.full(block.count, NOBODY), np.full(block.count, NEVER)
    block.partner, block.former, block.father = none.copy(), none.copy(), none.copy()
    block.union_since, block.former_since, block.former_until = never.copy(), never.copy(), never.copy()
    block.married = np.zeros(block.count, dtype=np.int64)
    offspring = Offspring.of(block)
    _couple(rng, block, offspring)
    elder = _date_unions(rng, block, offspring)
    _find_former(rng, block, offspring, elder)
    _date_former(rng, block, offspring, elder)
    _name_fathers(block, offspring, elder)


def _couple(rng: Random, block: Block, offspring: Offspring) -> None:
    women = where(block.alive & block.female & (block.age >= 18))
    rate = _partner_rate(block, offspring, women)
    women = women[chance(rng, rate, len(women))]
    free = chance(rng, by_step(((0, 0.9), (30, 0.84), (60, 0.86)), block.age), block.count)
    for _ in range(4):
        men = where(block.alive & ~block.female & free & (block.partner < 0) & (block.age >= 18))
        women = women[block.partner[women] < 0]
        wife, husband = pair(rng, _husband_year(rng, block, women), block.birth_year[men])
        wife, husband = women[wife], men[husband]
        strangers = (block.mother[wife] != block.mother[husband]) | (block.mother[wife] < 0)
        strangers &= (block.mother[husband] != wife) & (block.mother[wife] != husband)
        block.partner[wife[strangers]] = husband[strangers]
        block.partner[husband[strangers]] = wife[strangers]


def _husband_year(rng: Random, block: Block, women: Ints) -> Ints:
    gap = np.clip(np.round(rng.normal(AGE_GAP, AGE_GAP_SPREAD, len(women))), -9, 20)
    return np.asarray(block.birth_year[women] - gap, dtype=np.int64)


def _partner_rate(block: Block, offspring: Offspring, women: Ints) -> Floats:
    """The rate of having a partner: mothers of minors more often, so that each age group keeps its share."""
    last = offspring.birth_of(women, offspring.number[women], -(10**6))
    mothers = last > block.on - int(18 * YEAR)
    group = np.minimum(block.age[women] // 5, 20)
    share = by_step(figures.PARTNERED, block.age[women])
    of_mothers = np.bincount(group, mothers, 21) / np.maximum(np.bincount(group, minlength=21), 1)
    mother_rate = np.maximum(figures.MOTHERS_PARTNERED, share)
    others = (share - mother_rate * of_mothers[group]) / np.maximum(1 - of_mothers[group], 0.05)
    return np.asarray(np.where(mothers, mother_rate, np.clip(others, 0.05, 0.95)))


def _date_unions(rng: Random, block: Block, offspring: Offspring) -> Ints:
    """Set married and union_since of couples; returns for each woman how many of her children came before
    it."""
    wife = where(block.female & (block.partner >= 0))
    husband = block.partner[wife]
    size, number = len(wife), offspring.number[wife]
    blended = chance(rng, by_step(BLENDED, block.age[wife]), size) & (number > 0)
    elder = np.where(blended, np.minimum((rng.random(size) * number).astype(np.int64) + 1, number), 0)
    low = np.maximum(block.adult_since[wife], block.adult_since[husband])
    first = offspring.birth_of(wife, elder + 1, NEVER)
    before = first - (rng.gamma(1.6, 1.3, size) * YEAR).astype(np.int64)
    before = np.where(chance(rng, 0.10, size), first + (rng.random(size) * 2 * YEAR).astype(np.int64), before)
    since = np.where(first < NEVER, before, _childless_union(rng, block, wife, low))
    after = offspring.birth_of(wife, elder, -(10**6)) + (YEAR * (0.8 + rng.gamma(1.5, 1.5, size))).astype(np.int64)
    since = np.maximum(np.where(elder > 0, np.maximum(after, since), since), low)
    fine = since < block.on
    married = chance(rng, by_step(figures.MARRIED_OF_PARTNERED, block.age[wife]), size) & fine
    since = np.minimum(since, block.on - 1)
    for spouse in (wife, husband):
        block.union_since[spouse], block.married[spouse] = since, married
    elders = np.zeros(block.count, dtype=np.int64)
    elders[wife] = elder
    return elders


def _childless_union(rng: Random, block: Block, wife: Ints, low: Ints) -> Ints:
    """When couples without known children began: the old in youth or late, the young lately."""
    size, birth = len(wife), block.birth[wife]
    early = birth + ((20 + rng.gamma(3.0, 1.5, size)) * YEAR).astype(np.int64)
    old = block.age[wife] >= 62
    late = low + (rng.random(size) ** 0.8 * (block.on - low) * np.where(old, 0.75, 1.0)).astype(np.int64)
    late = np.where(old, np.maximum(late, birth + int(30 * YEAR)), late)
    return np.asarray(np.where(chance(rng, figures.EARLY_MARRIAGES_OF_OLD, size) & (early < block.on), early, late))


def _find_former(rng: Random, block: Block, offspring: Offspring, elder: Ints) -> None:
    """Pair women with the parent of their earlier children, a divorced or a dead spouse."""
    mothers = offspring.number > 0
    alone = block.alive & block.female & (block.partner < 0) & (block.age >= 18)
    widowed = chance(rng, by_step(WIDOWED, block.age), block.count)
    known = chance(rng, 1 - NO_FATHER_RECORDED, block.count)
    dead_man, dead_woman = ~block.alive & ~block.female, ~block.alive & block.female
    grown = block.adult_since < block.death - 700
    single_man = block.alive & ~block.female & (block.partner < 0) & (block.age >= 19)
    _match(rng, block, alone & widowed & (mothers | (block.age >= 60)) & known, dead_man & grown)
    _match(rng, block, dead_woman & grown & (mothers | chance(rng, 0.5, block.count)), single_man)
    some_men = block.alive & ~block.female & chance(rng, 0.55, block.count) & (block.age >= 19)
    _match(rng, block, block.alive & (elder > 0) & known, some_men)
    _match(rng, block, alone & mothers & known, some_men)
    _match(rng, block, dead_woman & grown & mothers, dead_man & grown)
    childless = (block.partner >= 0) & chance(rng, 0.10, block.count) & (block.age >= 32) & (elder == 0)
    childless &= block.female & block.alive
    divorced = alone & ~mothers & (block.age >= 28) & chance(rng, 0.25, block.count)
    _match(rng, block, childless | divorced, some_men & (block.age >= 28))


def _match(rng: Random, block: Block, women: Bools, men: Bools) -> None:
    for _ in range(3):
        wives, husbands = where(women & (block.former < 0)), where(men & (block.former < 0))
        wife, husband = pair(rng, _husband_year(rng, block, wives), block.birth_year[husbands])
        wife, husband = wives[wife], husbands[husband]
        other = block.partner[wife] != husband
        other &= (block.mother[husband] != wife) & (block.mother[wife] < 0) | (
            block.mother[wife] != block.mother[husband]
        ) & (block.mother[husband] != wife)
        block.former[wife[other]], block.former[husband[other]] = husband[other], wife[other]


def _date_former(rng: Random, block: Block, offspring: Offspring, elder: Ints) -> None:
    """Set the dates of earlier marriages where they fit between youth, children and the union of today."""
    wife = where(block.female & (block.former >= 0))
    husband, size = block.former[wife], 0
    size = len(wife)
    count = np.where(block.partner[wife] >= 0, elder[wife], offspring.number[wife])
    first = offspring.birth_of(wife, np.ones(size, np.int64), NEVER)
    first = np.where(count > 0, first, NEVER)
    last = offspring.birth_of(wife, count, -(10**6))
    low = np.maximum(block.adult_since[wife], block.adult_since[husband])
    youth = block.birth[wife] + ((20.5 + rng.gamma(2.0, 2.0, size)) * YEAR).astype(np.int64)
    since = np.where(first < NEVER, first - (rng.gamma(1.6, 1.0, size) * YEAR).astype(np.int64), youth)
    since = np.maximum(since, low)
    death = np.minimum(block.death[wife], block.death[husband])
    high = np.minimum(np.minimum(_married_since(block, wife), _married_since(block, husband)), block.on)
    widowed = death < NEVER
    start = np.maximum(since + 300, last + 100)
    spread = np.minimum(high - 30 - start, int(14 * YEAR))
    until = np.where(widowed, NEVER, start + (rng.random(size) * np.maximum(spread, 1)).astype(np.int64))
    fits = np.where(widowed, (since + 100 < death) & (high >= death), (spread > 60) & (until < block.on))
    fits &= chance(rng, 0.8, size) | widowed
    for spouse in (wife, husband):
        block.former_since[spouse] = np.where(fits, since, NEVER)
        block.former_until[spouse] = np.where(fits, until, NEVER)


def _married_since(block: Block, person: Ints) -> Ints:
    return np.asarray(np.where(block.married[person] > 0, block.union_since[person], NEVER))


def _name_fathers(block: Block, offspring: Offspring, elder: Ints) -> None:
    """The father by birth: the partner of today, for elder children the former one, if his years allow it."""
    child = offspring.child
    mother = block.mother[child]
    earlier = (block.partner[mother] < 0) | (offspring.rank[child] <= elder[mother])
    father = np.where(earlier, block.former[mother], block.partner[mother])
    fine = (father >= 0) & (block.birth[child] - block.birth[father] > int(16 * YEAR))
    fine &= block.birth[child] < block.death[father] + 280
    block.father[child[fine]] = father[fine]
