"""law.md Part C, measures 12, 13, 14, 32: the federal cash payment, social services, heroes, centenarians."""

from __future__ import annotations

from datetime import date

from tests.second_reading.law_dates import add_days, add_years
from tests.second_reading.law_logic import (
    ZERO,
    Fact,
    any_of,
    half_up,
    if_then_else,
    largest_of_the_grounds,
    negation,
    total,
)
from tests.second_reading.law_people import ANY_DISABILITY, city, flag, is_disabled, perm, valid_decision
from tests.second_reading.law_terms import term
from tests.second_reading.law_world import World, remembered
from tests.second_reading.measures_common import (
    Award,
    Unit,
    decide_unit,
    earliest,
    is_yes,
    not_assigned,
    payee_if_under_18,
)

EDV_FLAGS = ("WWII_INVALID", "WWII_PARTICIPANT", "SIEGE_SURVIVOR", "COMBAT_VETERAN", "CHERNOBYL")


@remembered
def hero_payment(w: World, p: str) -> Award | None:
    """14 hero_payment."""
    if not w.age(p) >= 18:
        return None

    def amount() -> Fact:
        federal = largest_of_the_grounds(
            [
                (flag(w, p, "HERO"), term("HERO", w.on)),
                (flag(w, p, "HERO_LABOUR"), half_up(term("HERO", w.on) * 75, 100)),
            ]
        )
        return total([federal, if_then_else(perm(w, p), Fact(term("HC", w.on)), ZERO)])

    criteria = [("is_hero", flag(w, p, "HERO", "HERO_LABOUR")), ("chose_cash", flag(w, p, "HERO_CASH"))]
    return decide_unit(w, Unit("hero_payment", "person", p, p), criteria, amount)


@remembered
def full_edv(w: World, p: str) -> Fact:
    """12: full, the largest of the grounds, plus EDV2 if CHERNOBYL (which must be known)."""
    largest = largest_of_the_grounds(
        [
            (is_disabled(w, p, "I"), term("EDV1", w.on)),
            (is_disabled(w, p, "II", "CHILD"), term("EDV2", w.on)),
            (is_disabled(w, p, "III"), term("EDV3", w.on)),
            (flag(w, p, "WWII_INVALID"), term("EDVI", w.on)),
            (flag(w, p, "WWII_PARTICIPANT"), term("EDVP", w.on)),
            (flag(w, p, "COMBAT_VETERAN", "SIEGE_SURVIVOR"), term("EDVC", w.on)),
        ]
    )
    return total([largest, if_then_else(flag(w, p, "CHERNOBYL"), Fact(term("EDV2", w.on)), ZERO)])


def end_of_decision(w: World, p: str) -> date | None:
    """last_day + 1 day of the valid decision; CHILD: at latest birth + 18 years; else empty."""
    decision = valid_decision(w, p).value
    if decision is None:
        return None
    end = None if decision["last_day"] is None else add_days(decision["last_day"], 1)
    if decision["category"] == "CHILD":
        return earliest(end, add_years(w.birth(p), 18))
    return end


def edv_until(w: World, p: str) -> date | None:
    """12: the decision's end if disability is the only ground that is yes; else empty."""
    if any(flag(w, p, name).is_yes for name in EDV_FLAGS):
        return None
    return end_of_decision(w, p)


@remembered
def edv(w: World, p: str) -> Award | None:
    """12 edv."""
    services = term("NSUM", w.on) + term("NSUS", w.on) + term("NSUT", w.on)

    def amount() -> Fact:
        full = full_edv(w, p)
        return Fact(max(0, full.value - services)) if full.is_known else full

    criteria = [
        ("has_ground", any_of([is_disabled(w, p, *sorted(ANY_DISABILITY)), flag(w, p, *EDV_FLAGS)])),
        ("not_hero", negation(is_yes(hero_payment(w, p)))),
    ]
    return decide_unit(
        w,
        Unit("edv", "person", p, payee_if_under_18(w, p)),
        criteria,
        amount,
        until=lambda: edv_until(w, p),
    )


@remembered
def nsu(w: World, p: str) -> Award | None:
    """13 nsu, in kind: refused parts in cash."""

    def amount() -> Fact:
        return total(
            [
                if_then_else(flag(w, p, "NSU_MEDICINES_CASH"), Fact(term("NSUM", w.on)), ZERO),
                if_then_else(flag(w, p, "NSU_SANATORIUM_CASH"), Fact(term("NSUS", w.on)), ZERO),
                if_then_else(flag(w, p, "NSU_TRANSPORT_CASH"), Fact(term("NSUT", w.on)), ZERO),
            ]
        )

    return decide_unit(
        w,
        Unit("nsu", "person", p, payee_if_under_18(w, p)),
        [("has_edv", is_yes(edv(w, p)))],
        amount,
        until=lambda: edv_until(w, p),
        in_kind=True,
    )


@remembered
def centenarian_payment(w: World, p: str) -> Award | None:
    """32 centenarian_payment."""
    if not w.age(p) >= 100:
        return None
    v = add_years(w.birth(p), w.age(p))
    criteria = [
        ("lives_in_city", city(w, p)),
        ("not_assigned", not_assigned(w, "centenarian_payment", p, None, v)),
    ]
    return decide_unit(
        w,
        Unit("centenarian_payment", "person", p, p),
        criteria,
        amount=lambda: Fact(term("C100" if w.age(p) == 100 else "C101", v)),
        since=lambda: v,
        until=lambda: add_years(w.birth(p), w.age(p) + 1),
    )
