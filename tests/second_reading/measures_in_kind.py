"""law.md Part C, measures 36-40, given in kind: travel, meals, dairy food, medicines, sanatorium."""

from __future__ import annotations

from datetime import date

from tests.second_reading.law_children import is_pupil, large
from tests.second_reading.law_dates import add_months
from tests.second_reading.law_family import (
    any_raiser,
    family_of,
    if_family_known,
    payee,
    raised_by_guardians,
    raisers_known,
)
from tests.second_reading.law_health import if_there_is_one, pregnant
from tests.second_reading.law_logic import Fact, all_of, answer, any_of, negation
from tests.second_reading.law_means import poor
from tests.second_reading.law_people import ANY_DISABILITY, city, flag, is_disabled, perm, works
from tests.second_reading.law_world import Row, World, holds, remembered, there_is
from tests.second_reading.measures_city import pension_age
from tests.second_reading.measures_common import (
    Award,
    Unit,
    decide_unit,
    is_yes,
    not_assigned,
    nothing,
    payee_if_under_18,
)
from tests.second_reading.measures_payments import nsu
from tests.second_reading.measures_pensions import on_pension
from tests.second_reading.measures_unemployment import recognised

TRAVEL_FLAGS = (
    "LABOUR_VETERAN",
    "MILITARY_VETERAN",
    "COMBAT_VETERAN",
    "WWII_INVALID",
    "WWII_PARTICIPANT",
    "SIEGE_SURVIVOR",
    "HOME_FRONT",
    "REHABILITATED",
    "DEFENDER",
    "DONOR",
)
LISTED_CODES = {"J45", "G40", "B20", "G35"}


def conclusion(w: World, p: str, code: str) -> Fact:
    """A `medical` CONCLUSION row with this code."""
    return there_is(w, "medical", p, lambda row: row["kind"] == "CONCLUSION" and row["code"] == code)


def nurses(w: World, p: str) -> Fact:
    """38: F with a BIRTH tie to a living child under 6 months."""

    def test(row: Row) -> bool:
        child = row["child_snils"]
        return row["kind"] == "BIRTH" and w.is_living(child) and w.on < add_months(w.birth(child), 6)

    return all_of([answer(w.sex(p) == "F"), there_is(w, "parent_child", p, test, "adult_snils")])


@remembered
def dairy_kitchen(w: World, p: str) -> Award | None:
    """38 dairy_kitchen: persons under 15; women aged 14-55."""
    age = w.age(p)
    if not (age < 15 or (w.sex(p) == "F" and 14 <= age <= 55)):
        return None
    ground = any_of(
        [
            pregnant(w, p),
            nurses(w, p),
            answer(age < 3),
            all_of([answer(age < 7), large(w, family_of(w, p))]),
            all_of([answer(age < 15), any_of([is_disabled(w, p, "CHILD"), conclusion(w, p, "DAIRY")])]),
        ]
    )
    return decide_unit(
        w,
        Unit("dairy_kitchen", "person", p, payee(w, p) if age < 18 else p),
        [("city_resident", city(w, p)), ("has_ground", ground)],
        nothing,
        in_kind=True,
    )


@remembered
def free_travel(w: World, p: str) -> Award | None:
    """36 free_travel."""
    f, age = family_of(w, p), w.age(p)
    of_large_family = if_family_known(w, f, lambda: all_of([large(w, f), answer(p in f.heads or age < 18)]))
    ground = any_of(
        [
            answer(pension_age(w, p)),
            on_pension(w, p),
            is_disabled(w, p, *sorted(ANY_DISABILITY)),
            answer(age < 7),
            of_large_family,
            flag(w, p, *TRAVEL_FLAGS),
            all_of([flag(w, p, "ORPHAN"), answer(age < 23)]),
            recognised(w, p),
        ]
    )
    return decide_unit(
        w,
        Unit("free_travel", "person", p, payee_if_under_18(w, p)),
        [("perm_in_city", perm(w, p)), ("has_ground", ground)],
        nothing,
        in_kind=True,
    )


def low_grade(w: World, c: str) -> Fact:
    """37: grade of the SCHOOL row <= 4; of several the latest since, then greatest study_id."""
    rows = [row for row in w.about("education", c) if row["kind"] == "SCHOOL" and holds(row, w.on)]
    row = max(rows, key=lambda one: (one["since"], one["study_id"])) if rows else None
    return if_there_is_one(w, "education", c, row, lambda one: answer(one["grade"] <= 4))


@remembered
def school_meals(w: World, c: str) -> Award | None:
    """37 school_meals."""
    if not 6 <= w.age(c) <= 17:
        return None
    f, known = family_of(w, c), raisers_known(w, c)
    ground = any_of(
        [
            low_grade(w, c),
            large(w, f),
            is_disabled(w, c, "CHILD"),
            flag(w, c, "ORPHAN"),
            answer(raised_by_guardians(w, c)) if known.is_known else known,
            poor(w, f),
            any_raiser(w, c, lambda x: flag(w, x, "MOBILISED")),
            any_raiser(w, c, lambda x: is_disabled(w, x, "I", "II")),
        ]
    )
    return decide_unit(
        w,
        Unit("school_meals", "child", c, payee(w, c)),
        [("pupil", is_pupil(w, c)), ("ground", ground)],
        nothing,
        in_kind=True,
    )


def in_codes(code: str, letter: str, first: int, last: int) -> bool:
    """An ICD-10 code's first three characters lie in a range such as C00-C97."""
    return code[0] == letter and first <= int(code[1:3]) <= last


def is_listed_disease(code: str) -> bool:
    """39 DIAGNOSIS: E10-E14, C00-C97, J45, G40, B20, G35."""
    return in_codes(code, "E", 10, 14) or in_codes(code, "C", 0, 97) or code[:3] in LISTED_CODES


def is_heart_event(code: str) -> bool:
    """39 CARDIO: I21, I22, I60-I64."""
    return code[:3] in {"I21", "I22"} or in_codes(code, "I", 60, 64)


@remembered
def free_medicines(w: World, p: str) -> Award | None:
    """39 free_medicines."""
    age = w.age(p)

    def listed(row: Row) -> bool:
        return row["kind"] == "DISPENSARY" and is_listed_disease(row["code"])

    def recent_heart_event(row: Row) -> bool:
        if row["kind"] != "DISPENSARY" or not is_heart_event(row["code"]):
            return False
        return row["since"] >= date(2021, 1, 1) and w.on < add_months(row["since"], 24)

    not_in_nsu = any_of([negation(is_yes(nsu(w, p))), flag(w, p, "NSU_MEDICINES_CASH")])
    ground = any_of(
        [
            there_is(w, "medical", p, listed),
            all_of([there_is(w, "medical", p, recent_heart_event), not_in_nsu]),
            pregnant(w, p),
            any_of([answer(age < 3), all_of([answer(age < 6), large(w, family_of(w, p))])]),
            flag(w, p, "HOME_FRONT", "REHABILITATED", "LABOUR_VETERAN"),
        ]
    )
    return decide_unit(
        w,
        Unit("free_medicines", "person", p, payee_if_under_18(w, p)),
        [("city_resident", city(w, p)), ("has_ground", ground)],
        nothing,
        in_kind=True,
    )


def is_valid_form(w: World, row: Row) -> bool:
    """40: CONCLUSION SANATORIUM with since <= on < since + 12 months."""
    form = row["kind"] == "CONCLUSION" and row["code"] == "SANATORIUM"
    return form and w.on < add_months(row["since"], 12)


def end_of_form(w: World, p: str) -> date:
    """40: since + 12 months of the latest such form."""
    forms = [row for row in w.about("medical", p) if holds(row, w.on) and is_valid_form(w, row)]
    return add_months(max(row["since"] for row in forms), 12)


@remembered
def sanatorium_voucher(w: World, p: str) -> Award | None:
    """40 sanatorium_voucher."""
    if not w.age(p) >= 18:
        return None
    pensioner = all_of([answer(pension_age(w, p)), on_pension(w, p)])
    form = there_is(w, "medical", p, lambda row: is_valid_form(w, row))
    criteria = [
        ("perm_in_city", perm(w, p)),
        (
            "pensioner_or_status",
            any_of([pensioner, flag(w, p, "HOME_FRONT", "REHABILITATED", "LABOUR_VETERAN")]),
        ),
        ("not_working", negation(works(w, p))),
        ("medical_form", all_of([form, negation(conclusion(w, p, "NO_SANATORIUM"))])),
        ("no_federal_voucher", any_of([negation(is_yes(nsu(w, p))), flag(w, p, "NSU_SANATORIUM_CASH")])),
        ("not_assigned", not_assigned(w, "sanatorium_voucher", p, None, date(w.on.year, 1, 1))),
    ]
    return decide_unit(
        w,
        Unit("sanatorium_voucher", "person", p, p),
        criteria,
        nothing,
        until=lambda: end_of_form(w, p),
        in_kind=True,
    )
