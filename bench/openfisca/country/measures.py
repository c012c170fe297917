"""The measures: an amount each, 0 where there is no right (the four pensions are in `pensions.py`)."""

from __future__ import annotations

import numpy as np
from openfisca_core.periods import instant

from bench.openfisca.country.dates import add_months, half_up
from bench.openfisca.country.inputs import Disability
from bench.openfisca.country.variable import day_of, family_variable, person_variable


def at_days(parameters, name, days, wanted):
    """A parameter's value on each of the wanted days, 0 elsewhere; looked up once for each month."""
    months = days.astype("datetime64[M]")
    out = np.zeros(len(days))
    for month in np.unique(months[wanted]):
        out[wanted & (months == month)] = getattr(parameters(instant(str(month))), name)
    return out


@person_variable(bool)
def child_can_have(person, period):
    """A dependent for whom the unified allowance can be had, whatever the means."""
    young = person("is_dependent", period) & (person("age", period) < 17)
    return young & person("citizen", period) & ~person("state_provision", period)


@person_variable(bool)
def pregnant_can_have(person, period):
    """A woman of 14 to 50 who was on record by week 12 and is in week 12 or later."""
    age = person("age", period)
    woman = person("alive", period) & person("female", period) & (age >= 14) & (age <= 50)
    early = (person("pregnancy_week", period) > 0) & (person("pregnancy_week", period) <= 12)
    return woman & person("twelve_weeks_pregnant", period) & early


@family_variable(int)
def allowance_share(family, period, parameters):
    """50, 75 or 100 %: the least that lifts the family to the minimum."""
    p = parameters(period)
    full = p.PMC * family.sum(family.members("child_can_have", period))
    full += p.PMW * family.sum(family.members("pregnant_can_have", period))
    income = family("family_income_12", period).astype(np.float64)
    needed = 12 * family("counted_members", period) * p.PM
    return np.select([income + 6 * full >= needed, income + 9 * full >= needed], [50, 75], 100)


@family_variable(bool)
def in_need(family, period):
    """Poor, everybody earns or has a good reason, property within the limits."""
    return family("poor", period) & family("all_earn", period) & family("property_ok", period)


@person_variable(bool)
def allowance_open(person, period):
    """The tests of the unified allowance that both kinds share."""
    applicant = person("applicant_is_citizen", period) & person("applicant_in_city", period)
    return applicant & person.family("in_need", period)


@person_variable(float)
def unified_allowance_child(person, period, parameters):
    """2 Unified allowance for a child."""
    amount = half_up(person.family("allowance_share", period) * parameters(period).PMC / 100)
    return person("child_can_have", period) * person("allowance_open", period) * amount


@person_variable(float)
def unified_allowance_pregnant(person, period, parameters):
    """2 Unified allowance for a pregnant woman: she applies herself."""
    applicant = person("citizen", period) & person("registered", period)
    due = person("pregnant_can_have", period) & applicant & person.family("in_need", period)
    return due * half_up(person.family("allowance_share", period) * parameters(period).PMW / 100)


@person_variable(float)
def birth_grant(person, period, parameters):
    """3 Birth grant."""
    birth = person("birth_date", period)
    due = person("alive", period) & (person("age", period) < 1) & (day_of(period) < add_months(birth, 6))
    due &= person("has_raiser", period) & person("applicant_in_city", period)
    due &= ~person("birth_grant_assigned", period)
    return at_days(parameters, "BG", birth, due)


@person_variable(float)
def hero_payment(person, period, parameters):
    """14 Payment to Heroes."""
    p = parameters(period)
    grown = person("alive", period) & (person("age", period) >= 18)
    due = grown & (person("hero", period) | person("hero_labour", period)) & person("hero_cash", period)
    federal = np.where(person("hero", period), p.HERO, half_up(p.HERO * 75 / 100))
    return due * (federal + person("registered_permanently", period) * p.HC)


@person_variable(float)
def edv_full(person, period, parameters):
    """The federal payment before the set of services is taken off."""
    p = parameters(period)
    category = person("disability", period)
    combat = person("combat_veteran", period) | person("siege_survivor", period)
    second = (category == Disability.II) | (category == Disability.CHILD)
    largest = np.maximum.reduce(
        [
            (category == Disability.I) * p.EDV1,
            second * p.EDV2,
            (category == Disability.III) * p.EDV3,
            person("wwii_invalid", period) * p.EDVI,
            person("wwii_participant", period) * p.EDVP,
            combat * p.EDVC,
        ]
    )
    return largest + person("chernobyl", period) * p.EDV2


@person_variable(float)
def edv(person, period, parameters):
    """12 Federal monthly cash payment."""
    p = parameters(period)
    full = person("edv_full", period)
    due = person("alive", period) & (full > 0) & (person("hero_payment", period) == 0)
    return due * np.maximum(full - (p.NSUM + p.NSUS + p.NSUT), 0)


@person_variable(float)
def funeral_benefit(person, period, parameters):
    """17 Funeral benefit, for the dead."""
    on, death = day_of(period), person("death_date", period)
    recent = (death <= on) & (on < add_months(np.minimum(death, on), 6))
    due = recent & person("burial_taken_on", period) & ~person("buried_in_kind", period)
    due &= ~person("funeral_assigned", period)
    city = person("registered_at_death", period) & person("pension_at_death", period)
    city &= ~person("worked_at_death", period)
    return at_days(parameters, "FUN", death, due) + at_days(parameters, "FCITY", death, due & city)


@person_variable(bool)
def recognised_unemployed(person, period):
    """Recognised as unemployed, in the spell that runs."""
    return person("recognised_on", period) <= day_of(period)


@person_variable(bool)
def in_training(person, period):
    """42 Retraining stipend: sent to training while recognised as unemployed."""
    on = day_of(period)
    training = (person("training_since", period) <= on) & (on < person("training_until", period))
    considered = person("alive", period) & (person("age", period) >= 16)
    return considered & person("recognised_unemployed", period) & training


@person_variable(float)
def unemployment_benefit(person, period, parameters):
    """19 Unemployment benefit."""
    on, p = day_of(period), parameters(period)
    since = np.minimum(person("recognised_on", period), on)
    within = {months: on < add_months(since, months) for months in (3, 6, 12)}
    full = (person("weeks_worked", period) >= 26) & ~person("dismissed_for_breach", period)
    usual = person("usual_date", period)
    late = (add_months(usual, -60) <= on) & (on < usual)
    in_pay = within[3] | (full & within[6]) | (full & late & within[12])
    due = person("alive", period) & (person("age", period) >= 16) & person("recognised_unemployed", period) & in_pay
    due &= ~person("works", period) & ~person("on_pension", period) & (person("refusals", period) <= 2)
    wage = person("average_wage", period).astype(np.float64)
    first = np.clip(half_up(wage * 75 / 100), p.UMIN, p.UMAX1)
    later = np.clip(half_up(wage * 60 / 100), p.UMIN, p.UMAX2)
    amount = np.where(full, np.where(within[3], first, later), p.UMIN)
    return (due & ~person("in_training", period)) * amount


@person_variable(float)
def home_front_monthly(person, period, parameters):
    """29 City payment to home-front workers and others: the largest of the grounds."""
    p, birth = parameters(period), person("birth_date", period)
    born = (birth >= np.datetime64("1927-09-04")) & (birth <= np.datetime64("1945-09-03"))
    war_child = born & person("citizen", period) & (person("edv", period) == 0)
    amounts = [
        person("defender", period) * p.Z,
        person("rehabilitated", period) * p.R,
        (person("home_front", period) | war_child) * p.H,
    ]
    return person("alive", period) * person("registered_permanently", period) * np.maximum.reduce(amounts)


@person_variable(float)
def labour_veteran_monthly(person, period, parameters):
    """28 City payment to labour veterans, unless another is larger."""
    value = parameters(period).V
    veteran = person("labour_veteran", period) | person("military_veteran", period)
    old = (person("age", period) >= person("base_years", period)) | person("on_pension", period)
    larger = (person("edv", period) > 0) & (person("edv_full", period) >= value)
    due = person("alive", period) & (person("age", period) >= 18) & veteran & old
    due &= person("registered_permanently", period) & ~larger & (person("home_front_monthly", period) == 0)
    return due * value


@person_variable(float)
def telephone_at_own_home(person, period, parameters):
    """30 Telephone compensation of a subscriber at the permanent home."""
    war = person("wwii_invalid", period) | person("wwii_participant", period)
    status = war | person("home_front", period) | person("rehabilitated", period)
    status |= person("labour_veteran", period) & person("on_pension", period)
    alone = person.dwelling.sum(person("alive", period) & person("registered_permanently", period)) == 1
    category = person("disability", period)
    helpless = person("on_pension", period) | (category == Disability.I) | (category == Disability.II)
    status |= (alone & helpless) | person.family("large_family", period)
    due = person("alive", period) & person("telephone_at_home", period) & status
    return due * np.where(war, 2, 1) * parameters(period).TEL


@person_variable(float)
def provision(person, period):
    """What a person has already, a month."""
    granted = person("granted_pension", period)
    paid = np.where(granted > 0, person("state_pensions_paid", period), person("pensions_paid", period))
    federal = (person("edv", period) > 0) * person("edv_full", period)
    names = ("fixed_part_increase", "hero_payment", "labour_veteran_monthly", "home_front_monthly")
    city = sum(person(name, period) for name in names)
    return granted + paid + federal + city + person("telephone_at_own_home", period)


@person_variable(float)
def pension_city_supplement(person, period, parameters):
    """20 City supplement to pension: what is missing to the standard."""
    p = parameters(period)
    long_here = person("registered_permanently", period) & (person("days_registered", period) >= 3652)
    lacking = np.where(long_here, p.GSS, p.PMP) - person("provision", period)
    free = (person("age", period) < 18) | ~person("works", period)
    due = person("alive", period) & person("on_pension", period) & free & person("registered", period)
    return due * np.maximum(np.round(lacking, 2), 0)


@family_variable(bool)
def large_family_here(family, period):
    """A large family with a dependent under 18 and a head registered permanently."""
    return family("has_minor", period) & family("large_family", period) & family("family_in_city", period)


@family_variable(float)
def large_family_cost_of_living(family, period, parameters):
    """24 Compensation of the cost of living."""
    p = parameters(period)
    counts = family.members("counted_minor", period) & family.members("still_young", period)
    children = family.sum(counts & family.members("registered_permanently", period))
    many = children * p.C5 + (children >= 1) * p.G5
    amount = np.where(family("counted_children", period) <= 4, children * p.C34, many)
    return family("large_family_here", period) * amount


@family_variable(float)
def large_family_utilities(family, period, parameters):
    """25 Housing compensation."""
    p = parameters(period)
    amount = np.where(family("counted_children", period) <= 4, p.U34, p.U5)
    return family("large_family_here", period) * amount


@person_variable(float)
def centenarian_payment(person, period, parameters):
    """32 Payment to centenarians."""
    age = person("age", period)
    due = person("alive", period) & (age >= 100) & person("registered", period)
    birthday = add_months(person("birth_date", period), 12 * age)
    due &= person("centenarian_last_assigned", period) < birthday
    first, later = due & (age == 100), due & (age > 100)
    return at_days(parameters, "C100", birthday, first) + at_days(parameters, "C101", birthday, later)


@person_variable(bool)
def free_travel(person, period):
    """36 Free city travel."""
    age = person("age", period)
    ground = (age >= person("base_years", period)) | person("on_pension", period) | person("is_disabled", period)
    ground |= (age < 7) | (person("orphan", period) & (age < 23)) | person("recognised_unemployed", period)
    of_large = ~person("is_dependent", period) | (age < 18)
    ground |= person.family("large_family", period) & of_large
    for status in (
        *("labour_veteran", "military_veteran", "combat_veteran", "wwii_invalid", "wwii_participant"),
        *("siege_survivor", "home_front", "rehabilitated", "defender", "donor"),
    ):
        ground |= person(status, period)
    return person("alive", period) & person("registered_permanently", period) & ground
