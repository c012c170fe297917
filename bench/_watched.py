"""A command run and watched: how long, how much processor, how much memory of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.1  # seconds
ROWS_SET_ASIDE = 3  # what `registers ingest` ends with where it held the delivery, but not every row of it


@dataclass(frozen=True)
class Used:
    """Seconds on the clock and of processors; the most memory in MB: its own (not mapped from files), and all."""

    wall: float
    cpu: float
    own_mb: int
    all_mb: int


class CommandFailed(SystemExit):
    """A command that was to be measured ended with an error."""


def watch(arguments: Sequence[str]) -> Used:
    """Run `alongside ARGUMENTS`, its processes watched together; ends the bench where it fails."""
    child = subprocess.Popen([sys.executable, "-m", "alongside.cli", *arguments], stdout=subprocess.DEVNULL)
    most = [0, 0]
    done = threading.Event()

    def look() -> None:
        while not done.wait(EVERY):
            own, whole = map(sum, zip(*(_memory(pid) for pid in _family(child.pid)), strict=True))
            most[0], most[1] = max(most[0], own), max(most[1], whole)

    watcher = threading.Thread(target=look)
    watcher.start()
    began = time.monotonic()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - began
    done.set()
    watcher.join()
    if os.waitstatus_to_exitcode(status) not in (0, ROWS_SET_ASIDE):
        raise CommandFailed(f"alongside {' '.join(arguments)} ended with {os.waitstatus_to_exitcode(status)}")
    return Used(wall, usage.ru_utime + usage.ru_stime, most[0] // 1024, most[1] // 1024)


def _family(pid: int) -> Iterator[int]:
    """A process and those that it has started."""
    yield pid
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return
    for child in text.split():
        yield from _family(int(child))


def _memory(pid: int) -> tuple[int, int]:
    """What a process holds of its own and in all, in kB; nothing where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0, 0
    found = {name: rest for name, _, rest in (line.partition(":") for line in lines)}
    own, whole = (int(found.get(name, "0").split()[0]) for name in ("RssAnon", "VmRSS"))
    return own, whole
