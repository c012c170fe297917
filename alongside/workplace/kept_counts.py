"""Counts over a whole city take seconds: they are counted once and shown for a while, with when they were counted."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.core.cache import cache

from alongside.entitlements.explaining import applied_sweeps

KEEP = 600  # seconds
_COUNTING = threading.Lock()
What = TypeVar("What")


@dataclass(frozen=True)
class Counted(Generic[What]):
    """What was counted, and when."""

    at: datetime
    what: What


def counted(name: str, count: Callable[[], What], *, at: datetime) -> Counted[What]:
    """What was counted under this name in the last ten minutes and since the last sweep; else it is counted now.

    A process counts one thing at a time: who asks meanwhile waits, and the database has room for everybody else.
    """
    key = f"counted.{applied_sweeps().values_list('pk', flat=True).first()}.{name}"
    found: Counted[What] | None = cache.get(key)
    if found is None:
        with _COUNTING:
            found = cache.get(key)
            if found is None:
                found = Counted(at, count())
                cache.set(key, found, KEEP)
    return found
