"""Who cares for whom, and is free to (15, 16, 27)."""

from alongside.rules import (
    Expr,
    Items,
    age,
    all_of,
    answer,
    choose,
    complete,
    define,
    given,
    lives,
    rows,
    smallest_of,
    surely,
)

from ..measures.unemployment_benefit.rule import unemployment_benefit
from ..registers import disability, parent_child, registrations, work
from ..units import person
from .dwellings import home
from .family import women_first
from .on_pension import on_pension
from .people import permanent, valid_decision, works

FULL_TIME = ("EMPLOYED", "SELF_EMPLOYED", "BUSINESS")


def works_full_time(x: Expr) -> Expr:
    """A full-time job or a business of one's own."""
    return rows(work, of=x).holding().any(lambda r: r.kind.among(*FULL_TIME))


@define(person)
def free_to_care(x: Expr) -> Expr:
    """No full-time work, no pension, no unemployment benefit (15 free)."""
    return all_of(~works_full_time(x), ~on_pension(x), ~answer(unemployment_benefit, x))


@define(person)
def carer_of_old(x: Expr) -> Expr:
    """Aged 16 and more, without work, pension or unemployment benefit (16)."""
    return all_of(age(x) >= 16, ~works(x), ~on_pension(x), ~answer(unemployment_benefit, x))


def guardians_of(q: Expr) -> Items:
    """Living adults of 18 and more with a tie of any kind to q."""
    ties = rows(parent_child, of=q).holding().each(lambda r: r.adult_snils)
    return ties.where(lambda x: lives(x) & (age(x) >= 18))


def at_home_with(x: Expr, q: Expr) -> Expr:
    """Registered permanently, with the same home as q, and without full-time work (27)."""
    homes = given(complete(registrations, x) & complete(registrations, q), home(x).is_some() & (home(x) == home(q)))
    return all_of(permanent(x), homes, ~works_full_time(x))


def first_carer(q: Expr, test: object) -> Expr:
    """The first who surely passes: women first, then the smallest SNILS; none if nobody does."""
    assert callable(test)
    return women_first(guardians_of(q).accepted().where(lambda x: surely(test(x))))


def decision_end(q: Expr) -> Expr:
    """The day after the valid decision ends; a child's at most at 18."""
    decision = valid_decision(q)
    end = decision.last_day.plus_days(1)
    at_18 = q.birth_date.plus_months(12 * 18)
    return choose(decision.category == "CHILD", smallest_of(end, at_18), otherwise=end)


def has_decision(q: Expr, *categories: str) -> Expr:
    """Any accepted disability row of these categories, holding or not; or the register is not complete."""
    held = rows(disability, of=q).accepted()
    found = held.any(lambda r: r.category.among(*categories)) if categories else held.any()
    return found | ~surely(complete(disability, q))
