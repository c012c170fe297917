"""17 Funeral benefit and the city's part of it (8-FZ arts. 9-10; Moscow Law 11)."""

from alongside.rules import (
    Expr,
    Rule,
    all_of,
    as_found,
    choose,
    criterion,
    given,
    lives,
    measure,
    rows,
    step,
    surely,
    when,
)

from ...definitions.criteria import not_assigned
from ...definitions.people import assigned, works
from ...definitions.survivors import is_dead
from ...registers import pensions, registrations
from ...units import on, person, terms


@measure("funeral_benefit", unit=person)
def funeral_benefit(d: Expr) -> Rule:
    """Decided for the dead; paid to the one who took on the burial."""
    last = d.death_date.plus_months(6)
    eve = d.death_date.plus_days(-1)
    taken_on = given(d.burial_by.is_some(), lives(d.burial_by))
    registered = rows(registrations, of=d).holding(eve).any(lambda r: r.kind == "P")
    pensioner = rows(pensions, of=d).holding(eve).any()
    city = all_of(registered, pensioner, ~works(d, eve))
    return Rule(
        considered=is_dead(d) & (on < last),
        payee=choose(surely(taken_on), as_found(d.burial_by), otherwise=d),
        criteria=(
            criterion("burial_taken_on", taken_on),
            criterion("no_services_in_kind", ~d.burial_in_kind),
            not_assigned(assigned("funeral_benefit", about=d)),
        ),
        amount=step("federal_part", terms.at("FUN", d.death_date))
        + step("city_part", when(city, terms.at("FCITY", d.death_date), otherwise=0)),
        since=d.death_date,
        until=last,
    )
