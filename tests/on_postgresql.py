"""`python -m tests.on_postgresql [ARGS of pytest]`: the tests that use a database, on a PostgreSQL of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from types import FrameType

from tests.postgres import NoPostgreSQL, postgresql

NOTHING_COLLECTED = 5


def main(arguments: list[str]) -> int:
    """The exit status of pytest; 1 where no PostgreSQL can be brought. It is never passed over in silence."""
    signal.signal(signal.SIGTERM, _leave)
    try:
        with postgresql() as address:
            code = subprocess.run(
                [sys.executable, "-P", "-m", "pytest", "--only-database", *arguments],
                env=os.environ | {"ALONGSIDE_DATABASE_URL": address},
                check=False,
            ).returncode
    except NoPostgreSQL as fault:
        print(f"on PostgreSQL: {fault}", file=sys.stderr)
        return 1
    if code == NOTHING_COLLECTED and arguments:
        print("on PostgreSQL: none of these tests uses a database")
        return 0
    return code


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
