"""Read a delivery's manifest, and say which listed file can be looked at for each register."""

from __future__ import annotations

import json
import re
import stat
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from alongside.registers import codes
from alongside.registers.refusals import FileError, FolderUnusable, ManifestUnreadable
from alongside.rules.schema import Registers

NAME = "manifest.json"
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
REMEDY = "Ask the sender for the delivery with a right manifest.json."


@dataclass(frozen=True)
class Entry:
    """One listed file. `rows` may be any JSON number: one that is not whole can never be right."""

    name: str
    register: str
    rows: int | float
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a delivery says it holds; `raw` are the bytes it was read from."""

    delivery_id: str
    as_of: date
    entries: tuple[Entry, ...]
    raw: bytes

    def digests(self) -> list[tuple[str, str]]:
        """The names and digests of all listed files: two deliveries with the same are the same."""
        return sorted((entry.name, entry.sha256.lower()) for entry in self.entries)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the delivery in `folder`; refuses when it cannot be understood completely."""
    if not folder.is_dir():
        raise FolderUnusable(f"There is no folder {folder}.", remedy="Name the folder that holds the delivery.")
    path = folder / NAME
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ManifestUnreadable(f"{path} cannot be read: {error.strerror or error}.", remedy=REMEDY) from error
    return parse_manifest(raw, str(path))


def parse_manifest(raw: bytes, where: str = NAME) -> Manifest:
    """The manifest in these bytes; `where` names them in a refusal."""
    try:
        content = json.loads(raw.decode("utf-8"), object_pairs_hook=_single_keys, parse_constant=_no_constant)
        return Manifest(
            delivery_id=_delivery_id(_text(content, "delivery_id")),
            as_of=_day(_text(content, "as_of")),
            entries=tuple(_entry(item) for item in _list(content, "files")),
            raw=raw,
        )
    except (ValueError, RecursionError) as error:
        raise ManifestUnreadable(f"{where} cannot be understood: {error}.", remedy=REMEDY) from error


def check_entries(manifest: Manifest, registers: Registers) -> Iterator[tuple[Entry, FileError | None]]:
    """Each listed file with the error that its listing alone shows, if any."""
    names = {register.name for register in registers.all}
    listed = Counter(entry.register for entry in manifest.entries)
    for entry in manifest.entries:
        error = None
        if entry.register not in names:
            error = FileError(codes.UNKNOWN_REGISTER, f"there is no register {entry.register!r}")
        elif entry.name not in (f"{entry.register}.csv", f"{entry.register}.parquet"):
            wanted = f"{entry.register}.csv or {entry.register}.parquet"
            error = FileError(codes.UNKNOWN_REGISTER, f"the register must come as {wanted}, got {entry.name!r}")
        elif listed[entry.register] > 1:
            times = listed[entry.register]
            error = FileError(codes.TWO_FILES, f"the register {entry.register} is listed {times} times")
        yield entry, error


@contextmanager
def listed_file(folder: Path, entry: Entry) -> Iterator[Path]:
    """A listed file whose name has been checked, while it is read; FileError when it is not in the folder, a refusal
    when it cannot be read or is another at the end."""
    path = folder / entry.name
    with may_read(path):
        before = _stamp(path)
    if before is None:
        raise FileError(codes.FILE_ABSENT, "the manifest lists the file, but it is not in the folder")
    yield path
    if _stamp(path) != before:
        raise FolderUnusable(
            f"{path} changed while it was being read.",
            remedy="Ingest the delivery again once nobody writes into its folder.",
        )


@contextmanager
def may_read(path: Path) -> Iterator[None]:
    """A refusal when the file cannot be read."""
    try:
        yield
    except OSError as error:
        raise FolderUnusable(
            f"{path} cannot be read: {error.strerror or error}.",
            remedy="Let this program read the file and ingest the delivery again.",
        ) from error


def _stamp(path: Path) -> tuple[int, ...] | None:
    """What tells a file from another or a changed one; None where there is none."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else None


def _single_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key!r} stands twice")
        found[key] = value
    return found


def _no_constant(word: str) -> None:
    raise ValueError(f"{word} is no JSON")


def _value(item: object, key: str) -> Any:
    if not isinstance(item, dict):
        raise ValueError(f"an object with {key!r} is due, got {str(item)[:40]!r}")
    if key not in item:
        raise ValueError(f"the key {key!r} is absent")
    return item[key]


def _text(item: object, key: str) -> str:
    value = _value(item, key)
    if not isinstance(value, str):
        raise ValueError(f"{key!r} must be a text, got {str(value)[:40]!r}")
    return value


def _list(item: object, key: str) -> list[Any]:
    value = _value(item, key)
    if not isinstance(value, list):
        raise ValueError(f"{key!r} must be a list, got {str(value)[:40]!r}")
    return value


def _delivery_id(text: str) -> str:
    """An id that can be kept: not empty, real Unicode, short enough for a folder name."""
    if not text:
        raise ValueError("the delivery_id is empty")
    try:
        folder_name(text)
    except UnicodeEncodeError as error:
        raise ValueError("the delivery_id is no Unicode text") from error
    if len(folder_name(text)) > 200:
        raise ValueError("the delivery_id is too long")
    return text


def folder_name(delivery_id: str) -> str:
    """The name of the folder that keeps a delivery: its id, where need be percent-encoded."""
    safe = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."
    name = "".join(chr(b) if b in safe else f"%{b:02X}" for b in delivery_id.encode("utf-8"))
    return f"%2E{name[1:]}" if name.startswith(".") else name


def _day(text: str) -> date:
    if not DAY.fullmatch(text):
        raise ValueError(f"as_of must be a date like 2025-03-01, got {text[:40]!r}")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"as_of is no calendar day, got {text!r}") from error


def _entry(item: object) -> Entry:
    rows = _value(item, "rows")
    if isinstance(rows, bool) or not isinstance(rows, int | float):
        raise ValueError(f"'rows' must be a number, got {str(rows)[:40]!r}")
    return Entry(name=_text(item, "name"), register=_text(item, "register"), rows=rows, sha256=_text(item, "sha256"))
