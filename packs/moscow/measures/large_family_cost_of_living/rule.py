"""24 Compensation of the cost of living to large families (Moscow Law 60 arts. 1-2)."""

from alongside.rules import Expr, Rule, age, first_day, measure, step, when

from ...definitions.criteria import family_in_city, large_family
from ...definitions.family import counted, counted_minor, dependents, everybody, first_payee, still_young
from ...definitions.people import permanent
from ...units import family_unit, on, terms


def _counts(p: Expr) -> Expr:
    """A counted minor who is registered permanently and under 16 or at school."""
    return counted_minor(p) & permanent(p) & still_young(p)


@measure("large_family_cost_of_living", unit=family_unit)
def large_family_cost_of_living(f: Expr) -> Rule:
    """A sum for each child, larger from five children on, with a sum for children's goods."""
    children = step("children", everybody(f).count(_counts))
    few = step("per_child", terms.C34) * children
    goods = when(children >= 1, terms.G5, otherwise=0)
    many = step("per_child_of_5", terms.C5) * children + step("goods", goods)
    return Rule(
        considered=dependents(f).any(lambda p: age(p) < 18),
        payee=first_payee(f),
        criteria=(large_family(f), family_in_city(f)),
        amount=when(counted(f) <= 4, few, otherwise=many),
        since=first_day(on),
        until=everybody(f).smallest(lambda p: p.birth_date.plus_months(12 * 18), _counts),
    )
