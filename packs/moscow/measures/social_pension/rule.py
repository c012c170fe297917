"""10 Social pension: by age, disability or the loss of a parent (166-FZ arts. 11, 18)."""

from alongside.rules import (
    Expr,
    Rule,
    age,
    any_of,
    choose,
    criterion,
    first_day,
    measure,
    never,
    smallest_of,
    step,
    surely,
)

from ...definitions.choice import best_pension
from ...definitions.family import payee
from ...definitions.people import in_city, valid_decision
from ...definitions.survivors import (
    amount_social,
    coefficient_disability,
    coefficient_survivor,
    considered_social,
    social_disability,
    social_old_age,
    social_survivor,
)
from ...units import on, person


def _until(p: Expr) -> Expr:
    """The end of the ground that gives the amount; of two alike the one first named."""
    decision = valid_decision(p)
    end = decision.last_day.plus_days(1)
    of_decision = choose(
        decision.category == "CHILD", smallest_of(end, p.birth_date.plus_months(12 * 18)), otherwise=end
    )
    child_end = p.birth_date.plus_months(choose(age(p) < 18, 12 * 18, otherwise=12 * 23))
    nothing = coefficient_survivor(p) * 0
    by_age = choose(surely(social_old_age(p)), 100, otherwise=nothing)
    by_disability = choose(surely(social_disability(p)), coefficient_disability(p), otherwise=nothing)
    by_parent = choose(surely(social_survivor(p)), coefficient_survivor(p), otherwise=nothing)
    age_wins = surely((by_disability <= by_age) & (by_parent <= by_age))
    disability_wins = surely(by_parent <= by_disability)
    return choose(age_wins, never(p), otherwise=choose(disability_wins, of_decision, otherwise=child_end))


@measure("social_pension", unit=person)
def social_pension(p: Expr) -> Rule:
    """For those who have no insurance pension."""
    return Rule(
        considered=considered_social(p),
        payee=choose(age(p) < 18, payee(p), otherwise=p),
        criteria=(
            criterion("resident", in_city(p)),
            criterion("has_ground", any_of(social_old_age(p), social_disability(p), social_survivor(p))),
            best_pension(p, 10),
        ),
        amount=step("social_sum", amount_social(p)),
        since=first_day(on),
        until=_until(p),
    )
