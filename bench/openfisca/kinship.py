"""Families, parents and children as arrays: what OpenFisca is given ready, since its groups cannot be computed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bench.openfisca.country.dates import years_since
from bench.openfisca.registers import NOBODY, Delivery, is_one

Arrays = dict[str, np.ndarray]


@dataclass
class People:
    """What is asked of everybody, over and over."""

    on: np.datetime64
    female: np.ndarray
    birth: np.ndarray
    death: np.ndarray
    alive: np.ndarray
    age: np.ndarray
    full_time: np.ndarray

    @property
    def count(self) -> int:
        """How many persons there are."""
        return len(self.birth)


def read_people(delivery: Delivery, on: np.datetime64) -> tuple[People, Arrays]:
    """The persons register in the order of SNILS, and its columns that only single measures need."""
    rows = delivery.rows("persons")
    birth, death = rows["birth_date"], rows["death_date"]
    alive = (birth <= on) & (on < death)
    study = delivery.rows("education")
    full_time = marked(len(birth), study["snils"][study["full_time"] & holds(study, on)])
    people = People(on, is_one(rows["sex"], "F"), birth, death, alive, years_since(birth, on), full_time)
    taken_by = rows["burial_by"]
    facts = {
        "citizen": is_one(rows["citizenship"], "RUS"),
        "burial_taken_on": (taken_by != NOBODY) & alive[taken_by],
        "buried_in_kind": rows["burial_in_kind"],
    }
    return people, facts


def holds(rows: Arrays, day: np.datetime64 | np.ndarray, start: str = "since", end: str = "until") -> np.ndarray:
    """Rows that hold on a day."""
    if end == "last_day":
        return (rows[start] <= day) & (day <= rows[end])
    return (rows[start] <= day) & (day < rows[end])


def marked(count: int, places: np.ndarray) -> np.ndarray:
    """True at these places."""
    out = np.zeros(count, bool)
    out[places[places >= 0]] = True
    return out


def counted(count: int, places: np.ndarray) -> np.ndarray:
    """How often each place is named."""
    return np.bincount(places, minlength=count).astype(np.int32)


def pairs(one: np.ndarray, other: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Each pair once, sorted by the first, then the second."""
    both = distinct(one.astype(np.int64) * count + other)
    return both // count, both % count


def distinct(numbers: np.ndarray) -> np.ndarray:
    """Each number once, in order; sorting is several times as quick as numpy's own `unique`, which hashes."""
    numbers = np.sort(numbers)
    return numbers[np.append(True, numbers[1:] != numbers[:-1])] if len(numbers) else numbers


class Ties:
    """The register of parents, adopters and guardians."""

    def __init__(self, delivery: Delivery, people: People) -> None:
        rows = delivery.rows("parent_child")
        self.child, self.adult = rows["child_snils"], rows["adult_snils"]
        self.since, self.until = rows["since"], rows["until"]
        self.guardian = is_one(rows["kind"], "GUARDIAN")
        self.begun = self.since <= people.on
        self.holding = self.begun & (people.on < self.until)
        self.kept = self.begun & ~self.guardian & ((people.on < self.until) | is_one(rows["until_reason"], "ENDED"))


@dataclass
class Families:
    """Everybody's family (A9): `first_head` names it; `of` is its place in `keys`."""

    dependent: np.ndarray
    payee: np.ndarray
    spouse: np.ndarray
    has_raiser: np.ndarray
    first_head: np.ndarray
    keys: np.ndarray
    of: np.ndarray

    @property
    def count(self) -> int:
        """How many families there are."""
        return len(self.keys)


def form_families(delivery: Delivery, people: People, ties: Ties) -> Families:
    """Who raises whom, who depends, with whom a child is counted, who is whose family (A9)."""
    count = people.count
    spouse = living_spouses(delivery, people)
    living = ties.holding & people.alive[ties.adult]
    guarded = marked(count, ties.child[living & ties.guardian])
    raising = living & (ties.guardian == guarded[ties.child])
    child, raiser = pairs(ties.child[raising], ties.adult[raising], count)
    has_raiser = marked(count, child)
    young_child = ties.holding & people.alive[ties.child] & (people.age[ties.child] < 23)
    dependent = people.alive & has_raiser & (spouse == NOBODY) & ~marked(count, ties.adult[young_child])
    dependent &= (people.age < 18) | ((people.age < 23) & people.full_time)
    payee = np.where(dependent, anchors(delivery, people, child, raiser, spouse), np.arange(count))
    other = np.where(people.alive, spouse[payee], NOBODY)
    first_head = np.where(other == NOBODY, payee, np.minimum(payee, other))
    keys, of = np.unique(first_head, return_inverse=True)
    return Families(dependent, payee, spouse, has_raiser, first_head, keys, of)


def living_spouses(delivery: Delivery, people: People) -> np.ndarray:
    """The other party of the marriage that holds, if alive."""
    rows = delivery.rows("marriages")
    held = holds(rows, people.on, "married_on", "ended_on")
    held &= people.alive[rows["spouse_a"]] & people.alive[rows["spouse_b"]]
    a, b = rows["spouse_a"][held], rows["spouse_b"][held]
    spouse = np.full(people.count, NOBODY, np.int64)
    spouse[a], spouse[b] = b, a
    return spouse


def anchors(
    delivery: Delivery, people: People, child: np.ndarray, raiser: np.ndarray, spouse: np.ndarray
) -> np.ndarray:
    """Of those who raise a child the first, women first: of a couple, else of those at its address, or of all."""
    order = np.lexsort((raiser, ~people.female[raiser], child))
    child, raiser = child[order], raiser[order]
    first = np.full(people.count, NOBODY, np.int64)
    first[child[::-1]] = raiser[::-1]
    apart = marked(people.count, child[(raiser != first[child]) & (raiser != spouse[first[child]])])
    child, raiser = child[apart[child]], raiser[apart[child]]
    at_home = share_address(delivery, people, child, raiser)
    first[child[at_home][::-1]] = raiser[at_home][::-1]
    return first


def share_address(delivery: Delivery, people: People, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Whether registrations of any kind of the two of each pair have an address in common."""
    rows = delivery.rows("registrations")
    held = holds(rows, people.on)
    person, home = rows["snils"][held], rows["address_id"][held]
    span = home.max(initial=0) + 1
    order = np.argsort(person, kind="stable")
    person, home = person[order], home[order]
    known = distinct(person * span + home)
    shared = np.zeros(len(one), bool)
    start, end = np.searchsorted(person, one), np.searchsorted(person, one, side="right")
    for step in range(int((end - start).max(initial=0))):
        there = start + step < end
        key = other * span + home[np.minimum(start + step, len(home) - 1)]
        place = np.minimum(np.searchsorted(known, key), len(known) - 1)
        shared |= there & (known[place] == key)
    return shared
