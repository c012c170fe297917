"""20 City supplement up to the city's standard or the pensioner's minimum (178-FZ art. 12.1; Decree 1268-PP)."""

from alongside.rules import (
    Expr,
    Rule,
    age,
    amount_of,
    answer,
    choose,
    complete,
    criterion,
    define,
    first_day,
    given,
    largest_of,
    lives,
    measure,
    rows,
    smallest_of,
    step,
    when,
)

from ...definitions.dwellings import account, permanent_home
from ...definitions.family import payee
from ...definitions.on_pension import FOUR, granted_pension, on_pension
from ...definitions.people import in_city, permanent, works
from ...registers import pensions, registrations
from ...units import on, person, terms
from ..edv.rule import edv, edv_full
from ..fixed_part_increase.rule import fixed_part_increase
from ..hero_payment.rule import hero_payment
from ..home_front_monthly.rule import home_front_monthly
from ..labour_veteran_monthly.rule import labour_veteran_monthly
from ..phone_compensation.rule import phone_compensation

TEN_YEARS = 3652  # days


def _ten_years(p: Expr) -> Expr:
    """Registered permanently for ten years altogether (A16)."""
    held = rows(registrations, of=p).where(lambda r: (r.kind == "P") & (r.since < on))
    return held.sum(lambda r: smallest_of(r.until, on) - r.since) >= TEN_YEARS


def _in_pay(p: Expr) -> Expr:
    """Pensions in pay: only state pensions where one of the four is granted, else all."""
    held = rows(pensions, of=p).holding()
    state = held.where(lambda r: r.kind == "STATE").sum(lambda r: r.amount)
    return when(granted_pension(p), state, otherwise=held.sum(lambda r: r.amount))


def _telephone(p: Expr) -> Expr:
    """The telephone compensation at the permanent home, where p receives it or may."""
    a = permanent_home(p)
    subscriber = account(a).phone_subscriber == p
    perhaps = account(a).is_none() & (age(p) >= 18)
    compensation = amount_of(phone_compensation, a)
    nothing = terms.TEL * 0
    of_home = choose(a.is_some() & (subscriber | perhaps), compensation, otherwise=nothing)
    return given(complete(registrations, p), of_home)


@define(person)
def provision(p: Expr) -> Expr:
    """What a person has already, a month."""
    total = _in_pay(p) + when(answer(edv, p), edv_full(p), otherwise=0) + _telephone(p)
    for case in (*FOUR, fixed_part_increase, hero_payment, labour_veteran_monthly, home_front_monthly):
        total = total + amount_of(case, p)
    return total


@measure("pension_city_supplement", unit=person)
def pension_city_supplement(p: Expr) -> Rule:
    """What is missing to the standard."""
    standard = when(permanent(p) & _ten_years(p), terms.GSS, otherwise=terms.PMP)
    lacking = step("standard", standard) - step("provision", provision(p))
    return Rule(
        considered=lives(p),
        payee=choose(age(p) < 18, payee(p), otherwise=p),
        criteria=(
            criterion("on_pension", on_pension(p)),
            criterion("not_working", (age(p) < 18) | ~works(p)),
            criterion("lives_in_city", in_city(p)),
        ),
        amount=largest_of(lacking, lacking * 0),
        since=first_day(on),
        until=None,
    )
