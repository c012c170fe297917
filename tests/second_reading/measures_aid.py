"""law.md Part C, measure 41: targeted aid in hardship."""

from __future__ import annotations

from tests.second_reading.law_children import counted, large
from tests.second_reading.law_dates import add_days, add_months
from tests.second_reading.law_family import PARENT, Family, families, first_payee, minor_dependents
from tests.second_reading.law_logic import Fact, all_of, answer, any_of, formula, if_then_else
from tests.second_reading.law_means import income_below, poor
from tests.second_reading.law_people import flag
from tests.second_reading.law_terms import term
from tests.second_reading.law_world import Row, World, remembered, there_is
from tests.second_reading.measures_common import Award, Unit, decide_unit, family_in_city, not_assigned
from tests.second_reading.measures_pensions import on_pension
from tests.second_reading.measures_unemployment import recognised


def low_income(w: World, f: Family) -> Fact:
    """41: *if* f is one person who is on_pension *then* by GSS; else poor(f)."""
    alone = answer(len(f.members) == 1)
    one_pensioner = all_of([alone, on_pension(w, f.heads[0])])
    return if_then_else(one_pensioner, income_below(w, f, term("GSS", w.on)), poor(w, f))


def long_ill(w: World, p: str) -> Fact:
    """41: `sick_leave` row 01 with first_day + 60 days <= on and not ended on `on`."""

    def test(row: Row) -> bool:
        return row["code"] == "01" and add_days(row["first_day"], 60) <= w.on

    return there_is(w, "sick_leave", p, test)


def lost_a_parent(w: World, c: str) -> Fact:
    """41: a parent (BIRTH or ADOPTION row holding on `on`) dead on `on` and on < death_date + 6 months."""

    def test(row: Row) -> bool:
        adult = row["adult_snils"]
        if row["kind"] not in PARENT or not w.is_dead(adult):
            return False
        return w.on < add_months(w.persons[adult]["death_date"], 6)

    return there_is(w, "parent_child", c, test, "child_snils")


def hardship(w: World, f: Family) -> Fact:
    """41 hardship."""
    parts = []
    for p in f.members:
        parts.append(flag(w, p, "HARDSHIP_FIRE", "HARDSHIP_COST", "HARDSHIP_VIOLENCE"))
        parts.append(recognised(w, p))
        parts.append(long_ill(w, p))
    parts.append(all_of([large(w, f), formula(lambda n: n >= 5, counted(w, f))]))
    parts += [lost_a_parent(w, c) for c in f.dependents]
    return any_of(parts)


@remembered
def targeted_aid(w: World, family_id: str) -> Award | None:
    """41 targeted_aid."""
    f = families(w)[family_id]
    if not any(w.age(head) >= 18 for head in f.heads):
        return None
    since = add_months(w.on, -6)
    criteria = [
        ("family_in_city", family_in_city(w, f)),
        ("low_income", low_income(w, f)),
        ("hardship", hardship(w, f)),
        ("not_assigned", all_of(not_assigned(w, "targeted_aid", head, None, since) for head in f.heads)),
    ]
    times = 2 if minor_dependents(w, f) else 1
    return decide_unit(
        w,
        Unit("targeted_aid", "family", family_id, first_payee(w, f)),
        criteria,
        amount=lambda: Fact(times * term("AID", w.on)),
        since=lambda: w.on,
        until=lambda: add_days(w.on, 30),
    )
