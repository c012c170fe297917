"""28 City payment to labour veterans (Moscow Law 70)."""

from alongside.rules import Expr, Rule, age, answer, criterion, first_day, lives, measure, step

from ...definitions.criteria import perm_in_city
from ...definitions.on_pension import on_pension
from ...definitions.pensions import base_years
from ...definitions.people import has_flag
from ...units import on, person, terms
from ..edv.rule import edv, edv_full
from ..home_front_monthly.rule import home_front_monthly


@measure("labour_veteran_monthly", unit=person)
def labour_veteran_monthly(p: Expr) -> Rule:
    """Unless a federal payment or another city payment is larger."""
    larger = answer(edv, p) & (edv_full(p) >= terms.V)
    return Rule(
        considered=lives(p) & (age(p) >= 18),
        payee=p,
        criteria=(
            criterion("is_veteran", has_flag(p, "LABOUR_VETERAN", "MILITARY_VETERAN")),
            criterion("age_or_pension", (age(p) >= base_years(p)) | on_pension(p), age=age(p)),
            perm_in_city(p),
            criterion("larger_than_others", ~larger & ~answer(home_front_monthly, p)),
        ),
        amount=step("payment", terms.V),
        since=first_day(on),
        until=None,
    )
