"""Write into a store so that at any moment, even after a kill, it is either as before or as after."""

from __future__ import annotations

import fcntl
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = "lock"  # held while this program looks for leftovers and claims its own folder, so only for a moment


@contextmanager
def incoming_folder(store: Path) -> Iterator[Path]:
    """A new folder in the store's `.incoming` that nobody reads; what is left in it at the end is removed.

    Leftovers of programs that died are removed first. Each folder has a lock file beside it, locked as long
    as its program lives.
    """
    waiting = store / ".incoming"
    waiting.mkdir(parents=True, exist_ok=True)
    with _locked(waiting / LOCK):
        _remove_leftovers(waiting)
        name = uuid.uuid4().hex
        own = _locked(waiting / f"{name}.lock")
        own.__enter__()
        (waiting / name).mkdir()
    try:
        yield waiting / name
    finally:
        shutil.rmtree(waiting / name, ignore_errors=True)
        (waiting / f"{name}.lock").unlink(missing_ok=True)
        own.__exit__(None, None, None)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """The file, locked; waits for others."""
    with path.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _remove_leftovers(waiting: Path) -> None:
    for path in sorted(waiting.iterdir()):
        if path.name == LOCK:
            continue
        lock = path if path.suffix == ".lock" else path.with_name(f"{path.name}.lock")
        if _is_alive(lock):
            continue
        folder = lock.with_suffix("")
        shutil.rmtree(folder, ignore_errors=True)
        lock.unlink(missing_ok=True)


def _is_alive(lock: Path) -> bool:
    """Whether the program that locked this file still runs."""
    try:
        with lock.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def make_durable(folder: Path) -> None:
    """Have everything in `folder` on disk before it is renamed into place."""
    for place, _, files in os.walk(folder):
        for name in files:
            _sync(Path(place) / name)
        _sync(Path(place))


def move_into_place(folder: Path, target: Path) -> bool:
    """Rename a durable folder to `target`; False when there is already one with something in it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.rename(target)
    except OSError:
        if target.is_dir():
            return False
        raise
    _sync(target.parent)
    _sync(target.parent.parent)
    return True


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
