"""law.md Part C, measures 21, 22, 23: what the city gives when a child is born."""

from __future__ import annotations

from tests.second_reading.law_children import at_once, order
from tests.second_reading.law_dates import add_months
from tests.second_reading.law_family import (
    any_raiser,
    every_raiser,
    families,
    family_of,
    payee,
)
from tests.second_reading.law_logic import (
    NO,
    YES,
    ZERO,
    Fact,
    all_of,
    answer,
    formula,
    if_then_else,
)
from tests.second_reading.law_means import poor
from tests.second_reading.law_people import flag, perm, registrations_on
from tests.second_reading.law_terms import term
from tests.second_reading.law_world import World, remembered
from tests.second_reading.measures_common import (
    Award,
    Criteria,
    Unit,
    born_in_city,
    decide_unit,
    is_citizen,
    not_assigned,
)


def share_an_address(w: World, c: str, x: str) -> Fact:
    """21: some registration (P or T) of c and of x have the same address."""
    addresses = {row["address_id"] for row in registrations_on(w, c)}
    if any(row["address_id"] in addresses for row in registrations_on(w, x)):
        return YES
    complete = w.complete("registrations", c, x)
    return NO if complete.is_known else complete


def birth_criteria(w: World, c: str, count_at_once: Fact) -> Criteria:
    """21: the criteria for the child c."""
    return [
        ("born_in_city", born_in_city(w, c)),
        ("parent_perm", any_raiser(w, c, lambda x: perm(w, x))),
        ("child_with_parent", any_raiser(w, c, lambda x: share_an_address(w, c, x))),
        ("count_at_once", count_at_once),
        ("not_assigned", not_assigned(w, "birth_city_compensation", None, c)),
    ]


@remembered
def birth_city_compensation_child(w: World, c: str) -> Award | None:
    """21 birth_city_compensation, unit child."""
    if not w.age(c) < 1:
        return None
    born = w.birth(c)
    return decide_unit(
        w,
        Unit("birth_city_compensation", "child", c, payee(w, c)),
        birth_criteria(w, c, formula(lambda number: number <= 2, at_once(w, c))),
        amount=lambda: formula(lambda k: term("B1", born) if k <= 1 else term("B2", born), order(w, c)),
        since=lambda: born,
        until=lambda: add_months(born, 12),
    )


def three_at_once(w: World, family_id: str) -> list[str]:
    """21: the dependents under 1 year of whom three or more have the same birth_date."""
    babies = [c for c in families(w)[family_id].dependents if w.age(c) < 1]
    return [c for c in babies if sum(1 for other in babies if w.birth(other) == w.birth(c)) >= 3]


@remembered
def birth_city_compensation_family(w: World, family_id: str) -> Award | None:
    """21 birth_city_compensation, unit family: c = the smallest SNILS in such a set."""
    babies = three_at_once(w, family_id)
    if not babies:
        return None
    c = min(babies)
    born = w.birth(c)
    return decide_unit(
        w,
        Unit("birth_city_compensation", "family", family_id, payee(w, c)),
        birth_criteria(w, c, formula(lambda number: number >= 3, at_once(w, c))),
        amount=lambda: Fact(term("B3", born)),
        since=lambda: born,
        until=lambda: add_months(born, 12),
    )


def parents_young(w: World, c: str) -> Fact:
    """22: order(c) >= 1 and every raiser was under 36 on the birth_date of c."""
    own_child = formula(lambda k: k >= 1, order(w, c))
    return all_of([own_child, every_raiser(w, c, lambda x: answer(w.age(x, w.birth(c)) < 36))])


@remembered
def young_family_payment(w: World, c: str) -> Award | None:
    """22 young_family_payment."""
    if not w.age(c) < 1:
        return None
    born = w.birth(c)

    def amount(k: int) -> int:
        times = {1: 5, 2: 7}.get(k, 10)
        return times * term("PM", born)

    criteria = [
        ("born_in_city", born_in_city(w, c)),
        ("parents_young", parents_young(w, c)),
        ("citizen_parent_perm", any_raiser(w, c, lambda x: all_of([is_citizen(w, x), perm(w, x)]))),
        ("low_income", poor(w, family_of(w, c))),
        ("not_assigned", not_assigned(w, "young_family_payment", None, c)),
    ]
    return decide_unit(
        w,
        Unit("young_family_payment", "child", c, payee(w, c)),
        criteria,
        amount=lambda: formula(amount, order(w, c)),
        since=lambda: born,
        until=lambda: add_months(born, 12),
    )


@remembered
def newborn_gift_set(w: World, c: str) -> Award | None:
    """23 newborn_gift_set, in kind or GIFT in cash."""
    if not w.age(c) < 1:
        return None
    born = w.birth(c)
    chose_cash = any_raiser(w, c, lambda x: flag(w, x, "GIFT_CASH"))
    criteria = [
        ("within_three_months", answer(w.on < add_months(born, 3))),
        ("born_in_city", born_in_city(w, c)),
        ("not_assigned", not_assigned(w, "newborn_gift_set", None, c)),
    ]
    return decide_unit(
        w,
        Unit("newborn_gift_set", "child", c, payee(w, c)),
        criteria,
        amount=lambda: if_then_else(chose_cash, Fact(term("GIFT", born)), ZERO),
        since=lambda: born,
        until=lambda: add_months(born, 3),
        in_kind=True,
    )
