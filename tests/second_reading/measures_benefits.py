"""law.md Part C, measures 4, 5, 6: maternity, child care and sick-leave benefits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.second_reading.law_dates import add_days, add_months
from tests.second_reading.law_family import payee, raisers
from tests.second_reading.law_health import daily, if_there_is_one, record_months
from tests.second_reading.law_logic import (
    NO,
    YES,
    Fact,
    answer,
    any_of,
    formula,
    half_up,
    if_then_else,
)
from tests.second_reading.law_people import INSURED, insured, valid_decision
from tests.second_reading.law_terms import term
from tests.second_reading.law_world import Row, World, cell, has_begun, holds, remembered, some_row, there_is
from tests.second_reading.measures_common import Award, Unit, decide_unit, not_assigned

Certificate = Row


def paid_until(s: Certificate) -> date:
    """4, 6: (last_day + 1 day) + 6 months."""
    return add_months(add_days(s["last_day"], 1), 6)


def length(s: Certificate) -> int:
    """last_day - first_day + 1."""
    return int((s["last_day"] - s["first_day"]).days) + 1


@remembered
def maternity_certificate(w: World, p: str) -> Certificate | None:
    """4: of w's 05 rows with first_day <= on < end, the latest first_day, then greatest id."""
    rows = []
    for row in w.about("sick_leave", p):
        if row["code"] == "05" and row["first_day"] <= w.on < paid_until(row):
            rows.append(row)
    if not rows:
        return None
    return max(rows, key=lambda row: (row["first_day"], row["certificate_id"]))


def dismissed_on_liquidation(w: World, p: str, first_day: date) -> Fact:
    """4 LIQUIDATION: first_day - 12 months < until <= first_day."""

    def test(row: Row) -> Fact:
        if row["kind"] not in INSURED or row["until"] is None:
            return NO
        if not add_months(first_day, -12) < row["until"] <= first_day:
            return NO
        return formula(lambda reason: reason == "LIQUIDATION", cell(row, "work", "end_reason"))

    rows = [row for row in w.about("work", p) if has_begun(w, row)]
    return some_row(rows, test, w.complete("work", p))


def studied(w: World, p: str, day: date) -> Fact:
    """4 STUDENT: `education` full_time Y on first_day."""
    return there_is(w, "education", p, lambda row: row["full_time"], d=day)


def largest_stipend(w: World, p: str, day: date) -> Fact:
    """4: the largest of the full_time Y rows on first_day; not known if `education` is not complete."""
    stipends = [row["stipend"] or 0 for row in w.about("education", p) if row["full_time"] and holds(row, day)]
    return formula(lambda _: max(stipends, default=0), w.complete("education", p))


def maternity_amount(w: World, p: str, s: Certificate) -> Fact:
    """4: *if* INSURED, *else if* LIQUIDATION, *else* STUDENT."""
    first_day, days = s["first_day"], length(s)
    minimum = half_up(term("MROT", first_day) * 24, 730)
    return if_then_else(
        insured(w, p, first_day),
        formula(lambda x: days * x, daily(w, p, first_day, False)),
        if_then_else(
            dismissed_on_liquidation(w, p, first_day),
            Fact(days * minimum),
            formula(lambda stipend: half_up(stipend * days, 30), largest_stipend(w, p, first_day)),
        ),
    )


@remembered
def maternity_benefit(w: World, p: str) -> Award | None:
    """4 maternity_benefit: women aged 14-55."""
    if not (w.sex(p) == "F" and 14 <= w.age(p) <= 55):
        return None
    s = maternity_certificate(w, p)

    def about(test: Callable[[Row], Fact]) -> Fact:
        return if_there_is_one(w, "sick_leave", p, s, test)

    def covered(row: Row) -> Fact:
        day = row["first_day"]
        return any_of([insured(w, p, day), dismissed_on_liquidation(w, p, day), studied(w, p, day)])

    criteria = [
        ("has_certificate", about(lambda row: YES)),
        ("covered", about(covered)),
        ("not_assigned", about(lambda row: not_assigned(w, "maternity_benefit", p, None, row["first_day"]))),
    ]
    return decide_unit(
        w,
        Unit("maternity_benefit", "person", p, p),
        criteria,
        amount=lambda: about(lambda row: maternity_amount(w, p, row)),
        since=lambda: given(s)["first_day"],
        until=lambda: paid_until(given(s)),
    )


def given(row: Row | None) -> Row:
    """A row that is there because all criteria are yes."""
    assert row is not None
    return row


@remembered
def leave_for(w: World, c: str) -> Row | None:
    """5: the leave l: the latest since, then smallest SNILS, then greatest work_id."""
    rows = []
    for row in w.about("work", c, "child_snils"):
        if row["kind"] == "CARE_LEAVE" and row["since"] <= w.on and w.is_living(row["snils"]):
            rows.append(row)
    if not rows:
        return None
    latest = max(row["since"] for row in rows)
    rows = [row for row in rows if row["since"] == latest]
    person = min(row["snils"] for row in rows)
    return max((row for row in rows if row["snils"] == person), key=lambda row: row["work_id"])


def on_care_leave(w: World, c: str) -> Fact:
    """5 on_care_leave."""
    leave = leave_for(w, c)
    if leave is None:
        complete = w.complete("work", c, *raisers(w, c))
        return NO if complete.is_known else complete
    return answer(holds(leave, w.on) or w.on >= date(2024, 1, 1))


@remembered
def child_care_allowance(w: World, c: str) -> Award | None:
    """5 child_care_allowance: persons under 2 years."""
    if not w.age(c) < 2:
        return None
    leave = leave_for(w, c)
    x = payee(w, c) if leave is None else leave["snils"]

    def amount() -> Fact:
        start = given(leave)["since"]
        minimum = term("CCMIN", w.on)
        return formula(lambda y: max(minimum, half_up(y * 1216, 100)), daily(w, x, start, False))

    end = add_months(w.birth(c), 18)
    criteria = [
        ("under_18_months", answer(w.on < end)),
        ("on_care_leave", on_care_leave(w, c)),
        ("insured", on_care_leave(w, c) if leave is None else insured(w, x, leave["since"])),
    ]
    return decide_unit(w, Unit("child_care_allowance", "child", c, x), criteria, amount, until=lambda: end)


@remembered
def closed_certificate(w: World, p: str) -> Certificate | None:
    """6: of p's rows 01, 02, 09 with last_day < on < end, the latest last_day, then greatest id."""
    rows = []
    for row in w.about("sick_leave", p):
        closed = row["code"] in {"01", "02", "09"} and row["last_day"] is not None and has_begun(w, row)
        if closed and row["last_day"] < w.on < paid_until(row):
            rows.append(row)
    if not rows:
        return None
    return max(rows, key=lambda row: (row["last_day"], row["certificate_id"]))


def care_days_used(w: World, p: str, s: Certificate) -> Fact:
    """6: used, the other 09 rows for the same person, begun earlier in the same year."""
    used = 0
    for row in w.about("sick_leave", p):
        same = row["code"] == "09" and row["cared_snils"] == s["cared_snils"] and row is not s
        earlier = row["first_day"].year == s["first_day"].year and row["first_day"] < s["first_day"]
        if same and earlier and row["last_day"] is not None:
            used += length(row)
    return formula(lambda _: used, w.complete("sick_leave", p))


def care_days(w: World, p: str, s: Certificate) -> Fact:
    """6: D of a certificate 09."""
    q, day, days = s["cared_snils"], s["first_day"], length(s)
    g = w.age(q, day)
    limits = Fact((30, 7))  # a year, a case
    if g < 15:
        complete = w.complete("parent_child", p, q)
        rows = [row for row in w.about("parent_child", q, "child_snils") if holds(row, day)]
        tie = some_row(rows, lambda row: bool(row["adult_snils"] == p), complete)
        limits = if_then_else(tie, Fact((60, days)) if g < 7 else Fact((45, 15)), limits)
    if g < 18:
        decision = valid_decision(w, q, day)
        disabled_child = formula(lambda row: row is not None and row["category"] == "CHILD", decision)
        limits = if_then_else(disabled_child, Fact((120, days)), limits)
    return formula(lambda limit, used: max(0, min(days, limit[1], limit[0] - used)), limits, care_days_used(w, p, s))


def days_to_pay(w: World, p: str, s: Certificate) -> Fact:
    """6: D."""
    if s["code"] == "09":
        return care_days(w, p, s)
    return Fact(max(0, length(s) - 3))


def sick_leave_rate(w: World, p: str, s: Certificate) -> Fact:
    """6: 09 and g < 8: 100; else record_months < 60: 60; < 96: 80; else 100."""
    if s["code"] == "09" and w.age(s["cared_snils"], s["first_day"]) < 8:
        return Fact(100)

    def by_record(months: int) -> int:
        if months < 60:
            return 60
        return 80 if months < 96 else 100

    return formula(by_record, record_months(w, p))


def sick_leave_amount(w: World, p: str, s: Certificate) -> Fact:
    """6: half_up(D * daily(p, first_day) * rate / 100)."""
    return formula(
        lambda n, x, rate: half_up(n * x * rate, 100),
        days_to_pay(w, p, s),
        daily(w, p, s["first_day"], True),
        sick_leave_rate(w, p, s),
    )


@remembered
def sick_leave_benefit(w: World, p: str) -> Award | None:
    """6 sick_leave_benefit: persons aged 15 and more."""
    if not w.age(p) >= 15:
        return None
    s = closed_certificate(w, p)

    def about(test: Callable[[Row], Fact]) -> Fact:
        return if_there_is_one(w, "sick_leave", p, s, test)

    criteria = [
        ("has_closed_certificate", about(lambda row: YES)),
        ("insured", about(lambda row: insured(w, p, row["first_day"]))),
        ("days_to_pay", about(lambda row: formula(lambda n: n > 0, days_to_pay(w, p, row)))),
        ("not_assigned", about(lambda row: not_assigned(w, "sick_leave_benefit", p, None, row["last_day"]))),
    ]
    return decide_unit(
        w,
        Unit("sick_leave_benefit", "person", p, p),
        criteria,
        amount=lambda: sick_leave_amount(w, p, given(s)),
        since=lambda: add_days(given(s)["last_day"], 1),
        until=lambda: paid_until(given(s)),
    )
