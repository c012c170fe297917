"""Hardship grant: what a household's wages fall short of its bread, up to a limit, once it has lived here a year."""

from alongside.rules import Expr, Rule, criterion, given, group_key, measure, rows, smallest_of, step

from ...registers import residents
from ...town import (
    bread_line,
    everybody,
    home,
    household,
    household_known,
    household_unit,
    household_wages,
    on,
    terms,
)


@measure("hardship_grant", unit=household_unit)
def hardship_grant(h: Expr) -> Rule:
    """For a household with a home."""
    first = group_key(household, h)
    earned, bread = household_wages(h), bread_line(h)
    settled = everybody(h).any(
        lambda p: rows(residents, of=p).where(lambda r: on < r.until).any(lambda r: r.since.plus_months(12) <= on)
    )
    return Rule(
        considered=home(first).is_some(),
        payee=first,
        criteria=(
            criterion("settled", given(household_known(h), settled)),
            criterion("modest", earned < bread, earned=earned, bread=bread, people=everybody(h).count()),
        ),
        amount=smallest_of(step("gap", bread - earned), terms.MOST),
        since=on,
        until=None,
    )
