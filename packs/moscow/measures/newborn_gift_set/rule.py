"""23 Newborn gift set, or money in its place (city decree of 2017)."""

from alongside.rules import Expr, Rule, age, criterion, given, lives, measure, step, when

from ...definitions.criteria import not_assigned
from ...definitions.family import payee, raisers, raisers_known
from ...definitions.people import assigned, has_flag
from ...units import child, on, terms

ID = "newborn_gift_set"


@measure(ID, unit=child)
def newborn_gift_set(c: Expr) -> Rule:
    """In kind, or in money where a parent chose so."""
    born = c.birth_date
    last = born.plus_months(3)
    chose = given(raisers_known(c), raisers(c).any(lambda a: has_flag(a, "GIFT_CASH")))
    return Rule(
        considered=lives(c) & (age(c) < 1),
        payee=payee(c),
        criteria=(
            criterion("within_three_months", on < last, born=born, last=last),
            criterion("born_in_city", c.born_in_city),
            not_assigned(assigned(ID, about=c)),
        ),
        amount=step("in_cash", when(chose, terms.at("GIFT", born), otherwise=0)),
        since=born,
        until=last,
    )
