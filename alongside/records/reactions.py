"""What follows from which act: higher rooms write their lines into this table when the site starts."""

from __future__ import annotations

from collections.abc import Callable

from alongside.records.models import Entry

Follow = Callable[[Entry], None]
_TABLE: dict[str, dict[str, Follow]] = {}


def follow(act: str, name: str, function: Follow) -> None:
    """After each act of this name `function` runs, after commit, in the order of acts on one subject, at least once.

    It runs in a transaction together with the mark that it is done, so what it writes to the database is written
    once; anything it does outside must bear being done again.
    """
    _TABLE.setdefault(act, {})[name] = function


def reactions_to(act: str) -> list[str]:
    """The names of what follows an act."""
    return list(_TABLE.get(act, ()))


def reaction(act: str, name: str) -> Follow | None:
    """The function of this name, or None where it is no longer known."""
    return _TABLE.get(act, {}).get(name)
