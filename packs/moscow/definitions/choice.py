"""One pension for each person: the largest of those due (C7)."""

from collections.abc import Callable

from alongside.rules import Criterion, Expr, all_of, any_of, criterion, settled, surely

from .pensions import amount_disability, amount_old_age, own_disability, own_old_age
from .survivors import amount_social, amount_survivor, own_social, own_survivor

Own = Callable[[Expr], Expr]
PENSIONS: dict[int, tuple[Own, Own]] = {
    7: (own_old_age, amount_old_age),
    8: (own_disability, amount_disability),
    9: (own_survivor, amount_survivor),
    10: (own_social, amount_social),
}


def _beaten(p: Expr, number: int, other: int) -> Expr:
    """Whether another pension is surely due and surely larger, or equal with a lower number."""
    mine, theirs = PENSIONS[number][1](p), PENSIONS[other][1](p)
    larger = mine <= theirs if other < number else mine < theirs
    return surely(PENSIONS[number][0](p)) & surely(PENSIONS[other][0](p)) & surely(larger)


def _settled(p: Expr, number: int) -> Expr:
    """Known whether a pension is due and, where it is, its amount; yes or not known."""
    own, amount = PENSIONS[number][0](p), PENSIONS[number][1](p)
    return settled(own) & (~surely(own) | settled(amount))


def best_pension(p: Expr, number: int) -> Criterion:
    """The largest of the pensions due."""
    beaten = any_of(*(_beaten(p, number, other) for other in PENSIONS if other != number))
    settled = all_of(*(_settled(p, other) for other in PENSIONS))
    return criterion("best_pension", all_of(PENSIONS[number][0](p), ~beaten, settled))
