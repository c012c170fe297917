"""Who is on a pension: one in pay, or one that the law gives (C7)."""

from alongside.rules import Expr, answer, any_of, define

from ..measures.disability_pension.rule import disability_pension
from ..measures.old_age_pension.rule import old_age_pension
from ..measures.social_pension.rule import social_pension
from ..measures.survivor_pension.rule import survivor_pension
from ..units import person
from .pensions import pension_in_pay

FOUR = (old_age_pension, disability_pension, survivor_pension, social_pension)


@define(person)
def granted_pension(p: Expr) -> Expr:
    """One of the four pensions is a yes."""
    return any_of(*(answer(case, p) for case in FOUR))


@define(person)
def on_pension(p: Expr) -> Expr:
    """A pension of any kind in pay, or one of the four."""
    return pension_in_pay(p) | granted_pension(p)
