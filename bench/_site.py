"""A site of a bench's own: a home, a database, and in it a city's people and awards, by the real commands."""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import IO

from bench._line import Line, written

ROOT = Path(__file__).resolve().parents[1]
SITE = ("alongside.cli", "serve")
STARTS_WITHIN = 180.0
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "max_wal_size": "4GB"}
"""What a city would not do without: figures of a server that may forget are figures of something else."""


@contextmanager
def site(*, sqlite: bool, keep: Path | None = None, on: date, **settings: str) -> Iterator[Path]:
    """A home and a database, named by the environment of this process and of those that it starts.

    With `keep` both lie in that folder and are there the next time. `settings` go to PostgreSQL.
    """
    with ExitStack() as stack:
        for name in [name for name in os.environ if name.startswith("ALONGSIDE_") and not name.endswith("_CACHE")]:
            del os.environ[name]
        folder = keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder = folder.resolve()
        home = folder / "home"
        os.environ["DJANGO_SETTINGS_MODULE"] = "alongside.config.settings"  # not those of a test that runs this
        os.environ["ALONGSIDE_HOME"] = str(home)
        os.environ["ALONGSIDE_TODAY"] = on.isoformat()
        os.environ["PYTHONPATH"] = str(ROOT)
        if not sqlite:
            from tests.postgres import postgresql

            kept = folder / "postgres" if keep else None
            os.environ["ALONGSIDE_DATABASE_URL"] = stack.enter_context(postgresql(keep=kept, **DURABLE | settings))
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield home


def made_city(people: int, folder: Path, on: date) -> tuple[Path, Path]:
    """A small city's store and the awards of a sweep over it."""
    delivery, store, awards = folder / "delivery", folder / "store", folder / "awards"
    if not awards.exists():
        told = ("--people", people, "--seed", 1, "--on", on, "--dirt", 0)
        run("city", "generate", *told, "--out", delivery)
        run("registers", "ingest", delivery, "--store", store)
        run("entitlements", "sweep", "--store", store, "--on", on, "--out", awards)
    return store, awards


def fill(home: Path, store: Path, awards: Path) -> dict[str, float]:
    """People and awards into the database; the seconds each took. A home that was kept is left as it is."""
    os.environ["ALONGSIDE_STORE"] = str(store.resolve())
    mark = home / "filled.json"
    if mark.exists():
        kept = json.loads(mark.read_text())
        if kept["from"] != [str(store.resolve()), str(awards.resolve())]:
            sys.exit(f"{home} is filled from {' and '.join(kept['from'])}; name these, or another folder to keep.")
        return dict(kept["seconds"])
    seconds = {
        "people_load": run("people", "load", "--store", store),
        "apply": run("entitlements", "apply", awards, "--store", store),
    }
    from alongside.config import start

    start()
    from django.db import connection

    with connection.cursor() as cursor:  # as the server would by and by; not in the middle of what is measured
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    mark.write_text(json.dumps({"from": [str(store.resolve()), str(awards.resolve())], "seconds": seconds}))
    return seconds


def run(*arguments: object) -> float:
    """One command of Alongside, to its end; how many seconds it took. A command that fails ends the bench."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-P", "-m", "alongside.cli", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"alongside {' '.join(map(str, arguments[:2]))} failed: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return round(time.monotonic() - began, 1)


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def start_server(module: str, *more: str, port: int, said: IO[bytes]) -> subprocess.Popen[bytes]:
    """A server in a session of its own, and so in a group of processes of its own; it answers when this returns."""
    command = [sys.executable, "-P", "-m", module, *more, "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=said, start_new_session=True)
    atexit.register(_end, process)  # a bench that is broken off leaves no server behind
    until = time.monotonic() + STARTS_WITHIN
    while not _answers(port, "/alive" if module == SITE[0] else "/"):
        if process.poll() is not None or time.monotonic() > until:
            sys.exit(f"the server did not start: {tail(said)}")
        time.sleep(0.05)
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def served(module: str, *more: str) -> Iterator[tuple[int, int]]:
    """A server on a free port: (port, process); stopped by its number. What it said is told where all ends badly."""
    port = free_port()
    with tempfile.TemporaryFile() as said:
        process = start_server(module, *more, port=port, said=said)
        try:
            yield port, process.pid
        except SystemExit:
            print(tail(said), file=sys.stderr)
            raise
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def tail(said: IO[bytes]) -> str:
    """The end of what a process said."""
    said.seek(0)
    return said.read().decode(errors="replace")[-3000:]


def _answers(port: int, path: str) -> bool:
    line = Line(port)
    try:
        return line.ask(written("GET", path, "")).status == 200
    except OSError:
        return False
    finally:
        line.close()
