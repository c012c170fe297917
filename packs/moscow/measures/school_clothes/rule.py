"""26 School-clothes payment, once a year (Moscow Law 60; Decree 63)."""

from alongside.rules import (
    Expr,
    Rule,
    age,
    any_of,
    criterion,
    first_day,
    given,
    measure,
    month_number,
    month_of,
    step,
)

from ...definitions.criteria import not_assigned, perm_in_city
from ...definitions.family import by_family, dependent, family_of, large, payee, raisers, raisers_known
from ...definitions.people import assigned, disabled, pupil
from ...units import child, on, terms


@measure("school_clothes", unit=child)
def school_clothes(c: Expr) -> Rule:
    """For a pupil of a large family, a disabled pupil, or one with a disabled parent; September to December."""
    january = month_of(on).plus_months(1 - month_number(on))
    f = family_of(c)
    disabled_parent = given(raisers_known(c), raisers(c).any(lambda a: disabled(a, "I", "II")))
    return Rule(
        considered=dependent(c) & (age(c) >= 6) & (age(c) <= 17),
        payee=payee(c),
        criteria=(
            criterion("in_season", month_number(on) >= 9),
            criterion("pupil", pupil(c)),
            criterion("ground", any_of(by_family(f, large(f)), disabled(c, "CHILD"), disabled_parent)),
            perm_in_city(c),
            not_assigned(assigned("school_clothes", about=c, since=first_day(january))),
        ),
        amount=step("payment", terms.SCLOTH),
        since=first_day(january.plus_months(8)),
        until=first_day(january.plus_months(12)),
    )
