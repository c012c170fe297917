"""Facts about families: grown children, and what all members own together, each object once (A11, A15)."""

from __future__ import annotations

import numpy as np

from bench.openfisca.kinship import Arrays, Families, People, Ties, holds, pairs
from bench.openfisca.registers import Delivery, is_one

STRONG, YOUNG = 250, 5  # horse power, years


def family_facts(delivery: Delivery, people: People, ties: Ties, families: Families) -> Arrays:
    """One value for each family."""
    facts = {"grown_children": grown_children(people, ties, families)}
    facts.update(real_estate(delivery, people, families))
    facts.update(vehicles(delivery, people, families))
    return facts


def grown_children(people: People, ties: Ties, families: Families) -> np.ndarray:
    """Children of 18 and more by birth or adoption of a head, each once."""
    grown = ties.holding & ~ties.guardian & people.alive[ties.child] & (people.age[ties.child] >= 18)
    grown &= people.alive[ties.adult] & ~families.dependent[ties.adult]
    family, _ = pairs(families.of[ties.adult[grown]], ties.child[grown], people.count)
    return np.bincount(family, minlength=families.count).astype(np.int32)


def _different(family: np.ndarray, thing: np.ndarray, count: int) -> np.ndarray:
    of_family, _ = pairs(family, thing, int(thing.max(initial=0)) + 1)
    return np.bincount(of_family, minlength=count).astype(np.int32)


def real_estate(delivery: Delivery, people: People, families: Families) -> Arrays:
    """How many different objects of each kind, and the members' parts of their area in hundredths."""
    rows = delivery.rows("property")
    held = holds(rows, people.on) & people.alive[rows["snils"]]
    family, thing = families.of[rows["snils"]], rows["object_id"]
    top, bottom = rows["area_m2"] * rows["share_num"].astype(np.int64), rows["share_den"].astype(np.int64)
    part = (2 * top + bottom) // (2 * bottom)
    facts: Arrays = {}
    for kind in ("FLAT", "HOUSE", "DACHA", "GARAGE", "NON_RESIDENTIAL", "LAND_CITY", "LAND_VILLAGE"):
        of_kind = held & is_one(rows["kind"], kind)
        if not kind.startswith("LAND"):
            facts[f"{kind.lower()}_objects"] = _different(family[of_kind], thing[of_kind], families.count)
        if kind in ("FLAT", "HOUSE") or kind.startswith("LAND"):
            area = np.bincount(family[of_kind], part[of_kind], families.count)
            facts[f"{kind.lower()}_area"] = area.astype(np.int32)
    return facts


def vehicles(delivery: Delivery, people: People, families: Families) -> Arrays:
    """How many different cars (not given by the state), motorcycles and boats; whether a young strong car is there."""
    rows = delivery.rows("vehicles")
    held = holds(rows, people.on) & people.alive[rows["snils"]]
    family, thing = families.of[rows["snils"]], rows["vehicle_id"]
    facts: Arrays = {}
    for kind in ("CAR", "MOTORCYCLE", "BOAT"):
        of_kind = held & is_one(rows["kind"], kind) & ~(rows["state_given"] & (kind == "CAR"))
        facts[f"{kind.lower()}s"] = _different(family[of_kind], thing[of_kind], families.count)
        if kind == "CAR":
            year = people.on.astype("datetime64[Y]").astype(int) + 1970
            strong = of_kind & (rows["power_hp"] > STRONG) & (year - rows["made_year"] < YOUNG)
            facts["strong_car"] = np.bincount(family[strong], minlength=families.count) > 0
    return facts
