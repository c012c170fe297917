"""Counts that may be asked for again and again with something else a little different: they are rounded by lot.

A what-if is a count that an analyst shapes. Under the rule of `small_cells` alone two questions that differ by one
rouble could be subtracted, and the rouble at which a count turns is somebody's income. So here (see
docs/decisions/0010-what-an-analyst-may-ask.md):

1. A count is rounded to the whole ten below or above it. Which of the two falls by lot, in proportion to how near it
   is, and the lot belongs to the crowd: its people's marks (drawn from their keys and a secret of this site) added up.
   The same people always give the same number, in whatever question; one more or less throws the lot anew.
2. So 0 is "nobody, or fewer than 10", and no number says for certain whether one person is in it.
3. Money is rounded to two figures by the same lot, and said only where the count shown is 20 or more and nobody's part
   is more than a half.
4. A total is the sum of what is shown.
5. A term may be changed to numbers of at most three figures, so that nobody's own sum can be felt for in small steps.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import numpy as np
from django.utils.crypto import salted_hmac

from alongside.packs.compare_terms import Crowd
from alongside.rules.facts import Array

STEP = 10
FIGURES = 2
MONEY_FROM = 20
TERM_FIGURES = 3
_MIX = (0xBF58476D1CE4E5B9, 0x94D049BB133111EB)


def marks() -> Callable[[Array], Array]:
    """Gives every whole number an unsigned 64-bit mark that nobody without the site's secret can tell."""
    secret = salted_hmac("alongside.workplace.by_lot", "marks", algorithm="sha256").digest()
    first, second = (np.uint64(int.from_bytes(secret[at : at + 8], "big")) for at in (0, 8))

    def mark(numbers: Array) -> Array:
        found = numbers.astype(np.uint64) ^ first
        with np.errstate(over="ignore"):
            for times, shift in zip((np.uint64(_MIX[0]), np.uint64(_MIX[1])), (30, 27), strict=True):
                found = (found ^ (found >> np.uint64(shift))) * times
            found = (found ^ (found >> np.uint64(31))) + second
            for times, shift in zip((np.uint64(_MIX[0]), np.uint64(_MIX[1])), (30, 27), strict=True):
                found = (found ^ (found >> np.uint64(shift))) * times
        return np.asarray(found ^ (found >> np.uint64(31)))

    return mark


def shown_count(crowd: Crowd) -> int:
    """A count as it is shown: a whole ten within nine of it."""
    return _rounded(crowd.count, STEP, crowd.mark, b"count")


def shown_money(crowd: Crowd) -> int | None:
    """What a crowd gets or loses together, in two figures; None where too few have a part in it, or one has most."""
    if shown_count(crowd) < MONEY_FROM or crowd.most * 2 > crowd.kopecks:
        return None
    step = int(10 ** max(0, len(str(crowd.kopecks)) - FIGURES))
    return _rounded(crowd.kopecks, step, crowd.mark, b"money")


def is_coarse(value: int) -> bool:
    """Whether a term may be changed to this number (kopecks for money): at most three figures."""
    return len(str(value).rstrip("0")) <= TERM_FIGURES


def near_coarse(value: int) -> tuple[int, int]:
    """The numbers of three figures around one that has more."""
    step = int(10 ** max(0, len(str(value)) - TERM_FIGURES))
    return value // step * step, (value // step + 1) * step


def _rounded(number: int, step: int, mark: int, what: bytes) -> int:
    """The multiple of a step below or above a number; above, with a chance of how far it is from the one below."""
    below, over = number // step * step, number % step
    drawn = hashlib.blake2b(mark.to_bytes(8, "big"), digest_size=8, person=what).digest()
    lot = int.from_bytes(drawn, "big") * step >> 64
    return below + (step if lot < over else 0)
