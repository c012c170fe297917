"""Scenes of a life that need several rows at once, which single rows drawn by chance would seldom make."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.second_reading.city_base import months_later
from tests.second_reading.layout import REGISTERS as LAYOUT

from .dice import DAY, Dice
from .draw_people import Being
from .draw_things import an_id
from .family import Family

Scene = Callable[[Dice, Family, Being, list[Being]], None]


def _row(dice: Dice, family: Family, register: str, being: Being, **cells: object) -> None:
    """A row of a person, with an id of its own."""
    key = LAYOUT[register].columns[0].name
    family.add(register, **{key: an_id(dice, family, register, being), "snils": being.key, **cells})


def in_pay(dice: Dice, family: Family, being: Being, people: list[Being]) -> None:
    """A pension in pay and a status; now and then a voucher's form."""
    since = dice.start(being.birth)
    _row(dice, family, "pensions", being, kind=dice.pick(("OLD_AGE", "STATE")), amount=1_500_000, since=since)
    if dice.chance(70):
        flag = dice.pick(("LABOUR_VETERAN", "MILITARY_VETERAN", "REHABILITATED", "HOME_FRONT"))
        _row(dice, family, "flags", being, flag=flag, since=dice.start(being.birth))
    if dice.chance(60):
        near = (months_later(dice.on, -12), dice.on, months_later(dice.on, -6))
        form = {"code": "SANATORIUM", "since": dice.start(being.birth, near=near)}
        _row(dice, family, "medical", being, kind="CONCLUSION", **form)


def owner(dice: Dice, family: Family, being: Being, people: list[Being]) -> None:
    """The dwelling where a person lives, owned, with its account."""
    share = dice.pick(((1, 1), (1, 2), (1, 3)))
    cells = {"kind": "FLAT", "address_id": being.home, "area_m2": dice.pick((5000, 3300)), "since": being.birth}
    _row(dice, family, "property", being, object_id=f"O{being.home}", share_num=share[0], share_den=share[1], **cells)
    if any(row["address_id"] == being.home for row in family.rows["housing_accounts"]):
        return
    family.add(
        "housing_accounts",
        address_id=being.home,
        tenure="OWNED",
        area_m2=dice.pick((5000, 3299)),
        housing_bill=dice.roubles(1000, 5000),
        utilities_bill=dice.roubles(1000, 5000),
        capital_repair_fee=dice.known(dice.roubles(500, 2000)),
        court_arrears=dice.known(False),
        phone_subscriber=being.key,
    )


def birth_ahead(dice: Dice, family: Family, being: Being, people: list[Being]) -> None:
    """Work, a pregnancy, a maternity certificate."""
    since = dice.start(being.birth, near=(months_later(dice.on, -60),))
    _row(dice, family, "work", being, kind="EMPLOYED", since=since, until=dice.end(since, none=80))
    week = dice.pick((28, 11, 12, 13))
    begun = dice.start(being.birth, near=(dice.on - DAY * 20, dice.on))
    _row(dice, family, "medical", being, kind="PREGNANCY", week=week, since=begun)
    first = dice.start(being.birth, near=(dice.on - DAY * 100, months_later(dice.on, -10)))
    _row(dice, family, "sick_leave", being, code="05", first_day=first, last_day=first + DAY * 139)


def ill_child(dice: Dice, family: Family, being: Being, people: list[Being]) -> None:
    """Several certificates for the care of one child, who may be disabled."""
    others = [one for one in people if one is not being]
    if not others:
        return
    child = max(others, key=lambda one: one.birth)
    _row(dice, family, "work", being, kind="EMPLOYED", since=dice.start(being.birth, near=(date(2020, 1, 1),)))
    if dice.chance(50):
        since = dice.start(child.birth)
        _row(dice, family, "disability", child, category="CHILD", since_childhood=False, since=since)
    floor = max(being.birth, child.birth)
    for _ in range(dice.pick((2, 3, 1))):
        first = dice.start(floor, near=[months_later(dice.on, -n) for n in (1, 2, 3, 5)])
        last = first + DAY * dice.pick((6, 14, 20, 59, 119))
        _row(dice, family, "sick_leave", being, code="09", first_day=first, last_day=last, cared_snils=child.key)


def bereaved(dice: Dice, family: Family, being: Being, people: list[Being]) -> None:
    """Somebody has died who had insured record."""
    for dead in people:
        taken = any(row["snils"] == dead.key for row in family.rows["insurance_record"])
        if dead.death is not None and not taken:
            points = dice.known(dice.pick((30_000, 60_000)))
            family.add("insurance_record", snils=dead.key, record_months=dice.pick((60, 1, 0)), points=points)


def out_of_work(dice: Dice, family: Family, being: Being, people: list[Being]) -> None:
    """A spell at the employment service that pays, and perhaps a training."""
    applied = dice.start(being.birth, near=[months_later(dice.on, -n) for n in (1, 2, 3, 5, 6, 11, 12)])
    training = dice.start(applied) if dice.chance(40) else None
    _row(
        dice,
        family,
        "employment_service",
        being,
        applied_on=applied,
        recognised_on=min(applied + DAY * 10, dice.as_of),
        weeks_worked=dice.known(dice.pick((52, 26, 25))),
        breach=dice.known(False),
        average_wage=dice.known(dice.pick((2_500_000, 6_000_000))),
        refusals=0,
        training_since=training,
        training_until=dice.end(training) if training else None,
    )


def cared_for(dice: Dice, family: Family, being: Being, people: list[Being]) -> None:
    """Looked after, with the payment at the end of 2024 or without."""
    others = [one for one in people if one is not being]
    if others:
        carer = dice.pick(others)
        since = dice.start(being.birth, carer.birth)
        key = an_id(dice, family, "care_ties", being)
        cells = {"cared_snils": being.key, "carer_snils": carer.key}
        family.add("care_ties", tie_id=key, since=since, until=dice.end(since, none=80), **cells)
    if dice.chance(60):
        day = dice.edge(date(2024, 12, 31))
        measure = "elderly_care_compensation"
        _row(dice, family, "assignments", being, measure_id=measure, assigned_on=min(day, dice.as_of))


SCENES: dict[str, tuple[Scene, ...]] = {
    "adult": (out_of_work, birth_ahead, ill_child, owner, bereaved, in_pay),
    "child": (bereaved, owner),
    "youth": (bereaved, birth_ahead, out_of_work),
    "elder": (in_pay, owner, cared_for, bereaved, ill_child),
}


def draw_scenes(dice: Dice, family: Family, people: list[Being]) -> None:
    """A scene for some of the people."""
    for being in people:
        if dice.chance(35):
            dice.pick(SCENES[being.role])(dice, family, being, people)
