"""36 Free city travel (Moscow Laws 70, 60)."""

from alongside.rules import Expr, Rule, age, any_of, choose, criterion, first_day, lives, measure

from ...definitions.criteria import perm_in_city
from ...definitions.family import by_family, dependent, family_of, large, payee
from ...definitions.on_pension import on_pension
from ...definitions.pensions import base_years
from ...definitions.people import disabled, has_flag
from ...definitions.unemployment import recognised
from ...units import on, person

STATUSES = (
    *("LABOUR_VETERAN", "MILITARY_VETERAN", "COMBAT_VETERAN", "WWII_INVALID", "WWII_PARTICIPANT"),
    *("SIEGE_SURVIVOR", "HOME_FRONT", "REHABILITATED", "DEFENDER", "DONOR"),
)


@measure("free_travel", unit=person)
def free_travel(p: Expr) -> Rule:
    """In kind, by the resident's card."""
    f = family_of(p)
    of_large = by_family(f, large(f) & (~dependent(p) | (age(p) < 18)))
    return Rule(
        considered=lives(p),
        payee=choose(age(p) < 18, payee(p), otherwise=p),
        criteria=(
            perm_in_city(p),
            criterion(
                "has_ground",
                any_of(
                    age(p) >= base_years(p),
                    on_pension(p),
                    disabled(p, "I", "II", "III", "CHILD"),
                    age(p) < 7,
                    of_large,
                    has_flag(p, *STATUSES),
                    has_flag(p, "ORPHAN") & (age(p) < 23),
                    recognised(p),
                ),
                age=age(p),
            ),
        ),
        amount=None,
        since=first_day(on),
        until=None,
    )
