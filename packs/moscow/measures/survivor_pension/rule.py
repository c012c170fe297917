"""9 Survivor pension (400-FZ arts. 10, 15, 16)."""

from alongside.rules import Expr, Rule, age, choose, criterion, first_day, measure, never, step, surely

from ...definitions.choice import best_pension
from ...definitions.family import payee
from ...definitions.survivors import amount_survivor, breadwinner, cannot_work, considered_survivor, survivor_child
from ...units import on, person


@measure("survivor_pension", unit=person)
def survivor_pension(p: Expr) -> Rule:
    """For those whom a dead breadwinner kept."""
    child_end = p.birth_date.plus_months(choose(age(p) < 18, 12 * 18, otherwise=12 * 23))
    return Rule(
        considered=considered_survivor(p),
        payee=choose(age(p) < 18, payee(p), otherwise=p),
        criteria=(
            criterion("breadwinner_insured", breadwinner(p)),
            criterion("cannot_work", cannot_work(p)),
            best_pension(p, 9),
        ),
        amount=step("survivor_sum", amount_survivor(p)),
        since=first_day(on),
        until=choose(surely(survivor_child(p)), child_end, otherwise=never(p)),
    )
