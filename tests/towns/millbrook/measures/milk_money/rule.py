"""Milk money: a pint a day for a child under 12 of a household that earns little; half of it from 6 years on."""

from alongside.rules import Expr, Rule, age, criterion, group_of, half_up, lives, measure, rows, step, when

from ...registers import residents
from ...town import bread_line, child, everybody, head, household, household_wages, on, terms


@measure("milk_money", unit=child)
def milk_money(c: Expr) -> Rule:
    """For a child under 12 who lives in the town."""
    h = group_of(household, c)
    earned, bread = household_wages(h), bread_line(h)
    full = step("full", terms.PINT * 30)
    small = age(c) < 6
    return Rule(
        considered=lives(c) & (age(c) < 12),
        payee=head(c),
        criteria=(
            criterion("lives_here", rows(residents, of=c).holding().any()),
            criterion("modest", earned < bread, earned=earned, bread=bread, people=everybody(h).count()),
        ),
        amount=when(small, full, otherwise=step("half", half_up(full, 2))),
        since=on,
        until=when(small, c.born.plus_months(72), otherwise=c.born.plus_months(144)),
    )
