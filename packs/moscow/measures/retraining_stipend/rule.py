"""42 Retraining stipend (565-FZ)."""

from alongside.rules import Expr, Rule, criterion, first_day, largest_of, measure, step, when

from ...definitions.unemployment import (
    amount_unemployment,
    considered_unemployed,
    of_spell,
    own_unemployment,
    recognised,
    spell,
)
from ...units import on, person, terms


@measure("retraining_stipend", unit=person)
def retraining_stipend(p: Expr) -> Rule:
    """While the employment service has somebody trained."""
    s = spell(p)
    training = (s.training_since <= on) & (on < s.training_until)
    as_benefit = largest_of(terms.UMIN, amount_unemployment(p))
    return Rule(
        considered=considered_unemployed(p),
        payee=p,
        criteria=(
            criterion("recognised", recognised(p), recognised=s.recognised_on),
            criterion("in_training", of_spell(p, training), since=s.training_since, until=s.training_until),
        ),
        amount=step("stipend", when(own_unemployment(p), as_benefit, otherwise=terms.UMIN)),
        since=first_day(on),
        until=s.training_until,
    )
