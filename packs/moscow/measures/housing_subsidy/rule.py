"""35 Housing subsidy: what housing costs by the standard, above a tenth of income (Housing Code art. 159)."""

from alongside.rules import (
    Expr,
    Items,
    Rule,
    age,
    amount_of,
    choose,
    criterion,
    define,
    first_day,
    given,
    half_up,
    largest_of,
    measure,
    month_of,
    smallest_of,
    step,
    surely,
    when,
)

from ...definitions.dwellings import account, account_known, household, household_size, smallest_member
from ...definitions.means import income_between
from ...definitions.on_pension import on_pension
from ...definitions.pensions import usual_date
from ...units import dwelling, on, person, terms
from ..capital_repair_compensation.rule import capital_repair_compensation
from ..utilities_discount.rule import utilities_discount

MONTHS = 6


def _adults(a: Expr) -> Items:
    return household(a).where(lambda p: age(p) >= 18)


def _citizen(p: Expr) -> Expr:
    return p.citizenship.among("RUS", "BLR", "KGZ")


@define(person)
def income_6(p: Expr) -> Expr:
    """A person's counted income of the six months before (35 S6)."""
    counts = income_between(p, month_of(on).plus_months(-MONTHS), MONTHS).where(lambda r: r.kind != "NOT_COUNTED")
    return counts.sum(lambda r: r.amount)


@define(dwelling)
def household_income_6(a: Expr) -> Expr:
    """Income of the household in the six months before (35 S6)."""
    return household(a).sum(income_6)


@define(person)
def own_minimum(p: Expr) -> Expr:
    """The subsistence minimum that is a person's own: a child's, a pensioner's or a worker's (35 P)."""
    grown = when(on_pension(p) | (usual_date(p) <= on), terms.PMP, otherwise=terms.PMW)
    return choose(age(p) < 18, terms.PMC, otherwise=grown)


@define(dwelling)
def household_minimum(a: Expr) -> Expr:
    """The subsistence minima of the household's members together (35 P)."""
    return household(a).sum(own_minimum)


@define(dwelling)
def standard_cost(a: Expr) -> Expr:
    """The standard cost of housing for the household (Part B SC)."""
    n = household_size(a)
    more = terms.SC4 + (terms.SC4 - terms.SC3) * (n - 4)
    few = when(n == 1, terms.SC1, otherwise=when(n == 2, terms.SC2, otherwise=terms.SC3))
    return when(n <= 3, few, otherwise=more)


def _by_income(a: Expr) -> Expr:
    """The standard above the share of income that a household bears itself."""
    s6, minimum, cost = household_income_6(a), household_minimum(a), standard_cost(a)
    poor = cost - half_up(s6 * s6, minimum * 360)
    return when(s6 < minimum * 6, poor, otherwise=cost - half_up(s6, 60))


def _actual(a: Expr) -> Expr:
    """The bills less the discounts that the household has already."""
    bill = account(a)
    repairs = household(a).sum(lambda p: amount_of(capital_repair_compensation, p))
    bills = bill.housing_bill + bill.utilities_bill + bill.capital_repair_fee
    return bills - amount_of(utilities_discount, a) - repairs


@measure("housing_subsidy", unit=dwelling)
def housing_subsidy(a: Expr) -> Rule:
    """For six months."""
    citizen = _adults(a).accepted().where(lambda p: surely(_citizen(p))).first(lambda p: p)
    x, actual = step("by_income", _by_income(a)), step("actual", _actual(a))
    bill = account(a)
    return Rule(
        considered=household(a).accepted().any(),
        payee=choose(citizen.is_some(), citizen, otherwise=smallest_member(a)),
        criteria=(
            criterion("has_citizen", _adults(a).any(_citizen)),
            criterion("tenure_ok", given(account_known(a), bill.tenure.among("OWNED", "SOCIAL_RENT"))),
            criterion("no_court_arrears", given(account_known(a), ~bill.court_arrears)),
            criterion(
                "cost_above_share",
                household_income_6(a) < standard_cost(a) * 60,
                income=household_income_6(a),
                cost=standard_cost(a),
            ),
        ),
        amount=largest_of(smallest_of(x, actual), x * 0),
        since=first_day(on),
        until=first_day(on).plus_months(MONTHS),
    )
