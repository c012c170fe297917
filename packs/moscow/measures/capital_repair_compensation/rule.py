"""34 Compensation of the capital-repair fee from 70 and 80 years (Housing Code art. 169)."""

from alongside.rules import (
    Expr,
    Items,
    Rule,
    age,
    any_of,
    choose,
    complete,
    criterion,
    first_day,
    given,
    half_up,
    lives,
    measure,
    never,
    rows,
    smallest_of,
    step,
)

from ...definitions.dwellings import account, account_known, household, norm, permanent_home
from ...definitions.on_pension import on_pension
from ...definitions.pensions import usual_date
from ...definitions.people import disabled, works
from ...registers import property_rights, registrations
from ...units import on, person

DWELLINGS = ("FLAT", "HOUSE")


def _dwellings(p: Expr) -> Items:
    return rows(property_rights, of=p).holding().where(lambda r: r.kind.among(*DWELLINGS))


def _rests(p: Expr) -> Expr:
    """A pensioner or disabled, and without work."""
    return ~works(p) & any_of(on_pension(p), usual_date(p) <= on, disabled(p, "I", "II"))


@measure("capital_repair_compensation", unit=person)
def capital_repair_compensation(p: Expr) -> Rule:
    """For owners living where they own, with nobody at work in the household."""
    a = permanent_home(p)
    bill = account(a)

    def at_home(test: Expr) -> Expr:
        return given(complete(registrations, p), a.is_some() & test)

    rate = choose(age(p) >= 80, 100, otherwise=50)
    area = smallest_of(bill.area_m2, norm(a))

    def part(r: Expr) -> Expr:
        fee = bill.capital_repair_fee
        share = half_up(fee * rate * r.share_num * area, r.share_den * bill.area_m2 * 100)
        return smallest_of(share, fee)  # no share is above the fee; said for the bounds

    own = _dwellings(p).where(lambda r: r.address_id == a)
    return Rule(
        considered=lives(p) & (age(p) >= 70),
        payee=p,
        criteria=(
            criterion("owner_here", at_home(own.any())),
            criterion("only_dwelling", _dwellings(p).count(distinct=True) == 1),
            criterion("nobody_works", at_home(household(a).all(_rests))),
            criterion("no_court_arrears", at_home(given(account_known(a), ~bill.court_arrears))),
        ),
        amount=step("compensation", own.sum(part)),
        since=first_day(on),
        until=choose(age(p) < 80, p.birth_date.plus_months(12 * 80), otherwise=never(p)),
    )
