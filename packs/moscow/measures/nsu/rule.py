"""13 Set of social services: medicines, sanatorium, transport; in money where refused (178-FZ arts. 6.1-6.5)."""

from alongside.rules import Expr, Rule, answer, criterion, first_day, lives, measure, step, when

from ...definitions.people import has_flag
from ...units import on, person, terms
from ..edv.rule import edv, edv_payee, edv_until


@measure("nsu", unit=person)
def nsu(p: Expr) -> Rule:
    """Follows the EDV."""

    def refused(mark: str, worth: Expr) -> Expr:
        return when(has_flag(p, mark), worth, otherwise=0)

    return Rule(
        considered=lives(p),
        payee=edv_payee(p),
        criteria=(criterion("has_edv", answer(edv, p)),),
        amount=step("medicines", refused("NSU_MEDICINES_CASH", terms.NSUM))
        + step("sanatorium", refused("NSU_SANATORIUM_CASH", terms.NSUS))
        + step("transport", refused("NSU_TRANSPORT_CASH", terms.NSUT)),
        since=first_day(on),
        until=edv_until(p),
    )
