"""`people load` killed at random moments: the people are those of one delivery or of the next, and nothing in between.

`./run bench kill_load --times 50 --people 5000`, on PostgreSQL where ALONGSIDE_DATABASE_URL names one
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from alongside.cli.city import generate_city
from alongside.cli.options import default_pack
from alongside.packs import load_pack
from alongside.registers import ingest_delivery
from bench._killing import kill_and_count
from bench.kill_apply import FIRST, NEXT, Database, kill_on_a_database, run_command

COUNTED = {
    "people": "SELECT count(*), sum(key), sum(place), count(death_date) FROM people_person",
    "people held": "SELECT count(*) FROM people_person WHERE held",
    "ties": "SELECT count(*), sum(child_id), sum(adult_id), count(until) FROM people_tie",
    "mandates": "SELECT count(*), sum(represented_id), sum(holder_id), count(revoked_at) FROM people_mandate",
    "forms of names": "SELECT count(*) FROM people_nameform",
    "loads": "SELECT count(*) FROM people_peopleload",
    "journal": "SELECT count(*) FROM records_entry",
}


def main() -> None:
    """Load one delivery, kill loads of the next, count and set back each time; at the end load it whole."""
    kill_on_a_database("kill_load", str(__doc__), _kill, people=5_000)


def _kill(folder: Path, database: Database, times: int, people: int) -> dict[str, Any]:
    _deliver(folder, people)
    _load(folder, database, "first").wait()
    return kill_and_count(
        database, lambda: _load(folder, database, "next"), lambda: _counts(database), times=times, earliest=0.2
    )


def _deliver(folder: Path, people: int) -> None:
    """Two deliveries of cities that share some of their people, each in a store of its own."""
    pack = load_pack(default_pack())
    for on, name in ((FIRST, "first"), (NEXT, "next")):
        generate_city(pack, people=people, seed=1, out=folder / f"d-{name}", on=on, dirt=0.01)
        ingest_delivery(folder / f"d-{name}", folder / name, pack.registers)


def _load(folder: Path, database: Database, name: str) -> subprocess.Popen[bytes]:
    return run_command(database, "people", "load", "--store", str(folder / name))


def _counts(database: Database) -> dict[str, Any]:
    return {name: tuple(database.ask(sql)) for name, sql in COUNTED.items()}


if __name__ == "__main__":
    main()
