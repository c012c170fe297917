"""19 Unemployment benefit (565-FZ arts. 23-24, 44-46)."""

from alongside.rules import Expr, Rule, answer, choose, criterion, first_day, measure, step, surely

from ...definitions.on_pension import on_pension
from ...definitions.people import works
from ...definitions.unemployment import (
    amount_unemployment,
    considered_unemployed,
    few_refusals,
    full_right,
    in_pay_period,
    recognised,
    shortly_before_pension,
    spell,
)
from ...units import on, person
from ..retraining_stipend.rule import retraining_stipend


@measure("unemployment_benefit", unit=person)
def unemployment_benefit(p: Expr) -> Rule:
    """For three, six or twelve months."""
    s = spell(p)
    full = surely(full_right(p))
    months = choose(full & shortly_before_pension(p), 12, otherwise=choose(full, 6, otherwise=s.refusals * 0 + 3))
    return Rule(
        considered=considered_unemployed(p),
        payee=p,
        criteria=(
            criterion("recognised", recognised(p), recognised=s.recognised_on),
            criterion("no_work", ~works(p)),
            criterion("no_pension", ~on_pension(p)),
            criterion("few_refusals", few_refusals(p), refusals=s.refusals),
            criterion("in_pay_period", in_pay_period(p), recognised=s.recognised_on),
            criterion("not_in_training", ~answer(retraining_stipend, p)),
        ),
        amount=step("benefit", amount_unemployment(p)),
        since=first_day(on),
        until=s.recognised_on.plus_months(months),
    )
