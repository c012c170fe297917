"""What is in memory when the clock starts, and how much of it a process has had at most."""

from __future__ import annotations

from pathlib import Path

PIECE = 1 << 24  # bytes read at a time: 16 MB


def read_through(folder: Path) -> None:
    """Read every file in a folder once, so that what a side begins with is in memory, as far as there is room.

    Of two sides that take turns over more than memory holds, each finds its files gone: then the disk would be timed.
    """
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                while file.read(PIECE):
                    pass


def peak_mb() -> int:
    """The most memory this process has had resident, mapped files included; 0 where the system does not tell.

    Not `getrusage`: its figure is passed on from the process that started this one.
    """
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM:")), 0)
