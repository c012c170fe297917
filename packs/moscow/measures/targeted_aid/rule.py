"""41 Targeted aid in hardship (Moscow Law 34; Decree 215-PP)."""

from alongside.rules import Expr, Rule, age, any_of, criterion, lives, measure, rows, step, when

from ...definitions.criteria import family_in_city, not_assigned
from ...definitions.family import (
    BY_BLOOD,
    by_family,
    counted,
    dependents,
    everybody,
    first_head,
    first_payee,
    heads,
    large,
)
from ...definitions.means import counted_members, family_income_12, poor, poverty_line
from ...definitions.on_pension import on_pension
from ...definitions.people import assigned, has_flag
from ...definitions.unemployment import recognised
from ...registers import parent_child, sick_leave
from ...units import family_unit, on, terms

ID = "targeted_aid"


def _long_ill(p: Expr) -> Expr:
    """Ill for sixty days and more, and still."""
    leaves = rows(sick_leave, of=p).holding().where(lambda r: r.code == "01")
    return leaves.any(lambda r: r.first_day.plus_days(60) <= on)


def _bereaved(c: Expr) -> Expr:
    """A parent died less than six months ago."""
    ties = rows(parent_child, of=c).holding().where(lambda r: r.kind.among(*BY_BLOOD))
    return ties.any(lambda r: (r.adult_snils.death_date <= on) & (on < r.adult_snils.death_date.plus_months(6)))


def _hardship(f: Expr) -> Expr:
    marks = ("HARDSHIP_FIRE", "HARDSHIP_COST", "HARDSHIP_VIOLENCE")
    of_member = everybody(f).any(lambda p: any_of(has_flag(p, *marks), recognised(p), _long_ill(p)))
    many = by_family(f, large(f) & (counted(f) >= 5))
    return any_of(of_member, many, dependents(f).any(_bereaved))


@measure(ID, unit=family_unit)
def targeted_aid(f: Expr) -> Rule:
    """A social certificate; a second one where there are children."""
    lone_pensioner = (everybody(f).count() == 1) & on_pension(first_head(f))
    below_standard = (counted_members(f) >= 1) & (family_income_12(f) < terms.GSS * 12)
    low = when(lone_pensioner, by_family(f, below_standard), otherwise=by_family(f, poor(f)))
    children = dependents(f).any(lambda c: age(c) < 18)
    return Rule(
        considered=heads(f).any(lambda h: lives(h) & (age(h) >= 18)),
        payee=first_payee(f),
        criteria=(
            family_in_city(f),
            criterion(
                "low_income",
                low,
                income=family_income_12(f),
                limit=when(lone_pensioner, terms.GSS * 12, otherwise=poverty_line(f)),
                members=counted_members(f),
                minimum=terms.PM,
            ),
            criterion("hardship", _hardship(f)),
            not_assigned(heads(f).any(lambda h: assigned(ID, to=h, since=on.plus_months(-6)))),
        ),
        amount=step("food", terms.AID) + step("goods", when(children, terms.AID, otherwise=0)),
        since=on,
        until=on.plus_days(30),
    )
