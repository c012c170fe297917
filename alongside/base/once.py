"""What a process makes once and then keeps, whichever of its threads asks first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class once(Generic[Made]):
    """Decorates a function without arguments: it runs once, and everybody gets what it gave.

    Threads that ask meanwhile wait, so that none makes a second one; a failure is raised and the next to ask tries
    again. `cache_clear()` forgets what was made.
    """

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._lock = threading.RLock()
        self._made: tuple[Made] | None = None
        self.__doc__ = make.__doc__

    def __call__(self) -> Made:
        """What was made."""
        made = self._made
        if made is None:
            with self._lock:
                if self._made is None:
                    self._made = (self._make(),)
                made = self._made
        return made[0]

    def cache_clear(self) -> None:
        """Make it anew when it is asked for again."""
        with self._lock:
            self._made = None
