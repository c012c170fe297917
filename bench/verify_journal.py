"""A journal of a million entries: written, sealed, read again, tampered with and found out.

`./run bench verify_journal --entries 1000000 [--postgresql]`
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

BATCH = 5_000


def main() -> None:
    """Measure, and fail where a fault is not found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--postgresql", action="store_true")
    asked = parser.parse_args()
    with ExitStack() as stack:
        os.environ["DJANGO_SETTINGS_MODULE"] = "alongside.config.settings"  # not those of a test that runs this
        os.environ["ALONGSIDE_HOME"] = stack.enter_context(tempfile.TemporaryDirectory())
        os.environ.pop("ALONGSIDE_DATABASE_URL", None)
        if asked.postgresql:
            from tests.postgres import postgresql

            os.environ["ALONGSIDE_DATABASE_URL"] = stack.enter_context(postgresql())
        from alongside.config import start

        start()
        found = measure(asked.entries)
    sys.exit(0 if found else 1)


def timed(what: str, entries: int, act: Callable[[], object]) -> Any:
    """Do it and say how long it took, and how much memory this process has needed at most so far."""
    began = time.monotonic()
    result = act()
    took = time.monotonic() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{what:>28}: {took:7.1f} s  {entries / took:>10,.0f}/s  at most {memory:,} MB", flush=True)
    return result


def write(entries: int) -> None:
    """Entries as an action writes them, in bulk."""
    from alongside.records.models import Entry

    begun = datetime(2025, 1, 1, tzinfo=UTC)
    for first in range(0, entries, BATCH):
        Entry.objects.bulk_create(
            Entry(
                at=begun + timedelta(seconds=number),
                name="entitlements.accept_offer",
                subject_kind="award",
                subject=number,
                about=number % 1000,
                role="resident",
                account=number % 1000,
                person=number % 1000,
                before={"stands": "offered"},
                after={"stands": "granted", "amount": 93_150 + number},
            )
            for number in range(first, min(first + BATCH, entries))
        )


def measure(entries: int) -> bool:
    """Write, seal, verify; then a changed byte, a removed entry and a cut tail must each be found."""
    from django.core.management import call_command

    from alongside.records.models import Entry, Seal
    from alongside.records.seal_entries import head, seal_entries
    from alongside.records.verify_chain import verify_chain

    call_command("migrate", verbosity=0, interactive=False)
    timed("written", entries, lambda: write(entries))
    timed("sealed", entries, seal_entries)
    kept = head()
    result: Any = timed("verified", entries, lambda: verify_chain(anchors=[kept]))
    whole = (result.checked, result.wrong) == (entries, 0)
    middle, tail = entries // 2, entries - 10
    _unprotected(f"UPDATE records_entry SET subject = subject + 1 WHERE id = {_entry_at(middle)}")
    _unprotected(f"DELETE FROM records_entry WHERE id = {_entry_at(middle + 7)}")
    _unprotected(f"DELETE FROM records_entry WHERE id > {_entry_at(tail)}")
    _unprotected(f"DELETE FROM records_seal WHERE position > {tail}")
    tampered = verify_chain(anchors=[kept])
    for fault in tampered.faults:
        print(f"    {fault}")
    kinds = [(fault.kind, fault.position) for fault in tampered.faults]
    print(f"{Entry.objects.count():,} entries, {Seal.objects.count():,} seals are left")
    return whole and kinds == [("changed", middle), ("removed", middle + 7), ("cut_off", tail + 1)]


def _entry_at(position: int) -> int:
    from alongside.records.models import Seal

    return Seal.objects.get(pk=position).entry


def _unprotected(statement: str) -> None:
    from django.db import connection

    from alongside.records.protect import protect, release

    with connection.cursor() as cursor:
        for rule in (*release(connection.vendor), statement, *protect(connection.vendor)):
            cursor.execute(rule)


if __name__ == "__main__":
    main()
