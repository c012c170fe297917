"""39 Free medicines (Decree 890; Orders 936n/37n; Moscow Law 70)."""

from datetime import date

from alongside.rules import Expr, Rule, age, answer, any_of, choose, criterion, first_day, lives, measure, rows

from ...definitions.family import by_family, family_of, large, payee
from ...definitions.people import has_flag, in_city, pregnant
from ...registers import medical
from ...units import on, person
from ..nsu.rule import nsu

SINCE = date(2021, 1, 1)


def _listed(r: Expr) -> Expr:
    """A disease of the list."""
    ranges = (("E10", "E14"), ("C00", "C97"))
    single = ("J45", "G40", "B20", "G35")
    return any_of(*(r.code.within(a, b) for a, b in ranges), *(r.code.within(a) for a in single))


def _heart(r: Expr) -> Expr:
    """An infarction or stroke of the last two years."""
    codes = any_of(r.code.within("I21"), r.code.within("I22"), r.code.within("I60", "I64"))
    return codes & (r.since >= SINCE) & (on < r.since.plus_months(24))


@measure("free_medicines", unit=person)
def free_medicines(p: Expr) -> Rule:
    """In kind, while a ground lasts."""
    watched = rows(medical, of=p).holding().where(lambda r: r.kind == "DISPENSARY")
    f = family_of(p)
    in_cash = ~answer(nsu, p) | has_flag(p, "NSU_MEDICINES_CASH")
    small = (age(p) < 3) | ((age(p) < 6) & by_family(f, large(f)))
    return Rule(
        considered=lives(p),
        payee=choose(age(p) < 18, payee(p), otherwise=p),
        criteria=(
            criterion("city_resident", in_city(p)),
            criterion(
                "has_ground",
                any_of(
                    watched.any(_listed),
                    watched.any(_heart) & in_cash,
                    pregnant(p),
                    small,
                    has_flag(p, "HOME_FRONT", "REHABILITATED", "LABOUR_VETERAN"),
                ),
            ),
        ),
        amount=None,
        since=first_day(on),
        until=None,
    )
