"""22 Payment to a young family (Moscow Law 39; Decree 199-PP)."""

from alongside.rules import Expr, Rule, age, criterion, given, lives, measure, step, when

from ...definitions.criteria import low_income, not_assigned
from ...definitions.family import order_of, payee, raisers, raisers_known
from ...definitions.people import assigned, permanent
from ...units import child, terms

ID = "young_family_payment"


@measure(ID, unit=child)
def young_family_payment(c: Expr) -> Rule:
    """For parents under 36 in need, within a year of the birth."""
    born, k = c.birth_date, order_of(c)
    young = raisers(c).all(lambda a: age(a, born) < 36)
    citizen = raisers(c).any(lambda a: (a.citizenship == "RUS") & permanent(a))
    times = when(k <= 1, 5, otherwise=when(k == 2, 7, otherwise=10))
    return Rule(
        considered=lives(c) & (age(c) < 1),
        payee=payee(c),
        criteria=(
            criterion("born_in_city", c.born_in_city),
            criterion("parents_young", (k >= 1) & given(raisers_known(c), young), order=k),
            criterion("citizen_parent_perm", given(raisers_known(c), citizen)),
            low_income(c),
            not_assigned(assigned(ID, about=c)),
        ),
        amount=step("times", times) * step("minimum", terms.at("PM", born)),
        since=born,
        until=born.plus_months(12),
    )
