"""12 Federal monthly cash payment, EDV (181-FZ art. 28.1; 5-FZ art. 23.1; 1244-1 art. 27.1)."""

from alongside.rules import (
    Expr,
    Rule,
    age,
    answer,
    any_of,
    criterion,
    define,
    first_day,
    largest_ground,
    lives,
    measure,
    never,
    smallest_of,
    step,
    when,
)

from ...definitions.family import payee
from ...definitions.people import disabled, has_flag, valid_decision
from ...units import on, person, terms
from ..hero_payment.rule import hero_payment

STATUSES = ("WWII_INVALID", "WWII_PARTICIPANT", "SIEGE_SURVIVOR", "COMBAT_VETERAN", "CHERNOBYL")


@define(person)
def edv_full(p: Expr) -> Expr:
    """The payment before the set of social services is taken off: the largest ground, and Chernobyl beside it."""
    largest = largest_ground(
        (disabled(p, "I"), terms.EDV1),
        (disabled(p, "II", "CHILD"), terms.EDV2),
        (disabled(p, "III"), terms.EDV3),
        (has_flag(p, "WWII_INVALID"), terms.EDVI),
        (has_flag(p, "WWII_PARTICIPANT"), terms.EDVP),
        (has_flag(p, "COMBAT_VETERAN", "SIEGE_SURVIVOR"), terms.EDVC),
    )
    return largest + when(has_flag(p, "CHERNOBYL"), terms.EDV2, otherwise=0)


def by_disability(p: Expr) -> Expr:
    """Disabled in any category."""
    return disabled(p, "I", "II", "III", "CHILD")


def edv_until(p: Expr) -> Expr:
    """The day after the disability decision ends, where disability is the only ground; a child's at most at 18."""
    decision = valid_decision(p)
    end = decision.last_day.plus_days(1)
    child_end = smallest_of(end, p.birth_date.plus_months(12 * 18))
    of_decision = when(decision.category == "CHILD", child_end, otherwise=end)
    return when(by_disability(p) & ~has_flag(p, *STATUSES), of_decision, otherwise=never(p))


def edv_payee(p: Expr) -> Expr:
    """The one who receives for a person under 18, else the person."""
    return when(age(p) < 18, payee(p), otherwise=p)


@measure("edv", unit=person)
def edv(p: Expr) -> Rule:
    """Monthly, by disability or a federal status."""
    services = terms.NSUM + terms.NSUS + terms.NSUT
    return Rule(
        considered=lives(p),
        payee=edv_payee(p),
        criteria=(
            criterion("has_ground", any_of(by_disability(p), has_flag(p, *STATUSES))),
            criterion("not_hero", ~answer(hero_payment, p)),
        ),
        amount=step("full", edv_full(p)) - step("services", services),
        since=first_day(on),
        until=edv_until(p),
    )
