"""Finding something among what lies in order: kernels compile it in."""

from __future__ import annotations

from typing import Any

from alongside.base.compiled import plain_and_compiled


@plain_and_compiled
def first_row(values: Any, first: int, last: int, least: int) -> int:
    """The first row from `first` to before `last` whose value is `least` or more; `last` where there is none."""
    while first < last:
        middle = (first + last) >> 1
        if values[middle] < least:
            first = middle + 1
        else:
            last = middle
    return first


@plain_and_compiled
def bits_of(units: Any, bits: Any, unit: int) -> int:
    """The bits that stand beside a unit, which must be among these units in order."""
    found: int = bits[first_row(units, 0, len(units), unit)]
    return found
