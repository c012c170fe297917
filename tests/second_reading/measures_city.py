"""law.md Part C, measures 11, 20, 28, 29, 30: the fixed part, the supplement, veterans, the telephone."""

from __future__ import annotations

from datetime import date

from tests.second_reading.law_children import large
from tests.second_reading.law_family import family_of, if_family_known, ties_of_adult
from tests.second_reading.law_health import tenyears
from tests.second_reading.law_logic import (
    ZERO,
    Fact,
    all_of,
    answer,
    any_of,
    formula,
    half_up,
    if_then_else,
    largest_of_the_grounds,
    negation,
    total,
)
from tests.second_reading.law_people import (
    account,
    city,
    flag,
    household,
    household_size,
    is_disabled,
    perm,
    permanent_address,
    valid_decision,
    works,
)
from tests.second_reading.law_terms import term
from tests.second_reading.law_world import Row, World, holds, remembered, there_is
from tests.second_reading.measures_common import (
    Award,
    Unit,
    amount_if_yes,
    decide_unit,
    is_citizen,
    is_yes,
    payee_if_under_18,
)
from tests.second_reading.measures_payments import edv, end_of_decision, full_edv, hero_payment
from tests.second_reading.measures_pensions import (
    any_of_the_four,
    disability_pension,
    old_age_pension,
    on_pension,
    pension,
)

WAR_CHILD_FIRST = date(1927, 9, 4)
WAR_CHILD_LAST = date(1945, 9, 3)


def pension_age(w: World, p: str) -> bool:
    """28, 36, 40: age >= 55 (F), 60 (M)."""
    return w.age(p) >= (55 if w.sex(p) == "F" else 60)


@remembered
def dependants(w: World, p: str) -> Fact:
    """11: (f) j = min(3, number of dependents of f with a tie to p)."""
    f = family_of(w, p)
    tied = {row["child_snils"] for row in ties_of_adult(w, p)}
    return if_family_known(w, f, lambda: Fact(min(3, sum(1 for c in f.dependents if c in tied))))


@remembered
def fixed_part_increase(w: World, p: str) -> Award | None:
    """11 fixed_part_increase."""
    if not w.age(p) >= 18:
        return None
    fixed = term("FIX", w.on)
    disability = is_yes(disability_pension(w, p))
    aged_80, group_i, j = answer(w.age(p) >= 80), is_disabled(w, p, "I"), dependants(w, p)

    def amount() -> Fact:
        third_group = all_of([disability, is_disabled(w, p, "III")])
        once = if_then_else(any_of([aged_80, group_i]), Fact(fixed), ZERO)
        sixths = formula(lambda n: half_up(fixed * n, 6), j)
        thirds = formula(lambda n: half_up(fixed * n, 3), j)
        return total([once, if_then_else(third_group, sixths, thirds)])

    def until() -> date | None:
        if not aged_80.is_yes and disability.is_yes and valid_decision(w, p).value["last_day"] is not None:
            return end_of_decision(w, p)
        return None

    criteria = [
        ("insurance_pension", any_of([is_yes(old_age_pension(w, p)), disability])),
        ("increase_ground", any_of([aged_80, group_i, formula(lambda n: n >= 1, j)])),
    ]
    return decide_unit(w, Unit("fixed_part_increase", "person", p, p), criteria, amount, until=until)


def is_war_child(w: World, p: str) -> Fact:
    """29 WAR_CHILD: born 1927-09-04 to 1945-09-03, citizenship RUS, NOT 12 = yes."""
    born = answer(WAR_CHILD_FIRST <= w.birth(p) <= WAR_CHILD_LAST)
    return all_of([born, is_citizen(w, p), negation(is_yes(edv(w, p)))])


@remembered
def home_front_monthly(w: World, p: str) -> Award | None:
    """29 home_front_monthly."""
    statuses = {"HOME_FRONT", "REHABILITATED", "DEFENDER"}
    has_row = any(row["flag"] in statuses for row in w.about("flags", p))
    if not (w.birth(p) < date(1945, 9, 4) or has_row or not w.complete("flags", p).is_known):
        return None
    grounds = [
        (flag(w, p, "DEFENDER"), term("Z", w.on)),
        (flag(w, p, "REHABILITATED"), term("R", w.on)),
        (flag(w, p, "HOME_FRONT"), term("H", w.on)),
        (is_war_child(w, p), term("H", w.on)),
    ]
    criteria = [("has_status", any_of(ground for ground, _ in grounds)), ("perm_in_city", perm(w, p))]
    return decide_unit(
        w,
        Unit("home_front_monthly", "person", p, p),
        criteria,
        amount=lambda: largest_of_the_grounds(grounds),
    )


@remembered
def labour_veteran_monthly(w: World, p: str) -> Award | None:
    """28 labour_veteran_monthly."""
    if not w.age(p) >= 18:
        return None
    veteran = term("V", w.on)
    larger_edv = all_of([is_yes(edv(w, p)), formula(lambda full: full >= veteran, full_edv(w, p))])
    criteria = [
        ("is_veteran", flag(w, p, "LABOUR_VETERAN", "MILITARY_VETERAN")),
        ("age_or_pension", any_of([answer(pension_age(w, p)), on_pension(w, p)])),
        ("perm_in_city", perm(w, p)),
        ("larger_than_others", all_of([negation(larger_edv), negation(is_yes(home_front_monthly(w, p)))])),
    ]
    return decide_unit(w, Unit("labour_veteran_monthly", "person", p, p), criteria, amount=lambda: Fact(veteran))


def has_phone_status(w: World, p: str, address: str) -> Fact:
    """30 has_status."""
    alone = formula(lambda n: n == 1, household_size(w, address))
    return any_of(
        [
            flag(w, p, "WWII_INVALID", "WWII_PARTICIPANT", "HOME_FRONT", "REHABILITATED"),
            all_of([flag(w, p, "LABOUR_VETERAN"), on_pension(w, p)]),
            all_of([alone, any_of([on_pension(w, p), is_disabled(w, p, "I", "II")])]),
            large(w, family_of(w, p)),
        ]
    )


@remembered
def phone_compensation(w: World, address: str) -> Award | None:
    """30 phone_compensation."""
    row = account(w, address)
    if not row.is_known:
        if not household(w, address):
            return None
        nobody_knows = [("perm_in_city", row), ("has_status", row)]
        unit = Unit("phone_compensation", "dwelling", address, household(w, address)[0])
        return decide_unit(w, unit, nobody_knows, lambda: row)
    p = row.value["phone_subscriber"]
    if p is None or not w.is_living(p):
        return None

    def here(registration: Row) -> bool:
        return bool(registration["kind"] == "P" and registration["address_id"] == address)

    def amount() -> Fact:
        double = flag(w, p, "WWII_INVALID", "WWII_PARTICIPANT")
        return if_then_else(double, Fact(2 * term("TEL", w.on)), Fact(term("TEL", w.on)))

    criteria = [
        ("perm_in_city", there_is(w, "registrations", p, here)),
        ("has_status", has_phone_status(w, p, address)),
    ]
    return decide_unit(w, Unit("phone_compensation", "dwelling", address, p), criteria, amount)


def pensions_in_pay(w: World, p: str, state_only: bool) -> Fact:
    """20: the sum of `pensions` rows holding: only STATE, or all kinds."""
    amount = 0
    for row in w.about("pensions", p):
        if holds(row, w.on) and (row["kind"] == "STATE" or not state_only):
            amount += row["amount"]
    return formula(lambda _: amount, w.complete("pensions", p))


def telephone_part(w: World, p: str) -> Fact:
    """20: the amount of 30 at p's P address, if yes with payee p."""
    address = permanent_address(w, p)
    if not address.is_known:
        return address
    award = None if address.value is None else phone_compensation(w, address.value)
    if award is None:
        return ZERO
    if award.answer.is_yes and award.payee_id == p:
        return amount_if_yes(award)
    if not award.answer.is_known:
        row = account(w, address.value)
        is_subscriber = row.is_known and row.value["phone_subscriber"] == p
        if is_subscriber or (not row.is_known and w.age(p) >= 18):
            return award.answer
    return ZERO


@remembered
def provision(w: World, p: str) -> Fact:
    """20: provision, the sum of what p has."""
    in_pay = if_then_else(
        any_of_the_four(w, p), pensions_in_pay(w, p, state_only=True), pensions_in_pay(w, p, state_only=False)
    )
    parts = [amount_if_yes(pension(w, p, number)) for number in (7, 8, 9, 10)]
    parts.append(amount_if_yes(fixed_part_increase(w, p)))
    parts.append(in_pay)
    parts.append(if_then_else(is_yes(edv(w, p)), full_edv(w, p), ZERO))
    parts.append(amount_if_yes(hero_payment(w, p)))
    parts.append(amount_if_yes(labour_veteran_monthly(w, p)))
    parts.append(amount_if_yes(home_front_monthly(w, p)))
    parts.append(telephone_part(w, p))
    return total(parts)


@remembered
def pension_city_supplement(w: World, p: str) -> Award | None:
    """20 pension_city_supplement."""
    standard = if_then_else(all_of([perm(w, p), tenyears(w, p)]), Fact(term("GSS", w.on)), Fact(term("PMP", w.on)))
    criteria = [
        ("on_pension", on_pension(w, p)),
        ("not_working", any_of([answer(w.age(p) < 18), negation(works(w, p))])),
        ("lives_in_city", city(w, p)),
    ]
    return decide_unit(
        w,
        Unit("pension_city_supplement", "person", p, payee_if_under_18(w, p)),
        criteria,
        amount=lambda: formula(lambda s, has: max(0, s - has), standard, provision(w, p)),
    )
