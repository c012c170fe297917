"""The law and the facts as one process reads them: the pack, the delivery in use, an explainer for a day."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.conf import settings

from alongside.packs.explain import Explainer
from alongside.people.site import pack
from alongside.registers import open_delivery
from alongside.rules.evaluator import Book, Evaluator
from alongside.rules.facts import Facts
from alongside.rules.reach import Reach


@lru_cache(maxsize=1)
def book() -> Book:
    """The evaluator's functions of the law, shared by all requests of a process."""
    return Book(pack().law)


@lru_cache(maxsize=1)
def reach() -> Reach:
    """The steps of the law, to be walked back from a changed fact; made once in a process."""
    return Reach(pack().law)


@lru_cache(maxsize=4)
def facts(delivery: str) -> Facts:
    """The facts of a delivery, mapped from disk."""
    return open_delivery(settings.ALONGSIDE_STORE, pack().registers, delivery)


def explainer_over(found: Facts, on: date) -> Explainer:
    """Who explains decisions by these facts on a day; for one request."""
    return Explainer(pack(), book(), found, Evaluator(book(), found, on))


__all__ = ["book", "explainer_over", "facts", "pack"]
