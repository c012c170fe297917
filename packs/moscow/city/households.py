"""Who is registered with whom: every person joins a host, hosts join theirs, and a host with its guests is
a home."""

from __future__ import annotations

import numpy as np

from .block import Block
from .draw import Bools, Ints, Random, by_step, chance, some, where
from .keys import places_a_block

# Fitted to the household sizes of the 2021 census.
APART = 0.06  # couples registered at two addresses
AT_FATHERS = 0.09  # children of parted parents registered with the father
AT_GRANDMOTHERS = 0.03  # children registered apart from their parents
GROWN_AT_PARENTS = ((18, 0.92), (23, 0.80), (30, 0.64), (40, 0.52))
COUPLES_AT_PARENTS = 0.22
OLD_AT_CHILDREN = 0.30
SHARED = 0.22  # lone people who share a dwelling with another family (kin, communal flats)
TEMPORARY = 0.30  # young newcomers and foreigners who are only temporarily registered
IN_ONE_HOUSE = 24  # places in an institution or dormitory


def house(block: Block) -> None:
    """Fill home, temporary, families and dwellings."""
    rng = block.rng("households")
    block.temporary = _newcomers(rng, block).astype(np.int64)
    host = np.arange(block.count)
    settled = block.registered & (block.temporary == 0)
    _children(rng, block, host, settled)
    _grown(rng, block, host, settled)
    _couples(rng, block, host, settled)
    _old(rng, block, host, settled)
    root = _follow(host)
    here = where(settled & (block.provided == 0))
    _, number, size = np.unique(root[here], return_inverse=True, return_counts=True)
    block.home = np.full(block.count, -1)
    block.home[here] = _share(rng, number, size, places_a_block(block.blocks))[number]
    block.families = int(block.home.max(initial=-1)) + 1
    _institutions(block)


def _newcomers(rng: Random, block: Block) -> Bools:
    free = block.registered & (block.age >= 17) & (block.partner < 0) & (block.mother < 0)
    mothers = np.zeros(block.count, dtype=np.bool_)
    mothers[block.mother[block.mother >= 0]] = True
    mothers[block.father[block.father >= 0]] = True
    for adult in (block.guardian, block.adopter):
        mothers[adult[adult >= 0]] = True
    young = by_step(((17, 0.5), (23, 0.08), (40, 0.01)), block.age)
    rate = np.where(block.foreign > 0, TEMPORARY, young)
    return free & ~mothers & chance(rng, rate, block.count)


def _children(rng: Random, block: Block, host: Ints, settled: Bools) -> None:
    """Children join the mother, the father, a grandmother, the adoptive mother or the guardian."""
    child = where(settled & (block.age < 23) & (block.partner < 0))
    mother, father = block.mother[child], block.father[child]
    with_mother = (mother >= 0) & settled[mother] & (block.deprived[child] & 1 == 0)
    with_father = (father >= 0) & settled[father] & (block.deprived[child] & 2 == 0)
    parted = with_father & with_mother & (block.partner[mother] != father)
    to_father = with_father & (~with_mother | (parted & chance(rng, AT_FATHERS, len(child))))
    goal = np.where(with_mother, mother, child)
    goal = np.where(to_father, father, goal)
    grandmother = np.where(mother >= 0, block.mother[mother], -1)
    away = with_mother & (grandmother >= 0) & settled[grandmother] & chance(rng, AT_GRANDMOTHERS, len(child))
    goal = np.where(away, grandmother, goal)
    for raiser in (block.guardian[child], block.adopter[child]):
        goal = np.where((raiser >= 0) & settled[raiser], raiser, goal)
    grown = (block.age[child] >= 18) & ~chance(rng, 0.9, len(child))
    host[child] = np.where(grown, child, goal)


def _grown(rng: Random, block: Block, host: Ints, settled: Bools) -> None:
    """Grown children without a partner often still live with a parent; lone mothers with theirs."""
    grown = where(settled & (block.age >= 23) & (block.partner < 0))
    mother, father = block.mother[grown], block.father[grown]
    parent = np.where((mother >= 0) & settled[mother], mother, father)
    stays = (parent >= 0) & settled[parent]
    stays &= chance(rng, by_step(GROWN_AT_PARENTS, block.age[grown]), len(grown))
    host[grown[stays]] = parent[stays]


def _couples(rng: Random, block: Block, host: Ints, settled: Bools) -> None:
    """Husbands join their wives, unless registered apart; some couples live with her or his mother."""
    wife = where(settled & block.female & (block.partner >= 0))
    husband = block.partner[wife]
    together = settled[husband] & ~chance(rng, APART, len(wife))
    host[husband[together]] = wife[together]
    for spouse, rate in ((wife, COUPLES_AT_PARENTS), (husband, COUPLES_AT_PARENTS * 0.5)):
        mother = block.mother[spouse]
        stays = (mother >= 0) & settled[mother] & (host[wife] == wife) & chance(rng, rate, len(wife))
        stays &= (mother != wife) & (mother != husband) & together & (block.age[wife] < 45)
        host[wife[stays]] = mother[stays]


def _old(rng: Random, block: Block, host: Ints, settled: Bools) -> None:
    """Old people without a partner move to a child, if nobody has joined them."""
    joined = np.zeros(block.count, dtype=np.bool_)
    joined[host[host != np.arange(block.count)]] = True
    for parent in (block.mother, block.father):
        child = where(settled & (parent >= 0) & (block.age >= 30))
        old = parent[child]
        moves = settled[old] & (block.age[old] >= 70) & (block.partner[old] < 0) & ~joined[old]
        moves &= (host[old] == old) & chance(rng, OLD_AT_CHILDREN, len(child))
        host[old[moves]] = child[moves]
        joined[child[moves]] = True


def _follow(host: Ints) -> Ints:
    """The last host of each person's chain."""
    root = host
    for _ in range(12):
        root = root[root]
    return root


def _share(rng: Random, number: Ints, size: Ints, room: int) -> Ints:
    """The dwelling of each family: lone people partly share, and more families do where addresses run out."""
    lone = where(size == 1)
    reserve = 40 + len(number) // 500
    share = max(len(lone) * SHARED, len(size) + reserve - room)
    guests = some(rng, lone, share) if len(size) > 1 else lone[:0]
    stays = np.ones(len(size), dtype=np.bool_)
    stays[guests] = False
    dwelling = np.where(stays, np.cumsum(stays) - 1, -1)
    fitting = stays & (size <= 4) & ((size >= 2) | chance(rng, 0.3, len(size)))
    hosts = where(fitting) if fitting.any() else where(stays)
    if len(hosts):
        dwelling[guests] = dwelling[rng.permutation(hosts)[np.arange(len(guests)) % len(hosts)]]
    return np.asarray(dwelling)


def _institutions(block: Block) -> None:
    """Family centres for children on state provision and dormitories for newcomers stand after the
    families."""
    wards = where(block.registered & (block.provided > 0))
    block.home[wards] = block.families + np.arange(len(wards)) // IN_ONE_HOUSE
    guests = int((block.temporary > 0).sum())
    block.dwellings = block.families + -(-len(wards) // IN_ONE_HOUSE) + max(guests // (2 * IN_ONE_HOUSE), 1)
