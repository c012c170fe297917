"""The one place that says where machine code is kept between runs: $ALONGSIDE_CACHE, else `.cache` in the checkout.

The folder can be deleted at any time; what is needed is compiled again. Kept machine code names the modules it was
made from, and holds the functions and constants it uses; so it is kept under a mark of all these, and code that was
moved, renamed or changed finds nothing old.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from types import CodeType, FunctionType
from typing import Any, TypeVar

_ROOT = Path(__file__).resolve().parents[2]  # no folder where the code travelled to a worker as an archive
CACHE = Path(os.environ.get("ALONGSIDE_CACHE") or (_ROOT if _ROOT.is_dir() else Path.cwd()) / ".cache")
MACHINE_CODE = CACHE / "numba"
os.environ.setdefault("NUMBA_CACHE_DIR", str(MACHINE_CODE))

import numba  # noqa: E402  (it reads where to keep its cache when it is imported)
import numpy as np  # noqa: E402
from numba.extending import register_jitable  # noqa: E402

config: Any = numba.config
F = TypeVar("F", bound=Callable[..., Any])
_CONSTANTS = (int, float, complex, str, bytes, tuple, frozenset, type(None))
_folder_is_set = RLock()


def plain_and_compiled(function: F) -> F:
    """A function for both worlds: plain Python when Python calls it, compiled in when compiled code does."""
    made: F = register_jitable(function)
    return made


def compile_and_keep(function: Callable[..., Any], *signature: Any, **options: Any) -> Any:
    """Compile a function (at once where its signature is given, else at its first call) and keep its machine code."""
    compiler: Any = numba.njit
    with _kept_under(mark_of([function])):
        return compiler(*signature, cache=True, nogil=True, **options)(function)


def mark_of(functions: Iterable[Callable[..., Any]]) -> str:
    """What tells the machine code of these functions from any other: names of modules, code, Python and Numba.

    It covers the functions and constants they use, from whichever module.
    """
    seen: dict[str, str] = {}
    for function in functions:
        _take_in(function, seen)
    said = [sys.version, numba.__version__, *(f"{name}: {seen[name]}" for name in sorted(seen))]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


def _take_in(function: Any, seen: dict[str, str]) -> None:
    function = getattr(function, "py_func", function)
    if not isinstance(function, FunctionType):
        return
    name = f"{function.__module__}.{function.__qualname__}"
    if name in seen:
        return
    codes = list(_codes_of(function.__code__))
    seen[name] = repr([(c.co_code, c.co_names, c.co_varnames, _plain(c.co_consts)) for c in codes])
    for used in sorted({used for code in codes for used in code.co_names}):
        value = function.__globals__.get(used)
        if isinstance(value, _CONSTANTS):
            seen[f"{name}, {used}"] = _told(value)
        elif isinstance(value, np.generic | np.ndarray):
            seen[f"{name}, {used}"] = repr((value.dtype, value.tolist()))
        else:
            _take_in(value, seen)


def _codes_of(code: CodeType) -> Iterator[CodeType]:
    """A function's code, and that of the functions inside it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes_of(constant)


def _plain(constants: tuple[object, ...]) -> list[str]:
    return [_told(constant) for constant in constants if not isinstance(constant, CodeType)]


def _told(constant: object) -> str:
    """A constant in words that are the same in every process."""
    return repr(sorted(map(repr, constant))) if isinstance(constant, frozenset) else repr(constant)


@contextmanager
def _kept_under(mark: str) -> Iterator[None]:
    """While this lasts, Numba keeps what it is handed in a folder of this mark."""
    with _folder_is_set:
        before = config.CACHE_DIR
        config.CACHE_DIR = str(MACHINE_CODE / mark)
        try:
            yield
        finally:
            config.CACHE_DIR = before


__all__ = ["CACHE", "compile_and_keep", "mark_of", "numba", "plain_and_compiled"]
