"""The random city's homes, things, health and rights: housing_accounts, vehicles, property, disability,
rehab_items, medical, flags, care_ties and assignments."""

from __future__ import annotations

from datetime import date

from .city_base import DAY, Being, City, months_later
from .layout import FLAGS, MEASURES

DISEASES = [
    "E10",
    "E14.9",
    "E15",
    "C00",
    "C97.0",
    "J45",
    "G40",
    "B20",
    "B21",
    "G35",
    "I20",
    "I21.0",
    "I22",
    "I23",
    "I25",
    "I60",
    "I64.9",
    "I65",
    "I69",
    "Z99",
]
WAR_AND_WORK = FLAGS[:15]


def make_things(city: City) -> None:
    for being in city.people:
        _vehicles(city, being)
        _property(city, being)
        _disability(city, being)
        _medical(city, being)
        _flags(city, being)
    _care_ties(city)
    _housing(city)
    _assignments(city)
    for name in ("flags", "assignments", "property", "disability", "work", "sick_leave"):
        city.rng.shuffle(city.rows[name])


def _vehicles(city: City, being: Being) -> None:
    rng = city.rng
    if not city.chance(0.3):
        return
    for _ in range(rng.choice([1, 1, 2, 3])):
        since = city.start(being.birth)
        made = max(1900, min(city.as_of.year, city.on.year - rng.choice([0, 1, 4, 5, 6, 30])))
        vehicle = city.new_id("V")
        old = [str(row["vehicle_id"]) for row in city.rows["vehicles"] if row["since"] != since]
        if old and city.chance(0.15):
            vehicle = rng.choice(old)  # the same car, another owner or another time
            if any(row["vehicle_id"] == vehicle and row["since"] == since for row in city.rows["vehicles"]):
                continue
        city.add(
            "vehicles",
            vehicle_id=vehicle,
            snils=being.snils,
            kind=rng.choice(["CAR", "CAR", "CAR", "MOTORCYCLE", "BOAT"]),
            made_year=made,
            power_hp=city.open(rng.choice([0, 75, 249, 250, 251, 300])),
            state_given=rng.choice([None, None, False, True]),
            since=since,
            until=city.until(since, none=0.75),
        )


def _property(city: City, being: Being) -> None:
    rng = city.rng
    if not city.chance(0.45):
        return
    for _ in range(rng.choice([1, 1, 2, 3])):
        kind = rng.choice(
            [
                "FLAT",
                "FLAT",
                "FLAT",
                "HOUSE",
                "DACHA",
                "GARAGE",
                "NON_RESIDENTIAL",
                "LAND_CITY",
                "LAND_VILLAGE",
            ]
        )
        limit = {"FLAT": 2400, "HOUSE": 4000, "LAND_CITY": 250_000, "LAND_VILLAGE": 1_000_000}.get(kind, 2000)
        den = rng.choice([1, 1, 2, 3, 7])
        num = rng.randint(1, den)
        people = rng.choice([1, 2, 3]) if limit < 5000 else 1
        area = max(1, limit * people * den // num // rng.choice([1, 1, 2]) + rng.choice([-1, 0, 1]))
        known = [row["object_id"] for row in city.rows["property"] if row["kind"] == kind]
        shared = rng.choice(known) if known and city.chance(0.3) else city.new_id("O")
        here = being.homes[0] if being.homes and city.chance(0.7) else rng.choice(city.addresses)
        since = city.start(being.birth)
        city.add(
            "property",
            right_id=city.new_id("Q"),
            snils=being.snils,
            object_id=shared,
            kind=kind,
            address_id=here if kind in ("FLAT", "HOUSE") and city.chance(0.85) else None,
            area_m2=area,
            share_num=num,
            share_den=den,
            since=since,
            until=city.until(since, none=0.8),
        )


def _disability(city: City, being: Being) -> None:
    rng = city.rng
    if city.chance(0.28):
        for _ in range(rng.choice([1, 1, 2, 3])):
            since = city.start(being.birth)
            adult_on = months_later(being.birth, 12 * 18)
            kinds = ["CHILD"] * 4 + ["I"] if since < adult_on else ["I", "II", "III"]
            last_day = city.until(since, none=0.4, least=0)
            if adult_on > since and city.chance(0.3):
                last_day = city.edge(adult_on)
            if last_day is not None and last_day < since:
                last_day = since
            city.add(
                "disability",
                decision_id=city.new_id("D"),
                snils=being.snils,
                category=rng.choice(kinds),
                since_childhood=city.open(city.chance(0.5)),
                since=since,
                last_day=last_day,
            )
    if city.chance(0.15):
        since = city.start(being.birth)
        term = rng.choice([1, 12, 24, 36, 240])
        issued = city.start(since, bases=[months_later(city.on, -term), city.on]) if city.chance(0.7) else None
        city.add(
            "rehab_items",
            item_id=city.new_id("I"),
            snils=being.snils,
            since=since,
            last_day=city.until(since, none=0.5, least=0),
            issued_on=issued,
            term_months=term,
        )


def _medical(city: City, being: Being) -> None:
    rng = city.rng
    age = being.months(city.on) // 12
    if (being.sex == "F" and 13 <= age <= 56 and city.chance(0.45)) or city.chance(0.03):
        for _ in range(rng.choice([1, 1, 2])):
            since = city.start(being.birth, bases=[city.on - DAY * 7 * rng.randint(0, 40), city.on])
            week = city.open(rng.choice([1, 4, 11, 12, 13, 28, 41, 42]), 0.2)
            city.add(
                "medical",
                record_id=city.new_id("N"),
                snils=being.snils,
                kind="PREGNANCY",
                code=None,
                week=week,
                since=since,
                last_day=city.until(since, none=0.7, least=0),
            )
    for kind, codes in (
        ("DISPENSARY", DISEASES),
        (
            "CONCLUSION",
            ["SANATORIUM", "SANATORIUM", "NO_SANATORIUM", "DAIRY", "CONSTANT_CARE", "LONG_TREATMENT"],
        ),
    ):
        for _ in range(rng.choice([0, 0, 0, 1, 2])):
            bases = [months_later(city.on, -12), months_later(city.on, -24), date(2021, 1, 1), city.on]
            since = city.start(being.birth, bases=bases)
            city.add(
                "medical",
                record_id=city.new_id("N"),
                snils=being.snils,
                kind=kind,
                code=rng.choice(codes),
                week=None,
                since=since,
                last_day=city.until(since, none=0.6, least=0),
            )


def _flags(city: City, being: Being) -> None:
    rng = city.rng
    flags = rng.sample(FLAGS, rng.choice([0, 0, 0, 1, 1, 2]))
    if being.months(city.on) >= 60 * 12:
        flags += rng.sample(WAR_AND_WORK, rng.choice([0, 1, 1]))
    if {"HERO", "HERO_LABOUR"} & set(flags) and city.chance(0.7):
        flags.append("HERO_CASH")
    for flag in flags:
        since = city.start(being.birth)
        city.add(
            "flags",
            flag_id=city.new_id("F"),
            snils=being.snils,
            flag=flag,
            since=since,
            until=city.until(since, none=0.7),
        )


def _care_ties(city: City) -> None:
    weak = city.aged(78, 110) + city.some(city.people, 0.05)
    for cared in city.some(weak, 0.7):
        for carer in city.rng.sample(city.people, min(len(city.people), city.rng.choice([1, 1, 2]))):
            if carer is not cared:
                since = city.start(carer.birth, cared.birth)
                city.add(
                    "care_ties",
                    tie_id=city.new_id("K"),
                    carer_snils=carer.snils,
                    cared_snils=cared.snils,
                    since=since,
                    until=city.until(since, none=0.6),
                )


def _housing(city: City) -> None:
    rng = city.rng
    for address in city.some(sorted(city.addresses), 0.75):
        home = [being.snils for being in city.people if address in being.homes]
        subscriber = rng.choice(home) if home and city.chance(0.8) else rng.choice(city.people).snils
        city.add(
            "housing_accounts",
            address_id=address,
            tenure=city.open(rng.choice(["OWNED", "SOCIAL_RENT", "RENT"])),
            area_m2=rng.choice([1, 3299, 3300, 3301, 4200, 5400, 7200, rng.randint(1, 20_000)]),
            housing_bill=city.open(city.kopecks(1, 9_000)),
            utilities_bill=city.open(city.kopecks(1, 15_000)),
            capital_repair_fee=city.open(city.kopecks(1, 3_000)),
            court_arrears=city.open(city.chance(0.15)),
            phone_subscriber=subscriber if city.chance(0.6) else None,
        )


def _assignments(city: City) -> None:
    """All 42 measures, on the days from which law.md asks them."""
    rng = city.rng
    this_year = date(city.on.year, 1, 1)
    for being in city.people:
        bases = [
            city.on,
            this_year,
            months_later(city.on, -6),
            months_later(city.on, -12),
            date(2024, 12, 31),
            being.birth,
        ]
        measures = rng.sample(MEASURES, rng.choice([0, 0, 1, 2, 4]))
        if being.months(city.on) < 24 and city.chance(0.3):
            measures += ["maternity_capital", "birth_grant", "newborn_gift_set"]
        for measure in measures:
            family = city.parents_of(being)
            recipient = rng.choice(family) if family and city.chance(0.7) else being
            other: str | None = being.snils if recipient is not being or city.chance(0.1) else None
            if other is None and city.chance(0.2):
                other = rng.choice(city.people).snils
            city.add(
                "assignments",
                assignment_id=city.new_id("Z"),
                measure_id=measure,
                snils=recipient.snils,
                for_snils=other,
                assigned_on=city.start(date(1990, 1, 1), bases=bases),
            )
