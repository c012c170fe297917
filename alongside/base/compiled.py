"""The one place that says where machine code is kept between runs: $ALONGSIDE_CACHE, else `.cache` in the checkout.

The folder can be deleted at any time; what is needed is compiled again.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

CACHE = Path(os.environ.get("ALONGSIDE_CACHE") or Path(__file__).resolve().parents[2] / ".cache")
os.environ.setdefault("NUMBA_CACHE_DIR", str(CACHE / "numba"))

import numba  # noqa: E402  (it reads where to keep its cache when it is imported)
from numba.extending import register_jitable  # noqa: E402

config: Any = numba.config
config.CACHE_DIR = os.environ["NUMBA_CACHE_DIR"]

F = TypeVar("F", bound=Callable[..., Any])


def plain_and_compiled(function: F) -> F:
    """A function for both worlds: plain Python when Python calls it, compiled in when compiled code does."""
    made: F = register_jitable(function)
    return made


__all__ = ["CACHE", "numba", "plain_and_compiled"]
