"""8 Disability pension (400-FZ arts. 9, 15, 16)."""

from alongside.rules import Expr, Rule, age, criterion, first_day, half_up, lives, measure, step, when

from ...definitions.choice import best_pension
from ...definitions.pensions import by_points, has_group, own_old_age, record_months
from ...definitions.people import disabled, valid_decision
from ...units import on, person, terms


@measure("disability_pension", unit=person)
def disability_pension(p: Expr) -> Rule:
    """By a disability group and some record, before the old-age pension."""
    return Rule(
        considered=lives(p) & (age(p) >= 18),
        payee=p,
        criteria=(
            criterion("has_group", has_group(p)),
            criterion("has_record", record_months(p) >= 1, months=record_months(p)),
            criterion("no_old_age_right", ~own_old_age(p)),
            best_pension(p, 8),
        ),
        amount=step("by_points", by_points(p))
        + step("fixed", when(disabled(p, "III"), half_up(terms.FIX, 2), otherwise=terms.FIX)),
        since=first_day(on),
        until=valid_decision(p).last_day.plus_days(1),
    )
