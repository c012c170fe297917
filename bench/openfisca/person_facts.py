"""Facts about one person each: statuses, work, homes, pensions, disability, unemployment, what is assigned."""

from __future__ import annotations

import numpy as np

from bench.openfisca.country.dates import FAR
from bench.openfisca.kinship import Arrays, People, counted, holds, marked
from bench.openfisca.registers import NOBODY, Delivery, is_one

FLAGS = (
    *("LABOUR_VETERAN", "MILITARY_VETERAN", "COMBAT_VETERAN", "WWII_INVALID", "WWII_PARTICIPANT", "SIEGE_SURVIVOR"),
    *("HOME_FRONT", "REHABILITATED", "DEFENDER", "HERO", "HERO_LABOUR", "CHERNOBYL", "DONOR", "ORPHAN", "MOBILISED"),
    *("CONSCRIPT", "PRISONER", "STATE_PROVISION", "HERO_CASH"),
)
WORKS = ("EMPLOYED", "PART_TIME", "SELF_EMPLOYED", "BUSINESS")
CATEGORIES = ("I", "II", "III", "CHILD")  # places 1 to 4 of the country package's Disability; 0 is none
NEVER_ASSIGNED = np.datetime64("0001-01-01", "D")


def latest(people: np.ndarray, *keys: np.ndarray) -> np.ndarray:
    """The rows that come last for each person in the order of these keys, the first key the weightiest."""
    order = np.lexsort((*reversed(keys), people))
    ends = np.ones(len(order), bool)
    ends[:-1] = people[order][1:] != people[order][:-1]
    return order[ends]


def statuses(delivery: Delivery, people: People) -> Arrays:
    """Every flag that a rule asks for."""
    rows = delivery.rows("flags")
    held = holds(rows, people.on)
    return {name.lower(): marked(people.count, rows["snils"][held & is_one(rows["flag"], name)]) for name in FLAGS}


def homes(delivery: Delivery, people: People) -> tuple[Arrays, np.ndarray]:
    """Registrations on the day; the place of the permanent home, NOBODY without one."""
    rows = delivery.rows("registrations")
    held, permanent = holds(rows, people.on), is_one(rows["kind"], "P")
    home = np.full(people.count, NOBODY, np.int64)
    home[rows["snils"][held & permanent]] = rows["address_id"][held & permanent]
    begun = permanent & (rows["since"] < people.on)
    days = (np.minimum(rows["until"][begun], people.on) - rows["since"][begun]).astype(np.int64)
    subscribed = delivery.rows("housing_accounts")
    person, at = subscribed["phone_subscriber"], subscribed["address_id"]
    at_home = (person != NOBODY) & (at != NOBODY) & (home[person] == at)
    eve = holds(rows, people.death[rows["snils"]] - 1)
    facts = {
        "registered": marked(people.count, rows["snils"][held]),
        "registered_permanently": home != NOBODY,
        "days_registered": np.bincount(rows["snils"][begun], days, people.count).astype(np.int32),
        "telephone_at_home": marked(people.count, person[at_home]),
        "registered_at_death": marked(people.count, rows["snils"][eve & permanent]),
    }
    return facts, home


def work_and_pensions(delivery: Delivery, people: People) -> Arrays:
    """Work, pensions in pay, record and points."""
    count = people.count
    work = delivery.rows("work")
    working = is_one(work["kind"], *WORKS)
    pay = delivery.rows("pensions")
    held, p = holds(pay, people.on), pay["snils"]
    roubles = pay["amount"] / 100
    state = held & is_one(pay["kind"], "STATE")
    record = delivery.rows("insurance_record")
    months, points = np.zeros(count, np.int32), np.zeros(count, np.int32)
    months[record["snils"]], points[record["snils"]] = record["record_months"], record["points"]
    return {
        "works": marked(count, work["snils"][working & holds(work, people.on)]),
        "worked_at_death": marked(count, work["snils"][working & holds(work, people.death[work["snils"]] - 1)]),
        "pension_in_pay": marked(count, p[held]),
        "old_age_in_pay": marked(count, p[held & is_one(pay["kind"], "OLD_AGE")]),
        "pension_at_death": marked(count, p[holds(pay, people.death[p] - 1)]),
        "pensions_paid": np.bincount(p[held], roubles[held], count).astype(np.float32),
        "state_pensions_paid": np.bincount(p[state], roubles[state], count).astype(np.float32),
        "record_months": months,
        "pension_points": points,
    }


def health(delivery: Delivery, people: People) -> Arrays:
    """The valid disability decision (A7) and the record of a pregnancy (A16)."""
    count = people.count
    rows = delivery.rows("disability")
    p = rows["snils"]
    category = sum(is_one(rows["category"], word) * np.int16(place) for place, word in enumerate(CATEGORIES, 1))
    held = np.flatnonzero(holds(rows, people.on, end="last_day") & ((category != 4) | (people.age[p] < 18)))
    valid = held[latest(p[held], rows["since"][held], rows["decision_id"][held])]
    disability, early = np.zeros(count, np.int16), np.zeros(count, bool)
    disability[p[valid]], early[p[valid]] = category[valid], rows["since_childhood"][valid]
    notes = delivery.rows("medical")
    p = notes["snils"]
    held = np.flatnonzero(holds(notes, people.on, end="last_day") & is_one(notes["kind"], "PREGNANCY"))
    valid = held[latest(p[held], notes["since"][held], notes["record_id"][held])]
    week, since = np.zeros(count, np.int32), np.full(count, FAR)
    week[p[valid]], since[p[valid]] = notes["week"][valid], notes["since"][valid]
    return {
        "disability": disability,
        "disabled_since_childhood": early,
        "disability_on_record": marked(count, rows["snils"]),
        "pregnancy_week": week,
        "pregnancy_since": since,
    }


def unemployment(delivery: Delivery, people: People) -> Arrays:
    """The latest spell on the employment service's register that has not ended (19)."""
    rows = delivery.rows("employment_service")
    p = rows["snils"]
    held = np.flatnonzero(holds(rows, people.on, "applied_on", "removed_on"))
    spell = held[latest(p[held], rows["applied_on"][held], rows["spell_id"][held])]
    at = p[spell]

    def of_spell(empty: object, values: np.ndarray) -> np.ndarray:
        out = np.full(people.count, empty, dtype=values.dtype)
        out[at] = values[spell]
        return out

    return {
        "employment_service_on_record": marked(people.count, p),
        "recognised_on": of_spell(FAR, rows["recognised_on"]),
        "weeks_worked": of_spell(0, rows["weeks_worked"].astype(np.int32)),
        "dismissed_for_breach": of_spell(False, rows["breach"]),
        "average_wage": of_spell(0, (rows["average_wage"] / 100).astype(np.float32)),
        "refusals": of_spell(0, rows["refusals"].astype(np.int32)),
        "training_since": of_spell(FAR, rows["training_since"]),
        "training_until": of_spell(FAR, rows["training_until"]),
    }


def assigned(delivery: Delivery, people: People) -> Arrays:
    """What was assigned before, as far as a rule asks."""
    rows = delivery.rows("assignments")
    begun = rows["assigned_on"] <= people.on
    about = rows["for_snils"]
    last = np.full(people.count, NEVER_ASSIGNED)
    old = begun & is_one(rows["measure_id"], "centenarian_payment")
    np.maximum.at(last, rows["snils"][old], rows["assigned_on"][old])
    return {
        "birth_grant_assigned": marked(people.count, about[begun & is_one(rows["measure_id"], "birth_grant")]),
        "funeral_assigned": marked(people.count, about[begun & is_one(rows["measure_id"], "funeral_benefit")]),
        "centenarian_last_assigned": last,
    }


def children_born(people: People, adults: np.ndarray) -> Arrays:
    """How many children each person ever had and did not lose the rights to (A12)."""
    return {"children_born": counted(people.count, adults)}
