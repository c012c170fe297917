"""Workers killed at random moments: whatever follows from an act happens, once, and in the order of acts on a subject.

`./run bench kill_reactions --times 50 --acts 4000 --subjects 300 [--postgresql]`

Writers record acts; what follows writes a line into a table that refuses nothing, so that a doubled line can be
counted; some of it fails at random and is tried again. Meanwhile workers are killed with SIGKILL. At the end the lines
must be the acts, for each subject in the same order, and the chain of the journal must be whole.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

FAILS = 0.02
WRITERS, WORKERS = 2, 3
SILENT = timedelta(seconds=3)
PATIENCE = 120.0


def start_site() -> None:
    """The site with a reaction of the bench's own, quick to try again and slow to give up."""
    from alongside.config import start

    start()
    from alongside.records import jobs
    from alongside.records.reactions import follow

    jobs.FIRST_WAIT, jobs.WAIT_GROWS, jobs.TRIES = timedelta(seconds=0.2), 1, 1_000
    follow("bench.act", "count", count)


def count(entry: Any) -> None:
    """The effect: one line, and now and then a failure after it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_effect (subject, entry) VALUES (%s, %s)", [entry.subject, entry.pk])
    if random.random() < FAILS:
        raise RuntimeError("now and then")


def write(seed: int, acts: int, subjects: int, seconds: float) -> None:
    """Record acts on subjects at random, spread over so many seconds."""
    from django.db import transaction

    from alongside.people.models import Person
    from alongside.records.actor import CITY
    from alongside.records.record import record

    chance = random.Random(seed)
    people = list(Person.objects.order_by("pk")[:subjects])
    began = time.monotonic()
    for number in range(acts):
        with transaction.atomic():
            record("bench.act", subject=chance.choice(people), by=CITY, after={"n": number})
        time.sleep(max(0.0, began + seconds * (number + 1) / acts - time.monotonic()))


def work(until_empty: bool) -> None:
    """A worker that is quick to notice that another was killed."""
    from alongside.records.work import Rhythm
    from alongside.records.work import work as work_on

    rhythm = Rhythm(poll=0.05, beat=0.3, seal=1.0, recover=1.0, silent=SILENT)
    work_on(until_empty=until_empty, rhythm=rhythm)


def process(*arguments: object) -> subprocess.Popen[bytes]:
    """This file in a process of its own."""
    return subprocess.Popen([sys.executable, "-m", "bench.kill_reactions", *map(str, arguments)])


def prepare(subjects: int) -> None:
    """An empty database with so many subjects and the table of effects."""
    from django.core.management import call_command
    from django.db import connection

    from alongside.people.models import Person

    call_command("migrate", verbosity=0, interactive=False)
    number = "bigserial" if connection.vendor == "postgresql" else "integer"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bench_effect (id {number} PRIMARY KEY, subject bigint, entry bigint)")
    Person.objects.bulk_create(Person(key=key) for key in range(1, subjects + 1))


def start_workers(count: int = WORKERS) -> list[subprocess.Popen[bytes]]:
    """So many workers, all of them at work."""
    started = [process("--role", "worker") for _ in range(count)]
    wait_for(count)
    return started


def wait_for(count: int) -> None:
    """Go on when so many workers say that they live."""
    from alongside.records.models import Worker

    until = time.monotonic() + PATIENCE
    while Worker.objects.filter(beat_at__gt=datetime.now(UTC) - SILENT).count() < count:
        if time.monotonic() > until:
            raise TimeoutError("the workers do not begin")
        time.sleep(0.05)


def kill_at_random(alive: list[subprocess.Popen[bytes]], times: int, seconds: float, chance: random.Random) -> None:
    """Kill one of the workers every now and then and start another, so that there are always as many."""
    for _ in range(times):
        time.sleep(chance.uniform(0.3, 1.7) * seconds / times)
        victim = alive.pop(chance.randrange(len(alive)))
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        alive.append(process("--role", "worker"))
    for one in alive:
        one.send_signal(signal.SIGKILL)
        one.wait()


def finish(limit: float) -> None:
    """Work, with two workers, until nothing is due any more."""
    from alongside.records.queries import waiting

    until = time.monotonic() + limit
    while waiting().count and time.monotonic() < until:
        for last in [process("--role", "last") for _ in range(2)]:
            last.wait()
        time.sleep(0.2)


def compare() -> dict[str, int]:
    """What was lost, doubled, done out of order, left over, and what is wrong in the chain: all by counts."""
    from django.db import connection

    from alongside.records.models import Entry, Reaction
    from alongside.records.seal_entries import seal_entries
    from alongside.records.verify_chain import verify_chain

    acts: dict[int, list[int]] = defaultdict(list)
    for subject, entry in Entry.objects.filter(name="bench.act").order_by("id").values_list("subject", "pk"):
        acts[subject].append(entry)
    effects: dict[int, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute("SELECT subject, entry FROM bench_effect ORDER BY id")
        for subject, entry in cursor.fetchall():
            effects[subject].append(entry)
    seal_entries()
    chain = verify_chain()
    return {
        "acts": sum(map(len, acts.values())),
        "subjects": len(acts),
        "effects": sum(map(len, effects.values())),
        "lost": sum(len(set(entries) - set(effects[subject])) for subject, entries in acts.items()),
        "doubled": sum(len(entries) - len(set(entries)) for entries in effects.values()),
        "subjects out of order": sum(sorted(entries) != entries for entries in effects.values()),
        "left over": Reaction.objects.filter(done_at__isnull=True).count(),
        "sealed": chain.checked,
        "faults in the chain": chain.wrong,
        "tried more than once": Reaction.objects.filter(tries__gt=1).count(),
    }


def run(times: int, acts: int, subjects: int, seconds: float, seed: int) -> int:
    """Writers, killed workers, a last worker, and the counts; 1 where one of them is wrong."""
    prepare(subjects)
    workers = start_workers()
    each = acts // WRITERS
    shared = ("--acts", each, "--subjects", subjects, "--seconds", seconds)
    writers = [process("--role", "writer", "--seed", seed * 10 + number, *shared) for number in range(WRITERS)]
    kill_at_random(workers, times, seconds, random.Random(seed))
    failed = sum(writer.wait() != 0 for writer in writers)
    finish(limit=600)
    counts = compare() | {"killed": times, "writers failed": failed}
    for name, number in counts.items():
        print(f"{name:>24}: {number:,}")
    whole = counts["acts"] == counts["effects"] == each * WRITERS == counts["sealed"]
    wrong = ("lost", "doubled", "subjects out of order", "left over", "faults in the chain", "writers failed")
    return 0 if whole and not any(counts[name] for name in wrong) else 1


def main() -> None:
    """Read what is asked, and give it an empty database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--acts", type=int, default=4_000)
    parser.add_argument("--subjects", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--role", choices=["writer", "worker", "last"], default=None)
    asked = parser.parse_args()
    if asked.role:
        start_site()
        if asked.role == "writer":
            write(asked.seed, asked.acts, asked.subjects, asked.seconds)
        else:
            work(until_empty=asked.role == "last")
        return
    with ExitStack() as stack:
        os.environ["DJANGO_SETTINGS_MODULE"] = "alongside.config.settings"  # not those of a test that runs this
        os.environ["ALONGSIDE_HOME"] = stack.enter_context(tempfile.TemporaryDirectory())
        os.environ["PYTHONPATH"] = str(Path(__file__).resolve().parents[1])
        os.environ.pop("ALONGSIDE_DATABASE_URL", None)
        if asked.postgresql:
            from tests.postgres import postgresql

            os.environ["ALONGSIDE_DATABASE_URL"] = stack.enter_context(postgresql())
        start_site()
        status = run(asked.times, asked.acts, asked.subjects, asked.seconds, asked.seed)
    sys.exit(status)


if __name__ == "__main__":
    main()
