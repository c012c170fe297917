"""Facts of the twelve months before the month just gone: incomes, good reasons to have earned nothing (A13, A14)."""

from __future__ import annotations

import numpy as np

from bench.openfisca.country.dates import years_since
from bench.openfisca.kinship import Arrays, People, Ties, holds
from bench.openfisca.registers import Delivery, is_one

MONTHS = 12
EARNED = ("WAGE", "BUSINESS", "SELF_EMPLOYED", "PENSION", "STIPEND", "AUTHOR_FEE")


def window(on: np.datetime64) -> np.ndarray:
    """The twelve months before the month just gone."""
    return on.astype("datetime64[M]") - 13 + np.arange(MONTHS)


def incomes(delivery: Delivery, people: People) -> Arrays:
    """Each month's counted, earned and interest income in roubles, a row a month."""
    shape = (MONTHS, people.count)
    counted, earned, interest = (np.zeros(shape, np.float32) for _ in range(3))
    first = people.on.astype("datetime64[M]") - 13
    for rows in delivery.batches():
        months = np.array(rows["month"].words, "datetime64[M]")
        month = (months - first).astype(int)[rows["month"].codes]
        inside = (month >= 0) & (month < MONTHS)
        month, person = month[inside], rows["snils"][inside]
        roubles = (rows["amount"][inside] / 100).astype(np.float32)
        for out, chosen in (
            (counted, ~is_one(rows["kind"], "NOT_COUNTED")[inside]),
            (earned, is_one(rows["kind"], *EARNED)[inside]),
            (interest, is_one(rows["kind"], "INTEREST")[inside]),
        ):
            np.add.at(out, (month[chosen], person[chosen]), roubles[chosen])
    return {"income": counted, "earned_income": earned, "interest": interest}


def excuses(delivery: Delivery, people: People, ties: Ties) -> Arrays:
    """Good reasons on the first day of each month, a row a month (A14, 6)."""
    study = delivery.rows("education")
    notes = delivery.rows("medical")
    ill = is_one(notes["kind"], "CONCLUSION") & is_one(notes["code"], "LONG_TREATMENT")
    care = delivery.rows("care_ties")
    marks = delivery.rows("flags")
    away = is_one(marks["flag"], "CONSCRIPT", "PRISONER")
    jobs = delivery.rows("employment_service")
    invalid = delivery.rows("disability")
    child_only = is_one(invalid["category"], "CHILD")
    minors = people.birth[ties.child] > window(people.on)[0].astype("datetime64[D]") - 19 * 366
    care_of = ties.child[minors], ties.adult[minors], ties.since[minors], ties.until[minors]
    excused, looking = (np.zeros((MONTHS, people.count), bool) for _ in range(2))
    for place, month in enumerate(window(people.on)):
        day = month.astype("datetime64[D]")
        out = excused[place]
        student = study["snils"][study["full_time"] & holds(study, day)]
        out[student[years_since(people.birth[student], day) < 23]] = True
        out[notes["snils"][ill & holds(notes, day, end="last_day")]] = True
        out[care["carer_snils"][holds(care, day)]] = True
        out[marks["snils"][away & holds(marks, day)]] = True
        disabled = np.zeros(people.count, bool)
        disabled[invalid["snils"][child_only & holds(invalid, day, end="last_day")]] = True
        out[_carers(people, *care_of, day, disabled)] = True
        looking[place][jobs["snils"][holds(jobs, day, "recognised_on", "removed_on")]] = True
    return {"excused_month": excused, "unemployed_month": looking}


def _carers(
    people: People,
    child: np.ndarray,
    adult: np.ndarray,
    since: np.ndarray,
    until: np.ndarray,
    day: np.datetime64,
    disabled: np.ndarray,
) -> np.ndarray:
    """Adults of ties to a living child under 3, or under 18 and disabled, on a day."""
    held = (since <= day) & (day < until) & (people.birth[child] <= day) & (day < people.death[child])
    adult, child = adult[held], child[held]
    age = years_since(people.birth[child], day)
    return adult[(age < 3) | ((age < 18) & disabled[child])]
