"""14 Payment to Heroes who chose money instead of benefits in kind (4301-1 art. 9.1; 5-FZ)."""

from alongside.rules import (
    Expr,
    Rule,
    age,
    criterion,
    first_day,
    half_up,
    largest_ground,
    lives,
    measure,
    step,
    when,
)

from ...definitions.people import has_flag, permanent
from ...units import on, person, terms


@measure("hero_payment", unit=person)
def hero_payment(p: Expr) -> Rule:
    """The federal payment, and the city's for those who are registered permanently."""
    federal = largest_ground(
        (has_flag(p, "HERO"), terms.HERO),
        (has_flag(p, "HERO_LABOUR"), half_up(terms.HERO * 75, 100)),
    )
    city = when(permanent(p), terms.HC, otherwise=0)
    return Rule(
        considered=lives(p) & (age(p) >= 18),
        payee=p,
        criteria=(
            criterion("is_hero", has_flag(p, "HERO", "HERO_LABOUR")),
            criterion("chose_cash", has_flag(p, "HERO_CASH")),
        ),
        amount=step("federal_part", federal) + step("city_part", city),
        since=first_day(on),
        until=None,
    )
