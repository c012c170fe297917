"""6 Sick-leave benefit: own illness, or care of somebody (255-FZ arts. 5-7, 14)."""

from alongside.rules import (
    Expr,
    Rule,
    age,
    choose,
    complete,
    criterion,
    given,
    half_up,
    largest_of,
    lives,
    measure,
    rows,
    selected,
    smallest_of,
    step,
    when,
    year_of,
)

from ...definitions.criteria import not_assigned
from ...definitions.earnings import daily
from ...definitions.pensions import record_months
from ...definitions.people import assigned, insured
from ...registers import disability, parent_child, sick_leave
from ...units import on, person

ID = "sick_leave_benefit"
NO_LIMIT = 1000


def _certificate(p: Expr) -> Expr:
    """The latest closed certificate whose claim is still open."""
    leaves = rows(sick_leave, of=p).begun().accepted().where(lambda r: r.code.among("01", "02", "09"))
    closed = leaves.where(lambda r: (r.last_day < on) & (on < r.last_day.plus_days(1).plus_months(6)))
    return closed.latest("last_day", "certificate_id")


def _length(s: Expr) -> Expr:
    return s.last_day - s.first_day + 1


def _disabled_child(q: Expr, day: Expr) -> Expr:
    """Under 18 and, by the decision valid on a day, a disabled child."""
    held = rows(disability, of=q).holding(day).accepted()
    decision = held.where(lambda r: (r.category != "CHILD") | (age(q, day) < 18)).latest("since", "decision_id")
    return (age(q, day) < 18) & given(complete(disability, q), decision.category == "CHILD")


def _tied(p: Expr, q: Expr, day: Expr) -> Expr:
    """A tie of q to p on a day."""
    ties = rows(parent_child, of=q).holding(day).needing(complete(parent_child, p))
    return ties.any(lambda r: r.adult_snils == p)


def _care_days(p: Expr, s: Expr) -> Expr:
    """Days of care the Fund pays: at most so many a year and a case, by who was cared for."""
    q, day = s.cared_snils, s.first_day
    g = age(q, day)
    invalid = _disabled_child(q, day)
    child = (g < 15) & _tied(p, q, day)
    by_tie = when(child, choose(g < 7, 60, otherwise=g * 0 + 45), otherwise=30)
    a_year = when(invalid, 120, otherwise=by_tie)
    a_case = when(
        invalid, NO_LIMIT * 100, otherwise=when(child, choose(g < 7, NO_LIMIT * 100, otherwise=g * 0 + 15), otherwise=7)
    )

    def earlier(r: Expr) -> Expr:
        same = (r.code == "09") & (r.cared_snils == q) & (year_of(r.first_day) == year_of(day))
        return same & (r.first_day < day)

    used = (
        rows(sick_leave, of=p)
        .where(earlier)
        .sum(lambda r: choose(r.last_day < on.plus_months(12 * 200), _length(r), otherwise=0))
    )
    return largest_of(smallest_of(_length(s), a_case, a_year - used), used * 0)


def _days(p: Expr, s: Expr) -> Expr:
    """How many days the Fund pays; the first three of an illness are the employer's."""
    own = largest_of(_length(s) - 3, _length(s) * 0)
    return choose(s.code == "09", _care_days(p, s), otherwise=own)


def _rate(p: Expr, s: Expr) -> Expr:
    """Per cent of average earnings, by record; in full for care of a child under 8."""
    months = record_months(p)
    by_record = when(months < 60, 60, otherwise=when(months < 96, 80, otherwise=100))
    return choose((s.code == "09") & (age(s.cared_snils, s.first_day) < 8), 100, otherwise=by_record)


@measure(ID, unit=person)
def sick_leave_benefit(p: Expr) -> Rule:
    """For the latest closed certificate."""
    s = _certificate(p)

    def about(test: Expr) -> Expr:
        return selected(s, test, complete(sick_leave, p))

    days, rate = _days(p, s), _rate(p, s)
    worth = step("days", days) * step("daily", daily(p, s.first_day, full_years=True)) * step("rate", rate)
    return Rule(
        considered=lives(p) & (age(p) >= 15),
        payee=p,
        criteria=(
            criterion("has_closed_certificate", about(s.is_some()), first=s.first_day, last=s.last_day),
            criterion("insured", about(insured(p, s.first_day))),
            criterion("days_to_pay", about(days > 0), days=days),
            not_assigned(~about(~assigned(ID, to=p, since=s.last_day))),
        ),
        amount=half_up(worth, 100),
        since=s.last_day.plus_days(1),
        until=s.last_day.plus_days(1).plus_months(6),
    )
