"""A sweep killed with -9 at random moments while it is applied: all of it is in the database, or nothing.

`./run bench kill_apply --times 50 --people 2000`; on PostgreSQL where ALONGSIDE_DATABASE_URL names a server (the bench
makes databases of its own there, and takes them away).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from alongside.cli.city import generate_city
from alongside.cli.options import default_pack
from alongside.packs import load_pack
from alongside.packs.sweep import sweep
from alongside.registers import ingest_delivery
from bench._killing import kill_and_count

TABLES = ("award", "change", "correction", "sweep", "task")
FIRST, NEXT = date(2025, 3, 1), date(2025, 4, 1)


class OnSQLite:
    """The database as a file: set back by copying."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "home"
        self.kept = folder / "kept"
        self.environment = {"ALONGSIDE_HOME": str(self.folder), "ALONGSIDE_DATABASE_URL": ""}

    def keep(self) -> None:
        self.ask("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copytree(self.folder, self.kept)

    def set_back(self) -> None:
        shutil.rmtree(self.folder)
        shutil.copytree(self.kept, self.folder)

    def ask(self, sql: str) -> Any:
        with closing(sqlite3.connect(self.folder / "alongside.sqlite3")) as connection:
            return connection.execute(sql).fetchone()

    def end(self) -> None:
        """Nothing is left but the folder."""


class OnPostgreSQL:
    """A database of the bench's own: set back from a copy."""

    def __init__(self, folder: Path, server: str) -> None:
        self.server = server.rpartition("/")[0]
        self.name = f"kill_apply_{os.getpid()}"
        home = {"ALONGSIDE_HOME": str(folder / "home")}
        self.environment = {**home, "ALONGSIDE_DATABASE_URL": f"{self.server}/{self.name}"}
        self._run("postgres", f"CREATE DATABASE {self.name}")

    def keep(self) -> None:
        self._run("postgres", f"CREATE DATABASE {self.name}_kept TEMPLATE {self.name}")

    def set_back(self) -> None:
        self._run("postgres", f"DROP DATABASE {self.name} WITH (FORCE)")
        self._run("postgres", f"CREATE DATABASE {self.name} TEMPLATE {self.name}_kept")

    def ask(self, sql: str) -> Any:
        return self._run(self.name, sql)

    def end(self) -> None:
        for name in (self.name, f"{self.name}_kept"):
            self._run("postgres", f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _run(self, name: str, sql: str) -> Any:
        import psycopg

        with psycopg.connect(f"{self.server}/{name}", autocommit=True) as connection:
            found = connection.execute(sql)  # type: ignore[call-overload]
            return found.fetchone() if found.description else None


Database = OnSQLite | OnPostgreSQL
Kill = Callable[[Path, Database, int, int], dict[str, Any]]


def main() -> None:
    """Kill, count, set back; at the end the sweep is applied whole."""
    kill_on_a_database("kill_apply", str(__doc__), _kill, people=2000)


def kill_on_a_database(bench: str, about: str, kill: Kill, *, people: int) -> None:
    """Run a bench that kills, on a database of its own; prints its figures, and fails where something is half done."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--people", type=int, default=people)
    asked = parser.parse_args()
    server = os.environ.get("ALONGSIDE_DATABASE_URL", "")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database: Database = OnPostgreSQL(folder, server) if server else OnSQLite(folder)
        try:
            found = kill(folder, database, asked.times, asked.people)
        finally:
            database.end()
    print(json.dumps({"bench": bench, "database": "postgresql" if server else "sqlite", **found}))
    raise SystemExit(1 if found["half_done"] or not found["whole_at_the_end"] else 0)


def _kill(folder: Path, database: Database, times: int, people: int) -> dict[str, Any]:
    _prepare(folder, database, people)

    def begin() -> subprocess.Popen[bytes]:
        return run_command(database, "entitlements", "apply", str(folder / "next"), "--store", str(folder / "store"))

    return kill_and_count(database, begin, lambda: _counts(database), times=times, earliest=0.3)


def _prepare(folder: Path, database: Database, people: int) -> None:
    pack = load_pack(default_pack())
    generate_city(pack, people=people, seed=1, out=folder / "delivery", on=FIRST, dirt=0.01)
    ingest_delivery(folder / "delivery", folder / "store", pack.registers)
    for on, name in ((FIRST, "first"), (NEXT, "next")):
        sweep(pack, folder / "store", on, folder / name)
    for arguments in (("people", "load"), ("entitlements", "apply", str(folder / "first"))):
        assert run_command(database, *arguments, "--store", str(folder / "store")).wait() == 0


def run_command(database: Database, *arguments: str) -> subprocess.Popen[bytes]:
    """The command line on a database, in a process of its own."""
    command = [sys.executable, "-m", "alongside.cli", *arguments]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, env=os.environ | database.environment)


def _counts(database: Database) -> dict[str, Any]:
    found = {name: tuple(database.ask(f"SELECT count(*) FROM entitlements_{name}")) for name in TABLES}
    found["journal"] = tuple(database.ask("SELECT count(*) FROM records_entry"))
    found["sum"] = tuple(database.ask("SELECT sum(amount), count(ends_on), count(closed_on) FROM entitlements_award"))
    return found


if __name__ == "__main__":
    main()
