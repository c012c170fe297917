"""Counts of people as an analyst may see them.

The rule, for every count of people on an analyst's page:

1. A count from 1 to 4 is shown as "fewer than 5"; nothing is 0, and 0 is shown as it is.
2. Every other count is rounded to a whole ten (5 to 14 is 10, 15 to 24 is 20 ...).
3. A total is the sum of what is shown, never of what is true; cells of "fewer than 5" add nothing to it.
4. An average has two significant figures, and there is none of fewer than 5.

Each cell is shown by its own count alone and no total knows more than its cells, so a table is the same whichever of 1,
2, 3 or 4 a hidden count is: what is hidden cannot be had by subtraction.

Two tables that cut the same people (by age, by district) say more together: where four districts have "fewer than 5"
each and all ages together "fewer than 5", every district has one. So the second is shown only where every "fewer than
5" of both may still be any of 1 to 4 (`open_together`); that is judged from what is shown, and so tells nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FEW = 5
STEP = 10
FIGURES = 2


@dataclass(frozen=True)
class Cell:
    """A count as it is shown: a whole ten, or (`few`) fewer than five. `number` of a cell with few is 0."""

    number: int
    few: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether it is known that there is nobody."""
        return self.number == 0 and not self.few


def cell(count: int) -> Cell:
    """What is shown of a count."""
    if 0 < count < FEW:
        return Cell(0, few=True)
    return Cell((count + STEP // 2) // STEP * STEP)


def total(cells: Iterable[Cell]) -> Cell:
    """The sum of what is shown; few where nothing but cells with few is there."""
    shown = list(cells)
    number = sum(one.number for one in shown)
    return Cell(number, few=number == 0 and any(one.few for one in shown))


def bounds(one: Cell) -> tuple[int, int]:
    """The least and the most that a cell may stand for."""
    if one.few:
        return 1, FEW - 1
    return (0, 0) if one.number == 0 else (max(FEW, one.number - STEP // 2), one.number + STEP // 2 - 1)


def open_together(tables: Sequence[Sequence[Cell]]) -> bool:
    """Whether every cell with few may be any of 1 to 4 still, where each table cuts the same people in another way."""
    ranges = [[bounds(one) for one in table] for table in tables]
    sums = [(sum(low for low, _ in table), sum(high for _, high in table)) for table in ranges]
    least, most = max(low for low, _ in sums), min(high for _, high in sums)
    for table, (low, high) in zip(tables, sums, strict=True):
        rest_low, rest_high = low - 1, high - (FEW - 1)  # of all others in the table, where a cell has few
        if any(one.few for one in table) and (least - rest_high > 1 or most - rest_low < FEW - 1):
            return False
    return True


def average(amount: int, count: int) -> int | None:
    """The average with two significant figures; None of fewer than five."""
    if count < FEW:
        return None
    exact = amount // count
    step = int(10 ** max(0, len(str(exact)) - FIGURES))
    return (exact + step // 2) // step * step
