"""27 City compensation for care of a disabled child (Moscow Law 60)."""

from alongside.rules import Expr, Rule, age, choose, criterion, first_day, lives, measure, smallest_of, step

from ...definitions.care import at_home_with, decision_end, first_carer, guardians_of, has_decision
from ...definitions.criteria import not_on_state_provision, perm_in_city
from ...definitions.family import payee
from ...definitions.people import disabled
from ...definitions.survivors import since_childhood
from ...units import on, person, terms


@measure("disabled_child_care_city", unit=person)
def disabled_child_care_city(q: Expr) -> Rule:
    """Decided for the one cared for; paid to the carer at home."""

    def at_home(x: Expr) -> Expr:
        return at_home_with(x, q)

    carer = first_carer(q, at_home)
    early = disabled(q, "I", "II", "III") & since_childhood(q)
    return Rule(
        considered=lives(q) & (age(q) < 23) & has_decision(q),
        payee=choose(carer.is_some(), carer, otherwise=payee(q)),
        criteria=(
            criterion("needs_care", disabled(q, "CHILD") | early),
            perm_in_city(q),
            criterion("carer_at_home", guardians_of(q).any(at_home)),
            not_on_state_provision(q),
        ),
        amount=step("payment", terms.DCARE),
        since=first_day(on),
        until=smallest_of(decision_end(q), q.birth_date.plus_months(12 * 23)),
    )
