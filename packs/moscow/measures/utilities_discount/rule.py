"""33 Discount on housing and utilities (181-FZ art. 17; Moscow Laws 70, 60; Decree 850-PP)."""

from alongside.rules import (
    Expr,
    Rule,
    choose,
    criterion,
    first_day,
    half_up,
    measure,
    smallest_of,
    step,
    surely,
)

from ...definitions.discounts import discount_rate, right_to_discount
from ...definitions.dwellings import account, account_known, household, household_size, norm, smallest_member
from ...units import dwelling, on


@measure("utilities_discount", unit=dwelling)
def utilities_discount(a: Expr) -> Rule:
    """On each person's part of the bill, by that person's right."""
    bill = account(a)
    portion = half_up(bill.housing_bill * smallest_of(bill.area_m2, norm(a)), bill.area_m2) + bill.utilities_bill
    rates = household(a).sum(discount_rate)
    entitled = household(a).accepted().where(lambda p: surely(right_to_discount(p))).first(lambda p: p)
    return Rule(
        considered=household(a).accepted().any(),
        payee=choose(entitled.is_some(), entitled, otherwise=smallest_member(a)),
        criteria=(
            criterion("has_account", account_known(a)),
            criterion("someone_has_right", household(a).any(right_to_discount)),
        ),
        amount=step("discount", half_up(step("portion", portion) * rates, household_size(a) * 100)),
        since=first_day(on),
        until=None,
    )
