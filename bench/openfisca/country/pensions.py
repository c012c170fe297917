"""Pension age and the four pensions, of which each person gets the largest (A17, C7, 7 to 11)."""

from __future__ import annotations

from datetime import date

import numpy as np

from bench.openfisca.country.dates import add_months, half_up
from bench.openfisca.country.inputs import Disability
from bench.openfisca.country.variable import day_of, person_variable


def year_of(days):
    """The calendar year of each day."""
    return days.astype("datetime64[Y]").astype(int) + 1970


@person_variable(int)
def base_years(person, period):
    """55 years for women, 60 for men."""
    return np.where(person("female", period), 55, 60)


@person_variable(date)
def usual_date(person, period):
    """The usual day of the pension age, as the reform moved it."""
    birth, base = person("birth_date", period), person("base_years", period)
    year = year_of(birth) + base
    later = np.select([year <= 2018, year == 2019, year == 2020, year == 2021, year == 2022], [0, 6, 18, 36, 48], 60)
    return add_months(birth, 12 * base + later)


@person_variable(date)
def right_date(person, period):
    """The day the right to an old-age pension begins, the earliest of all routes."""
    birth, usual, female = person("birth_date", period), person("usual_date", period), person("female", period)
    record, children = person("record_months", period), person("children_born", period)
    long_day = np.maximum(add_months(birth, 12 * person("base_years", period)), add_months(usual, -24))
    by_record = np.where(record >= np.where(female, 444, 504), long_day, usual)
    mother_age = np.select([children >= 5, children == 4], [50, 56], 57)
    mother = female & (children >= 3) & (record >= 180)
    as_mother = np.where(mother, add_months(birth, 12 * mother_age), usual)
    return np.minimum(np.minimum(usual, by_record), as_mother)


@person_variable(bool)
def own_old_age(person, period):
    """All of the old-age pension's own criteria."""
    right = person("right_date", period)
    year = year_of(right)
    months = np.minimum(60 + 12 * np.maximum(year - 2014, 0), 180)
    points = np.where(year <= 2014, 0, np.minimum(6600 + 2400 * (year - 2015), 30_000))
    enough = (person("record_months", period) >= months) & (person("pension_points", period) >= points)
    due = ((right <= day_of(period)) & enough) | person("old_age_in_pay", period)
    return person("alive", period) & (person("age", period) >= 50) & due


@person_variable(float)
def amount_old_age(person, period, parameters):
    """Points and the fixed part."""
    p = parameters(period)
    return half_up(person("pension_points", period) * p.POINT / 1000) + p.FIX


@person_variable(bool)
def own_disability(person, period):
    """All of the disability pension's own criteria."""
    grown = person("alive", period) & (person("age", period) >= 18)
    insured = person("has_group", period) & (person("record_months", period) >= 1)
    return grown & insured & ~person("own_old_age", period)


@person_variable(float)
def amount_disability(person, period, parameters):
    """Points and the fixed part, half of it for group III."""
    p = parameters(period)
    third = person("disability", period) == Disability.III
    return half_up(person("pension_points", period) * p.POINT / 1000) + np.where(third, half_up(p.FIX / 2), p.FIX)


@person_variable(bool)
def student_18_22(person, period):
    """Aged 18 to 22 and a full-time student."""
    age = person("age", period)
    return (age >= 18) & (age < 23) & person("studies_full_time", period)


@person_variable(bool)
def parents_insured(person, period):
    """A dead parent had insured record."""
    return person("dead_parent_1_insured", period) | person("dead_parent_2_insured", period)


@person_variable(bool)
def survivor_child(person, period):
    """The branch of a child of the survivor pension."""
    early = (person("age", period) < 23) & person("is_disabled", period) & person("disabled_since_childhood", period)
    branch = (person("age", period) < 18) | person("student_18_22", period) | early
    return person("parents_insured", period) & branch


@person_variable(bool)
def own_survivor(person, period):
    """All of the survivor pension's own criteria."""
    cares = ~person("works", period) & person("cares_for_child_of_dead_spouse", period)
    cannot = (person("usual_date", period) <= day_of(period)) | person("has_group", period) | cares
    as_spouse = person("dead_spouse_insured", period) & cannot
    return person("alive", period) & (person("survivor_child", period) | as_spouse)


def share(person, period, name, point):
    """The part of a pension that one dead breadwinner with record leaves."""
    points = person(f"{name}_points", period).astype(np.float64)
    part = half_up(points * point / (1000 * person(f"{name}_sharers", period)))
    return person(f"{name}_insured", period) * part


@person_variable(float)
def amount_survivor(person, period, parameters):
    """The shares of all dead parents, or that of the dead spouse, and half of the fixed part or all of it."""
    p = parameters(period)
    child = person("survivor_child", period)
    parents = share(person, period, "dead_parent_1", p.POINT) + share(person, period, "dead_parent_2", p.POINT)
    orphan = child & (person("dead_parents", period) >= 2)
    fixed = np.where(orphan, p.FIX, half_up(p.FIX / 2))
    return np.where(child, parents, share(person, period, "dead_spouse", p.POINT)) + fixed


@person_variable(int)
def social_coefficient(person, period):
    """The largest coefficient of the grounds of a social pension, in per cent; 0 without one."""
    age, disability = person("age", period), person("disability", period)
    early, no_old_age = person("disabled_since_childhood", period), ~person("own_old_age", period)
    late = add_months(person("usual_date", period), 60) <= day_of(period)
    old = late & ~person("works", period) & no_old_age
    child = disability == Disability.CHILD
    first, second = disability == Disability.I, disability == Disability.II
    by_group = np.select([child | (first & early), first | (second & early), second], [240, 200, 100], 85)
    no_record = person("has_group", period) & (person("record_months", period) == 0) & no_old_age
    lost = person("dead_parents", period)
    bereaved = ((age < 18) | person("student_18_22", period)) & (lost >= 1) & ~person("parents_insured", period)
    of_parents = np.where((lost >= 2) | (person("parents_recorded", period) == 1), 200, 100)
    return np.maximum(np.maximum(100 * old, by_group * (child | no_record)), of_parents * bereaved)


@person_variable(bool)
def own_social(person, period):
    """All of the social pension's own criteria."""
    age = person("age", period)
    considered = (age < 23) | (age >= 60) | person("disability_on_record", period)
    ground = person("social_coefficient", period) > 0
    return person("alive", period) & considered & person("registered", period) & ground


@person_variable(float)
def amount_social(person, period, parameters):
    """The base by the largest coefficient."""
    return half_up(parameters(period).SOC * person("social_coefficient", period) / 100)


PENSIONS = ("old_age", "disability", "survivor", "social")


def best(person, period, name):
    """The amount, where this pension is due and none of the others is larger, or equal and named before."""
    due, amount = person(f"own_{name}", period), person(f"amount_{name}", period)
    for other in PENSIONS:
        if other == name:
            continue
        theirs = person(f"amount_{other}", period)
        larger = theirs >= amount if PENSIONS.index(other) < PENSIONS.index(name) else theirs > amount
        due = due & ~(person(f"own_{other}", period) & larger)
    return due * amount


@person_variable(float)
def old_age_pension(person, period):
    """7 Old-age pension."""
    return best(person, period, "old_age")


@person_variable(float)
def disability_pension(person, period):
    """8 Disability pension."""
    return best(person, period, "disability")


@person_variable(float)
def survivor_pension(person, period):
    """9 Survivor pension."""
    return best(person, period, "survivor")


@person_variable(float)
def social_pension(person, period):
    """10 Social pension."""
    return best(person, period, "social")


@person_variable(float)
def granted_pension(person, period):
    """The one of the four that is granted."""
    return sum(person(f"{name}_pension", period) for name in PENSIONS)


@person_variable(bool)
def on_pension(person, period):
    """A pension in pay, or one granted."""
    return person("pension_in_pay", period) | (person("granted_pension", period) > 0)


@person_variable(float)
def fixed_part_increase(person, period, parameters):
    """11 Increase of the fixed part."""
    fixed = parameters(period).FIX
    invalid = person("disability_pension", period) > 0
    due = (person("age", period) >= 18) & (invalid | (person("old_age_pension", period) > 0))
    once = (person("age", period) >= 80) | (person("disability", period) == Disability.I)
    dependent = person("is_dependent", period)
    of_first = person.family.sum(dependent & person("tied_to_first_head", period))
    of_second = person.family.sum(dependent & person("tied_to_second_head", period))
    tied = person("is_first_head", period) * of_first + person("is_second_head", period) * of_second
    third = invalid & (person("disability", period) == Disability.III)
    each = np.where(third, half_up(fixed * np.minimum(tied, 3) / 6), half_up(fixed * np.minimum(tied, 3) / 3))
    return due * (once * fixed + each)
