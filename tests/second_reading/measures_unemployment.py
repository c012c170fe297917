"""law.md Part C, measures 19 and 42: the unemployment benefit and the retraining stipend."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.second_reading.law_dates import add_months, full_months
from tests.second_reading.law_health import if_there_is_one, usual
from tests.second_reading.law_logic import (
    NO,
    Fact,
    all_of,
    answer,
    any_of,
    formula,
    half_up,
    if_then_else,
    negation,
)
from tests.second_reading.law_people import works
from tests.second_reading.law_terms import term
from tests.second_reading.law_world import Row, World, cell, remembered
from tests.second_reading.measures_common import Award, Criteria, Unit, decide_unit, is_yes
from tests.second_reading.measures_pensions import on_pension

REGISTER = "employment_service"


def may_be_unemployed(w: World, p: str) -> bool:
    """19, 42: aged 16 and more with an accepted row, or for whom the register is not complete."""
    has_row = len(w.about(REGISTER, p)) > 0
    return w.age(p) >= 16 and (has_row or not w.complete(REGISTER, p).is_known)


@remembered
def spell_of(w: World, p: str) -> Row | None:
    """19: s, applied by `on`, not removed on `on`: the latest applied_on, then greatest spell_id."""
    rows = []
    for row in w.about(REGISTER, p):
        if row["applied_on"] <= w.on and (row["removed_on"] is None or w.on < row["removed_on"]):
            rows.append(row)
    if not rows:
        return None
    return max(rows, key=lambda row: (row["applied_on"], row["spell_id"]))


def about_spell(w: World, p: str, test: Callable[[Row], Fact]) -> Fact:
    """A6a: a test on the spell s."""
    return if_there_is_one(w, REGISTER, p, spell_of(w, p), test)


def is_recognised(w: World, s: Row) -> bool:
    """recognised_on <= on; empty is no."""
    return s["recognised_on"] is not None and bool(s["recognised_on"] <= w.on)


def recognised(w: World, p: str) -> Fact:
    """19 recognised, asked of anybody (36, 41)."""
    return about_spell(w, p, lambda s: answer(is_recognised(w, s)))


def months_paid(w: World, s: Row) -> int:
    """19: m = the greatest k >= 0 with recognised_on + k months <= on."""
    return full_months(s["recognised_on"], w.on)


def full_pay(s: Row) -> Fact:
    """19 FULL: weeks_worked >= 26 AND breach = N."""
    enough = formula(lambda weeks: weeks >= 26, cell(s, REGISTER, "weeks_worked"))
    return all_of([enough, formula(lambda breach: not breach, cell(s, REGISTER, "breach"))])


def is_late(w: World, p: str) -> bool:
    """19 LATE: usual - 60 months <= on < usual."""
    return add_months(usual(w, p), -60) <= w.on < usual(w, p)


def in_pay_period(w: World, p: str, s: Row) -> Fact:
    """19 in_pay_period."""
    if not is_recognised(w, s):
        return NO
    m = months_paid(w, s)
    return any_of(
        [
            answer(m < 3),
            all_of([full_pay(s), answer(m < 6)]),
            all_of([full_pay(s), answer(is_late(w, p)), answer(m < 12)]),
        ]
    )


@remembered
def own_unemployment(w: World, p: str) -> Criteria:
    """19: own criteria, all but not_in_training."""
    return [
        ("recognised", recognised(w, p)),
        ("no_work", negation(works(w, p))),
        ("no_pension", negation(on_pension(w, p))),
        ("few_refusals", about_spell(w, p, lambda s: answer(s["refusals"] <= 2))),
        ("in_pay_period", about_spell(w, p, lambda s: in_pay_period(w, p, s))),
    ]


def own_right(w: World, p: str) -> Fact:
    """42: own criteria of 19."""
    return all_of(fact for _, fact in own_unemployment(w, p))


def own_unemployment_amount(w: World, p: str, s: Row) -> Fact:
    """19: own amount."""
    lowest = term("UMIN", w.on)
    if months_paid(w, s) < 3:
        percent, highest = 75, term("UMAX1", w.on)
    else:
        percent, highest = 60, term("UMAX2", w.on)

    def clamped(wage: int) -> int:
        return max(lowest, min(half_up(percent * wage, 100), highest))

    return if_then_else(full_pay(s), formula(clamped, cell(s, REGISTER, "average_wage")), Fact(lowest))


def end_of_benefit(w: World, p: str) -> date:
    """19: recognised_on + 12 months if FULL and LATE, 6 if FULL, else 3."""
    s = spell_of(w, p)
    assert s is not None
    if full_pay(s).is_yes:
        return add_months(s["recognised_on"], 12 if is_late(w, p) else 6)
    return add_months(s["recognised_on"], 3)


def in_training(w: World, s: Row) -> bool:
    """42: training_since <= on and (training_until empty or on < training_until)."""
    if s["training_since"] is None or not s["training_since"] <= w.on:
        return False
    return s["training_until"] is None or bool(w.on < s["training_until"])


def stipend_amount(w: World, p: str, s: Row) -> Fact:
    """42: own criteria of 19 yes: max(UMIN, own amount of 19); no: UMIN."""
    lowest = term("UMIN", w.on)
    if not is_recognised(w, s):
        return Fact(lowest)
    benefit = own_unemployment_amount(w, p, s)
    return if_then_else(own_right(w, p), formula(lambda x: max(lowest, x), benefit), Fact(lowest))


@remembered
def retraining_stipend(w: World, p: str) -> Award | None:
    """42 retraining_stipend."""
    if not may_be_unemployed(w, p):
        return None
    criteria = [
        ("recognised", recognised(w, p)),
        ("in_training", about_spell(w, p, lambda s: answer(in_training(w, s)))),
    ]

    def spell() -> Row:
        s = spell_of(w, p)
        assert s is not None
        return s

    return decide_unit(
        w,
        Unit("retraining_stipend", "person", p, p),
        criteria,
        amount=lambda: stipend_amount(w, p, spell()),
        until=lambda: spell()["training_until"],
    )


@remembered
def unemployment_benefit(w: World, p: str) -> Award | None:
    """19 unemployment_benefit."""
    if not may_be_unemployed(w, p):
        return None
    criteria = [*own_unemployment(w, p), ("not_in_training", negation(is_yes(retraining_stipend(w, p))))]

    def amount() -> Fact:
        s = spell_of(w, p)
        assert s is not None
        return own_unemployment_amount(w, p, s)

    return decide_unit(
        w,
        Unit("unemployment_benefit", "person", p, p),
        criteria,
        amount,
        until=lambda: end_of_benefit(w, p),
    )
