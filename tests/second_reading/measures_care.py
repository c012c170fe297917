"""law.md Part C, measures 15, 16, 17, 18, 27: care of the disabled and the old, burial, equipment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from tests.second_reading.law_children import no_state_provision
from tests.second_reading.law_dates import add_days, add_months, add_years
from tests.second_reading.law_family import payee, ties_of_child
from tests.second_reading.law_logic import (
    NO,
    ZERO,
    Fact,
    all_of,
    answer,
    any_of,
    formula,
    if_then_else,
    negation,
    total,
)
from tests.second_reading.law_people import (
    ANY_DISABILITY,
    GROUPS,
    home,
    is_disabled,
    perm,
    since_childhood,
    valid_decision,
    works,
    works_full_time,
)
from tests.second_reading.law_terms import term
from tests.second_reading.law_world import (
    Row,
    World,
    holds,
    person_cell,
    remembered,
    some_row,
    there_is,
)
from tests.second_reading.measures_common import (
    Award,
    Unit,
    decide_unit,
    earliest,
    is_yes,
    not_assigned,
    nothing,
    payee_if_under_18,
)
from tests.second_reading.measures_in_kind import conclusion
from tests.second_reading.measures_payments import end_of_decision
from tests.second_reading.measures_pensions import on_pension
from tests.second_reading.measures_unemployment import unemployment_benefit


def grown_raisers(w: World, q: str) -> list[str]:
    """15, 27: living persons aged 18+ with a tie (any kind) to q, women first, then by SNILS."""
    people = {row["adult_snils"] for row in ties_of_child(w, q)}
    adults = [x for x in people if w.is_living(x) and w.age(x) >= 18]
    return sorted(adults, key=lambda x: (0 if w.sex(x) == "F" else 1, x))


def any_carer(w: World, q: str, test: Callable[[str], Fact]) -> Fact:
    """15, 27: OR over them; where not yes and `parent_child` is not complete for q: not known."""
    parts = [test(x) for x in grown_raisers(w, q)]
    complete = w.complete("parent_child", q)
    if not complete.is_known:
        parts.append(complete)
    return any_of(parts)


def first_carer(w: World, q: str, test: Callable[[str], Fact]) -> str:
    """15, 27: the carer x, the first whose test is yes, whatever the answer; if none a."""
    for x in grown_raisers(w, q):
        if test(x).is_yes:
            return x
    return payee(w, q)


@remembered
def free(w: World, x: str) -> Fact:
    """15 free(x)."""
    return all_of(
        [
            negation(works_full_time(w, x)),
            negation(on_pension(w, x)),
            negation(is_yes(unemployment_benefit(w, x))),
        ]
    )


@remembered
def disabled_child_care_federal(w: World, q: str) -> Award | None:
    """15 disabled_child_care_federal."""
    has_row = any(row["category"] in {"CHILD", "I"} for row in w.about("disability", q))
    if not (has_row or not w.complete("disability", q).is_known):
        return None
    group_i = all_of([is_disabled(w, q, "I"), since_childhood(w, q)])

    def is_free(x: str) -> Fact:
        return free(w, x)

    criteria = [
        ("needs_care", any_of([is_disabled(w, q, "CHILD"), group_i])),
        ("carer_free", any_carer(w, q, is_free)),
    ]
    return decide_unit(
        w,
        Unit("disabled_child_care_federal", "person", q, first_carer(w, q, is_free)),
        criteria,
        amount=lambda: Fact(term("DCF", w.on)),
        until=lambda: end_of_decision(w, q),
    )


@remembered
def disabled_child_care_city(w: World, q: str) -> Award | None:
    """27 disabled_child_care_city."""
    has_row = len(w.about("disability", q)) > 0
    if not (w.age(q) < 23 and (has_row or not w.complete("disability", q).is_known)):
        return None
    since_child = all_of([is_disabled(w, q, *sorted(GROUPS)), since_childhood(w, q)])

    def at_home(x: str) -> Fact:
        together = formula(lambda one, other: one is not None and one == other, home(w, x), home(w, q))
        return all_of([perm(w, x), together, negation(works_full_time(w, x))])

    criteria = [
        ("needs_care", any_of([is_disabled(w, q, "CHILD"), since_child])),
        ("perm_in_city", perm(w, q)),
        ("carer_at_home", any_carer(w, q, at_home)),
        ("not_on_state_provision", no_state_provision(w, q)),
    ]
    return decide_unit(
        w,
        Unit("disabled_child_care_city", "person", q, first_carer(w, q, at_home)),
        criteria,
        amount=lambda: Fact(term("DCARE", w.on)),
        until=lambda: earliest(end_of_decision(w, q), add_years(w.birth(q), 23)),
    )


def group_i_not_since_childhood(w: World, q: str) -> Fact:
    """16: disabled(q, {I}) with since_childhood N."""
    return all_of([is_disabled(w, q, "I"), negation(since_childhood(w, q))])


def carer_of_old(w: World, q: str) -> Fact:
    """16 carer."""
    if w.on >= date(2025, 1, 1):

        def had(row: Row) -> bool:
            assigned_in_time = bool(row["assigned_on"] <= date(2024, 12, 31))
            return assigned_in_time and row["measure_id"] == "elderly_care_compensation"

        return some_row(w.about("assignments", q), had, w.complete("assignments", q))

    def cares(row: Row) -> Fact:
        x = row["carer_snils"]
        if not w.is_living(x):
            return NO
        return all_of(
            [
                answer(w.age(x) >= 16),
                negation(works(w, x)),
                negation(on_pension(w, x)),
                negation(is_yes(unemployment_benefit(w, x))),
            ]
        )

    return there_is(w, "care_ties", q, cares, "cared_snils")


def end_of_elderly_care(w: World, q: str) -> date | None:
    """16: until, under 80: the latest end of CONSTANT_CARE and decision I; empty if one has no end."""
    if w.age(q) >= 80:
        return None
    ends: list[date | None] = []
    for row in w.about("medical", q):
        if row["kind"] == "CONCLUSION" and row["code"] == "CONSTANT_CARE" and holds(row, w.on):
            ends.append(row["last_day"])
    if group_i_not_since_childhood(w, q).is_yes:
        ends.append(valid_decision(w, q).value["last_day"])
    if any(end is None for end in ends):
        return None
    return add_days(max(end for end in ends if end is not None), 1)


@remembered
def elderly_care_compensation(w: World, q: str) -> Award | None:
    """16 elderly_care_compensation."""
    disability_row = any(row["category"] == "I" for row in w.about("disability", q))
    constant_row = any(row["code"] == "CONSTANT_CARE" for row in w.about("medical", q))
    not_complete = not (w.complete("disability", q).is_known and w.complete("medical", q).is_known)
    if not (w.age(q) >= 80 or disability_row or constant_row or not_complete):
        return None
    needs = [
        answer(w.age(q) >= 80),
        group_i_not_since_childhood(w, q),
        conclusion(w, q, "CONSTANT_CARE"),
    ]
    return decide_unit(
        w,
        Unit("elderly_care_compensation", "person", q, q),
        [("needs_care", any_of(needs)), ("carer", carer_of_old(w, q))],
        amount=lambda: Fact(term("ECC", w.on)),
        until=lambda: end_of_elderly_care(w, q),
    )


def funeral_amount(w: World, p: str) -> Fact:
    """17: FUN(death_date) + FCITY(death_date) if CITY."""
    death: date = w.persons[p]["death_date"]
    z = death - timedelta(days=1)
    pensioner = there_is(w, "pensions", p, lambda row: True, d=z)
    of_city = all_of([perm(w, p, z), pensioner, negation(works(w, p, z))])
    return total([Fact(term("FUN", death)), if_then_else(of_city, Fact(term("FCITY", death)), ZERO)])


@remembered
def funeral_benefit(w: World, p: str) -> Award | None:
    """17 funeral_benefit: of a person dead on `on`, within six months."""
    death: date = w.persons[p]["death_date"]
    if not w.on < add_months(death, 6):
        return None
    buried_by = person_cell(w, p, "burial_by")
    taken_on = formula(w.is_living, buried_by)
    criteria = [
        ("burial_taken_on", taken_on),
        ("no_services_in_kind", formula(lambda used: not used, person_cell(w, p, "burial_in_kind"))),
        ("not_assigned", not_assigned(w, "funeral_benefit", None, p)),
    ]
    return decide_unit(
        w,
        Unit("funeral_benefit", "person", p, buried_by.value if taken_on.is_yes else p),
        criteria,
        amount=lambda: funeral_amount(w, p),
        since=lambda: death,
        until=lambda: add_months(death, 6),
    )


@remembered
def rehab_equipment(w: World, p: str) -> Award | None:
    """18 rehab_equipment, in kind."""
    registers = ("disability", "rehab_items")
    has_row = any(w.about(register, p) for register in registers)
    not_complete = any(not w.complete(register, p).is_known for register in registers)
    if not (has_row or not_complete):
        return None

    def is_due(row: Row) -> bool:
        if row["issued_on"] is None or row["issued_on"] > w.on:
            return True
        return add_months(row["issued_on"], row["term_months"]) <= w.on

    criteria = [
        ("is_disabled", is_disabled(w, p, *sorted(ANY_DISABILITY))),
        ("item_due", there_is(w, "rehab_items", p, is_due)),
    ]
    unit = Unit("rehab_equipment", "person", p, payee_if_under_18(w, p))
    return decide_unit(w, unit, criteria, nothing, in_kind=True)
