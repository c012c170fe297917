"""`./run texts`: find every sentence of the screens, keep its translation, compile.

For each room that says something: `alongside/<room>/locale/ru/LC_MESSAGES/django.po` gets what its Python and its
templates say (sentences that are no longer said leave it), and `django.mo` is compiled from it. Both are committed.
What is not yet translated is listed, and the exit status is 1 until it is.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
ENGINE = ROOT / "alongside"
LANGUAGE = "ru"
TEMPLATES = (".html", ".txt", ".svg")
PLAIN = {"_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None}
PLURAL = {"ngettext": (1, 2), "ngettext_lazy": (1, 2)}
IN_CONTEXT = {"pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}
SAID_BY = PLAIN | PLURAL | IN_CONTEXT
PLACE = re.compile(r"%\((\w+)\)|(?<!\{)\{(\w*)\}")
TAG = re.compile(r"</?[a-z][^>]*>")


@dataclass(frozen=True)
class Said:
    """One sentence where it is said: its form for one and, where it counts, its form for many."""

    path: Path
    line: int
    one: str
    many: str | None
    context: str | None
    notes: tuple[str, ...]


class RoomCatalog(Catalog):
    """A catalogue whose head says only what a program needs, so that it changes when a sentence does and not before."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """Language, encoding and plural forms."""
        return [
            ("Language", LANGUAGE),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def rooms() -> list[Path]:
    """The folders of the rooms that say something."""
    return [path for path in sorted(ENGINE.iterdir()) if path.is_dir() and any(said(path))]


def po_path(room: Path) -> Path:
    """Where a room's translations are."""
    return room / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def said(room: Path) -> Iterator[Said]:
    """Every sentence a room says, in the order of files and lines."""
    for path in sorted(room.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            source = path.read_bytes()
        elif path.suffix in TEMPLATES and "templates" in path.parts:
            source = _as_python(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))
        else:
            continue
        if b"gettext" in source or b"_(" in source:
            yield from _extracted(path, source)


def _as_python(template: str, origin: str) -> bytes:
    """What Django makes of a template for gettext; indentation means nothing there, so it goes."""
    lines = templatize(template, origin=origin).splitlines()
    return "\n".join(line.strip() for line in lines).encode()


def _extracted(path: Path, source: bytes) -> Iterator[Said]:
    found: Iterator[Any] = extract_python(io.BytesIO(source), SAID_BY, ["Translators"], {"encoding": "utf-8"})
    for line, function, messages, notes in found:
        parts = list(messages) if isinstance(messages, tuple | list) else [messages]
        context = parts.pop(0) if "pgettext" in function else None
        many = parts[1] if function.startswith(("ngettext", "npgettext")) else None
        if parts[0]:
            yield Said(path, line, parts[0], many, context, tuple(notes))


def read(room: Path) -> RoomCatalog:
    """The room's catalogue as it is committed; empty where there is none."""
    catalog = RoomCatalog(locale=LANGUAGE, fuzzy=False)
    path = po_path(room)
    if path.is_file():
        with path.open("rb") as file:
            for message in read_po(file, locale=LANGUAGE):
                if message.id:
                    catalog[message.id] = message
    return catalog


def renewed(room: Path) -> RoomCatalog:
    """What the room says now, with the translations that are there."""
    before, after = read(room), RoomCatalog(locale=LANGUAGE, fuzzy=False)
    for item in said(room):
        known = before.get(item.one, item.context)
        key = (item.one, item.many) if item.many is not None else item.one
        string = known.string if known is not None and isinstance(known.id, str) == isinstance(key, str) else ""
        where = [(str(item.path.relative_to(ROOT)), 0)]
        after.add(key, string, where, auto_comments=item.notes, context=item.context)
    return after


def po_bytes(catalog: RoomCatalog) -> bytes:
    """The catalogue as a person reads it."""
    catalog.header_comment = "# What the room says, in Russian. `./run texts` renews it; translate in here."
    file = io.BytesIO()
    write_po(file, catalog, width=100, sort_by_file=True, ignore_obsolete=True, include_lineno=False)
    return file.getvalue()


def mo_bytes(catalog: RoomCatalog) -> bytes:
    """The catalogue as Django reads it."""
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def faults(message: Message) -> list[str]:
    """What is wrong with one translation, in words; empty where nothing is."""
    forms = [str(form or "") for form in _all(message.string)]
    ids = [str(form) for form in _all(message.id)]
    if not all(forms):
        return ["is not translated"]
    found = ["is marked fuzzy: read it, mend it, take the mark away"] if message.fuzzy else []
    if any(places(form) != places(ids[-1]) for form in forms):
        found.append(f"has other placeholders than the original ({', '.join(sorted(places(ids[-1]))) or 'none'})")
    if any(sorted(TAG.findall(form)) != sorted(TAG.findall(ids[-1])) for form in forms):
        found.append("has other tags than the original")
    return found


def _all(text: Any) -> list[Any]:
    return list(text) if isinstance(text, tuple | list) else [text]


def places(text: str) -> set[str]:
    """The names that are filled in: of %(name)s and of {name}."""
    return {percent or brace for percent, brace in PLACE.findall(text)}


def main() -> int:
    """Renew every room; 1 while something is wrong, each fault on a line."""
    wrong = 0
    for room in rooms():
        catalog, path = renewed(room), po_path(room)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po_bytes(catalog))
        path.with_suffix(".mo").write_bytes(mo_bytes(catalog))
        for message in catalog:
            for fault in faults(message) if message.id else ():
                wrong += 1
                print(f"{path.relative_to(ROOT)}: «{message.id}» {fault}")
        print(f"{room.name}: {len(catalog)} sentences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
