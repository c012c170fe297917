"""Who has lost whom: dead parents and spouses, and how many children they had (9, 10)."""

from __future__ import annotations

import numpy as np

from bench.openfisca.kinship import Arrays, People, Ties, counted, pairs
from bench.openfisca.registers import NOBODY, Delivery

PARENTS = 2  # dead parents that a person has places for in the country package


def breadwinners(delivery: Delivery, people: People, ties: Ties, record: np.ndarray, points: np.ndarray) -> Arrays:
    """For everybody: the record, points and children of dead parents and of a dead spouse."""
    kept = children_kept(people, ties)
    facts = dead_parents(people, ties, kept, record, points)
    facts.update(dead_spouse(delivery, people, ties, kept, record, points))
    every = ties.begun & ~ties.guardian
    child, _ = pairs(ties.child[every], ties.adult[every], people.count)
    facts["parents_recorded"] = counted(people.count, child)
    return facts


def held_at_death(people: People, ties: Ties) -> np.ndarray:
    """Ties by birth or adoption that held on the day before the adult's death, or at the child's birth."""
    day = np.maximum(people.death[ties.adult] - 1, people.birth[ties.child])
    return ties.begun & ~ties.guardian & (ties.since <= day) & (day < ties.until)


def children_kept(people: People, ties: Ties) -> np.ndarray:
    """How many living persons under 18 each adult had."""
    minors = held_at_death(people, ties) & people.alive[ties.child] & (people.age[ties.child] < 18)
    _, adult = pairs(ties.child[minors], ties.adult[minors], people.count)
    return counted(people.count, adult)


def dead_parents(people: People, ties: Ties, kept: np.ndarray, record: np.ndarray, points: np.ndarray) -> Arrays:
    """Places for two dead parents of each person under 23."""
    count = people.count
    lost = held_at_death(people, ties) & (people.death[ties.adult] <= people.on) & (people.age[ties.child] < 23)
    child, parent = pairs(ties.child[lost], ties.adult[lost], count)
    rank = np.arange(len(child)) - np.searchsorted(child, child)
    if rank.max(initial=0) >= PARENTS:
        raise ValueError(f"somebody has lost more than {PARENTS} parents, and the country package has no place for it")
    facts: Arrays = {"dead_parents": counted(count, child)}
    for place in range(PARENTS):
        c, b = child[rank == place], parent[rank == place]
        facts.update(_one(f"dead_parent_{place + 1}", count, c, b, record, points))
        sharers = np.ones(count, np.int32)
        sharers[c] = np.maximum(kept[b] + (people.age[c] >= 18), 1)
        facts[f"dead_parent_{place + 1}_sharers"] = sharers
    return facts


def _one(name: str, count: int, p: np.ndarray, b: np.ndarray, record: np.ndarray, points: np.ndarray) -> Arrays:
    insured, had = np.zeros(count, bool), np.zeros(count, np.int32)
    insured[p], had[p] = record[b] >= 1, points[b]
    return {f"{name}_insured": insured, f"{name}_points": had}


def dead_spouse(
    delivery: Delivery, people: People, ties: Ties, kept: np.ndarray, record: np.ndarray, points: np.ndarray
) -> Arrays:
    """The dead other party of the last marriage, if it held on the day before the death."""
    count = people.count
    rows = delivery.rows("marriages")
    p = np.concatenate([rows["spouse_a"], rows["spouse_b"]])
    b = np.concatenate([rows["spouse_b"], rows["spouse_a"]])
    married, ended = np.tile(rows["married_on"], 2), np.tile(rows["ended_on"], 2)
    begun = married <= people.on
    p, b, married, ended = p[begun], b[begun], married[begun], ended[begun]
    last = np.full(count, np.datetime64("0001-01-01", "D"))
    np.maximum.at(last, p, married)
    eve = people.death[b] - 1
    held = (people.death[b] <= people.on) & (married <= eve) & (eve < ended) & (married == last[p])
    p, b = p[held], b[held]
    facts = _one("dead_spouse", count, p, b, record, points)
    sharers = np.ones(count, np.int32)
    sharers[p] = kept[b] + 1
    spouse = np.full(count, NOBODY, np.int64)
    spouse[p] = b
    return facts | {"dead_spouse_sharers": sharers, "cares_for_child_of_dead_spouse": _cares(people, ties, spouse)}


def _cares(people: People, ties: Ties, spouse: np.ndarray) -> np.ndarray:
    """A tie to a living child under 14 who is, or ever was, the dead spouse's."""
    count = people.count
    small = ties.holding & people.alive[ties.child] & (people.age[ties.child] < 14) & (spouse[ties.adult] != NOBODY)
    adult, child = ties.adult[small], ties.child[small]
    every = ties.begun & ~ties.guardian
    known = ties.child[every] * np.int64(count) + ties.adult[every]
    out = np.zeros(count, bool)
    out[adult[np.isin(child * np.int64(count) + spouse[adult], known)]] = True
    return out
