"""7 Old-age pension (400-FZ arts. 8, 15, 16)."""

from alongside.rules import Expr, Rule, age, criterion, first_day, lives, measure, step

from ...definitions.choice import best_pension
from ...definitions.pensions import (
    age_reached,
    by_points,
    enough_points,
    enough_record,
    points,
    record_months,
    right_date,
)
from ...units import on, person, terms


@measure("old_age_pension", unit=person)
def old_age_pension(p: Expr) -> Rule:
    """By age, record and points, if no other pension is larger."""
    return Rule(
        considered=lives(p) & (age(p) >= 50),
        payee=p,
        criteria=(
            criterion("age_reached", age_reached(p), right=right_date(p)),
            criterion("enough_record", enough_record(p), months=record_months(p)),
            criterion("enough_points", enough_points(p), points=points(p)),
            best_pension(p, 7),
        ),
        amount=step("by_points", by_points(p)) + step("fixed", terms.FIX),
        since=first_day(on),
        until=None,
    )
