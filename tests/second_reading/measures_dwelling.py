"""law.md Part C, measures 33, 34, 35: the discount, capital repair, the housing subsidy."""

from __future__ import annotations

from datetime import date

from tests.second_reading.law_children import counted, large
from tests.second_reading.law_dates import add_months, add_years, first_of_month, month_number
from tests.second_reading.law_family import family_of, if_family_known
from tests.second_reading.law_health import usual_reached
from tests.second_reading.law_logic import (
    NO,
    YES,
    Fact,
    all_of,
    answer,
    any_of,
    formula,
    half_up,
    if_then_else,
    missing_of,
    negation,
    unknown,
)
from tests.second_reading.law_means import counts_as_income, covered, income_of
from tests.second_reading.law_people import (
    ANY_DISABILITY,
    account,
    account_cell,
    all_of_household,
    any_of_household,
    flag,
    household,
    household_size,
    is_disabled,
    norm,
    perhaps_one_more,
    permanent_address,
    total_of_household,
    works,
)
from tests.second_reading.law_terms import term
from tests.second_reading.law_world import Row, World, holds, person_cell, remembered, there_is
from tests.second_reading.measures_common import Award, Unit, amount_if_yes, decide_unit
from tests.second_reading.measures_pensions import on_pension

RIGHT_FLAGS = (
    "COMBAT_VETERAN",
    "WWII_INVALID",
    "WWII_PARTICIPANT",
    "SIEGE_SURVIVOR",
    "CHERNOBYL",
    "LABOUR_VETERAN",
    "HOME_FRONT",
    "REHABILITATED",
)


@remembered
def right_to_half(w: World, p: str) -> Fact:
    """33 right50(p)."""
    f = family_of(w, p)
    disabled_child = if_family_known(w, f, lambda: any_of(is_disabled(w, c, "CHILD") for c in f.dependents))
    five = formula(lambda n: n >= 5, counted(w, f))
    return any_of(
        [
            is_disabled(w, p, *sorted(ANY_DISABILITY)),
            flag(w, p, *RIGHT_FLAGS),
            disabled_child,
            all_of([large(w, f), five]),
        ]
    )


def right(w: World, p: str) -> Fact:
    """33 right(p)."""
    return any_of([right_to_half(w, p), large(w, family_of(w, p))])


def rate(w: World, p: str) -> Fact:
    """33: *if* right50(p) 50, *else if* large(f) 30, *else* 0."""
    return if_then_else(right_to_half(w, p), Fact(50), if_then_else(large(w, family_of(w, p)), Fact(30), Fact(0)))


def discount_amount(w: World, address: str) -> Fact:
    """33: half_up(portion * sum of rates / (100*n))."""
    n = household_size(w, address)
    area = formula(lambda row: row["area_m2"], account(w, address))
    portion = formula(
        lambda bill, utilities, m2, people: half_up(bill * min(m2, norm(people)), m2) + utilities,
        account_cell(w, address, "housing_bill"),
        account_cell(w, address, "utilities_bill"),
        area,
        n,
    )
    rates = total_of_household(w, address, lambda p: rate(w, p))
    return formula(lambda base, percent, people: half_up(base * percent, 100 * people), portion, rates, n)


@remembered
def utilities_discount(w: World, address: str) -> Award | None:
    """33 utilities_discount."""
    members = household(w, address)
    if not members:
        return None
    entitled = [p for p in members if right(w, p).is_yes]
    row = account(w, address)
    criteria = [
        ("has_account", YES if row.is_known else row),
        ("someone_has_right", any_of_household(w, address, lambda p: right(w, p))),
    ]
    return decide_unit(
        w,
        Unit("utilities_discount", "dwelling", address, min(entitled or members)),
        criteria,
        amount=lambda: discount_amount(w, address),
    )


def dwellings_of(w: World, p: str) -> list[Row]:
    """34: p's FLAT and HOUSE rows."""
    return [row for row in w.about("property", p) if row["kind"] in {"FLAT", "HOUSE"} and holds(row, w.on)]


def does_not_work_there(w: World, p: str) -> Fact:
    """34 nobody_works: NOT works AND (on_pension, or usual <= on, or disabled {I, II})."""
    ground = any_of([on_pension(w, p), answer(usual_reached(w, p)), is_disabled(w, p, "I", "II")])
    return all_of([negation(works(w, p)), ground])


def repair_amount(w: World, p: str, address: str) -> Fact:
    """34: the sum over p's rows at A."""
    percent = 100 if w.age(p) >= 80 else 50
    rows = [row for row in dwellings_of(w, p) if row["address_id"] == address]

    def compute(_: bool, fee: int, m2: int, people: int) -> int:
        amount = 0
        for row in rows:
            top = percent * fee * row["share_num"] * min(m2, norm(people))
            amount += half_up(top, 100 * row["share_den"] * m2)
        return amount

    return formula(
        compute,
        w.complete("property", p),
        account_cell(w, address, "capital_repair_fee"),
        formula(lambda row: row["area_m2"], account(w, address)),
        household_size(w, address),
    )


def no_court_arrears(w: World, address: str) -> Fact:
    """34, 35: court_arrears = N."""
    return formula(lambda arrears: not arrears, account_cell(w, address, "court_arrears"))


@remembered
def capital_repair_compensation(w: World, p: str) -> Award | None:
    """34 capital_repair_compensation."""
    if not w.age(p) >= 70:
        return None
    place = permanent_address(w, p)
    address: str | None = place.value if place.is_known else None
    owner_here = nobody_works = arrears_free = place if not place.is_known else NO
    if address is not None:
        owner_here = there_is(
            w,
            "property",
            p,
            lambda row: row["kind"] in {"FLAT", "HOUSE"} and row["address_id"] == address,
        )
        nobody_works = all_of_household(w, address, lambda x: does_not_work_there(w, x))
        arrears_free = no_court_arrears(w, address)
    number = formula(lambda _: len({row["object_id"] for row in dwellings_of(w, p)}), w.complete("property", p))
    criteria = [
        ("owner_here", owner_here),
        ("only_dwelling", formula(lambda n: n == 1, number)),
        ("nobody_works", nobody_works),
        ("no_court_arrears", arrears_free),
    ]

    def until() -> date | None:
        return add_years(w.birth(p), 80) if w.age(p) < 80 else None

    def amount() -> Fact:
        assert address is not None
        return repair_amount(w, p, address)

    return decide_unit(w, Unit("capital_repair_compensation", "person", p, p), criteria, amount, until=until)


def is_eligible_citizen(w: World, p: str) -> Fact:
    """35: citizenship RUS, BLR or KGZ."""
    return formula(lambda code: code in {"RUS", "BLR", "KGZ"}, person_cell(w, p, "citizenship"))


def standard_cost(w: World, people: int) -> int:
    """Part B: SC(n); each further person adds SC4 - SC3."""
    if people <= 4:
        return term(f"SC{people}", w.on)
    return term("SC4", w.on) + (people - 4) * (term("SC4", w.on) - term("SC3", w.on))


@remembered
def half_year_income(w: World, address: str) -> Fact:
    """35: S6, income of all persons of the household in the months M-6 ... M-1."""
    m = month_number(w.on)
    months = list(range(m - 6, m))
    members = household(w, address)
    asked = perhaps_one_more(w, address)
    asked += [w.complete("income", p) for p in members] + [covered(w, months)]
    missing = missing_of(asked)
    if missing:
        return unknown(missing)
    return Fact(sum(income_of(w, p, months, counts_as_income) for p in members))


def minimum_of(w: World, p: str) -> Fact:
    """35: PMC (under 18), PMP (on_pension or usual <= on), else PMW."""
    if w.age(p) < 18:
        return Fact(term("PMC", w.on))
    pensioner = any_of([on_pension(w, p), answer(usual_reached(w, p))])
    return if_then_else(pensioner, Fact(term("PMP", w.on)), Fact(term("PMW", w.on)))


def subsidy_by_standard(w: World, address: str) -> Fact:
    """35: x."""
    s6 = half_year_income(w, address)
    cost = formula(lambda n: standard_cost(w, n), household_size(w, address))
    minima = total_of_household(w, address, lambda p: minimum_of(w, p))
    is_low = formula(lambda s, p: s < 6 * p, s6, minima)
    low = formula(lambda sc, s, p: sc - half_up(s * s, 360 * p), cost, s6, minima)
    high = formula(lambda sc, s: sc - half_up(s, 60), cost, s6)
    return if_then_else(is_low, low, high)


def actual_cost(w: World, address: str) -> Fact:
    """35: the bills less the amounts of 33 and 34 that are yes."""
    bills = [account_cell(w, address, name) for name in ("housing_bill", "utilities_bill", "capital_repair_fee")]
    discount = amount_if_yes(utilities_discount(w, address))
    repair = total_of_household(w, address, lambda p: amount_if_yes(capital_repair_compensation(w, p)))
    return formula(lambda a, b, c, less, fee: a + b + c - less - fee, *bills, discount, repair)


@remembered
def housing_subsidy(w: World, address: str) -> Award | None:
    """35 housing_subsidy."""
    members = household(w, address)
    if not members:
        return None
    adults = [p for p in members if w.age(p) >= 18]
    citizens = [p for p in adults if is_eligible_citizen(w, p).is_yes]
    tenure = formula(lambda code: code in {"OWNED", "SOCIAL_RENT"}, account_cell(w, address, "tenure"))
    cost = formula(lambda n: standard_cost(w, n), household_size(w, address))
    above = formula(lambda sc, s: 60 * sc > s, cost, half_year_income(w, address))
    has_citizen = any_of([is_eligible_citizen(w, p) for p in adults] + perhaps_one_more(w, address))
    criteria = [
        ("has_citizen", has_citizen),
        ("tenure_ok", tenure),
        ("no_court_arrears", no_court_arrears(w, address)),
        ("cost_above_share", above),
    ]
    return decide_unit(
        w,
        Unit("housing_subsidy", "dwelling", address, min(citizens or members)),
        criteria,
        amount=lambda: formula(
            lambda x, actual: max(0, min(x, actual)), subsidy_by_standard(w, address), actual_cost(w, address)
        ),
        until=lambda: add_months(first_of_month(w.on), 6),
    )
