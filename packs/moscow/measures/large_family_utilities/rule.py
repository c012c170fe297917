"""25 Housing compensation to large families (Moscow Law 60)."""

from alongside.rules import Expr, Rule, age, first_day, measure, step, when

from ...definitions.criteria import family_in_city, large_family
from ...definitions.family import counted, dependents, first_payee
from ...units import family_unit, on, terms


@measure("large_family_utilities", unit=family_unit)
def large_family_utilities(f: Expr) -> Rule:
    """A sum for the family, larger from five children on."""
    return Rule(
        considered=dependents(f).any(lambda p: age(p) < 18),
        payee=first_payee(f),
        criteria=(large_family(f), family_in_city(f)),
        amount=when(counted(f) <= 4, step("sum_3_4", terms.U34), otherwise=step("sum_5", terms.U5)),
        since=first_day(on),
        until=None,
    )
