"""law.md A11 and A12: children counted, the large family, the order of a child."""

from __future__ import annotations

from datetime import date

from tests.second_reading.law_family import (
    PARENT,
    Family,
    if_family_known,
    minor_dependents,
    payee,
    payee_known,
    ties_of_adult,
    ties_of_child,
)
from tests.second_reading.law_logic import (
    YES,
    Fact,
    all_of,
    answer,
    any_of,
    count_of_yes,
    formula,
    missing_of,
    negation,
    unknown,
)
from tests.second_reading.law_people import flag
from tests.second_reading.law_world import Row, World, has_begun, remembered, there_is


def no_state_provision(w: World, c: str) -> Fact:
    """Not on full state provision."""
    return negation(flag(w, c, "STATE_PROVISION"))


def is_pupil(w: World, c: str) -> Fact:
    """A SCHOOL row of `education`."""
    return there_is(w, "education", c, lambda row: row["kind"] == "SCHOOL")


def grown_children(w: World, f: Family) -> list[str]:
    """A11 (ii): aged 18 and more with a BIRTH or ADOPTION tie to a head of f."""
    found = set()
    for head in f.heads:
        for row in ties_of_adult(w, head):
            child = row["child_snils"]
            if row["kind"] in PARENT and w.is_living(child) and w.age(child) >= 18:
                found.add(child)
    return sorted(found)


@remembered
def counted(w: World, f: Family) -> Fact:
    """A11 (f) counted(f)."""

    def test() -> Fact:
        minors = count_of_yes(no_state_provision(w, c) for c in minor_dependents(w, f))
        return formula(lambda number: number + len(grown_children(w, f)), minors)

    return if_family_known(w, f, test)


def young_enough(w: World, c: str) -> Fact:
    """A11, 24: under 16, or with a SCHOOL row."""
    return any_of([answer(w.age(c) < 16), is_pupil(w, c)])


@remembered
def large(w: World, f: Family) -> Fact:
    """A11 (f) large(f)."""

    def test() -> Fact:
        three = formula(lambda number: number >= 3, counted(w, f))
        kind_one = minor_dependents(w, f)
        young = any_of(all_of([no_state_provision(w, c), young_enough(w, c)]) for c in kind_one)
        return all_of([three, young])

    return if_family_known(w, f, test)


def until_reason_so_far(w: World, row: Row) -> str | None:
    """An end after `on` has not happened, nor has its reason."""
    if row["until"] is None or row["until"] > w.on:
        return None
    reason: str = row["until_reason"]
    return reason


@remembered
def siblings(w: World, m: str) -> list[str]:
    """A12: the siblings by m, living or dead, in the order of (birth_date, snils)."""
    found = set()
    for row in w.about("parent_child", m, "adult_snils"):
        if row["kind"] in PARENT and has_begun(w, row) and until_reason_so_far(w, row) in (None, "ENDED"):
            found.add(row["child_snils"])
    return sorted(found, key=lambda c: (w.birth(c), c))


def is_parent_of(w: World, m: str, c: str) -> bool:
    """c has an accepted BIRTH or ADOPTION tie to m, on `on`."""
    return any(row["adult_snils"] == m and row["kind"] in PARENT for row in ties_of_child(w, c))


@remembered
def order_known(w: World, c: str) -> Fact:
    """A12: not known if payee(c) is not known, or `parent_child` is not complete for m or for c."""
    m = payee(w, c)
    missing = missing_of([payee_known(w, c), w.complete("parent_child", m, c)])
    return unknown(missing) if missing else YES


def order(w: World, c: str) -> Fact:
    """A12 order(c); 0 where c has no BIRTH or ADOPTION tie to the payee."""
    known = order_known(w, c)
    if not known.is_known:
        return known
    m = payee(w, c)
    if not is_parent_of(w, m, c):
        return Fact(0)
    return Fact(siblings(w, m).index(c) + 1)


def siblings_with(w: World, c: str) -> list[str]:
    """The siblings of c by its payee, by rank; only asked where order(c) is known and above 0."""
    return siblings(w, payee(w, c))


def first_birth(w: World, c: str) -> date:
    """A12 first_birth(c): birth_date of rank 1."""
    return w.birth(siblings_with(w, c)[0])


def at_once(w: World, c: str) -> Fact:
    """A12 at_once(c); 21: order 0: 1."""

    def number(k: int) -> int:
        if k == 0:
            return 1
        return sum(1 for s in siblings_with(w, c) if w.birth(s) == w.birth(c))

    return formula(number, order(w, c))
