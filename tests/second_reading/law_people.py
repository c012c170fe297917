"""law.md A7 and A8: work, pensions in pay, homes, flags, disability, assignments, households."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.second_reading.law_logic import NO, Fact, all_of, answer, any_of, formula, total, unknown
from tests.second_reading.law_world import Row, World, holds, remembered, some_row, there_is

WORKS = {"EMPLOYED", "PART_TIME", "SELF_EMPLOYED", "BUSINESS"}
INSURED = {"EMPLOYED", "PART_TIME"}
FULL_TIME_WORK = {"EMPLOYED", "SELF_EMPLOYED", "BUSINESS"}
GROUPS = {"I", "II", "III"}
ANY_DISABILITY = {"I", "II", "III", "CHILD"}


@remembered
def works(w: World, p: str, d: date | None = None) -> Fact:
    """A7 works(p, d)."""
    return there_is(w, "work", p, lambda row: row["kind"] in WORKS, d=d)


@remembered
def insured(w: World, p: str, d: date) -> Fact:
    """A7 insured(p, d)."""
    return there_is(w, "work", p, lambda row: row["kind"] in INSURED, d=d)


def works_full_time(w: World, p: str) -> Fact:
    """15, 27: a `work` row EMPLOYED, SELF_EMPLOYED or BUSINESS."""
    return there_is(w, "work", p, lambda row: row["kind"] in FULL_TIME_WORK)


@remembered
def city(w: World, p: str) -> Fact:
    """A7 city(p): a registration P or T."""
    return there_is(w, "registrations", p, lambda row: row["kind"] in {"P", "T"})


@remembered
def perm(w: World, p: str, d: date | None = None) -> Fact:
    """A7 perm(p): a registration P."""
    return there_is(w, "registrations", p, lambda row: row["kind"] == "P", d=d)


def registrations_on(w: World, p: str) -> list[Row]:
    """The accepted registrations of p that hold on `on`."""
    return [row for row in w.about("registrations", p) if holds(row, w.on)]


def home(w: World, p: str) -> Fact:
    """A7 home(p): the address, or None where there is no registration."""
    complete = w.complete("registrations", p)
    if not complete.is_known:
        return complete
    rows = registrations_on(w, p)
    for row in rows:
        if row["kind"] == "P":
            return Fact(row["address_id"])
    temporary = [row for row in rows if row["kind"] == "T"]
    if not temporary:
        return Fact(None)
    latest = max(row["since"] for row in temporary)
    return Fact(min(row["address_id"] for row in temporary if row["since"] == latest))


def permanent_address(w: World, p: str) -> Fact:
    """A7: the address of p's P row (20, 34), or None where there is none."""
    complete = w.complete("registrations", p)
    if not complete.is_known:
        return complete
    for row in registrations_on(w, p):
        if row["kind"] == "P":
            return Fact(row["address_id"])
    return Fact(None)


@remembered
def flag(w: World, p: str, *names: str) -> Fact:
    """A7 flag(p, X), for any of the names."""
    return there_is(w, "flags", p, lambda row: row["flag"] in names)


def has_flag_row(w: World, p: str, *names: str) -> bool:
    """An accepted row of one of these flags holds on `on`."""
    return any(row["flag"] in names and holds(row, w.on) for row in w.about("flags", p))


@remembered
def valid_decision(w: World, p: str, d: date | None = None) -> Fact:
    """A7 the valid decision of p on d: a row, or None where there is none."""
    day = w.on if d is None else d
    complete = w.complete("disability", p)
    if not complete.is_known:
        return complete
    rows = [row for row in w.about("disability", p) if holds(row, day)]
    rows = [row for row in rows if row["category"] != "CHILD" or w.age(p, day) < 18]
    if not rows:
        return Fact(None)
    return Fact(max(rows, key=lambda row: (row["since"], row["decision_id"])))


@remembered
def disabled(w: World, p: str, categories: frozenset[str], d: date | None = None) -> Fact:
    """A7 disabled(p, S): no decision is no."""
    return formula(lambda row: row is not None and row["category"] in categories, valid_decision(w, p, d))


def is_disabled(w: World, p: str, *categories: str) -> Fact:
    """disabled(p, {...}) on `on`."""
    return disabled(w, p, frozenset(categories))


def since_childhood(w: World, p: str) -> Fact:
    """The cell since_childhood of the valid decision; no decision: no."""
    decision = valid_decision(w, p)
    if not decision.is_known:
        return decision
    if decision.value is None:
        return NO
    if decision.value["since_childhood"] is None:
        return unknown(["disability.since_childhood"])
    return answer(decision.value["since_childhood"])


def assigned(w: World, measure_id: str, p: str | None, q: str | None, start: date | None = None) -> Fact:
    """A7 assigned(m, p, q, from); None stands for "-"."""
    named = [person for person in (p, q) if person is not None]
    rows = w.about("assignments", p) if p is not None else w.about("assignments", str(q), "for_snils")

    def test(row: Row) -> bool:
        if row["measure_id"] != measure_id:
            return False
        if q is not None and row["for_snils"] != q:
            return False
        if start is not None and not start <= row["assigned_on"]:
            return False
        return bool(row["assigned_on"] <= w.on)

    return some_row(rows, test, w.complete("assignments", *named))


@remembered
def households(w: World) -> dict[str, list[str]]:
    """A8: for each address the members found, smallest SNILS first."""
    found: dict[str, list[str]] = {}
    for p in w.living:
        for row in registrations_on(w, p):
            if row["kind"] == "P" and p not in found.get(row["address_id"], []):
                found.setdefault(row["address_id"], []).append(p)
    return found


def household(w: World, a: str) -> list[str]:
    """A8 household(a), the members found."""
    return households(w).get(a, [])


def perhaps_one_more(w: World, a: str) -> list[Fact]:
    """A8: the member not found, of whom everything is not known, where the address is not complete."""
    complete = w.complete_for_address("registrations", a)
    return [] if complete.is_known else [complete]


def household_size(w: World, a: str) -> Fact:
    """A8 n(a)."""
    members = household(w, a)
    parts = perhaps_one_more(w, a) + [w.complete("registrations", p) for p in members]
    return formula(lambda *_: len(members), *parts)


def any_of_household(w: World, a: str, test: Callable[[str], Fact]) -> Fact:
    """A8: an OR over household(a)."""
    return any_of([test(p) for p in household(w, a)] + perhaps_one_more(w, a))


def all_of_household(w: World, a: str, test: Callable[[str], Fact]) -> Fact:
    """A8: an AND over household(a)."""
    return all_of([test(p) for p in household(w, a)] + perhaps_one_more(w, a))


def total_of_household(w: World, a: str, amount: Callable[[str], Fact]) -> Fact:
    """A8: a sum over household(a), not known where the address is not complete."""
    return total([amount(p) for p in household(w, a)] + perhaps_one_more(w, a))


def norm(people: int) -> int:
    """A8 norm(n), in hundredths of m2."""
    if people == 1:
        return 3300
    if people == 2:
        return 4200
    return 1800 * people


def account(w: World, a: str) -> Fact:
    """A6a: the account of an address; none accepted: always not known."""
    for row in w.about("housing_accounts", a, "address_id"):
        return Fact(row)
    return unknown(["housing_accounts.*"])


def account_cell(w: World, a: str, column: str) -> Fact:
    """An open cell of the account of an address."""
    row = account(w, a)
    if not row.is_known:
        return row
    if row.value[column] is None:
        return unknown([f"housing_accounts.{column}"])
    return Fact(row.value[column])
