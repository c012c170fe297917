"""People by bands of age, as the law itself counts years."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np

from alongside.rules import PERSON, Expr, Rule, Unit, age, group_of, measure, members, smallest_of
from alongside.rules import on as day_of_decision
from alongside.rules.definitions import Group
from alongside.rules.facts import Array, Facts
from alongside.rules.language import lift
from alongside.rules.law import Law, Measure
from alongside.rules.run import run_law

AGES = ((0, "0-17"), (18, "18-34"), (35, "35-54"), (55, "55-64"), (65, "65-79"), (80, "80+"))
UNKNOWN_AGE = "?"
BANDS = (*(name for _, name in AGES), UNKNOWN_AGE)
PEOPLE = "people_of_what_if"
STEP = 1000
Progress = Callable[[str, float], None]


def _people_measure(law: Law, group: Group | None) -> Measure:
    """A measure of our own that "pays" everybody their age and the children under 18 of their group."""
    person = Unit("person", PERSON, law.registers)

    def build(p: Expr) -> Rule:
        years = age(p)
        told = smallest_of(years, lift(200, years)) * STEP
        if group is not None:
            children = members(group, group_of(group, p)).count(lambda m: age(m) < 18)
            told = told + smallest_of(children, lift(STEP - 1, children))
        return Rule(years >= 0, p, (), told, day_of_decision(law.registers), None)

    return Measure(PEOPLE, 0, "in_kind", "offer", (measure(PEOPLE, unit=person)(build),))


def ages_of(law: Law, facts: Facts, on: date, progress: Progress | None = None) -> Array:
    """For each person the position of their band in AGES, and behind the last for whom no age is known."""
    return age_bands(told_of_people(law, facts, on, None, progress))


def told_of_people(law: Law, facts: Facts, on: date, group: Group | None, progress: Progress | None) -> Array:
    """For each person STEP times their age and the children under 18 of their group, where there is one; -1: no age."""
    ask = _people_measure(law, group)
    wider = replace(law, measures=(*law.measures, ask))
    told = np.full(facts.persons, -1, np.int64)
    for rows in run_law(wider, facts, on, [ask], progress=progress):
        told[rows.columns["out_unit"]] = rows.columns["out_amount"]
    return told


def age_bands(told: Array) -> Array:
    """The position in AGES for what was told of each person; behind the last for whom no age is known."""
    bands: Array = np.where(
        told < 0, len(AGES), np.searchsorted([first for first, _ in AGES], told // STEP, "right") - 1
    )
    return bands
