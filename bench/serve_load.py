"""The site under load: people who walk through its main pages at once, and the floor under it in the same run.

`./run bench serve_load --store STORE --awards AWARDS --users 16 [--keep FOLDER] [--seconds 20] [--rounds 3]`
`./run bench serve_load --people 5000` makes a small city of its own; `--sqlite` puts it on SQLite.

The real server (`alongside serve`) answers half residents, half staff, each on a connection of their own, without a
pause. Prints for every page how often it was asked for, its median and 95th percentile and how many questions it asks
the database; then requests per second, and those of a bare Django view that writes one row, served the same way, on the
same database, asked by the same client. An answer that is not the right one fails the bench.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

from alongside.cli.serve import PROCESSES, THREADS
from bench import _bare_view
from bench._site import ROOT, SITE, fill, made_city, served, site

ON = date(2025, 3, 1)
MOST_QUERIES = 12
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Bring everything up, measure, print; the last line is one of JSON."""
    asked = arguments()
    with ExitStack() as stack:
        on = date.fromisoformat(asked.on)
        keep = Path(asked.keep) if asked.keep else None
        home = stack.enter_context(site(sqlite=asked.sqlite, keep=keep, on=on, shared_buffers=asked.shared_buffers))
        folder = keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        made = (Path(asked.store), Path(asked.awards)) if asked.store else made_city(asked.people, folder, on)
        seconds = fill(home, *made)
        found = measure(asked, on, folder)
    print(
        json.dumps({"bench": "serve_load", "database": "sqlite" if asked.sqlite else "postgresql", **seconds, **found})
    )


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", help="the store of a city")
    parser.add_argument("--awards", help="a sweep over it")
    parser.add_argument("--on", default=ON.isoformat(), help="the day of that sweep")
    parser.add_argument("--people", type=int, default=5_000, help="without --store: a city of so many")
    parser.add_argument("--users", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=20.0, help="of one round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--processes", type=int, default=PROCESSES, help="of the server")
    parser.add_argument("--threads", type=int, default=THREADS, help="in each of them")
    parser.add_argument("--keep", help="a folder in which home and database stay for the next time")
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--shared-buffers", default="1GB", help="of PostgreSQL")
    asked = parser.parse_args()
    if bool(asked.store) != bool(asked.awards):
        parser.error("--store and --awards belong together")
    if asked.users < 4:
        parser.error("--users must be 4 or more: two residents, a specialist, an analyst")
    return asked


def measure(asked: argparse.Namespace, on: date, folder: Path) -> dict[str, Any]:
    """Questions for each page; then rounds of pages and floor in turns."""
    from alongside.config import start

    start()
    from django.db import connections

    from alongside.people.models import Person
    from bench._cast import counted, plan_of

    people = Person.objects.count()
    plan = plan_of(asked.users, on)
    queries = counted(plan)
    _bare_view.create_table()
    connections.close_all()
    floor = [[{"session": "", "steps": [["floor", "GET", "/", None, 200]]}]] * asked.users
    pages, floors = _written(folder, "plan", plan), _written(folder, "floor", floor)
    shape = ("--processes", str(asked.processes), "--threads", str(asked.threads))
    with served(*SITE, *shape) as here, served("bench._bare_view", *shape) as there:
        walked(pages, here, asked.seconds / 2)  # warm: the law's functions are found, files are in memory
        walked(floors, there, asked.seconds / 4)
        rounds = [
            (walked(pages, here, asked.seconds), walked(floors, there, asked.seconds / 2)) for _ in range(asked.rounds)
        ]
    return shown(people, asked, rounds, queries)


def walked(plan: Path, server: tuple[int, int], seconds: float) -> dict[str, Any]:
    """One round of everybody, by a client in a process of its own; with the share of the machine that each needed."""
    port, process = server
    used, busy, began = cpu_of(process), machine(), time.monotonic()
    client = subprocess.run(
        [sys.executable, "-P", "-m", "bench._walk", plan, str(port), str(seconds)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if client.returncode:
        sys.exit(f"the client failed: {client.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(client.stdout)
    if found["faults"]:
        sys.exit("not as it must be: " + found["faults"][0])
    cores = (os.cpu_count() or 1) * (time.monotonic() - began)
    found["client_share"] = found["cpu"] / cores
    found["server_share"] = (cpu_of(process) - used) / cores
    found["rest_share"] = max(0.0, (machine() - busy) / cores - found["client_share"] - found["server_share"])
    return found


def cpu_of(session: int) -> float:
    """The seconds of processor that the processes of a session have used; 0 where the system does not tell."""
    used = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        used += int(fields[11]) + int(fields[12]) if int(fields[3]) == session else 0
    return used / TICKS


def machine() -> float:
    """The seconds of processor that the whole machine has used."""
    try:
        user, nice, system = map(int, Path("/proc/stat").read_text().split()[1:4])
    except OSError:
        return 0.0
    return (user + nice + system) / TICKS


def shown(people: int, asked: argparse.Namespace, rounds: list[Any], queries: dict[str, int]) -> dict[str, Any]:
    """The table, and the figures of the JSON line."""
    print(f"{people:,} people, {asked.users} users, {asked.rounds} rounds of {asked.seconds:g} s")
    print(f"server: {asked.processes} processes x {asked.threads} threads")
    print(f"{'page':20} {'requests':>9} {'p50 ms':>8} {'p95 ms':>8} {'queries':>8}")
    pages = {}
    for page, most in queries.items():
        took = [each for pages_of, _ in rounds for each in pages_of["took"].get(page, [])]
        pages[page] = {"requests": len(took), "p50_ms": at(took, 0.5), "p95_ms": at(took, 0.95), "queries": most}
        print(f"{page:20} {len(took):9,} {at(took, 0.5):8.1f} {at(took, 0.95):8.1f} {most:8}")
    every = [each for pages_of, _ in rounds for each_page in pages_of["took"].values() for each in each_page]
    print(f"{'all':20} {len(every):9,} {at(every, 0.5):8.1f} {at(every, 0.95):8.1f} {max(queries.values()):8}")
    rates = [(_rate(pages_of), _rate(floor)) for pages_of, floor in rounds]
    for (rate, floor), (walk, bare) in zip(rates, rounds, strict=True):
        print(f"round: {rate:.1f} requests/s ({_shares(walk)}); floor {floor:.1f}/s ({_shares(bare)})")
    rate, floor = (statistics.median(each) for each in zip(*rates, strict=True))
    ratio = statistics.median(floor / rate for rate, floor in rates)
    print(f"median: {rate:.1f} requests/s, floor {floor:.1f}/s, ratio {ratio:.1f}")
    over = [page for page, most in queries.items() if most > MOST_QUERIES]
    if over:
        print(f"more than {MOST_QUERIES} questions to the database: {', '.join(over)}")
    return {
        "people": people,
        "users": asked.users,
        "processes": asked.processes,
        "threads": asked.threads,
        "pages": pages,
        "p95_ms": at(every, 0.95),
        "requests_per_second": round(rate, 1),
        "floor_requests_per_second": round(floor, 1),
        "ratio_floor": round(ratio, 2),
        "client_share": round(max(pages_of["client_share"] for pages_of, _ in rounds), 3),
        "most_queries": max(queries.values()),
    }


def _written(folder: Path, name: str, plan: Any) -> Path:
    path = folder / f"{name}.json"
    path.write_text(json.dumps(plan))
    return path


def _shares(found: dict[str, Any]) -> str:
    """Who needed which share of the machine."""
    shares = [("client", "client"), ("server", "server"), ("database and others", "rest")]
    return ", ".join(f"{name} {found[f'{share}_share']:.0%}" for name, share in shares) + " of the machine"


def _rate(found: dict[str, Any]) -> float:
    return sum(map(len, found["took"].values())) / float(found["seconds"])


def at(took: list[float], share: float) -> float:
    """So many of a hundred took no longer than this."""
    return round(sorted(took)[min(len(took) - 1, int(share * len(took)))], 1) if took else 0.0


if __name__ == "__main__":
    main()
