"""3 Birth grant: one sum for each newborn (81-FZ arts. 11-12)."""

from alongside.rules import Expr, Rule, age, criterion, given, lives, measure, step

from ...definitions.criteria import applicant_in_city, not_assigned
from ...definitions.family import payee, raisers, raisers_known
from ...definitions.people import assigned
from ...units import child, on, terms


@measure("birth_grant", unit=child)
def birth_grant(c: Expr) -> Rule:
    """Asked within six months of the birth."""
    last = c.birth_date.plus_months(6)
    return Rule(
        considered=lives(c) & (age(c) < 1),
        payee=payee(c),
        criteria=(
            criterion("within_six_months", on < last, born=c.birth_date, last=last),
            criterion("has_parent", given(raisers_known(c), raisers(c).any())),
            applicant_in_city(c),
            not_assigned(assigned("birth_grant", about=c)),
        ),
        amount=step("grant", terms.at("BG", c.birth_date)),
        since=c.birth_date,
        until=last,
    )
