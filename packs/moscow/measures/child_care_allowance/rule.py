"""5 Child-care allowance to 18 months (255-FZ art. 11.1; 81-FZ art. 13)."""

from datetime import date

from alongside.rules import (
    Expr,
    Rule,
    age,
    choose,
    complete,
    criterion,
    first_day,
    half_up,
    largest_of,
    lives,
    measure,
    rows,
    step,
)

from ...definitions.earnings import daily
from ...definitions.family import payee, raisers
from ...definitions.people import insured
from ...registers import work
from ...units import child, on, terms

WORK_ALLOWED = date(2024, 1, 1)


@measure("child_care_allowance", unit=child)
def child_care_allowance(c: Expr) -> Rule:
    """Paid to the one on leave for the child."""
    leaves = rows(work, of=c, by="child_snils").begun().accepted().where(lambda r: r.kind == "CARE_LEAVE")
    leave = leaves.where(lambda r: lives(r.snils)).pick(("since", True), (lambda r: r.snils, False), ("work_id", True))
    x, since = leave.snils, leave.since
    last = c.birth_date.plus_months(18)
    looked = complete(work, c) & raisers(c).all(lambda a: complete(work, a))
    without = leave.is_none() & ~looked
    holds = (on < leave.until) | (on >= WORK_ALLOWED)
    return Rule(
        considered=lives(c) & (age(c) < 2),
        payee=choose(leave.is_some(), x, otherwise=payee(c)),
        criteria=(
            criterion("under_18_months", on < last, born=c.birth_date, last=last),
            criterion("on_care_leave", (leave.is_some() & holds) | without),
            criterion("insured", (leave.is_some() & insured(x, since)) | without),
        ),
        amount=largest_of(step("minimum", terms.CCMIN), step("by_earnings", half_up(daily(x, since) * 1216, 100))),
        since=first_day(on),
        until=last,
    )
