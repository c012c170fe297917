"""Homes and things: housing accounts, rights to flats, houses and land, vehicles."""

from __future__ import annotations

import numpy as np

from .block import Block
from .days import YEAR, year_of
from .draw import NEVER, Floats, Ints, Random, between, by_step, chance, choose, where
from .tables import Rows

OWNED, SOCIAL_RENT, RENT = 0, 1, 2
TENURE = (0.87, 0.105, 0.025)  # Rosstat 2021: 85-88% of dwellings owned by those who live in them
ACCOUNTS = 0.95
# Square metres of a dwelling by people: 20-21 a person (Mosstat).
AREA = (33.0, 43.0, 53.0, 62.0, 70.0, 78.0)


def _dwellings(block: Block) -> tuple[Ints, Ints, Ints]:
    """(tenure, area in hundredths of m2, people) of each dwelling; the same every time it is asked."""
    rng = block.rng("dwellings")
    people = np.bincount(block.home[block.home >= 0], minlength=block.dwellings)
    mean = np.array(AREA)[np.clip(people - 1, 0, 5)]
    area = np.clip(mean * np.exp(0.24 * rng.standard_normal(block.dwellings)), 13, 260)
    tenure = choose(rng, TENURE, block.dwellings)
    return tenure, (area * 10).astype(np.int64) * 10, people


def account_rows(block: Block) -> Rows:
    """The rows of housing_accounts."""
    rng = block.rng("accounts")
    rows = Rows(block, "housing_accounts")
    tenure, area, people = _dwellings(block)
    place = where((np.arange(block.dwellings) < block.families) & chance(rng, ACCOUNTS, block.dwellings))
    size = len(place)
    level = by_step(((2022, 0.82), (2023, 0.88), (2024, 0.95), (2025, 1.05), (2026, 1.14)), np.array([block.on_year]))[
        0
    ]
    upkeep = area[place] * (30 + 14 * rng.random(size)) * level
    use = np.maximum(people[place], 1) * (1150 + 700 * rng.random(size)) * level
    utilities = use * 100 + area[place] * (24 + 10 * rng.random(size)) * level
    repair = area[place] * np.round(24.0 * level, 2)
    eldest = _subscribers(rng, block)[place]
    rows.add(
        address_id=place,
        tenure=(np.where(chance(rng, 0.99, size), tenure[place], -1), ["OWNED", "SOCIAL_RENT", "RENT"]),
        area_m2=area[place],
        housing_bill=_open(rng, upkeep),
        utilities_bill=_open(rng, utilities),
        capital_repair_fee=_open(rng, np.where(tenure[place] == OWNED, repair, 0)),
        court_arrears=np.where(chance(rng, 0.985, size), chance(rng, 0.025, size).astype(np.int64), -1),
        phone_subscriber=eldest,
    )
    return rows


def _open(rng: Random, amount: Floats) -> Ints:
    return np.asarray(np.where(rng.random(len(amount)) < 0.994, np.floor(amount), -1), dtype=np.int64)


def _subscribers(rng: Random, block: Block) -> Ints:
    """The subscriber of each dwelling's telephone: the oldest, if anybody has one."""
    eldest = np.full(block.dwellings, -1)
    order = np.argsort(-block.birth, kind="stable")
    order = order[(block.home[order] >= 0) & (block.age[order] >= 18)]
    eldest[block.home[order]] = order
    old = np.where(eldest >= 0, block.age[np.maximum(eldest, 0)], 0)
    return np.asarray(np.where(rng.random(block.dwellings) < np.where(old >= 60, 0.6, 0.22), eldest, -1))


def property_rows(block: Block) -> Rows:
    """The rows of property: the home, a second flat, dachas, garages, land and shops."""
    rng = block.rng("property")
    rows = Rows(block, "property", outlives=True)
    objects = _homes(rng, block, rows)
    adult = block.registered & (block.age >= 25)
    for kind, share, low, high in (
        ("FLAT", 0.075, 2800, 7500),
        ("HOUSE", 0.03, 6000, 22000),
        ("DACHA", 0.13, 2500, 12000),
        ("GARAGE", 0.075, 1500, 2800),
        ("NON_RESIDENTIAL", 0.012, 1000, 18000),
        ("LAND_CITY", 0.012, 20000, 120000),
        ("LAND_VILLAGE", 0.13, 50000, 220000),
    ):
        owner = where(adult & chance(rng, share * by_step(((0, 0.5), (45, 1.3)), block.age), block.count))
        size = len(owner)
        half = chance(rng, 0.15, size)
        rows.add(
            snils=owner,
            object_id=objects + np.arange(size),
            kind=kind,
            area_m2=between(rng, low, high, size),
            share_num=1,
            share_den=np.where(half, 2, 1),
            since=np.maximum(block.on - between(rng, 20, 9000, size), block.birth[owner] + 100),
            until=np.where(chance(rng, 0.07, size), block.on - between(rng, 0, 15, size), NEVER),
        )
        objects += size
    return rows


def _homes(rng: Random, block: Block, rows: Rows) -> int:
    """Rights to the dwellings people live in; returns how many objects there are."""
    tenure, area, people = _dwellings(block)
    owned = (tenure == OWNED) & (people > 0)
    owned[block.families :] = False
    person = where((block.home >= 0) & (block.age >= 18))
    person = person[owned[block.home[person]]]
    claim = rng.random(len(person)) - by_step(((18, 0.6), (30, 0.1), (45, 0.0)), block.age[person])
    order = np.lexsort((-claim, block.home[person]))
    person, claim = person[order], claim[order]
    home = block.home[person]
    first = np.ones(len(person), dtype=np.bool_)
    first[1:] = home[1:] != home[:-1]
    shares = first | (claim > 0.45)
    person, home = person[shares], home[shares]
    owners = np.bincount(home, minlength=block.dwellings)[home]
    since = np.maximum(block.on - (rng.gamma(1.6, 9.0, len(person)) * YEAR).astype(np.int64), -5000)
    since = np.maximum(since, np.maximum(block.birth[person] + 200, block.arrived[person]))
    house = np.where(rng.random(block.dwellings)[home] < 0.03, 1, 0)
    rows.add(
        snils=person,
        object_id=home,
        kind=(house, ["FLAT", "HOUSE"]),
        address_id=home,
        area_m2=area[home],
        share_num=1,
        share_den=owners,
        since=np.minimum(since, block.on - 1),
    )
    return block.dwellings


def vehicle_rows(block: Block) -> Rows:
    """The rows of vehicles: cars, motorcycles, boats; some sold to another owner."""
    rng = block.rng("vehicles")
    rows = Rows(block, "vehicles", outlives=True)
    number = 0
    for kind, rate, power in (
        ("CAR", 0.37, 135),
        ("CAR", 0.045, 160),
        ("MOTORCYCLE", 0.018, 70),
        ("BOAT", 0.006, 60),
    ):
        likely = by_step(((0, 0.0), (19, 0.4), (28, 1.2), (65, 0.7), (78, 0.15)), block.age)
        owner = where(block.registered & chance(rng, rate * likely * np.where(block.female, 0.6, 1.5), block.count))
        size = len(owner)
        since = np.maximum(block.on - (rng.exponential(4.0, size) * YEAR).astype(np.int64), block.adult_since[owner])
        since = np.minimum(since, block.on - 1)
        year = year_of(since) - rng.integers(0, 9, size)
        sold = chance(rng, 0.1, size)
        until = np.where(sold & (block.on - since > 40), block.on - between(rng, 0, 30, size), NEVER)
        horses = np.maximum((power * np.exp(0.3 * rng.standard_normal(size))).astype(np.int64), 8)
        given = (block.disabled[owner] >= 0) & (block.disabled[owner] < 3) & chance(rng, 0.02, size)
        rows.add(
            vehicle_id=number + np.arange(size),
            snils=owner,
            kind=kind,
            made_year=year,
            power_hp=np.where(chance(rng, 0.97, size), horses, -1),
            state_given=np.where(given, 1, np.where(chance(rng, 0.5, size), 0, -1)),
            since=since,
            until=until,
        )
        number += size
    return rows
