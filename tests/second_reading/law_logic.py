"""Three answers and what is missing (law.md A3, A4, A5): the arithmetic of the second reading.

A `Fact` is a value, or it is not known; it is not known exactly when its set `missing` is not empty.
An answer is a Fact whose value is True (yes) or False (no).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Fact:
    """A known value, or not known with the names of what is missing (A4)."""

    value: Any
    missing: frozenset[str] = frozenset()

    @property
    def is_known(self) -> bool:
        return not self.missing

    @property
    def is_yes(self) -> bool:
        return self.is_known and self.value is True

    @property
    def is_no(self) -> bool:
        return self.is_known and self.value is False

    @property
    def word(self) -> str:
        """The answer as Part E writes it."""
        if not self.is_known:
            return "unknown"
        return "yes" if self.value else "no"


YES = Fact(True)
NO = Fact(False)
ZERO = Fact(0)


def answer(truth: bool) -> Fact:
    """A known yes or no."""
    return YES if truth else NO


def unknown(missing: Iterable[str]) -> Fact:
    """Not known, for want of these."""
    names = frozenset(missing)
    if not names:
        raise AssertionError("not known without anything missing")
    return Fact(None, names)


def missing_of(parts: Iterable[Fact]) -> frozenset[str]:
    """A4: the union over those parts that are themselves not known."""
    names: frozenset[str] = frozenset()
    for part in parts:
        names = names | part.missing
    return names


def all_of(parts: Iterable[Fact]) -> Fact:
    """A3 AND: no if any part is no, else not known if any is not known, else yes."""
    every = list(parts)
    if any(part.is_no for part in every):
        return NO
    if any(not part.is_known for part in every):
        return unknown(missing_of(every))
    return YES


def any_of(parts: Iterable[Fact]) -> Fact:
    """A3 OR: yes if any part is yes, else not known if any is not known, else no."""
    every = list(parts)
    if any(part.is_yes for part in every):
        return YES
    if any(not part.is_known for part in every):
        return unknown(missing_of(every))
    return NO


def negation(part: Fact) -> Fact:
    """A3 NOT: swaps yes and no."""
    if not part.is_known:
        return part
    return answer(not part.value)


def formula(compute: Callable[..., Any], *operands: Fact) -> Fact:
    """A3, A4: a comparison or formula with a not known operand is not known."""
    if any(not operand.is_known for operand in operands):
        return unknown(missing_of(operands))
    return Fact(compute(*(operand.value for operand in operands)))


def if_then_else(condition: Fact, then: Fact, otherwise: Fact) -> Fact:
    """A3, A4: if X then Y else Z; not known: what is missing in those of X, Y, Z that are not known."""
    if not condition.is_known:
        return unknown(missing_of([condition, then, otherwise]))
    chosen = then if condition.value else otherwise
    if not chosen.is_known:
        return unknown(missing_of([condition, then, otherwise]))
    return chosen


def total(parts: Iterable[Fact]) -> Fact:
    """A sum; not known if one part is not known."""
    every = list(parts)
    return formula(lambda *numbers: sum(numbers), *every)


def count_of_yes(parts: Iterable[Fact]) -> Fact:
    """A count of those that are yes; not known if one answer is not known."""
    every = list(parts)
    return formula(lambda *truths: sum(1 for truth in truths if truth), *every)


def largest_of_the_grounds(grounds: Iterable[tuple[Fact, int]]) -> Fact:
    """C0: the largest sum of a ground that is yes (none: 0); not known if a larger ground is not known."""
    every = list(grounds)
    largest = 0
    for ground, amount in every:
        if ground.is_yes and amount > largest:
            largest = amount
    larger_and_not_known = [g for g, amount in every if not g.is_known and amount > largest]
    if larger_and_not_known:
        return unknown(missing_of(larger_and_not_known))
    return Fact(largest)


def half_up(numerator: int, denominator: int) -> int:
    """A5: half_up(a/b) = floor((2a+b)/(2b)), a >= 0, b > 0."""
    if numerator < 0 or denominator <= 0:
        raise AssertionError(f"half_up({numerator}/{denominator})")
    return (2 * numerator + denominator) // (2 * denominator)
