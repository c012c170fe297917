"""law.md A9 and A10: ties, raisers, spouses, anchors and families, and whether they are known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from tests.second_reading.law_logic import YES, Fact, all_of, any_of, missing_of, unknown
from tests.second_reading.law_people import registrations_on
from tests.second_reading.law_world import Row, World, holds, remembered

PARENT = {"BIRTH", "ADOPTION"}


@dataclass(frozen=True)
class Family:
    """A9: heads and dependents, each smallest SNILS first."""

    heads: tuple[str, ...]
    dependents: tuple[str, ...]

    @property
    def family_id(self) -> str:
        return min(self.heads)

    @property
    def members(self) -> tuple[str, ...]:
        return tuple(sorted(self.heads + self.dependents))


def ties_of_child(w: World, c: str, d: date | None = None) -> list[Row]:
    """A9: the ties c-a, holding on d."""
    day = w.on if d is None else d
    return [row for row in w.about("parent_child", c, "child_snils") if holds(row, day)]


def ties_of_adult(w: World, a: str, d: date | None = None) -> list[Row]:
    """A9: the ties of which a is the adult, holding on d."""
    day = w.on if d is None else d
    return [row for row in w.about("parent_child", a, "adult_snils") if holds(row, day)]


@remembered
def raisers(w: World, c: str) -> tuple[str, ...]:
    """A9 raisers(c): the living guardians; if there is none, the living parents."""
    ties = [row for row in ties_of_child(w, c) if w.is_living(row["adult_snils"])]
    guardians = {row["adult_snils"] for row in ties if row["kind"] == "GUARDIAN"}
    if guardians:
        return tuple(sorted(guardians))
    return tuple(sorted({row["adult_snils"] for row in ties if row["kind"] in PARENT}))


def raised_by_guardians(w: World, c: str) -> bool:
    """37: every raiser by GUARDIAN tie, and at least one."""
    guardians = {row["adult_snils"] for row in ties_of_child(w, c) if row["kind"] == "GUARDIAN"}
    return len(raisers(w, c)) > 0 and all(x in guardians for x in raisers(w, c))


def marriages_of(w: World, p: str) -> list[tuple[Row, str]]:
    """The accepted marriages of p, begun by `on`, each with the other party."""
    found = [(row, row["spouse_b"]) for row in w.about("marriages", p, "spouse_a")]
    found += [(row, row["spouse_a"]) for row in w.about("marriages", p, "spouse_b")]
    return [(row, other) for row, other in found if row["married_on"] <= w.on]


@remembered
def marriage(w: World, p: str) -> tuple[Row, str] | None:
    """A9: the marriage of p that holds on `on` and whose other party is alive."""
    for row, other in marriages_of(w, p):
        if holds(row, w.on) and w.is_living(other):
            return row, other
    return None


def spouse(w: World, p: str) -> str | None:
    """A9 spouse(p)."""
    found = marriage(w, p)
    return None if found is None else found[1]


def held_before_death(w: World, row: Row, dead: str) -> bool:
    """9: a marriage that held on the day before the death of its party."""
    return holds(row, w.persons[dead]["death_date"] - timedelta(days=1))


@remembered
def is_dependent(w: World, p: str) -> bool:
    """A9: p is dependent."""
    if not raisers(w, p):
        return False
    if spouse(w, p) is not None:
        return False
    for row in ties_of_adult(w, p):
        child = row["child_snils"]
        if w.is_living(child) and w.age(child) < 23:
            return False
    if w.age(p) < 18:
        return True
    studies = any(row["full_time"] and holds(row, w.on) for row in w.about("education", p))
    return 18 <= w.age(p) <= 22 and studies


def are_one_couple(w: World, people: tuple[str, ...]) -> bool:
    """Two who are each other's spouse."""
    return len(people) == 2 and spouse(w, people[0]) == people[1] and spouse(w, people[1]) == people[0]


def first_woman_else_first(w: World, people: list[str]) -> str:
    """Women first, then the smallest SNILS."""
    return min(people, key=lambda p: (0 if w.sex(p) == "F" else 1, p))


@remembered
def anchor(w: World, c: str) -> str:
    """A9 anchor(c) of a dependent c."""
    people = list(raisers(w, c))
    if len(people) > 1 and not are_one_couple(w, raisers(w, c)):
        addresses = {row["address_id"] for row in registrations_on(w, c)}
        sharing = []
        for x in people:
            if any(row["address_id"] in addresses for row in registrations_on(w, x)):
                sharing.append(x)
        if sharing:
            people = sharing
    return first_woman_else_first(w, people)


def payee(w: World, c: str) -> str:
    """A9 payee(c): the anchor; of a person who is not dependent the person."""
    return anchor(w, c) if is_dependent(w, c) else c


@remembered
def families(w: World) -> dict[str, Family]:
    """A9: all families by family id."""
    dependents: dict[str, list[str]] = {}
    for p in w.living:
        if is_dependent(w, p):
            dependents.setdefault(anchor(w, p), []).append(p)
    found: dict[str, Family] = {}
    for p in w.living:
        if is_dependent(w, p):
            continue
        other = spouse(w, p)
        heads = sorted({p} if other is None else {p, other})
        theirs = sorted(c for head in heads for c in dependents.get(head, []))
        family = Family(tuple(heads), tuple(theirs))
        found[family.family_id] = family
    return found


@remembered
def family_by_member(w: World) -> dict[str, Family]:
    """A9: everybody is in exactly one family."""
    found: dict[str, Family] = {}
    for family in families(w).values():
        for p in family.members:
            if p in found:
                raise AssertionError(f"{p} is in two families")
            found[p] = family
    return found


def family_of(w: World, p: str) -> Family:
    """The family p is in."""
    return family_by_member(w)[p]


def first_payee(w: World, f: Family) -> str:
    """C0 fp(f): the female head, else the head with the smallest SNILS."""
    return first_woman_else_first(w, list(f.heads))


def minor_dependents(w: World, f: Family) -> list[str]:
    """The dependents of f under 18."""
    return [c for c in f.dependents if w.age(c) < 18]


@remembered
def family_known(w: World, f: Family) -> Fact:
    """A10 known(f): yes, or not known for want of the registers that failed."""
    needed = [w.complete("parent_child", head) for head in f.heads]
    needed += [w.complete("marriages", head) for head in f.heads]
    young = {p for p in f.members if w.age(p) < 23}
    for head in f.heads:
        for row in ties_of_adult(w, head):
            child = row["child_snils"]
            if w.is_living(child) and w.age(child) < 23:
                young.add(child)
    for p in sorted(young):
        needed += [w.complete("parent_child", p), w.complete("marriages", p)]
        if 18 <= w.age(p) <= 22:
            needed.append(w.complete("education", p))
        people = raisers(w, p)
        if len(people) >= 2 and not are_one_couple(w, people):
            needed.append(w.complete("registrations", p, *people))
    return all_of(needed)


def if_family_known(w: World, f: Family, test: Callable[[], Fact]) -> Fact:
    """A10: a test marked (f)."""
    known = family_known(w, f)
    return test() if known.is_known else known


@remembered
def raisers_known(w: World, c: str) -> Fact:
    """A10: raisers(c) is not known as a fact when `parent_child` is not complete for c."""
    return w.complete("parent_child", c)


@remembered
def payee_known(w: World, c: str) -> Fact:
    """A10: payee(c) is not known in the cases (1), (2), (3)."""
    needed = [YES]
    dependent = is_dependent(w, c)
    if w.age(c) < 18 or dependent:
        needed.append(w.complete("parent_child", c))
    if w.age(c) < 23:
        needed.append(w.complete("marriages", c))
    people = raisers(w, c)
    if dependent and len(people) >= 2:
        needed += [w.complete("marriages", x) for x in people]
        if not are_one_couple(w, people):
            needed.append(w.complete("registrations", c, *people))
    missing = missing_of(needed)
    return unknown(missing) if missing else YES


def about_payee(w: World, c: str, test: Callable[[str], Fact]) -> Fact:
    """A10: a test on payee(c)."""
    known = payee_known(w, c)
    return test(payee(w, c)) if known.is_known else known


def any_raiser(w: World, c: str, test: Callable[[str], Fact]) -> Fact:
    """A10: an OR over raisers(c)."""
    known = raisers_known(w, c)
    return any_of(test(x) for x in raisers(w, c)) if known.is_known else known


def every_raiser(w: World, c: str, test: Callable[[str], Fact]) -> Fact:
    """A10: an AND over raisers(c)."""
    known = raisers_known(w, c)
    return all_of(test(x) for x in raisers(w, c)) if known.is_known else known
