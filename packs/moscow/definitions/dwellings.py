"""The household of an address, its account, and a person's permanent home (A7, A8)."""

from alongside.rules import Expr, Items, also, choose, complete, define, lives, not_known, rows, when

from ..registers import housing_accounts, registrations
from ..units import dwelling, person


@define(person)
def permanent_home(p: Expr) -> Expr:
    """The address of the permanent registration, as accepted rows say; none without one (A7)."""
    held = rows(registrations, of=p).holding().accepted().where(lambda r: r.kind == "P")
    return held.latest("since").address_id


@define(person)
def home(p: Expr) -> Expr:
    """The permanent home, else the address of the latest temporary registration (A7)."""
    temporary = rows(registrations, of=p).holding().accepted().where(lambda r: r.kind == "T")
    latest = temporary.pick(("since", True), ("address_id", False))
    return choose(permanent_home(p).is_some(), permanent_home(p), otherwise=latest.address_id)


def household(a: Expr) -> Items:
    """Everybody registered permanently at an address; perhaps one more where its registrations are not complete."""
    held = rows(registrations, of=a, by="address_id").holding().where(lambda r: r.kind == "P")
    return held.each(lambda r: r.snils).where(lives)


@define(dwelling)
def household_size(a: Expr) -> Expr:
    """How many people are registered permanently at an address (A8 n)."""
    return household(a).sum(lambda p: also(complete(registrations, p), choose(p.is_some(), 1, otherwise=0)))


@define(dwelling)
def norm(a: Expr) -> Expr:
    """The social norm of area for a household, in hundredths of a square metre (A8)."""
    n = household_size(a)
    return when(n == 1, 3300, otherwise=when(n == 2, 4200, otherwise=n * 1800))


def smallest_member(a: Expr) -> Expr:
    """The smallest SNILS of a household, as accepted rows say."""
    return household(a).accepted().first(lambda p: p)


@define(dwelling)
def account(a: Expr) -> Expr:
    """The housing account of an address, or none."""
    return rows(housing_accounts, of=a).accepted().first("address_id")


def account_known(a: Expr) -> Expr:
    """An address without an accepted account has an account that is not known (A6a)."""
    return account(a).is_some() | not_known(housing_accounts, a)
