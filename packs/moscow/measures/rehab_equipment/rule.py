"""18 Rehabilitation equipment (181-FZ arts. 10-11.1)."""

from alongside.rules import (
    Expr,
    Rule,
    age,
    any_of,
    choose,
    complete,
    criterion,
    first_day,
    lives,
    measure,
    rows,
    surely,
)

from ...definitions.care import has_decision
from ...definitions.family import payee
from ...definitions.people import disabled
from ...registers import rehab_items
from ...units import on, person


@measure("rehab_equipment", unit=person)
def rehab_equipment(p: Expr) -> Rule:
    """In kind, when an item of the programme is due."""

    def due(r: Expr) -> Expr:
        return (on < r.issued_on) | (r.issued_on.plus_months(r.term_months) <= on)

    has_item = rows(rehab_items, of=p).accepted().any()
    return Rule(
        considered=lives(p) & any_of(has_decision(p), has_item, ~surely(complete(rehab_items, p))),
        payee=choose(age(p) < 18, payee(p), otherwise=p),
        criteria=(
            criterion("is_disabled", disabled(p, "I", "II", "III", "CHILD")),
            criterion("item_due", rows(rehab_items, of=p).holding().any(due)),
        ),
        amount=None,
        since=first_day(on),
        until=None,
    )
