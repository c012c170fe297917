"""What is drawn for one person: work, money, health, study, property, statuses, assignments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.second_reading.city_base import months_later
from tests.second_reading.layout import FLAGS, MEASURES

from .dice import DAY, Dice
from .draw_people import Being
from .family import Family

Maker = Callable[[Dice, Family, Being, list[Being]], None]
HARD = ("HARDSHIP_FIRE", "HARDSHIP_COST", "HARDSHIP_VIOLENCE", "MOBILISED", "PRISONER", "CONSCRIPT")
CHILD_FLAGS = ("STATE_PROVISION", "ORPHAN", "NSU_MEDICINES_CASH", "NSU_SANATORIUM_CASH")
CODES = ("E10", "C97.0", "J45", "I21.0", "I22", "I64.9", "I65", "I20", "Z99", "G35")
CONCLUSIONS = ("SANATORIUM", "NO_SANATORIUM", "DAIRY", "CONSTANT_CARE", "LONG_TREATMENT")
PROPERTY = ("FLAT", "HOUSE", "DACHA", "GARAGE", "NON_RESIDENTIAL", "LAND_CITY", "LAND_VILLAGE")
ONE_A_PERSON = {"insurance_record"}


def an_id(dice: Dice, family: Family, register: str, being: Being) -> str:
    """An id nobody else has; the order of ids is not that of rows."""
    return f"{dice.number(0, 9)}{register[0].upper()}{len(family.rows[register])}-{being.key[:8]}"


def work(dice: Dice, family: Family, being: Being, people: list[Being]) -> None:
    since = dice.start(being.birth)
    until = dice.end(since, none=60)
    reason = dice.pick(("LIQUIDATION", "OWN_WISH", "STAFF_CUT", "BREACH"))
    cells = {"since": since, "until": until, "end_reason": dice.known(reason) if until else None}
    kind = dice.pick(("EMPLOYED", "EMPLOYED", "EMPLOYED", "PART_TIME", "SELF_EMPLOYED", "BUSINESS"))
    family.add("work", work_id=an_id(dice, family, "work", being), snils=being.key, kind=kind, **cells)


def care_leave(dice: Dice, family: Family, being: Being, people: list[Being]) -> None:
    others = [one for one in people if one is not being]
    if not others:
        return
    child = max(others, key=lambda one: one.birth)
    since = dice.start(being.birth, child.birth, near=(child.birth + DAY * 140, date(2024, 1, 1)))
    cells = {"child_snils": child.key, "since": since, "until": dice.end(since)}
    family.add("work", work_id=an_id(dice, family, "work", being), snils=being.key, kind="CARE_LEAVE", **cells)
    if dice.chance(70):
        since = min(max(being.birth, since - DAY * dice.pick((400, 0, 1, -1))), dice.as_of)
        key = an_id(dice, family, "work", being)
        family.add("work", work_id=key, snils=being.key, kind="EMPLOYED", since=since)


def record(dice: Dice, family: Family, being: Being, people: list[Being]) -> None:
    if any(row["snils"] == being.key for row in family.rows["insurance_record"]):
        return
    months = dice.pick((200, 0, 1, 5, 6, 59, 60, 95, 96, 156, 167, 168, 179, 180, 443, 444, 503, 504))
    points = dice.known(dice.pick((60_000, 0, 23_399, 25_800, 28_199, 28_200, 29_999, 30_000, 100_001)))
    family.add("insurance_record", snils=being.key, record_months=months, points=points)


def earnings(dice: Dice, family: Family, being: Being, people: list[Being]) -> None:
    for year in range(max(2015, dice.on.year - 3), dice.as_of.year):
        if dice.chance(70) and not any(
            (row["snils"], row["year"]) == (being.key, year) for row in family.rows["earnings"]
        ):
            amount = dice.roubles(0, 3_000_000)
            excluded = dice.pick((0, 0, 0, 140, 365, 366))
            family.add("earnings", snils=being.key, year=year, amount=amount, excluded_days=excluded)


def pension(dice: Dice, family: Family, being: Being, people: list[Being]) -> None:
    since = dice.start(being.birth)
    kind = dice.pick(("OLD_AGE", "STATE", "SOCIAL", "DISABILITY", "SURVIVOR"))
    key = an_id(dice, family, "pensions", being)
    cells = {"amount": dice.roubles(1_000, 30_000), "since": since, "until": dice.end(since, none=75)}
    family.add("pensions", pension_id=key, snils=being.key, kind=kind, **cells)


def illness(dice: Dice, family: Family, being: Being, people: list[Being]) -> None:
    others = [one for one in people if one is not being]
    code = dice.pick(("01", "02", "05", "09", "09")) if others else dice.pick(("01", "02", "05"))
    cared = None
    if code == "09":
        cared = max(others, key=lambda one: one.birth) if dice.chance(70) else dice.pick(others)
    floor = max(being.birth, cared.birth) if cared else being.birth
    for _ in range(dice.pick((1, 1, 2, 3)) if cared else 1):
        near = (dice.on - DAY * 20, dice.on - DAY * 60, months_later(dice.on, -6))
        first = dice.start(floor, near=near)
        last: date | None = first + DAY * dice.pick((9, 0, 2, 3, 6, 7, 14, 15, 29, 60, 139))
        if code == "05" and dice.chance(50):
            last = first + DAY * 139
        elif code != "05" and dice.chance(15):
            last = None
        key = an_id(dice, family, "sick_leave", being)
        cells = {"code": code, "first_day": first, "last_day": last, "cared_snils": cared.key if cared else None}
        family.add("sick_leave", certificate_id=key, snils=being.key, **cells)


def disability(dice: Dice, family: Family, being: Being, people: list[Being]) -> None:
    grown = months_later(being.birth, 12 * 18)
    since = dice.start(being.birth)
    category = dice.pick(("CHILD", "CHILD", "CHILD", "I")) if since < grown else dice.pick(("I", "II", "III"))
    last = dice.end(since, none=50, least=0)
    if category == "CHILD" and dice.chance(40):
        last = max(since, dice.edge(grown))
    childhood = dice.known(dice.pick((False, True)))
    cells = {"category": category, "since_childhood": childhood, "since": since, "last_day": last}
    family.add("disability", decision_id=an_id(dice, family, "disability", being), snils=being.key, **cells)
    if dice.chance(30):
        term = dice.pick((12, 1, 24, 36))
        near = (months_later(dice.on, -term),)
        issued = dice.start(since, near=near) if dice.chance(60) else None
        item = {"since": since, "last_day": dice.end(since, least=0), "issued_on": issued}
        key = an_id(dice, family, "rehab_items", being)
        family.add("rehab_items", item_id=key, snils=being.key, term_months=term, **item)


def things(dice: Dice, family: Family, being: Being, people: list[Being]) -> None:
    """A right to property, or a vehicle."""
    since = dice.start(being.birth)
    if dice.chance(35):
        made = max(1900, min(dice.as_of.year, dice.on.year - dice.pick((10, 0, 4, 5, 6))))
        cells = {"kind": dice.pick(("CAR", "CAR", "MOTORCYCLE", "BOAT")), "made_year": made, "since": since}
        cells |= {"power_hp": dice.known(dice.pick((100, 250, 251))), "state_given": dice.pick((None, False, True))}
        key = an_id(dice, family, "vehicles", being)
        family.add("vehicles", vehicle_id=key, snils=being.key, until=dice.end(since, none=80), **cells)
        return
    kind = dice.pick(("FLAT", "FLAT", *PROPERTY))
    limit = {"FLAT": 2400, "HOUSE": 4000, "LAND_CITY": 250_000, "LAND_VILLAGE": 1_000_000}.get(kind, 2000)
    share = dice.pick(((1, 1), (1, 2), (2, 3), (1, 3)))
    area = max(1, limit * len(people) * share[1] // share[0] // dice.pick((1, 2, 3)) + dice.pick((0, -1, 1)))
    known = [row["object_id"] for row in family.rows["property"] if row["kind"] == kind]
    key = an_id(dice, family, "property", being)
    family.add(
        "property",
        right_id=key,
        snils=being.key,
        object_id=known[0] if known and dice.chance(40) else f"O{key}",
        kind=kind,
        address_id=being.home if kind in ("FLAT", "HOUSE") and dice.chance(85) else None,
        area_m2=area,
        share_num=share[0],
        share_den=share[1],
        since=since,
        until=dice.end(since, none=85),
    )


def spell(dice: Dice, family: Family, being: Being, people: list[Being]) -> None:
    applied = dice.start(being.birth, near=[months_later(dice.on, -n) for n in (1, 3, 6, 12)])
    recognised = min(applied + DAY * dice.pick((10, 0, 11)), dice.as_of)
    training = dice.start(applied) if dice.chance(35) else None
    family.add(
        "employment_service",
        spell_id=an_id(dice, family, "employment_service", being),
        snils=being.key,
        applied_on=applied,
        recognised_on=recognised if dice.chance(88) else None,
        removed_on=dice.end(applied, none=80),
        weeks_worked=dice.known(dice.pick((52, 0, 25, 26))),
        breach=dice.known(dice.pick((False, False, True))),
        average_wage=dice.known(dice.pick((6_000_000, 0, 2_005_866, 1_999_999, 235_200))),
        refusals=dice.pick((0, 0, 1, 2, 3)),
        training_since=training,
        training_until=dice.end(training) if training else None,
    )


def study(dice: Dice, family: Family, being: Being, people: list[Being]) -> None:
    school = being.years(dice.on) < 17 or dice.chance(30)
    since = dice.start(being.birth, near=(date(dice.on.year - (dice.on.month < 9), 9, 1),) * 2)
    kind = "SCHOOL" if school else dice.pick(("COLLEGE", "UNIVERSITY"))
    family.add(
        "education",
        study_id=an_id(dice, family, "education", being),
        snils=being.key,
        kind=kind,
        grade=dice.pick((3, 1, 4, 5, 9, 11)) if school else None,
        full_time=school or not dice.chance(25),
        stipend=dice.maybe(30, dice.roubles(500, 5_000)),
        since=since,
        until=dice.end(since, none=65),
    )


def medical(dice: Dice, family: Family, being: Being, people: list[Being]) -> None:
    kind = dice.pick(("DISPENSARY", "CONCLUSION")) if not dice.chance(45) else "PREGNANCY"
    near = (months_later(dice.on, -12), months_later(dice.on, -24), dice.on - DAY * 7 * dice.number(0, 40))
    since = dice.start(being.birth, near=near)
    code = {"DISPENSARY": CODES, "CONCLUSION": CONCLUSIONS}.get(kind)
    family.add(
        "medical",
        record_id=an_id(dice, family, "medical", being),
        snils=being.key,
        kind=kind,
        code=dice.pick(code) if code else None,
        week=dice.known(dice.pick((12, 4, 11, 13, 28, 41, 42))) if kind == "PREGNANCY" else None,
        since=since,
        last_day=dice.end(since, none=70, least=0),
    )


def flag(dice: Dice, family: Family, being: Being, people: list[Being]) -> None:
    some = dice.pick((FLAGS[:15], HARD, FLAGS)) if being.years(dice.on) >= 18 else dice.pick((CHILD_FLAGS, FLAGS))
    flags = [dice.pick(some)]
    if flags[0] in ("HERO", "HERO_LABOUR"):
        flags.append("HERO_CASH")
    for one in flags:
        since = dice.start(being.birth)
        key = an_id(dice, family, "flags", being)
        family.add("flags", flag_id=key, snils=being.key, flag=one, since=since, until=dice.end(since, none=75))


def care(dice: Dice, family: Family, being: Being, people: list[Being]) -> None:
    others = [one for one in people if one is not being]
    if not others:
        return
    carer = dice.pick(others)
    since = dice.start(being.birth, carer.birth)
    cells = {"carer_snils": carer.key, "cared_snils": being.key, "since": since, "until": dice.end(since, none=70)}
    family.add("care_ties", tie_id=an_id(dice, family, "care_ties", being), **cells)


def assigned(dice: Dice, family: Family, being: Being, people: list[Being]) -> None:
    small = ("maternity_capital", "birth_grant", "newborn_gift_set", "birth_city_compensation", "school_clothes")
    old = ("elderly_care_compensation", "wedding_jubilee", "centenarian_payment", "sanatorium_voucher")
    usual = small if being.years(dice.on) < 18 else (*old, "targeted_aid", "sick_leave_benefit", "maternity_benefit")
    measure = dice.pick(usual) if dice.chance(75) else dice.pick(MEASURES)
    near = (date(dice.on.year, 1, 1), months_later(dice.on, -6), date(2024, 12, 31), being.birth)
    to = dice.pick(people) if dice.chance(60) else being
    cells = {"for_snils": being.key if to is not being or dice.chance(20) else None, "measure_id": measure}
    day = dice.start(date(1990, 1, 1), near=near)
    key = an_id(dice, family, "assignments", being)
    family.add("assignments", assignment_id=key, snils=to.key, assigned_on=day, **cells)


MAKERS: dict[str, tuple[Maker, ...]] = {
    "adult": (
        *(work, work, record, earnings, medical, flag, disability, things, spell, illness, assigned, study, pension),
        *(care_leave, illness, medical, spell),
    ),
    "child": (study, disability, flag, assigned, medical, disability, care, things),
    "youth": (study, study, work, disability, flag, medical, assigned, spell, illness, record),
    "elder": (record, record, pension, flag, disability, care, work, things, assigned, medical, earnings, spell),
}


def draw_things(dice: Dice, family: Family, people: list[Being]) -> None:
    """Some rows for each person."""
    for being in people:
        for _ in range(dice.pick((0, 1, 2, 3, 4, 5))):
            dice.pick(MAKERS[being.role])(dice, family, being, people)
