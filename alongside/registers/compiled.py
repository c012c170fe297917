"""The one place where this room's loops are compiled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, ParamSpec, TypeVar

from alongside.base.compiled import compile_and_keep, numba

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile `function` at its first call; it runs without the interpreter's lock and is kept on disk."""
    made: Callable[P, R] = compile_and_keep(function)
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
    made: Callable[P, R] = compile_and_keep(function, CHECK_LOOP)
    return made


@cache
def compiled_check(check: Callable[[Sequence[int]], bool]) -> Any:
    """A pack's check of key digits, compiled so that a compiled loop can be handed it."""
    return compile_and_keep(check, CHECK)
