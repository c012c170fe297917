"""1 Maternity capital: a sum for a child that gives a right, once (256-FZ arts. 2, 3, 6)."""

from datetime import date

from alongside.rules import (
    Expr,
    Rule,
    age,
    all_of,
    any_of,
    complete,
    criterion,
    given,
    lives,
    measure,
    rows,
    step,
    when,
)

from ...definitions.criteria import applicant_is_citizen, child_is_citizen, not_assigned
from ...definitions.family import BY_BLOOD, first_birth, later_right_before, order_of, payee, payee_known
from ...definitions.people import assigned
from ...registers import parent_child
from ...units import child, terms

SINCE_2007, SINCE_2020, LAST_DAY = date(2007, 1, 1), date(2020, 1, 1), date(2026, 12, 31)
ID = "maternity_capital"


def _branches(c: Expr) -> dict[str, Expr]:
    """By which of the law's branches a child gives a right, in the law's order."""
    k, new = order_of(c), c.birth_date >= SINCE_2020
    eldest_new = first_birth(c) >= SINCE_2020
    return {
        "first": (k == 1) & new,
        "before_2020": (k == 2) & ~new,
        "topup": all_of(k == 2, new, eldest_new),
        "full": all_of(k == 2, new, ~eldest_new),
        "later": all_of(k >= 3, ~later_right_before(c), ~eldest_new),
    }


def _parent_with_rights(c: Expr) -> Expr:
    a = payee(c)
    ties = rows(parent_child, of=c).holding().needing(complete(parent_child, a))
    tie = ties.any(lambda r: (r.adult_snils == a) & r.kind.among(*BY_BLOOD))
    return given(payee_known(c), (a != c) & tie)


@measure(ID, unit=child)
def maternity_capital(c: Expr) -> Rule:
    """The child gives the right; the parent with whom it is counted receives."""
    branch = _branches(c)
    born, a = c.birth_date, payee(c)
    never_for_parent = ~given(payee_known(c), assigned(ID, to=a))
    first, full = terms.MK1, terms.MK2
    return Rule(
        considered=lives(c) & (age(c) < 18) & (born >= SINCE_2007),
        payee=a,
        criteria=(
            criterion("born_in_programme", (born >= SINCE_2007) & (born <= LAST_DAY), born=born),
            child_is_citizen(c),
            applicant_is_citizen(c),
            criterion("parent_has_rights", _parent_with_rights(c)),
            criterion("order_gives_right", any_of(*branch.values()), order=order_of(c), born=born),
            not_assigned(~(~assigned(ID, about=c) & (branch["topup"] | never_for_parent))),
        ),
        amount=when(
            branch["first"] | branch["before_2020"],
            step("capital_first", first),
            otherwise=when(
                branch["topup"],
                step("capital_topup", full - first),
                otherwise=when(
                    branch["full"] | (born >= SINCE_2020),
                    step("capital_full", full),
                    otherwise=step("capital_first", first),
                ),
            ),
        ),
        since=born,
        until=born.plus_months(12 * 18),
    )
