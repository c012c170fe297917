"""What is asked of one person, and of those who receive for a child."""

from __future__ import annotations

from bench.openfisca.country.dates import years_since
from bench.openfisca.country.entities import Family
from bench.openfisca.country.inputs import Disability
from bench.openfisca.country.variable import day_of, person_variable


@person_variable(bool)
def alive(person, period):
    """Lives on the day."""
    on = day_of(period)
    return (person("birth_date", period) <= on) & (on < person("death_date", period))


@person_variable(int)
def age(person, period):
    """Age in full years."""
    return years_since(person("birth_date", period), day_of(period))


@person_variable(bool)
def is_dependent(person, period):
    """Depends on the heads of the family."""
    return person.has_role(Family.DEPENDENT)


@person_variable(bool)
def is_first_head(person, period):
    """The head whose SNILS names the family."""
    return person.has_role(Family.FIRST_HEAD)


@person_variable(bool)
def is_second_head(person, period):
    """The other head."""
    return person.has_role(Family.SECOND_HEAD)


def of_payee(person, period, name):
    """What is true of the one who receives: a head for a dependent, else the person."""
    own = person(name, period)
    first = person.family.any(own & person("is_first_head", period))
    second = person.family.any(own & person("is_second_head", period))
    of_head = (first & ~person("second_head_receives", period)) | (second & person("second_head_receives", period))
    return (person("is_dependent", period) & of_head) | (~person("is_dependent", period) & own)


@person_variable(bool)
def applicant_is_citizen(person, period):
    """The one who receives is a citizen."""
    return of_payee(person, period, "citizen")


@person_variable(bool)
def applicant_in_city(person, period):
    """The one who receives is registered in the city."""
    return of_payee(person, period, "registered")


@person_variable(bool)
def has_group(person, period):
    """Group I, II or III."""
    category = person("disability", period)
    return (category != Disability.NONE) & (category != Disability.CHILD)


@person_variable(bool)
def is_disabled(person, period):
    """Disabled in any category."""
    return person("disability", period) != Disability.NONE


@person_variable(int)
def week_on(person, period):
    """The week of pregnancy on the day, 0 without a record that says it."""
    record = person("pregnancy_week", period)
    days = (day_of(period) - person("pregnancy_since", period)).astype(int)
    return (record > 0) * (record + days // 7)


@person_variable(bool)
def twelve_weeks_pregnant(person, period):
    """Week 12 to 42."""
    week = person("week_on", period)
    return (week >= 12) & (week <= 42)
