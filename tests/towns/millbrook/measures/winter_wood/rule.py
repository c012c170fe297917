"""Winter wood: in the cold months, for a house with a wood stove whose household is granted hardship help."""

from alongside.rules import Expr, Rule, answer, criterion, first_day, group_of, measure, month_number, month_of, rows

from ...registers import stoves
from ...town import eldest, house, household, lodgers, on
from ..hardship_grant.rule import hardship_grant


@measure("winter_wood", unit=house)
def winter_wood(h: Expr) -> Rule:
    """For a house with a stove in which somebody lives."""
    standing = rows(stoves, of=h).holding()
    first = standing.accepted().first("stove")
    return Rule(
        considered=standing.accepted().any() & lodgers(h).any(),
        payee=eldest(h),
        criteria=(
            criterion("cold", (month_number(on) >= 10) | (month_number(on) <= 3)),
            criterion("burns_wood", standing.any(lambda s: s.fuel == "WOOD"), fuel=first.fuel),
            criterion("hardship", answer(hardship_grant, group_of(household, eldest(h)))),
        ),
        amount=None,
        since=first_day(month_of(on)),
        until=first_day(month_of(on).plus_months(1)),
    )
