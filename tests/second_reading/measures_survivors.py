"""law.md Part C, measure 9: the dead parents, the dead spouse, who cannot work, and the amount."""

from __future__ import annotations

from datetime import date, timedelta

from tests.second_reading.law_dates import add_years
from tests.second_reading.law_family import PARENT, held_before_death, marriages_of
from tests.second_reading.law_health import points, record_months, usual_reached
from tests.second_reading.law_logic import (
    NO,
    YES,
    Fact,
    all_of,
    answer,
    any_of,
    formula,
    half_up,
    missing_of,
    negation,
    total,
    unknown,
)
from tests.second_reading.law_people import GROUPS, is_disabled, since_childhood, works
from tests.second_reading.law_terms import term
from tests.second_reading.law_world import Row, World, has_begun, holds, remembered, there_ever_is, there_is


def has_dead_spouse_row(w: World, p: str) -> bool:
    """9 considered: party of a marriage begun by `on`, not ended before the death of the other party."""
    for row, other in marriages_of(w, p):
        if w.is_dead(other):
            death = w.persons[other]["death_date"]
            if row["ended_on"] is None or row["ended_on"] >= death:
                return True
    return False


def may_be_survivor(w: World, p: str) -> bool:
    """9: who is considered."""
    not_complete = w.age(p) >= 18 and not w.complete("marriages", p).is_known
    return w.age(p) < 23 or has_dead_spouse_row(w, p) or not_complete


def day_of_test(w: World, dead: str, child: str) -> date:
    """9: the later of the day before the death and the child's birth_date."""
    death: date = w.persons[dead]["death_date"]
    return max(death - timedelta(days=1), w.birth(child))


def is_parent_row_before_death(w: World, row: Row) -> bool:
    """9: a BIRTH or ADOPTION row to a dead adult that held on the test day."""
    adult = row["adult_snils"]
    if row["kind"] not in PARENT or not w.is_dead(adult):
        return False
    return holds(row, day_of_test(w, adult, row["child_snils"]))


@remembered
def dead_parents(w: World, p: str) -> list[str]:
    """9: the dead parents of p found; p aged 23 and more has none."""
    if w.age(p) >= 23:
        return []
    rows = w.about("parent_child", p, "child_snils")
    return sorted({row["adult_snils"] for row in rows if is_parent_row_before_death(w, row)})


def dead_parents_certain(w: World, p: str) -> Fact:
    """9, 10: are the dead parents found all there are; p aged 23 and more has none, for sure."""
    return YES if w.age(p) >= 23 else w.complete("parent_child", p)


def only_parent_ever_died(w: World, p: str) -> bool:
    """10: the only parent ever recorded (BIRTH or ADOPTION rows, ever) died."""
    rows = w.about("parent_child", p, "child_snils")
    ever = {row["adult_snils"] for row in rows if row["kind"] in PARENT and has_begun(w, row)}
    return len(ever) == 1 and ever == set(dead_parents(w, p))


@remembered
def dead_spouse(w: World, p: str) -> str | None:
    """9: of a marriage that held on the day before the death, if p has none with a later married_on."""
    marriages = marriages_of(w, p)
    for row, other in marriages:
        later = any(one["married_on"] > row["married_on"] for one, _ in marriages)
        if w.is_dead(other) and held_before_death(w, row, other) and not later:
            return other
    return None


def with_record(w: World, people: list[str], certain: Fact) -> Fact:
    """9: those with record_months >= 1; not known if the people or one of the records are not."""
    missing = missing_of([certain] + [record_months(w, b) for b in people])
    if missing:
        return unknown(missing)
    return Fact([b for b in people if record_months(w, b).value >= 1])


@remembered
def parents_with_record(w: World, p: str) -> Fact:
    """9: Wc."""
    return with_record(w, dead_parents(w, p), dead_parents_certain(w, p))


@remembered
def spouses_with_record(w: World, p: str) -> Fact:
    """9: Ws."""
    other = dead_spouse(w, p)
    return with_record(w, [] if other is None else [other], w.complete("marriages", p))


def not_empty(people: Fact) -> Fact:
    """Wc or Ws not empty."""
    return formula(lambda found: len(found) > 0, people)


def studies_full_time(w: World, p: str) -> Fact:
    """`education` full_time Y."""
    return there_is(w, "education", p, lambda row: row["full_time"])


@remembered
def child_survivor(w: World, p: str) -> Fact:
    """9 CHILD."""
    age = w.age(p)
    ground = any_of(
        [
            answer(age < 18),
            all_of([answer(18 <= age <= 22), studies_full_time(w, p)]),
            all_of([answer(age < 23), since_childhood(w, p)]),
        ]
    )
    return all_of([not_empty(parents_with_record(w, p)), ground])


def raises_child_of_dead_spouse(w: World, p: str) -> Fact:
    """9 SPOUSE: a tie to a child under 14 who has a BIRTH or ADOPTION row (ever) to the dead spouse."""
    other = dead_spouse(w, p)
    if other is None:
        complete = w.complete("marriages", p)
        return NO if complete.is_known else complete

    def is_theirs(tie: Row) -> Fact:
        child = tie["child_snils"]
        if not w.is_living(child) or w.age(child) >= 14:
            return NO

        def to_the_dead(row: Row) -> bool:
            return row["adult_snils"] == other and row["kind"] in PARENT

        found = there_ever_is(w, "parent_child", child, to_the_dead, "child_snils")
        if found.is_yes:
            return YES
        complete = w.complete("parent_child", child, other)
        return NO if complete.is_known else complete

    return there_is(w, "parent_child", p, is_theirs, "adult_snils")


@remembered
def spouse_survivor(w: World, p: str) -> Fact:
    """9 SPOUSE."""
    ground = any_of(
        [
            answer(usual_reached(w, p)),
            is_disabled(w, p, *sorted(GROUPS)),
            all_of([negation(works(w, p)), raises_child_of_dead_spouse(w, p)]),
        ]
    )
    return all_of([not_empty(spouses_with_record(w, p)), ground])


def sharers(w: World, b: str, p: str) -> Fact:
    """9: h(b), living persons under 18 with a parent row to b, plus p if not one of them."""
    complete = w.complete("parent_child", b)
    if not complete.is_known:
        return complete
    found = set()
    for row in w.about("parent_child", b, "adult_snils"):
        child = row["child_snils"]
        if is_parent_row_before_death(w, row) and w.is_living(child) and w.age(child) < 18:
            found.add(child)
    return Fact(len(found | {p}))


def survivor_amount(w: World, p: str) -> Fact:
    """9: the sum over W of half_up(points(b)*POINT/(1000*h(b))), + half."""
    as_child = child_survivor(w, p)
    if not as_child.is_known:
        return as_child
    people = parents_with_record(w, p) if as_child.is_yes else spouses_with_record(w, p)
    if not people.is_known:
        return people
    point = term("POINT", w.on)
    parts = [formula(lambda n, h: half_up(n * point, 1000 * h), points(w, b), sharers(w, b, p)) for b in people.value]
    fixed = half_up(term("FIX", w.on), 2)
    if as_child.is_yes and len(dead_parents(w, p)) >= 2:
        fixed = term("FIX", w.on)
    return total([*parts, Fact(fixed)])


def survivor_end(w: World, p: str) -> date | None:
    """9: CHILD: birth + 18 years if under 18, else birth + 23 years; SPOUSE: empty."""
    if not child_survivor(w, p).is_yes:
        return None
    return add_years(w.birth(p), 18 if w.age(p) < 18 else 23)
