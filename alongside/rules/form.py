"""Form groups of persons who have the same key person, in one walk over everybody."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from alongside.base.compiled import compile_and_keep
from alongside.rules.facts import Array
from alongside.rules.schema import EMPTY


def form(key: Array) -> dict[str, Array]:
    """The groups of these key persons (an int32 a person, EMPTY for who is in none), in the order of their keys: `key`,
    where each one's members `start` (one more than there are groups), the `members` in order, and the group `of` each
    person (EMPTY: none)."""
    counts = np.bincount(key[key != EMPTY], minlength=len(key))
    keys = np.flatnonzero(counts).astype(np.int32)
    start = np.append(0, np.cumsum(counts[keys]))
    number = np.cumsum(counts > 0, dtype=np.int32) - np.int32(1)
    members, of = np.empty(start[-1], np.int32), np.empty(len(key), np.int32)
    _loop()(key, number, start[:-1].copy(), members, of)
    return {"key": keys, "start": start, "members": members, "of": of}


def _place(key: Array, number: Array, free: Array, members: Array, of: Array) -> None:
    """Put everybody in the next free place of their group."""
    for person in range(len(key)):
        if key[person] == EMPTY:
            of[person] = EMPTY
            continue
        group = number[key[person]]
        of[person] = group
        members[free[group]] = person
        free[group] += 1


@cache
def _loop() -> Any:
    return compile_and_keep(_place)
