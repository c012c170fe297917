"""The law and the facts as one process reads them: the pack, the functions of its law, the facts of a delivery."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from alongside.base.once import once
from alongside.people.site import pack
from alongside.registers import open_delivery
from alongside.rules.evaluator import Book
from alongside.rules.facts import Facts
from alongside.rules.reach import Reach


@once
def book() -> Book:
    """The evaluator's functions of the law, shared by all requests of a process."""
    return Book(pack().law)


@once
def reach() -> Reach:
    """The steps of the law, to be walked back from a changed fact; made once in a process."""
    return Reach(pack().law)


@lru_cache(maxsize=4)
def facts(delivery: str) -> Facts:
    """The facts of a delivery, mapped from disk."""
    return open_delivery(settings.ALONGSIDE_STORE, pack().registers, delivery)


__all__ = ["book", "facts", "pack"]
