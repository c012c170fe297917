"""Whole numbers of 128 bits for kernels, as pairs (high int64, low uint64): used only where bounds ask for them.

Two's complement, as the machine counts; the compiler of rules has shown beforehand that results fit 127 bits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from alongside.base.compiled import numba

Wide = Any  # (high int64, low uint64)
_LOW = np.uint64(0xFFFFFFFF)
_32 = np.uint64(32)
_1 = np.uint64(1)
_63 = np.uint64(63)
F = TypeVar("F", bound=Callable[..., Any])


def _compile(function: F) -> F:
    made: Any = numba.njit(nogil=True)(function)
    return made  # type: ignore[no-any-return]


@_compile
def wide(value: int) -> Wide:
    """A plain number made wide."""
    return np.int64(-1 if value < 0 else 0), np.uint64(value)


@_compile
def wide_add(a: Wide, b: Wide) -> Wide:
    """a + b."""
    low = a[1] + b[1]
    carry = np.int64(1) if low < a[1] else np.int64(0)
    return a[0] + b[0] + carry, low


@_compile
def wide_negate(a: Wide) -> Wide:
    """-a."""
    low = ~a[1] + _1
    return ~a[0] + (np.int64(1) if low == np.uint64(0) else np.int64(0)), low


@_compile
def wide_subtract(a: Wide, b: Wide) -> Wide:
    """a - b."""
    return wide_add(a, wide_negate(b))


@_compile
def _multiply_words(a: int, b: int) -> Wide:
    a0, a1 = a & _LOW, a >> _32
    b0, b1 = b & _LOW, b >> _32
    low = a0 * b0
    middle = a1 * b0 + (low >> _32)
    second = a0 * b1 + (middle & _LOW)
    high = a1 * b1 + (middle >> _32) + (second >> _32)
    return np.int64(high), (second << _32) | (low & _LOW)


@_compile
def wide_multiply(a: Wide, b: Wide) -> Wide:
    """a * b."""
    high, low = _multiply_words(a[1], b[1])
    return high + a[0] * np.int64(b[1]) + np.int64(a[1]) * b[0], low


@_compile
def wide_less(a: Wide, b: Wide) -> bool:
    """a < b."""
    return bool(a[0] < b[0] or (a[0] == b[0] and a[1] < b[1]))


@_compile
def wide_equal(a: Wide, b: Wide) -> bool:
    """a == b."""
    return bool(a[0] == b[0] and a[1] == b[1])


@_compile
def wide_floor(a: Wide, b: Wide) -> Wide:
    """floor(a / b) for b > 0, else 0; by long division, bit after bit, where one word does not do."""
    if b[0] < 0 or (b[0] == 0 and b[1] == np.uint64(0)):
        return np.int64(0), np.uint64(0)
    if a[0] == 0 and b[0] == 0:  # nearly all there are: what is wide by its bounds is seldom so by its value
        return np.int64(0), a[1] // b[1]
    negative = a[0] < 0
    rest_of = wide_negate(a) if negative else a
    quotient = (np.int64(0), np.uint64(0))
    rest = (np.int64(0), np.uint64(0))
    for bit in range(127, -1, -1):
        word = np.uint64(rest_of[0]) if bit >= 64 else rest_of[1]
        next_bit = (word >> np.uint64(bit % 64)) & _1
        rest = (np.int64((np.uint64(rest[0]) << _1) | (rest[1] >> _63)), (rest[1] << _1) | next_bit)
        quotient = (
            np.int64((np.uint64(quotient[0]) << _1) | (quotient[1] >> _63)),
            quotient[1] << _1,
        )
        if not wide_less(rest, b):
            rest = wide_subtract(rest, b)
            quotient = (quotient[0], quotient[1] | _1)
    if negative:
        quotient = wide_negate(quotient)
        if rest[0] != 0 or rest[1] != np.uint64(0):
            quotient = wide_subtract(quotient, (np.int64(0), _1))
    return quotient


@_compile
def wide_half_up(a: Wide, b: Wide) -> Wide:
    """floor((2 a + b) / (2 b)) for b > 0, else 0."""
    return wide_floor(wide_add(wide_add(a, a), b), wide_add(b, b))


@_compile
def narrow(a: Wide) -> int:
    """A wide number that is known to fit 64 bits."""
    return np.int64(a[1])  # type: ignore[return-value]


@_compile
def narrow_or_stop(a: Wide) -> int:
    """A wide number as one word; stops the run where it does not fit: nothing wraps."""
    if a[0] != (np.int64(-1) if np.int64(a[1]) < 0 else np.int64(0)):
        raise OverflowError("a number does not fit 64 bits")
    return np.int64(a[1])  # type: ignore[return-value]
