"""An environment of OpenFisca's own, made from a hashed lock file by the Python that runs this."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

from alongside.base.compiled import CACHE

LOCK = Path(__file__).with_name("requirements.txt")
FOLDER = CACHE / "openfisca"  # one environment for each state of the lock, so that none changes under a running bench


class NoPeer(RuntimeError):
    """OpenFisca could not be brought; the message says in one line what is missing."""


def peer_python() -> Path:
    """The Python of an environment with OpenFisca in it; made at the first use and when the lock has changed."""
    state = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()
    folder = FOLDER / state[:12]
    python, stamp = folder / "bin" / "python", folder / "ready"
    if stamp.is_file():
        return python
    print("Setting up OpenFisca in .cache/openfisca; this happens once.", file=sys.stderr)
    install = [
        str(python),
        "-m",
        "pip",
        "install",
        "-qq",
        "--no-input",
        "--disable-pip-version-check",
        "--require-hashes",
    ]
    for step in ([sys.executable, "-m", "venv", "--clear", str(folder)], [*install, "-r", str(LOCK)]):
        done = subprocess.run(step, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines() or ["it gave no reason"]
            raise NoPeer(f"OpenFisca could not be set up from {LOCK.name}: {said[-1]}")
    stamp.touch()
    return python
