"""A worker: runs jobs as they come and, beside them, seals the journal and picks up what killed workers left."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.db import DatabaseError, close_old_connections, connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker as JobLoop

from alongside.base import clock
from alongside.records.models import Worker
from alongside.records.recover_jobs import SILENT, forget_old_jobs, recover_jobs
from alongside.records.seal_entries import anchor, seal_entries

log = logging.getLogger(__name__)
AGAIN_AFTER = 2.0  # seconds after the database was not there


@dataclass(frozen=True)
class Rhythm:
    """How often what is done, in seconds; `silent` is how long a worker may say nothing."""

    poll: float = 0.5
    beat: float = 4.0
    seal: float = 5.0
    recover: float = 10.0
    forget: float = 3600.0
    anchor: float = 600.0
    silent: timedelta = SILENT


USUAL = Rhythm()


def work(*, until_empty: bool = False, anchor_file: Path | None = None, rhythm: Rhythm = USUAL) -> None:
    """Work until a signal says to stop (the job in hand is finished first), or until nothing is due.

    Where the database is not there for a while, the worker waits and goes on under a new name, so that whatever it had
    in hand is picked up.
    """
    while True:
        name = get_random_string(32)
        loop = _loop(name, until_empty=until_empty, poll=rhythm.poll)
        loop.configure_signals()
        stop = threading.Event()
        chores = threading.Thread(target=_chores, args=(name, stop, anchor_file, rhythm), daemon=True)
        try:
            Worker.objects.create(name=name, beat_at=clock.now())
            chores.start()
            loop.run()
            return
        except DatabaseError as fault:
            log.warning("the database is not there (%s); the worker tries again", type(fault).__name__)
            time.sleep(AGAIN_AFTER)
        finally:
            stop.set()
            if chores.is_alive():
                chores.join(timeout=10)
            _leave(name)


def _loop(name: str, *, until_empty: bool, poll: float) -> JobLoop:
    return JobLoop(
        queue_names=["default"],
        interval=poll,
        batch=until_empty,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    )


def _leave(name: str) -> None:
    try:
        close_old_connections()
        Worker.objects.filter(name=name).delete()
    except DatabaseError as fault:
        log.warning("a worker could not say goodbye (%s)", type(fault).__name__)


def _chores(name: str, stop: threading.Event, anchor_file: Path | None, rhythm: Rhythm) -> None:
    """Each chore in its rhythm; one that fails is told and done again at its next turn."""
    chores: list[tuple[float, Callable[[], object]]] = [
        (rhythm.beat, lambda: Worker.objects.filter(name=name).update(beat_at=clock.now())),
        (rhythm.seal, seal_entries),
        (rhythm.recover, lambda: recover_jobs(now=clock.now(), silent=rhythm.silent)),
        (rhythm.forget, lambda: forget_old_jobs(now=clock.now())),
    ]
    if anchor_file is not None:
        chores.append((rhythm.anchor, lambda: anchor(anchor_file, at=clock.now())))
    due = [time.monotonic()] * len(chores)
    try:
        while not stop.wait(max(0.05, min(due) - time.monotonic())):
            for place, (every, chore) in enumerate(chores):
                if time.monotonic() >= due[place] and not stop.is_set():
                    _do(chore)
                    due[place] = time.monotonic() + every
    finally:
        connection.close()


def _do(chore: Callable[[], object]) -> None:
    try:
        close_old_connections()
        chore()
    except Exception as fault:  # the worker lives on; what was not done is done at the next turn
        log.warning("a chore of the worker failed (%s); it is done again", type(fault).__name__)
