"""38 Dairy-kitchen food for expecting and nursing mothers and small children (Order 292)."""

from alongside.rules import Expr, Rule, age, any_of, criterion, first_day, lives, measure, rows, when

from ...definitions.family import by_family, dependent, family_of, large, payee
from ...definitions.people import disabled, in_city, pregnant
from ...registers import medical, parent_child
from ...units import on, person


def _nursing(p: Expr) -> Expr:
    """The mother of a living child under six months."""
    born = rows(parent_child, of=p, by="adult_snils").holding().where(lambda r: r.kind == "BIRTH")
    baby = born.any(lambda r: lives(r.child_snils) & (on < r.child_snils.birth_date.plus_months(6)))
    return (p.sex == "F") & baby


def _prescribed(p: Expr) -> Expr:
    """A doctor's conclusion for the dairy kitchen."""
    return rows(medical, of=p).holding().any(lambda r: (r.kind == "CONCLUSION") & (r.code == "DAIRY"))


@measure("dairy_kitchen", unit=person)
def dairy_kitchen(p: Expr) -> Rule:
    """In kind, while the ground lasts."""
    f = family_of(p)
    woman = (p.sex == "F") & (age(p) >= 14) & (age(p) <= 55)
    small_of_large = (age(p) < 7) & by_family(f, large(f))
    ill = (age(p) < 15) & (disabled(p, "CHILD") | _prescribed(p))
    return Rule(
        considered=lives(p) & ((age(p) < 15) | woman),
        payee=when((age(p) < 18) & dependent(p), payee(p), otherwise=p),
        criteria=(
            criterion("city_resident", in_city(p)),
            criterion("has_ground", any_of(pregnant(p), _nursing(p), age(p) < 3, small_of_large, ill), age=age(p)),
        ),
        amount=None,
        since=first_day(on),
        until=None,
    )
