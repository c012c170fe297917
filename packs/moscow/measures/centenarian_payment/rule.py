"""32 Payment to centenarians: at 100 and every year after (yearly decree)."""

from alongside.rules import Expr, Rule, age, criterion, lives, measure, step, when

from ...definitions.criteria import not_assigned
from ...definitions.people import assigned, in_city
from ...units import person, terms


@measure("centenarian_payment", unit=person)
def centenarian_payment(p: Expr) -> Rule:
    """Within the year from the birthday; the sums of the birthday's own day."""
    birthday = p.birth_date.plus_months(age(p) * 12)
    return Rule(
        considered=lives(p) & (age(p) >= 100),
        payee=p,
        criteria=(
            criterion("lives_in_city", in_city(p)),
            not_assigned(assigned("centenarian_payment", to=p, since=birthday)),
        ),
        amount=when(
            age(p) == 100,
            step("sum_100", terms.at("C100", birthday)),
            otherwise=step("sum_101", terms.at("C101", birthday)),
        ),
        since=birthday,
        until=p.birth_date.plus_months((age(p) + 1) * 12),
    )
