"""The one place where this room's loops are compiled, and where the machine code is kept between runs."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

CACHE = Path(os.environ.get("ALONGSIDE_CACHE") or Path(__file__).resolve().parents[2] / ".cache") / "numba"
os.environ.setdefault("NUMBA_CACHE_DIR", str(CACHE))

import numba  # noqa: E402  (it reads where to keep its cache when it is imported)

config: Any = numba.config
config.CACHE_DIR = os.environ["NUMBA_CACHE_DIR"]


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile `function` at its first call; it runs without the interpreter's lock and is kept on disk."""
    made: Callable[P, R] = numba.njit(nogil=True, cache=True)(function)
    return made


CHECK = numba.types.boolean(numba.types.int64[::1])
CHECK_LOOP = numba.types.void(
    numba.types.int64[::1], numba.types.int64, numba.types.FunctionType(CHECK), numba.types.uint8[::1]
)


@cache
def compiled_check_loop(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a loop that is handed a check of key digits (numbers, length, check, errors).

    Its types are fixed here: only then is its machine code kept on disk for whatever check it is handed.
    """
    made: Callable[P, R] = numba.njit(CHECK_LOOP, nogil=True, cache=True)(function)
    return made


@cache
def compiled_check(check: Callable[[Sequence[int]], bool]) -> Any:
    """A pack's check of key digits, compiled so that a compiled loop can be handed it."""
    return numba.njit(CHECK, nogil=True, cache=True)(check)
