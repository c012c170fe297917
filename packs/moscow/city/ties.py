"""Who raises whom: adoption, guardianship, parents who lost their rights; the rows of parent_child and
marriages."""

from __future__ import annotations

import numpy as np

from .block import Block
from .days import YEAR
from .draw import NEVER, NOBODY, Bools, Ints, Random, between, chance, pair, where
from .tables import Rows

DEPRIVED = 0.004  # of minors: the parents lost their rights (Rosstat: about 1% under guardianship for all reasons)
ADOPTED = 0.35  # of minors without a parent who are not with a relative (assumption)
PROVIDED = 0.15  # of the others: on full state provision (assumption)
STEP_ADOPTED = 0.10  # of step-children without a recorded father (assumption)


def raise_children(block: Block) -> None:
    """Fill guardian, adopter, provided and deprived for children whose parents are dead, unknown or
    without rights."""
    rng = block.rng("ties")
    size = block.count
    block.guardian, block.adopter = np.full(size, NOBODY), np.full(size, NOBODY)
    block.provided = np.zeros(size, dtype=np.int64)
    minor = block.registered & (block.age < 18)
    block.deprived = np.where(minor & (block.age >= 1) & chance(rng, DEPRIVED, size), 3, 0)
    one = minor & chance(rng, 0.004, size) & (block.deprived == 0) & (block.age >= 2) & (block.mother >= 0)
    block.deprived[one & (block.father >= 0)] = 2
    alone = where(minor & ~_has_parent(block))
    grandmother = np.where(block.mother[alone] >= 0, block.mother[block.mother[alone]], NOBODY)
    near = (grandmother >= 0) & block.registered[grandmother]
    block.guardian[alone[near]] = grandmother[near]
    others = alone[~near]
    draw = rng.random(len(others))
    _adopt(rng, block, others[draw < ADOPTED])
    left = others[(draw >= ADOPTED) | (block.adopter[others] < 0)]
    provided = chance(rng, PROVIDED, len(left))
    block.provided[left[provided]] = 1
    _find_guardians(rng, block, left[~provided])


def _has_parent(block: Block) -> Bools:
    """With a living parent who has the rights."""
    mother = (block.mother >= 0) & block.registered[block.mother] & (block.deprived & 1 == 0)
    father = (block.father >= 0) & block.registered[block.father] & (block.deprived & 2 == 0)
    return np.asarray(mother | father, dtype=np.bool_)


def _adopt(rng: Random, block: Block, children: Ints) -> None:
    wives = where(block.female & (block.married > 0) & block.registered & (block.age >= 30) & (block.age < 52))
    wives = wives[block.registered[block.partner[wives]] & (block.union_since[wives] < block.on - 900)]
    youngest = np.maximum(block.birth[wives], block.birth[block.partner[wives]])
    at, own = pair(rng, np.zeros(len(children), np.int64), np.zeros(len(wives), np.int64))
    fits = block.birth[children[at]] - youngest[own] > int(18 * YEAR)
    block.adopter[children[at[fits]]] = wives[own[fits]]


def _find_guardians(rng: Random, block: Block, children: Ints) -> None:
    women = where(block.female & block.registered & (block.age >= 38) & (block.age < 66))
    at, own = pair(rng, np.zeros(len(children), np.int64), np.zeros(len(women), np.int64))
    block.guardian[children[at]] = women[own]


def tie_rows(block: Block) -> Rows:
    """The rows of parent_child."""
    rng = block.rng("tie rows")
    rows = Rows(block, "parent_child", outlives=True)
    for parent, bit in ((block.mother, 1), (block.father, 2)):
        child = where(parent >= 0)
        rights = _lost(rng, block, child, (block.deprived[child] & bit) > 0)
        ended = rights < NEVER
        rows.add(
            child_snils=child,
            adult_snils=parent[child],
            kind="BIRTH",
            since=block.birth[child],
            until=rights,
            until_reason=(np.where(ended, 0, -1), ["DEPRIVED"]),
        )
    _adoption_rows(rng, block, rows)
    _guardian_rows(rng, block, rows)
    return rows


def _lost(rng: Random, block: Block, child: Ints, lost: Bools) -> Ints:
    """When the rights were lost: between the first months and today."""
    day = between(rng, block.birth[child] + 100, np.minimum(block.birth[child] + 5000, block.on - 1), len(child))
    return np.asarray(np.where(lost & (day > block.birth[child]), day, NEVER))


def _adoption_rows(rng: Random, block: Block, rows: Rows) -> None:
    child = where(block.adopter >= 0)
    wife = block.adopter[child]
    husband = block.partner[wife]
    since = np.maximum(block.birth[child] + between(rng, 40, 1500, len(child)), block.union_since[wife] + 200)
    since = np.minimum(since, block.on - 1)
    for adult in (wife, husband):
        rows.add(
            child_snils=child,
            adult_snils=adult,
            kind="ADOPTION",
            since=since,
        )
    step = where(block.registered & (block.father < 0) & (block.mother >= 0) & (block.age < 23))
    step = step[(block.partner[block.mother[step]] >= 0) & chance(rng, STEP_ADOPTED * 4, len(step))]
    man = block.partner[block.mother[step]]
    start = np.maximum(block.union_since[man], block.birth[step]) + between(rng, 150, 1500, len(step))
    undone = chance(rng, 0.06, len(step)) & (start < block.on - 400)
    until = np.where(undone, start + between(rng, 200, 390, len(step)), NEVER)
    old = block.birth[step] - block.birth[man] > int(17 * YEAR)
    rows.add(
        child_snils=step[old],
        adult_snils=man[old],
        kind="ADOPTION",
        since=start[old],
        until=until[old],
        until_reason=(np.where(undone, 0, -1)[old], ["CANCELLED"]),
    )


def _guardian_rows(rng: Random, block: Block, rows: Rows) -> None:
    child = where(block.guardian >= 0)
    since = np.minimum(block.birth[child] + between(rng, 60, 4000, len(child)), block.on - 2)
    since = np.maximum(since, block.birth[child])
    rows.add(child_snils=child, adult_snils=block.guardian[child], kind="GUARDIAN", since=since)
    grown = where(block.registered & (block.age >= 18) & (block.age < 40) & (block.mother >= 0))
    grown = grown[chance(rng, 0.012, len(grown))]
    adult = block.mother[block.mother[grown]]
    fine = adult >= 0
    grown, adult = grown[fine], adult[fine]
    rows.add(
        child_snils=grown,
        adult_snils=adult,
        kind="GUARDIAN",
        since=block.birth[grown] + between(rng, 500, 4000, len(grown)),
        until=block.adult_since[grown],
        until_reason="ENDED",
    )


def marriage_rows(block: Block) -> Rows:
    """The rows of marriages: those of today, and earlier ones ended by divorce or by a death."""
    rng = block.rng("marriages")
    rows = Rows(block, "marriages", outlives=True)
    wife = where(block.female & (block.married > 0))
    former = where(block.female & (block.former >= 0) & (block.former_since < NEVER))
    for women, men, since, until in (
        (wife, block.partner[wife], block.union_since[wife], np.full(len(wife), NEVER)),
        (former, block.former[former], block.former_since[former], block.former_until[former]),
    ):
        turned = chance(rng, 0.5, len(women))
        first, second = np.where(turned, men, women), np.where(turned, women, men)
        rows.add(spouse_a=first, spouse_b=second, married_on=since, ended_on=until)
    return rows
