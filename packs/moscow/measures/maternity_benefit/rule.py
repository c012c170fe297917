"""4 Maternity benefit, one sum for the whole leave (255-FZ arts. 10, 11, 14)."""

from alongside.rules import (
    Expr,
    Rule,
    age,
    any_of,
    complete,
    criterion,
    half_up,
    lives,
    measure,
    rows,
    selected,
    step,
    when,
)

from ...definitions.criteria import not_assigned
from ...definitions.earnings import daily
from ...definitions.people import assigned, insured
from ...registers import education, sick_leave, work
from ...units import on, person, terms

ID = "maternity_benefit"


def _certificate(w: Expr) -> Expr:
    """The latest maternity certificate whose claim is still open."""
    leaves = rows(sick_leave, of=w).accepted().where(lambda r: r.code == "05")
    open_now = leaves.where(lambda r: (r.first_day <= on) & (on < r.last_day.plus_days(1).plus_months(6)))
    return open_now.latest("first_day", "certificate_id")


def _liquidated(w: Expr, day: Expr) -> Expr:
    """Dismissed on liquidation in the twelve months before the leave."""

    def dismissed(r: Expr) -> Expr:
        in_time = (day.plus_months(-12) < r.until) & (r.until <= day)
        return r.kind.among("EMPLOYED", "PART_TIME") & in_time & (r.end_reason == "LIQUIDATION")

    return rows(work, of=w).begun().any(dismissed)


@measure(ID, unit=person)
def maternity_benefit(w: Expr) -> Rule:
    """For the insured, those dismissed on liquidation, and students."""
    s = _certificate(w)
    day, days = s.first_day, s.last_day - s.first_day + 1
    studies = rows(education, of=w).holding(day)
    by_insurance, by_liquidation = insured(w, day), _liquidated(w, day)
    stipend = studies.where(lambda r: r.full_time).largest(lambda r: r.stipend)
    of_minimum = half_up(terms.at("MROT", day) * 24, 730)

    def about(test: Expr) -> Expr:
        return selected(s, test, complete(sick_leave, w))

    return Rule(
        considered=lives(w) & (w.sex == "F") & (age(w) >= 14) & (age(w) <= 55),
        payee=w,
        criteria=(
            criterion("has_certificate", about(s.is_some()), since=day, until=s.last_day),
            criterion("covered", about(any_of(by_insurance, by_liquidation, studies.any(lambda r: r.full_time)))),
            not_assigned(~about(~assigned(ID, to=w, since=day))),
        ),
        amount=when(
            by_insurance,
            step("by_earnings", daily(w, day) * days),
            otherwise=when(
                by_liquidation,
                step("by_minimum", of_minimum * days),
                otherwise=step("by_stipend", half_up(stipend * days, 30)),
            ),
        ),
        since=day,
        until=s.last_day.plus_days(1).plus_months(6),
    )
