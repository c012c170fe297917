"""Large families and their means (A11, A13 to A15)."""

from __future__ import annotations

import numpy as np
from openfisca_core.periods import DateUnit, Period
from openfisca_core.populations import ADD

from bench.openfisca.country.variable import family_variable, person_variable


@person_variable(bool)
def counted_minor(person, period):
    """A dependent under 18 who is not on full state provision."""
    minor = person("is_dependent", period) & (person("age", period) < 18)
    return minor & ~person("state_provision", period)


@person_variable(bool)
def still_young(person, period):
    """Under 16, or at school."""
    return (person("age", period) < 16) | person("at_school", period)


@family_variable(int)
def counted_children(family, period):
    """Children counted for a large family."""
    return family.sum(family.members("counted_minor", period)) + family("grown_children", period)


@family_variable(bool)
def large_family(family, period):
    """Three or more counted, one of them a counted minor who is still young."""
    young = family.members("counted_minor", period) & family.members("still_young", period)
    return (family("counted_children", period) >= 3) & family.any(young)


@family_variable(bool)
def family_in_city(family, period):
    """A head is registered permanently."""
    heads = ~family.members("is_dependent", period)
    return family.any(heads & family.members("registered_permanently", period))


@family_variable(bool)
def has_minor(family, period):
    """A dependent under 18."""
    return family.any(family.members("is_dependent", period) & (family.members("age", period) < 18))


def window12(period):
    """The twelve months before the month just gone."""
    return Period((DateUnit.MONTH, period.first_month.offset(-13, DateUnit.MONTH).start, 12))


@person_variable(bool)
def counted_member(person, period):
    """Neither in prison nor in the army nor on full state provision."""
    away = person("prisoner", period) | person("conscript", period) | person("state_provision", period)
    return ~away


@family_variable(int)
def counted_members(family, period):
    """How many members income is divided by."""
    return family.sum(family.members("counted_member", period))


@person_variable(float)
def income_12(person, period):
    """Counted income of the twelve months."""
    return person("income", window12(period), options=[ADD])


@family_variable(float)
def family_income_12(family, period):
    """The counted members' income of the twelve months."""
    return family.sum(family.members("income_12", period) * family.members("counted_member", period))


@family_variable(bool)
def poor(family, period, parameters):
    """Income per counted member below the subsistence minimum."""
    members = family("counted_members", period)
    return (members >= 1) & (family("family_income_12", period) < 12 * members * parameters(period).PM)


@person_variable(bool)
def months_excused(person, period):
    """At least ten of the twelve months have a good reason; six months of unemployment at most."""
    excused = np.zeros(person.count, np.int8)
    looked = np.zeros(person.count, np.int8)
    for month in window12(period).get_subperiods(DateUnit.MONTH):
        looking = person("unemployed_month", month)
        excused += person("excused_month", month) | (looking & (looked < 6))
        looked += looking
    return excused >= 10


@person_variable(bool)
def receives_for_family(person, period):
    """The female head, else the head who names the family; of two women she who names it."""
    female = person("female", period)
    first, second = person("is_first_head", period), person("is_second_head", period)
    first_is_woman = person.family.any(first & female)
    second_is_woman = person.family.any(second & female)
    return (first & (first_is_woman | ~second_is_woman)) | (second & female & ~first_is_woman)


@person_variable(bool)
def earner(person, period):
    """Has earnings, or a good reason to have none."""
    earned = person("earned_income", window12(period), options=[ADD]) > 0
    two_heads = person.family.any(person("is_second_head", period))
    sole_parent = ~two_heads & person.family("has_minor", period)
    of_large = person.family("large_family", period) & person("receives_for_family", period)
    mobilised = person.family.any(person("mobilised", period))
    reason = sole_parent | of_large | person("twelve_weeks_pregnant", period) | mobilised
    return earned | reason | person("months_excused", period)


@family_variable(bool)
def all_earn(family, period):
    """Every head of 18 and more earns or has a good reason."""
    grown_head = ~family.members("is_dependent", period) & (family.members("age", period) >= 18)
    return ~family.any(grown_head & ~family.members("earner", period))


@family_variable(bool)
def dwellings_ok(family, period):
    """One flat and one house, or not more area than so much for each member."""
    people = family.nb_persons()
    flats = (family("flat_objects", period) <= 1) | (family("flat_area", period) <= 2400 * people)
    return flats & ((family("house_objects", period) <= 1) | (family("house_area", period) <= 4000 * people))


@family_variable(bool)
def other_property_ok(family, period):
    """One dacha, one non-residential object, land within the limits."""
    one_each = (family("dacha_objects", period) <= 1) & (family("non_residential_objects", period) <= 1)
    land = (family("land_city_area", period) <= 250_000) & (family("land_village_area", period) <= 1_000_000)
    return one_each & land


@family_variable(bool)
def big_family(family, period):
    """Large, or with a disabled member."""
    return family("large_family", period) | family.any(family.members("is_disabled", period))


def one_or_big(family, period, name):
    """One; two for a big family."""
    number = family(name, period)
    return (number <= 1) | (family("big_family", period) & (number <= 2))


@family_variable(bool)
def vehicles_ok(family, period):
    """Cars, motorcycles, boats, no strong young car but for four children."""
    few = one_or_big(family, period, "cars") & one_or_big(family, period, "motorcycles")
    modest = ~family("strong_car", period) | (family("counted_children", period) >= 4)
    return few & (family("boats", period) <= 1) & modest


@family_variable(bool)
def property_ok(family, period, parameters):
    """What the family owns stays within the limits."""
    interest = family.sum(family.members("interest", window12(period), options=[ADD]))
    things = family("dwellings_ok", period) & family("other_property_ok", period) & family("vehicles_ok", period)
    return things & one_or_big(family, period, "garage_objects") & (interest <= 12 * parameters(period).PM_RF)
