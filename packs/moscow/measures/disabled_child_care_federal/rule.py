"""15 Federal payment to a parent caring for a disabled child (Presidential Decrees 175, 1125)."""

from alongside.rules import Expr, Rule, choose, criterion, first_day, lives, measure, step

from ...definitions.care import decision_end, first_carer, free_to_care, guardians_of, has_decision
from ...definitions.family import payee
from ...definitions.people import disabled
from ...definitions.survivors import since_childhood
from ...units import on, person, terms


@measure("disabled_child_care_federal", unit=person)
def disabled_child_care_federal(q: Expr) -> Rule:
    """Decided for the one cared for; paid to the carer."""
    carer = first_carer(q, free_to_care)
    return Rule(
        considered=lives(q) & has_decision(q, "CHILD", "I"),
        payee=choose(carer.is_some(), carer, otherwise=payee(q)),
        criteria=(
            criterion("needs_care", disabled(q, "CHILD") | (disabled(q, "I") & since_childhood(q))),
            criterion("carer_free", guardians_of(q).any(free_to_care)),
        ),
        amount=step("payment", terms.DCF),
        since=first_day(on),
        until=decision_end(q),
    )
