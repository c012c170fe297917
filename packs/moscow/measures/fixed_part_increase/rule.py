"""11 Increase of the fixed part: at 80, in group I, with dependants (400-FZ art. 17)."""

from alongside.rules import (
    Expr,
    Rule,
    age,
    answer,
    any_of,
    choose,
    complete,
    criterion,
    first_day,
    given,
    half_up,
    lives,
    measure,
    never,
    rows,
    smallest_of,
    step,
    surely,
    when,
)

from ...definitions.family import by_family, dependents, family_known, family_of
from ...definitions.people import disabled, valid_decision
from ...registers import parent_child
from ...units import on, person, terms
from ..disability_pension.rule import disability_pension
from ..old_age_pension.rule import old_age_pension


def _dependants(p: Expr) -> Expr:
    """How many dependents of the family have a tie to p, three at most; not known where the family is not."""

    def tied(c: Expr) -> Expr:
        ties = rows(parent_child, of=c).holding().needing(complete(parent_child, p))
        return ties.any(lambda r: r.adult_snils == p)

    f = family_of(p)
    found = dependents(f).count(tied)
    return given(family_known(f), smallest_of(found, found * 0 + 3))


@measure("fixed_part_increase", unit=person)
def fixed_part_increase(p: Expr) -> Rule:
    """Beside an old-age or disability pension."""
    old, j = age(p) >= 80, _dependants(p)
    invalid = answer(disability_pension, p)
    third = invalid & disabled(p, "III")
    once = when(old | disabled(p, "I"), terms.FIX, otherwise=0)
    for_dependants = when(third, half_up(terms.FIX * j, 6), otherwise=half_up(terms.FIX * j, 3))
    end = valid_decision(p).last_day.plus_days(1)
    return Rule(
        considered=lives(p) & (age(p) >= 18),
        payee=p,
        criteria=(
            criterion("insurance_pension", answer(old_age_pension, p) | invalid),
            criterion("increase_ground", any_of(old, disabled(p, "I"), by_family(family_of(p), j >= 1)), age=age(p)),
        ),
        amount=step("once", once) + step("for_dependants", for_dependants),
        since=first_day(on),
        until=choose(~old & surely(invalid), end, otherwise=never(p)),
    )
