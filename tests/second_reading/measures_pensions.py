"""law.md Part C, C7 and measures 7-10: the four pensions, one for each person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tests.second_reading.law_dates import add_months, add_years
from tests.second_reading.law_health import (
    points,
    points_needed,
    record_months,
    record_needed,
    requirement_met,
    right_date_reached,
    usual,
)
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
    unknown,
)
from tests.second_reading.law_people import GROUPS, city, is_disabled, since_childhood, valid_decision, works
from tests.second_reading.law_terms import term
from tests.second_reading.law_world import World, remembered, there_is
from tests.second_reading.measures_common import Award, Criteria, Unit, decide_unit, is_yes, payee_if_under_18
from tests.second_reading.measures_payments import end_of_decision
from tests.second_reading.measures_survivors import (
    child_survivor,
    dead_parents,
    dead_parents_certain,
    may_be_survivor,
    only_parent_ever_died,
    parents_with_record,
    spouse_survivor,
    spouses_with_record,
    studies_full_time,
    survivor_amount,
    survivor_end,
)


@dataclass(frozen=True)
class Own:
    """C7: the own criteria of a pension and, where they are all yes, its own amount."""

    criteria: Criteria
    right: Fact
    amount: Fact | None


NOT_CONSIDERED = Own([], NO, None)


def own(criteria: Criteria, amount: Callable[[], Fact]) -> Own:
    """own(X) = AND of X's own criteria; the amount is asked only when they are yes."""
    right = all_of(fact for _, fact in criteria)
    return Own(criteria, right, amount() if right.is_yes else None)


def old_age_in_pay(w: World, p: str) -> Fact:
    """7: an OLD_AGE row of `pensions` holds."""
    return there_is(w, "pensions", p, lambda row: row["kind"] == "OLD_AGE")


@remembered
def own_old_age(w: World, p: str) -> Own:
    """7 old_age_pension: own criteria and own amount."""
    if not w.age(p) >= 50:
        return NOT_CONSIDERED
    in_pay = old_age_in_pay(w, p)
    criteria = [
        ("age_reached", any_of([right_date_reached(w, p), in_pay])),
        ("enough_record", any_of([requirement_met(w, p, record_months(w, p), record_needed), in_pay])),
        ("enough_points", any_of([requirement_met(w, p, points(w, p), points_needed), in_pay])),
    ]
    return own(criteria, lambda: formula(lambda n: insurance_sum(w, n) + term("FIX", w.on), points(w, p)))


def insurance_sum(w: World, thousandths: int) -> int:
    """7, 8: half_up(points*POINT/1000)."""
    return half_up(thousandths * term("POINT", w.on), 1000)


@remembered
def own_disability(w: World, p: str) -> Own:
    """8 disability_pension: own criteria and own amount."""
    if not w.age(p) >= 18:
        return NOT_CONSIDERED
    criteria = [
        ("has_group", is_disabled(w, p, *sorted(GROUPS))),
        ("has_record", formula(lambda months: months >= 1, record_months(w, p))),
        ("no_old_age_right", negation(own_old_age(w, p).right)),
    ]

    def amount() -> Fact:
        fixed = term("FIX", w.on)
        if valid_decision(w, p).value["category"] == "III":
            fixed = half_up(fixed, 2)
        return formula(lambda n: insurance_sum(w, n) + fixed, points(w, p))

    return own(criteria, amount)


@remembered
def own_survivor(w: World, p: str) -> Own:
    """9 survivor_pension: own criteria and own amount."""
    if not may_be_survivor(w, p):
        return NOT_CONSIDERED
    insured_dead = [parents_with_record(w, p), spouses_with_record(w, p)]
    criteria = [
        ("breadwinner_insured", any_of(formula(lambda people: len(people) > 0, x) for x in insured_dead)),
        ("cannot_work", any_of([child_survivor(w, p), spouse_survivor(w, p)])),
    ]
    return own(criteria, lambda: survivor_amount(w, p))


@dataclass(frozen=True)
class Grounds:
    """10: the three grounds."""

    old_age: Fact
    disability: Fact
    survivor: Fact


@remembered
def social_grounds(w: World, p: str) -> Grounds:
    """10 has_ground: OLD_AGE, DISABILITY, SURVIVOR."""
    no_own_7 = negation(own_old_age(w, p).right)
    old_age = all_of([answer(add_months(usual(w, p), 60) <= w.on), negation(works(w, p)), no_own_7])
    no_record = formula(lambda months: months == 0, record_months(w, p))
    group = all_of([is_disabled(w, p, *sorted(GROUPS)), no_record, no_own_7])
    disability = any_of([is_disabled(w, p, "CHILD"), group])
    studies = all_of([answer(18 <= w.age(p) <= 22), studies_full_time(w, p)])
    found = YES if dead_parents(w, p) else negation(dead_parents_certain(w, p))
    none_insured = formula(lambda people: len(people) == 0, parents_with_record(w, p))
    survivor = all_of([any_of([answer(w.age(p) < 18), studies]), found, none_insured])
    return Grounds(old_age, disability, survivor)


def disability_coefficient(w: World, p: str) -> Fact:
    """10: I 200, I since childhood 240; II 100, II since childhood 200; III 85; CHILD 240."""
    decision = valid_decision(w, p)
    if not decision.is_known or decision.value is None:
        return decision if not decision.is_known else Fact(0)
    category = decision.value["category"]
    if category == "I":
        return formula(lambda childhood: 240 if childhood else 200, since_childhood(w, p))
    if category == "II":
        return formula(lambda childhood: 200 if childhood else 100, since_childhood(w, p))
    return Fact(85 if category == "III" else 240)


def social_coefficient(w: World, p: str) -> Fact:
    """10: (coef, ground), the largest of the grounds that are yes, the one first named if equal."""
    grounds = social_grounds(w, p)
    asked = [grounds.old_age, grounds.disability, grounds.survivor]
    if not grounds.disability.is_no:
        asked.append(disability_coefficient(w, p))
    missing = missing_of(asked)
    if missing:
        return unknown(missing)
    due: list[tuple[int, str]] = []
    if grounds.old_age.is_yes:
        due.append((100, "OLD_AGE"))
    if grounds.disability.is_yes:
        due.append((disability_coefficient(w, p).value, "DISABILITY"))
    if grounds.survivor.is_yes:
        both = len(dead_parents(w, p)) >= 2 or only_parent_ever_died(w, p)
        due.append((200 if both else 100, "SURVIVOR"))
    best = due[0]
    for one in due[1:]:
        if one[0] > best[0]:
            best = one
    return Fact(best)


@remembered
def own_social(w: World, p: str) -> Own:
    """10 social_pension: own criteria and own amount."""
    disability_row = len(w.about("disability", p)) > 0
    not_complete = w.age(p) >= 18 and not w.complete("disability", p).is_known
    if not (w.age(p) < 23 or disability_row or w.age(p) >= 60 or not_complete):
        return NOT_CONSIDERED
    grounds = social_grounds(w, p)
    criteria = [
        ("resident", city(w, p)),
        ("has_ground", any_of([grounds.old_age, grounds.disability, grounds.survivor])),
    ]
    return own(
        criteria,
        lambda: formula(lambda best: half_up(term("SOC", w.on) * best[0], 100), social_coefficient(w, p)),
    )


OWN: dict[int, Callable[[World, str], Own]] = {
    7: own_old_age,
    8: own_disability,
    9: own_survivor,
    10: own_social,
}


@remembered
def best_pension(w: World, p: str, number: int) -> Fact:
    """C7 best_pension(X)."""
    mine = OWN[number](w, p)
    others = {y: OWN[y](w, p) for y in OWN if y != number}
    if mine.right.is_no:
        return NO
    if mine.right.is_yes and mine.amount is not None and mine.amount.is_known:
        for y, other in others.items():
            if other.right.is_yes and other.amount is not None and other.amount.is_known:
                larger = other.amount.value > mine.amount.value
                if larger or (other.amount.value == mine.amount.value and y < number):
                    return NO
    every = [mine, *others.values()]
    missing = missing_of(x.right for x in every) | missing_of(x.amount for x in every if x.amount is not None)
    return unknown(missing) if missing else YES


NAMES = {7: "old_age_pension", 8: "disability_pension", 9: "survivor_pension", 10: "social_pension"}


def social_end(w: World, p: str) -> date | None:
    """10: until, by the ground of the amount."""
    ground = social_coefficient(w, p).value[1]
    if ground == "DISABILITY":
        return end_of_decision(w, p)
    if ground == "SURVIVOR":
        return add_years(w.birth(p), 18 if w.age(p) < 18 else 23)
    return None


@remembered
def pension(w: World, p: str, number: int) -> Award | None:
    """7-10: own criteria, best_pension, own amount; payee a under 18."""
    mine = OWN[number](w, p)
    if mine is NOT_CONSIDERED:
        return None
    criteria = [*mine.criteria, ("best_pension", best_pension(w, p, number))]

    def amount() -> Fact:
        assert mine.amount is not None
        return mine.amount

    def until() -> date | None:
        if number == 8:
            return end_of_decision(w, p)
        if number == 9:
            return survivor_end(w, p)
        return social_end(w, p) if number == 10 else None

    return decide_unit(w, Unit(NAMES[number], "person", p, payee_if_under_18(w, p)), criteria, amount, until=until)


def old_age_pension(w: World, p: str) -> Award | None:
    """7 old_age_pension."""
    return pension(w, p, 7)


def disability_pension(w: World, p: str) -> Award | None:
    """8 disability_pension."""
    return pension(w, p, 8)


def survivor_pension(w: World, p: str) -> Award | None:
    """9 survivor_pension."""
    return pension(w, p, 9)


def social_pension(w: World, p: str) -> Award | None:
    """10 social_pension."""
    return pension(w, p, 10)


def any_of_the_four(w: World, p: str) -> Fact:
    """C7: any of 7-10 = yes."""
    return any_of(is_yes(pension(w, p, number)) for number in OWN)


@remembered
def on_pension(w: World, p: str) -> Fact:
    """C7 on_pension(p): a `pensions` row of any kind holding, or any of 7-10 = yes."""
    return any_of([there_is(w, "pensions", p, lambda row: True), any_of_the_four(w, p)])
