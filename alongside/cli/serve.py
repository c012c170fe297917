"""`alongside serve`: the site on this machine, for people with a browser."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from types import FrameType

import click

from alongside.base.refusal import Refusal
from alongside.cli.options import refusals_told, site

LOOPBACK = "127.0.0.1"
PROCESSES = min(8, max(2, os.cpu_count() or 1))
"""One for each core: pages are mostly Python, which runs on one core of a process at a time; each keeps the law and
its functions for itself, so a large machine is not filled without being asked."""
THREADS = 2
"""One answers while the other waits for the database; each holds a connection."""
APPLICATION = "alongside.config.wsgi:application"


class PortIsTaken(Refusal):
    """Something answers there already; a second server would get half of its requests."""

    code = "port_is_taken"


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Where it answers.")
@click.option(
    "--processes", default=PROCESSES, show_default=True, type=click.IntRange(1, 256), help="So many answer at once."
)
@click.option("--threads", default=THREADS, show_default=True, type=click.IntRange(1, 64), help="In each of them.")
@click.option("--with-worker", is_flag=True, help="Run a worker beside it, as `alongside work` does.")
def serve(port: int, processes: int, threads: int, with_worker: bool) -> None:
    """Bring the database to its newest shape and answer on this machine alone; a TLS proxy brings it to others.

    Stopped by Ctrl-C or SIGTERM; requests in hand are answered first.
    """
    with refusals_told():
        _refuse_a_taken_port(port)
        with site():
            _gather_static_files()
    worker = _start_worker() if with_worker else None
    try:
        click.echo(f"Alongside answers at http://{LOOPBACK}:{port}/ - Ctrl-C stops it.")
        answer(port, processes=processes, threads=threads)
    finally:
        if worker is not None:
            _stop(worker)


def _refuse_a_taken_port(port: int) -> None:
    with socket.socket() as probe:
        if probe.connect_ex((LOOPBACK, port)) == 0:
            raise PortIsTaken(f"Port {port} is taken by another program.", remedy="Name another one with --port.")


def _gather_static_files() -> None:
    """Style sheets and scripts into the home, so that every worker finds them without looking through the rooms."""
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)


def answer(port: int, *, application: str = APPLICATION, processes: int = PROCESSES, threads: int = THREADS) -> None:
    """Answer on loopback until a signal says to stop, in so many processes and threads."""
    from granian import Granian
    from granian.constants import Interfaces

    server = Granian(
        application,
        address=LOOPBACK,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=threads,
        respawn_failed_workers=True,
        workers_kill_timeout=15,
        websockets=False,
        log_enabled=True,
        log_access=False,
    )
    server.serve()


def _start_worker() -> subprocess.Popen[bytes]:
    signal.signal(signal.SIGTERM, _leave)  # until the server takes the signal over
    return subprocess.Popen([sys.executable, *_safe_path(), "-m", "alongside.cli", "work"], start_new_session=True)


def _safe_path() -> list[str]:
    return ["-P"] if sys.flags.safe_path else []


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


def _stop(worker: subprocess.Popen[bytes]) -> None:
    """As a signal would: what it has in hand is finished, for a while."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if worker.poll() is None:
            os.kill(worker.pid, sign)
        try:
            worker.wait(timeout=15)
            return
        except subprocess.TimeoutExpired:
            continue
