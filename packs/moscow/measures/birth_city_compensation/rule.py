"""21 City compensation on birth: for each child, or for the family of three and more at once (Moscow Law 60)."""

from alongside.rules import (
    Expr,
    Rule,
    age,
    choose,
    complete,
    criterion,
    define,
    given,
    lives,
    measure,
    rows,
    step,
    when,
)

from ...definitions.criteria import not_assigned
from ...definitions.family import (
    born_to,
    dependents,
    is_own,
    order_known,
    order_of,
    payee,
    raisers,
    raisers_known,
)
from ...definitions.people import assigned, permanent
from ...registers import registrations
from ...units import child, family_unit, person, terms

ID = "birth_city_compensation"


@define(person)
def at_once(c: Expr) -> Expr:
    """How many children of the one who receives were born on the same day (A12)."""
    same = born_to(payee(c)).count(lambda s: s.birth_date == c.birth_date, distinct=True)
    return given(order_known(c), choose(is_own(c), same, otherwise=1))


def _lives_with(c: Expr, a: Expr) -> Expr:
    """Some registration of each, of any kind, at one address."""
    of_child = rows(registrations, of=c).holding().accepted()
    of_adult = rows(registrations, of=a).holding().needing(complete(registrations, c))
    return of_adult.any(lambda r: of_child.any(lambda s: s.address_id == r.address_id))


def _rule(c: Expr, *, considered: Expr, count: Expr, amount: Expr) -> Rule:
    """The rule for a child, and for the family of several born at once."""
    a = raisers(c)
    return Rule(
        considered=considered,
        payee=payee(c),
        criteria=(
            criterion("born_in_city", c.born_in_city),
            criterion("parent_perm", given(raisers_known(c), a.any(permanent))),
            criterion("child_with_parent", given(raisers_known(c), a.any(lambda x: _lives_with(c, x)))),
            criterion("count_at_once", count, born_at_once=at_once(c)),
            not_assigned(assigned(ID, about=c)),
        ),
        amount=amount,
        since=c.birth_date,
        until=c.birth_date.plus_months(12),
    )


@measure(ID, unit=child)
def for_child(c: Expr) -> Rule:
    """For a child born alone or as one of two."""
    born = c.birth_date
    amount = when(
        order_of(c) <= 1,
        step("first", terms.at("B1", born)),
        otherwise=step("later", terms.at("B2", born)),
    )
    return _rule(c, considered=lives(c) & (age(c) < 1), count=at_once(c) <= 2, amount=amount)


@define(family_unit)
def eldest_of_several(f: Expr) -> Expr:
    """The smallest SNILS of all dependents under one of whom three and more have one birth date; or none."""

    def of_several(c: Expr) -> Expr:
        same = dependents(f).count(lambda s: (age(s) < 1) & (s.birth_date == c.birth_date))
        return (age(c) < 1) & (same >= 3)

    return dependents(f).where(of_several).first(lambda c: c)


@measure(ID, unit=family_unit)
def for_family(f: Expr) -> Rule:
    """For the family of three and more born at once."""
    c = eldest_of_several(f)
    amount = step("several", terms.at("B3", c.birth_date))
    return _rule(c, considered=c.is_some(), count=at_once(c) >= 3, amount=amount)
