"""law.md A6, A6a, C0 and Part E: how criteria and an amount become an answer; the common criteria."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tests.second_reading.law_dates import first_of_month
from tests.second_reading.law_family import Family, about_payee, family_of, if_family_known, payee
from tests.second_reading.law_logic import (
    NO,
    ZERO,
    Fact,
    all_of,
    any_of,
    formula,
    missing_of,
    negation,
    unknown,
)
from tests.second_reading.law_means import all_earn, poor, property_ok
from tests.second_reading.law_people import assigned, city, perm
from tests.second_reading.law_world import World, person_cell

Criteria = list[tuple[str, Fact]]


@dataclass(frozen=True)
class Award:
    """A6: what a measure says of one considered unit."""

    measure_id: str
    unit_kind: str
    unit_id: str
    payee_id: str
    answer: Fact
    criteria: Criteria
    amount: Fact | None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Unit:
    """Of what measure, for whom, to whom."""

    measure_id: str
    kind: str
    unit_id: str
    payee_id: str


def decide_unit(
    w: World,
    unit: Unit,
    criteria: Criteria,
    amount: Callable[[], Fact],
    *,
    until: Callable[[], date | None] = lambda: None,
    since: Callable[[], date] | None = None,
    in_kind: bool = False,
) -> Award:
    """A6: the AND of the criteria; the amount is asked only when all criteria before it are yes.

    since: F(on) unless a window is stated (C0).
    """
    listed = list(criteria)
    result = all_of(fact for _, fact in listed)
    asked: Fact | None = None
    if result.is_yes:
        asked = amount()
    if in_kind:
        if asked is not None and not asked.is_known:
            result = asked
    else:
        last = result if asked is None else formula(lambda kopecks: kopecks > 0, asked)
        listed.append(("amount_above_zero", last))
        result = all_of(fact for _, fact in listed)
    if not result.is_known:
        result = unknown(missing_of(fact for _, fact in listed) | (asked.missing if asked else frozenset()))
    if not result.is_yes:
        return Award(unit.measure_id, unit.kind, unit.unit_id, unit.payee_id, result, listed, asked)
    begin = first_of_month(w.on) if since is None else since()
    return Award(unit.measure_id, unit.kind, unit.unit_id, unit.payee_id, result, listed, asked, begin, until())


def is_yes(award: Award | None) -> Fact:
    """C0 "m = yes" on another measure; a person not considered: no."""
    if award is None:
        return NO
    return award.answer


def amount_if_yes(award: Award | None) -> Fact:
    """The amount of a measure that is yes; else 0; not known where its answer is not known."""
    if award is None:
        return ZERO
    if not award.answer.is_known:
        return award.answer
    if award.answer.is_yes and award.amount is not None:
        return award.amount
    return ZERO


def nothing() -> Fact:
    """Amount 0."""
    return ZERO


def is_citizen(w: World, p: str) -> Fact:
    """citizenship = RUS; an empty cell is not known."""
    return formula(lambda code: code == "RUS", person_cell(w, p, "citizenship"))


def applicant_is_citizen(w: World, c: str) -> Fact:
    """C0: citizenship of the payee = RUS."""
    return about_payee(w, c, lambda a: is_citizen(w, a))


def applicant_in_city(w: World, c: str) -> Fact:
    """C0: city(payee)."""
    return about_payee(w, c, lambda a: city(w, a))


def family_in_city(w: World, f: Family) -> Fact:
    """C0: (f) OR of perm over heads."""
    return if_family_known(w, f, lambda: any_of(perm(w, head) for head in f.heads))


def means_tests(w: World, p: str) -> Criteria:
    """C0: low_income, adults_earn, property_within_limits of the family p is in."""
    f = family_of(w, p)
    return [
        ("low_income", poor(w, f)),
        ("adults_earn", all_earn(w, f)),
        ("property_within_limits", property_ok(w, f)),
    ]


def not_assigned(w: World, measure_id: str, p: str | None, q: str | None, start: date | None = None) -> Fact:
    """C0: NOT assigned(...), as stated."""
    return negation(assigned(w, measure_id, p, q, start))


def payee_if_under_18(w: World, p: str) -> str:
    """Payee a if under 18, else p."""
    return payee(w, p) if w.age(p) < 18 else p


def born_in_city(w: World, c: str) -> Fact:
    """21, 22, 23: born_in_city(c) = Y."""
    return formula(lambda cell: cell is True, person_cell(w, c, "born_in_city"))


def earliest(one: date | None, other: date | None) -> date | None:
    """The earlier of two ends, where empty is no end."""
    if one is None or other is None:
        return one if other is None else other
    return min(one, other)
