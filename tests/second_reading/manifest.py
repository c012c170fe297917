"""registers.md section 1: the manifest, and the file errors seen without reading a file's rows."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from .layout import REGISTERS

T = TypeVar("T")


class Refused(Exception):
    """The delivery is refused as a whole."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Entry:
    """One listed file."""

    name: str
    register: str
    rows: float
    sha256: str


@dataclass(frozen=True)
class Manifest:
    delivery_id: str
    as_of: date
    entries: tuple[Entry, ...]


def read_manifest(folder: Path) -> Manifest:
    """ "without a readable manifest (`manifest_unreadable`; also a key that is absent, an as_of that is
    no date, a rows that is no number)"."""
    try:
        text = (folder / "manifest.json").read_bytes().decode("utf-8")  # "(UTF-8)"; json refuses a BOM
        page = json.loads(text, parse_constant=_no_constant)
        entries = tuple(_entry(item) for item in _of(page["files"], list))
        return Manifest(_of(page["delivery_id"], str), _day(page["as_of"]), entries)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise Refused("manifest_unreadable") from None


def _no_constant(word: str) -> float:
    raise ValueError(f"{word} is not JSON")


def _of(value: object, kind: type[T]) -> T:
    if not isinstance(value, kind):
        raise TypeError(kind.__name__)
    return value


def _entry(item: dict[str, object]) -> Entry:
    rows = item["rows"]
    if isinstance(rows, bool) or not isinstance(rows, (int, float)):  # "a rows that is no number"
        raise TypeError("rows")
    return Entry(_of(item["name"], str), _of(item["register"], str), rows, _of(item["sha256"], str))


def _day(text: object) -> date:
    """ "an as_of that is no date": the date of the example, 2025-03-01."""
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError("as_of")
    return date.fromisoformat(text)


def error_before_reading(folder: Path, entry: Entry, manifest: Manifest) -> str | None:
    """The first of the file errors `unknown_register` ... `digest_mismatch` that applies, "in this order"."""
    # "unknown_register (also a name other than the register's two)"
    if entry.register not in REGISTERS:
        return "unknown_register"
    if entry.name not in (f"{entry.register}.csv", f"{entry.register}.parquet"):
        return "unknown_register"
    # "two_files (the register is listed more than once)"
    if sum(1 for other in manifest.entries if other.register == entry.register) > 1:
        return "two_files"
    # "file_absent (listed, not in the folder)"
    path = folder / entry.name
    if not path.is_file():
        return "file_absent"
    # "digest_mismatch"; "sha256: of the file's bytes"; hex digits of either case are the same digits
    if hashlib.sha256(path.read_bytes()).hexdigest() != entry.sha256.lower():
        return "digest_mismatch"
    return None
