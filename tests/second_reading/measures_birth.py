"""law.md Part C, measures 1 and 3: maternity capital and the birth grant."""

from __future__ import annotations

from datetime import date

from tests.second_reading.law_children import first_birth, is_parent_of, order, siblings_with
from tests.second_reading.law_dates import add_months, add_years
from tests.second_reading.law_family import about_payee, any_raiser, payee
from tests.second_reading.law_logic import NO, YES, Fact, all_of, answer, any_of, formula
from tests.second_reading.law_terms import term
from tests.second_reading.law_world import World, remembered
from tests.second_reading.measures_common import (
    Award,
    Unit,
    applicant_in_city,
    applicant_is_citizen,
    decide_unit,
    is_citizen,
    not_assigned,
)

PROGRAMME_BEGINS = date(2007, 1, 1)
PROGRAMME_ENDS = date(2026, 12, 31)
NEW_RULE = date(2020, 1, 1)


def capital_branch(w: World, c: str, k: int) -> str | None:
    """1 order_gives_right: the first branch that holds for a child of order k."""
    born = w.birth(c)
    if k == 1 and born >= NEW_RULE:
        return "FIRST"
    if k == 2 and born < NEW_RULE:
        return "PRE2020"
    if k == 2 and born >= NEW_RULE and first_birth(w, c) >= NEW_RULE:
        return "TOPUP"
    if k == 2 and born >= NEW_RULE and first_birth(w, c) < NEW_RULE:
        return "FULL"
    if k >= 3 and first_birth(w, c) < NEW_RULE:
        between = siblings_with(w, c)[1 : k - 1]
        if not any(w.birth(s) >= PROGRAMME_BEGINS for s in between):
            return "LATER"
    return None


def parent_has_rights(w: World, c: str, a: str) -> Fact:
    """1: a <> c, and c has a BIRTH or ADOPTION tie to a."""
    tie = YES
    if not is_parent_of(w, a, c):
        complete = w.complete("parent_child", c, a)
        tie = NO if complete.is_known else complete
    return all_of([answer(a != c), tie])


def capital_amount(w: World, c: str, branch: str | None) -> int:
    """1: the amount of the branch."""
    if branch == "FULL" or (branch == "LATER" and w.birth(c) >= NEW_RULE):
        return term("MK2", w.on)
    if branch == "TOPUP":
        return max(0, term("MK2", w.on) - term("MK1", w.on))
    return term("MK1", w.on)


@remembered
def maternity_capital(w: World, c: str) -> Award | None:
    """1 maternity_capital."""
    if not (w.age(c) < 18 and w.birth(c) >= PROGRAMME_BEGINS):
        return None
    branch = formula(lambda k: capital_branch(w, c, k), order(w, c))
    # TOPUP is an AND: a child born before 2020 is not it, whatever its order.
    is_topup = all_of([answer(w.birth(c) >= NEW_RULE), formula(lambda name: name == "TOPUP", branch)])
    theirs = about_payee(w, c, lambda a: not_assigned(w, "maternity_capital", a, None))
    criteria = [
        ("born_in_programme", answer(PROGRAMME_BEGINS <= w.birth(c) <= PROGRAMME_ENDS)),
        ("child_is_citizen", is_citizen(w, c)),
        ("applicant_is_citizen", applicant_is_citizen(w, c)),
        ("parent_has_rights", about_payee(w, c, lambda a: parent_has_rights(w, c, a))),
        ("order_gives_right", formula(lambda name: name is not None, branch)),
        (
            "not_assigned",
            all_of([not_assigned(w, "maternity_capital", None, c), any_of([is_topup, theirs])]),
        ),
    ]
    return decide_unit(
        w,
        Unit("maternity_capital", "child", c, payee(w, c)),
        criteria,
        amount=lambda: formula(lambda name: capital_amount(w, c, name), branch),
        since=lambda: w.birth(c),
        until=lambda: add_years(w.birth(c), 18),
    )


@remembered
def birth_grant(w: World, c: str) -> Award | None:
    """3 birth_grant."""
    if not w.age(c) < 1:
        return None
    criteria = [
        ("within_six_months", answer(w.on < add_months(w.birth(c), 6))),
        ("has_parent", any_raiser(w, c, lambda x: YES)),
        ("applicant_in_city", applicant_in_city(w, c)),
        ("not_assigned", not_assigned(w, "birth_grant", None, c)),
    ]
    return decide_unit(
        w,
        Unit("birth_grant", "child", c, payee(w, c)),
        criteria,
        amount=lambda: Fact(term("BG", w.birth(c))),
        since=lambda: w.birth(c),
        until=lambda: add_months(w.birth(c), 6),
    )
