"""law.md Part C, measures 2, 24, 25, 26, 31: allowance, large families, school clothes, weddings."""

from __future__ import annotations

from datetime import date

from tests.second_reading.law_children import (
    counted,
    is_pupil,
    large,
    no_state_provision,
    young_enough,
)
from tests.second_reading.law_dates import (
    add_days,
    add_months,
    add_years,
    first_of_month,
    first_of_next_month,
    full_years,
)
from tests.second_reading.law_family import (
    Family,
    any_raiser,
    families,
    family_of,
    first_payee,
    is_dependent,
    marriage,
    minor_dependents,
    payee,
)
from tests.second_reading.law_health import if_there_is_one, pregnancy, twelve_weeks_pregnant
from tests.second_reading.law_logic import (
    Fact,
    all_of,
    answer,
    any_of,
    count_of_yes,
    formula,
    half_up,
    if_then_else,
    total,
)
from tests.second_reading.law_means import number_counted, s12
from tests.second_reading.law_people import city, is_disabled, perm
from tests.second_reading.law_terms import term
from tests.second_reading.law_world import Row, World, cell, remembered
from tests.second_reading.measures_common import (
    Award,
    Unit,
    applicant_in_city,
    applicant_is_citizen,
    decide_unit,
    family_in_city,
    is_citizen,
    means_tests,
    not_assigned,
)


def child_part(w: World, c: str) -> list[tuple[str, Fact]]:
    """2: the first three criteria of a CHILD unit."""
    return [
        ("under_17", answer(w.age(c) < 17)),
        ("child_is_citizen", is_citizen(w, c)),
        ("not_on_state_provision", no_state_provision(w, c)),
    ]


def pregnant_part(w: World, p: str) -> list[tuple[str, Fact]]:
    """2: the first two criteria of a PREGNANT unit."""

    def early(row: Row) -> Fact:
        return formula(lambda week: week <= 12, cell(row, "medical", "week"))

    return [
        ("twelve_weeks", twelve_weeks_pregnant(w, p)),
        ("registered_early", if_there_is_one(w, "medical", p, pregnancy(w, p), early)),
    ]


def may_be_pregnant_unit(w: World, p: str) -> bool:
    """2: women aged 14-50."""
    return w.sex(p) == "F" and 14 <= w.age(p) <= 50


def allowance_base(w: World, f: Family) -> Fact:
    """2: B, the sum of base over the children and pregnant women of f."""
    parts = []
    for c in f.dependents:
        right = all_of(fact for _, fact in child_part(w, c))
        parts.append(formula(lambda yes: term("PMC", w.on) if yes else 0, right))
    for p in f.members:
        if may_be_pregnant_unit(w, p):
            right = all_of(fact for _, fact in pregnant_part(w, p))
            parts.append(formula(lambda yes: term("PMW", w.on) if yes else 0, right))
    return total(parts)


def allowance_amount(w: World, f: Family, base: int) -> Fact:
    """2: half_up(k*base/100)."""

    def share(s: int, b: int, n: int) -> int:
        limit = 1200 * n * term("PM", w.on)
        if 100 * s + 600 * b >= limit:
            k = 50
        elif 100 * s + 900 * b >= limit:
            k = 75
        else:
            k = 100
        return half_up(k * base, 100)

    return formula(share, s12(w, f), allowance_base(w, f), number_counted(w, f))


@remembered
def unified_allowance_child(w: World, c: str) -> Award | None:
    """2 unified_allowance, CHILD: dependents under 18."""
    if not (is_dependent(w, c) and w.age(c) < 18):
        return None
    criteria = child_part(w, c)
    criteria += [
        ("applicant_is_citizen", applicant_is_citizen(w, c)),
        ("applicant_in_city", applicant_in_city(w, c)),
    ]
    criteria += means_tests(w, c)
    return decide_unit(
        w,
        Unit("unified_allowance", "child", c, payee(w, c)),
        criteria,
        amount=lambda: allowance_amount(w, family_of(w, c), term("PMC", w.on)),
        until=lambda: min(add_months(first_of_month(w.on), 12), add_years(w.birth(c), 17)),
    )


def end_of_pregnancy(w: World, p: str) -> date:
    """2: N(x), x = the later of on and since + 7*(40 - week) days of the record."""
    row = pregnancy(w, p)
    assert row is not None and row["week"] is not None
    return first_of_next_month(max(w.on, add_days(row["since"], 7 * (40 - row["week"]))))


@remembered
def unified_allowance_pregnant(w: World, p: str) -> Award | None:
    """2 unified_allowance, PREGNANT: women aged 14-50, who are their own payee."""
    if not may_be_pregnant_unit(w, p):
        return None
    criteria = pregnant_part(w, p)
    criteria += [("applicant_is_citizen", is_citizen(w, p)), ("applicant_in_city", city(w, p))]
    criteria += means_tests(w, p)
    return decide_unit(
        w,
        Unit("unified_allowance", "person", p, p),
        criteria,
        amount=lambda: allowance_amount(w, family_of(w, p), term("PMW", w.on)),
        until=lambda: min(add_months(first_of_month(w.on), 12), end_of_pregnancy(w, p)),
    )


def counts_in_j(w: World, c: str) -> Fact:
    """24: of kind (i) of A11, with perm and (under 16 or a SCHOOL row)."""
    return all_of([no_state_provision(w, c), perm(w, c), young_enough(w, c)])


def cost_of_living_amount(w: World, f: Family) -> Fact:
    """24: j*C34 up to four children, else j*C5 + (G5 if j >= 1)."""
    j = count_of_yes(counts_in_j(w, c) for c in minor_dependents(w, f))
    few = formula(lambda number: number <= 4, counted(w, f))
    small = formula(lambda number: number * term("C34", w.on), j)
    big = formula(lambda number: number * term("C5", w.on) + (term("G5", w.on) if number >= 1 else 0), j)
    return if_then_else(few, small, big)


@remembered
def large_family_cost_of_living(w: World, family_id: str) -> Award | None:
    """24 large_family_cost_of_living."""
    f = families(w)[family_id]
    minors = minor_dependents(w, f)
    if not minors:
        return None
    criteria = [("large_family", large(w, f)), ("family_in_city", family_in_city(w, f))]
    return decide_unit(
        w,
        Unit("large_family_cost_of_living", "family", family_id, first_payee(w, f)),
        criteria,
        amount=lambda: cost_of_living_amount(w, f),
        until=lambda: min(add_years(w.birth(c), 18) for c in minors if counts_in_j(w, c).is_yes),
    )


@remembered
def large_family_utilities(w: World, family_id: str) -> Award | None:
    """25 large_family_utilities."""
    f = families(w)[family_id]
    if not minor_dependents(w, f):
        return None
    criteria = [("large_family", large(w, f)), ("family_in_city", family_in_city(w, f))]
    return decide_unit(
        w,
        Unit("large_family_utilities", "family", family_id, first_payee(w, f)),
        criteria,
        amount=lambda: formula(lambda n: term("U34", w.on) if n <= 4 else term("U5", w.on), counted(w, f)),
    )


@remembered
def school_clothes(w: World, c: str) -> Award | None:
    """26 school_clothes."""
    if not (is_dependent(w, c) and 6 <= w.age(c) <= 17):
        return None
    ground = any_of(
        [
            large(w, family_of(w, c)),
            is_disabled(w, c, "CHILD"),
            any_raiser(w, c, lambda x: is_disabled(w, x, "I", "II")),
        ]
    )
    criteria = [
        ("in_season", answer(w.on.month >= 9)),
        ("pupil", is_pupil(w, c)),
        ("ground", ground),
        ("perm_in_city", perm(w, c)),
        ("not_assigned", not_assigned(w, "school_clothes", None, c, date(w.on.year, 1, 1))),
    ]
    return decide_unit(
        w,
        Unit("school_clothes", "child", c, payee(w, c)),
        criteria,
        amount=lambda: Fact(term("SCLOTH", w.on)),
        since=lambda: date(w.on.year, 9, 1),
        until=lambda: date(w.on.year + 1, 1, 1),
    )


def jubilee_sum(years: int) -> str:
    """31: the term of a jubilee."""
    if years == 50:
        return "W50"
    if years in (55, 60):
        return "W55"
    return "W65"


@remembered
def wedding_jubilee(w: World, family_id: str) -> Award | None:
    """31 wedding_jubilee: families with two heads; by accepted rows, A10 is not asked."""
    f = families(w)[family_id]
    if len(f.heads) != 2:
        return None
    found = marriage(w, f.heads[0])
    assert found is not None
    married_on = found[0]["married_on"]
    years = full_years(married_on, w.on)
    v = add_years(married_on, years)
    criteria = [
        ("jubilee_year", answer(years >= 50 and years % 5 == 0)),
        ("both_citizens", all_of(is_citizen(w, s) for s in f.heads)),
        ("both_in_city", all_of(city(w, s) for s in f.heads)),
        ("not_assigned", all_of(not_assigned(w, "wedding_jubilee", s, None, v) for s in f.heads)),
    ]
    return decide_unit(
        w,
        Unit("wedding_jubilee", "family", family_id, first_payee(w, f)),
        criteria,
        amount=lambda: Fact(term(jubilee_sum(years), v)),
        since=lambda: v,
        until=lambda: add_months(v, 12),
    )
