"""Processes killed at random moments, and what is found after each."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections.abc import Callable
from typing import Any, Protocol

ATTEMPTS = 4  # so many may finish for each that is to be killed


class Database(Protocol):
    """A database that can be set back to how it was kept."""

    def keep(self) -> None:
        """Keep it as it is now."""

    def set_back(self) -> None:
        """Make it as it was kept."""


def killed_after(child: subprocess.Popen[bytes], seconds: float) -> bool:
    """Kill a process after so many seconds; False where it was done before."""
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        child.send_signal(signal.SIGKILL)
        child.wait()
        return True
    return False


def kill_and_count(
    database: Database,
    begin: Callable[[], subprocess.Popen[bytes]],
    counts: Callable[[], dict[str, Any]],
    *,
    times: int,
    earliest: float,
) -> dict[str, Any]:
    """Do something whole; then set back, kill and count so many times; at the end do it whole once more.

    A kill comes at a random moment from `earliest` (a share of how long it takes) on. `half_done`: the counts are
    neither those before nor those after.
    """
    before = counts()
    database.keep()
    began = time.monotonic()
    assert begin().wait() == 0
    length = first = time.monotonic() - began
    after = counts()
    assert before != after, "nothing would change"
    told = {"killed": 0, "finished": 0, "nothing_done": 0, "all_done": 0, "half_done": 0}
    chance = random.Random(1)
    while told["killed"] < times and told["finished"] < ATTEMPTS * times:
        database.set_back()
        begun = time.monotonic()
        killed = killed_after(begin(), chance.uniform(earliest, 1.0) * length)
        told["killed" if killed else "finished"] += 1
        if not killed:
            length = time.monotonic() - begun  # the machine may be quieter now
        found = counts()
        told["nothing_done" if found == before else "all_done" if found == after else "half_done"] += 1
    begin().wait()
    return {**told, "whole_at_the_end": counts() == after, "seconds_of_one": round(first, 1)}
