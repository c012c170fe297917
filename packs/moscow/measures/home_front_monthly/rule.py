"""29 City payment to home-front workers, rehabilitated people, defenders and children of war (Moscow Law 70)."""

from datetime import date

from alongside.rules import (
    Expr,
    Rule,
    answer,
    any_of,
    complete,
    criterion,
    first_day,
    largest_ground,
    lives,
    measure,
    rows,
    step,
    surely,
)

from ...definitions.criteria import perm_in_city
from ...definitions.people import has_flag
from ...registers import flags
from ...units import on, person, terms
from ..edv.rule import edv

FIRST_BIRTH, LAST_BIRTH = date(1927, 9, 4), date(1945, 9, 3)
STATUSES = ("HOME_FRONT", "REHABILITATED", "DEFENDER")


@measure("home_front_monthly", unit=person)
def home_front_monthly(p: Expr) -> Rule:
    """The largest of the grounds."""
    born_then = (p.birth_date >= FIRST_BIRTH) & (p.birth_date <= LAST_BIRTH)
    war_child = born_then & (p.citizenship == "RUS") & ~answer(edv, p)
    defender, repressed, worker = (has_flag(p, mark) for mark in ("DEFENDER", "REHABILITATED", "HOME_FRONT"))
    has_row = rows(flags, of=p).accepted().any(lambda r: r.flag.among(*STATUSES))
    return Rule(
        considered=lives(p) & any_of(p.birth_date <= LAST_BIRTH, has_row, ~surely(complete(flags, p))),
        payee=p,
        criteria=(
            criterion("has_status", any_of(defender, repressed, worker, war_child), born=p.birth_date),
            perm_in_city(p),
        ),
        amount=step(
            "payment",
            largest_ground((defender, terms.Z), (repressed, terms.R), (worker, terms.H), (war_child, terms.H)),
        ),
        since=first_day(on),
        until=None,
    )
