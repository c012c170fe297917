"""law.md A13, A14, A15: income, earners, property of a family. Everything here is marked (f)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from tests.second_reading.law_children import counted, large
from tests.second_reading.law_dates import first_day_of, month_number, month_number_of_text
from tests.second_reading.law_family import Family, first_payee, if_family_known, minor_dependents
from tests.second_reading.law_health import twelve_weeks_pregnant
from tests.second_reading.law_logic import (
    NO,
    YES,
    ZERO,
    Fact,
    all_of,
    answer,
    any_of,
    formula,
    half_up,
    missing_of,
    negation,
    unknown,
)
from tests.second_reading.law_people import ANY_DISABILITY, flag, has_flag_row, is_disabled
from tests.second_reading.law_terms import term
from tests.second_reading.law_world import Row, World, cell, holds, remembered, some_row, there_is

EARNED = {"WAGE", "BUSINESS", "SELF_EMPLOYED", "PENSION", "STIPEND", "AUTHOR_FEE"}
EXCLUDING = ("PRISONER", "CONSCRIPT", "STATE_PROVISION")


def window12(w: World) -> list[int]:
    """A13 Window12: the months M-13 ... M-2, earliest first."""
    m = month_number(w.on)
    return list(range(m - 13, m - 1))


def covered(w: World, months: Iterable[int]) -> Fact:
    """registers.md 2.13: the 36 months before the month of as_of; any other month is not known."""
    m = month_number(w.as_of)
    if all(m - 36 <= month <= m - 1 for month in months):
        return YES
    return unknown(["income.*"])


def income_of(w: World, p: str, months: list[int], counts: Callable[[str], bool]) -> int:
    """The sum of p's accepted `income` rows of these months and kinds."""
    amount = 0
    for row in w.about("income", p):
        if counts(row["kind"]) and month_number_of_text(row["month"]) in months:
            amount += row["amount"]
    return amount


def income_of_people(w: World, people: list[str], months: list[int], counts: Callable[[str], bool]) -> Fact:
    """A sum over people; without people nothing is asked and the sum is 0."""
    if not people:
        return ZERO
    asked = [w.complete("income", p) for p in people] + [covered(w, months)]
    missing = missing_of(asked)
    if missing:
        return unknown(missing)
    return Fact(sum(income_of(w, p, months, counts) for p in people))


def counts_as_income(kind: str) -> bool:
    """A13: all kinds but NOT_COUNTED."""
    return kind != "NOT_COUNTED"


def counted_members(w: World, f: Family) -> list[str]:
    """A13: the members whom no accepted row of PRISONER, CONSCRIPT, STATE_PROVISION excludes."""
    return [p for p in f.members if not has_flag_row(w, p, *EXCLUDING)]


def flags_complete(w: World, f: Family) -> Fact:
    """A13: `flags` complete for every member, even one excluded by an accepted row."""
    return w.complete("flags", *f.members)


@remembered
def number_counted(w: World, f: Family) -> Fact:
    """A13 (f) n(f)."""
    return if_family_known(w, f, lambda: formula(lambda _: len(counted_members(w, f)), flags_complete(w, f)))


@remembered
def s12(w: World, f: Family) -> Fact:
    """A13 (f) S12(f) = income over Window12."""

    def test() -> Fact:
        amount = income_of_people(w, counted_members(w, f), window12(w), counts_as_income)
        return formula(lambda _, total: total, flags_complete(w, f), amount)

    return if_family_known(w, f, test)


def income_below(w: World, f: Family, minimum: int) -> Fact:
    """A13, 41: n(f) >= 1 and S12(f) < 12 * n(f) * minimum. Strict."""

    def test() -> Fact:
        some = formula(lambda n: n >= 1, number_counted(w, f))
        below = formula(lambda s, n: s < 12 * n * minimum, s12(w, f), number_counted(w, f))
        return all_of([some, below])

    return if_family_known(w, f, test)


@remembered
def poor(w: World, f: Family) -> Fact:
    """A13 (f) poor(f)."""
    return income_below(w, f, term("PM", w.on))


def has_earned(w: World, a: str) -> Fact:
    """A14 (1): an earned income row above 0 in Window12; if a month is not covered, yes or not known."""
    months = window12(w)

    def test(row: Row) -> bool:
        return row["kind"] in EARNED and row["amount"] > 0 and month_number_of_text(row["month"]) in months

    asked = [w.complete("income", a), covered(w, months)]
    missing = missing_of(asked)
    return some_row(w.about("income", a), test, unknown(missing) if missing else YES)


def raises_disabled_child(w: World, a: str, d: date) -> Fact:
    """A14 (6): a tie of a to a living person under 18 with a CHILD row of `disability`, all on d."""

    def test(row: Row) -> Fact:
        q = row["child_snils"]
        if not w.lives(q, d) or w.age(q, d) >= 18:
            return NO
        return there_is(w, "disability", q, lambda decision: decision["category"] == "CHILD", d=d)

    return there_is(w, "parent_child", a, test, "adult_snils", d=d)


def raises_small_child(w: World, a: str, d: date) -> Fact:
    """A14 (6): a tie of a to a living child under 3, on d."""

    def test(row: Row) -> bool:
        child = row["child_snils"]
        return w.lives(child, d) and w.age(child, d) < 3

    return there_is(w, "parent_child", a, test, "adult_snils", d=d)


def was_excused(w: World, a: str, d: date) -> Fact:
    """A14 (6): excused on d by anything but an employment spell."""
    studies = there_is(w, "education", a, lambda row: row["full_time"], d=d)
    return any_of(
        [
            raises_small_child(w, a, d),
            raises_disabled_child(w, a, d),
            there_is(w, "care_ties", a, lambda row: True, "carer_snils", d=d),
            all_of([answer(w.age(a, d) < 23), studies]),
            there_is(w, "medical", a, lambda row: row["code"] == "LONG_TREATMENT", d=d),
            there_is(w, "flags", a, lambda row: row["flag"] in {"CONSCRIPT", "PRISONER"}, d=d),
        ]
    )


def months_on_register(w: World, a: str, days: list[date]) -> list[Fact]:
    """A14 (6): for each month, had a an employment spell; the earliest 6 such months only."""
    complete = w.complete("employment_service", a)
    if not complete.is_known:
        return [complete for _ in days]
    found: list[Fact] = []
    used = 0
    for d in days:
        spell = False
        for row in w.about("employment_service", a):
            recognised = row["recognised_on"] is not None and row["recognised_on"] <= d
            if recognised and (row["removed_on"] is None or d < row["removed_on"]):
                spell = True
        if spell and used < 6:
            used += 1
            found.append(YES)
        else:
            found.append(NO)
    return found


def ten_months_excused(w: World, a: str) -> Fact:
    """A14 (6): at least 10 of the 12 months are excused."""
    days = [first_day_of(month) for month in window12(w)]
    spells = months_on_register(w, a, days)
    months = [any_of([was_excused(w, a, d), spell]) for d, spell in zip(days, spells, strict=True)]
    sure = sum(1 for month in months if month.is_yes)
    perhaps = [month for month in months if not month.is_known]
    if sure >= 10:
        return YES
    if sure + len(perhaps) < 10:
        return NO
    return unknown(missing_of(perhaps))


@remembered
def earner(w: World, f: Family, a: str) -> Fact:
    """A14 (f) earner(a) of a head a of f."""

    def test() -> Fact:
        sole_parent = f.heads == (a,) and len(minor_dependents(w, f)) > 0
        return any_of(
            [
                has_earned(w, a),
                answer(sole_parent),
                all_of([large(w, f), answer(a == first_payee(w, f))]),
                twelve_weeks_pregnant(w, a),
                any_of(flag(w, p, "MOBILISED") for p in f.members),
                ten_months_excused(w, a),
            ]
        )

    return if_family_known(w, f, test)


@remembered
def all_earn(w: World, f: Family) -> Fact:
    """A14 (f) all_earn(f): AND over the heads aged 18 and more."""
    adults = [a for a in f.heads if w.age(a) >= 18]
    return if_family_known(w, f, lambda: all_of(earner(w, f, a) for a in adults))


def rows_of_members(w: World, f: Family, register: str, test: Callable[[Row], bool]) -> list[Row]:
    """The accepted rows of all members that hold on `on` and pass."""
    return [row for p in f.members for row in w.about(register, p) if holds(row, w.on) and test(row)]


def objects(w: World, f: Family, kind: str) -> Fact:
    """A15: the number of distinct objects of a kind; a count over rows asks completeness."""
    rows = rows_of_members(w, f, "property", lambda row: row["kind"] == kind)
    return formula(lambda _: len({row["object_id"] for row in rows}), w.complete("property", *f.members))


def parts(w: World, f: Family, kind: str) -> Fact:
    """A15: the sum of the parts half_up(area*share_num/share_den), in hundredths of m2."""
    rows = rows_of_members(w, f, "property", lambda row: row["kind"] == kind)
    areas = [half_up(row["area_m2"] * row["share_num"], row["share_den"]) for row in rows]
    return formula(lambda _: sum(areas), w.complete("property", *f.members))


def vehicles(w: World, f: Family, kind: str, state_given_too: bool) -> Fact:
    """A15: the number of distinct vehicles of a kind; state_given empty means no."""

    def test(row: Row) -> bool:
        return row["kind"] == kind and (state_given_too or not row["state_given"])

    rows = rows_of_members(w, f, "vehicles", test)
    return formula(lambda _: len({row["vehicle_id"] for row in rows}), w.complete("vehicles", *f.members))


def strong_new_car(w: World, f: Family) -> Fact:
    """A15: a CAR, not state_given, with power_hp > 250 and younger than 5 years."""

    def test(row: Row) -> Fact:
        if row["kind"] != "CAR" or row["state_given"] or w.on.year - row["made_year"] >= 5:
            return NO
        return formula(lambda power: power > 250, cell(row, "vehicles", "power_hp"))

    return any_of(there_is(w, "vehicles", p, test) for p in f.members)


@remembered
def property_ok(w: World, f: Family) -> Fact:
    """A15 (f) property_ok(f)."""
    number = len(f.members)

    def at_most(count: Fact, limit: int) -> Fact:
        return formula(lambda value: value <= limit, count)

    def one_or_two_if_big(count: Fact, big: Fact) -> Fact:
        return any_of([at_most(count, 1), all_of([big, at_most(count, 2)])])

    def test() -> Fact:
        big = any_of([large(w, f)] + [is_disabled(w, p, *ANY_DISABILITY) for p in f.members])
        interest = income_of_people(w, list(f.members), window12(w), lambda kind: kind == "INTEREST")
        four = formula(lambda children: children >= 4, counted(w, f))
        return all_of(
            [
                any_of([at_most(objects(w, f, "FLAT"), 1), at_most(parts(w, f, "FLAT"), 2400 * number)]),
                any_of([at_most(objects(w, f, "HOUSE"), 1), at_most(parts(w, f, "HOUSE"), 4000 * number)]),
                at_most(objects(w, f, "DACHA"), 1),
                at_most(objects(w, f, "NON_RESIDENTIAL"), 1),
                one_or_two_if_big(objects(w, f, "GARAGE"), big),
                at_most(parts(w, f, "LAND_CITY"), 250000),
                at_most(parts(w, f, "LAND_VILLAGE"), 1000000),
                one_or_two_if_big(vehicles(w, f, "CAR", False), big),
                any_of([negation(strong_new_car(w, f)), four]),
                one_or_two_if_big(vehicles(w, f, "MOTORCYCLE", True), big),
                at_most(vehicles(w, f, "BOAT", True), 1),
                at_most(interest, 12 * term("PM_RF", w.on)),
            ]
        )

    return if_family_known(w, f, test)
