"""The notions of a pack's law in words for people: what a family, a household, an income is, and which code says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from alongside.base.text import Text
from alongside.packs.files import Fields, needed, read_yaml, text_of
from alongside.rules.fault import PackFault, Where

FILE = "definitions.yaml"


@dataclass(frozen=True)
class Notion:
    """A notion of the law as people read it.

    `code` names the functions of the pack that compute it; a notion without them holds for every measure.
    """

    id: str
    title: Text
    sentence: Text
    law: str
    cites: Text | None
    code: tuple[str, ...]
    where: Where
    code_at: Where


@dataclass(frozen=True)
class NotionChapter:
    """Notions that are read together."""

    id: str
    title: Text
    notions: tuple[Notion, ...]


def read_notions(path: Path) -> tuple[NotionChapter, ...]:
    """The notions in a pack's folder, in the order of their file; none where it has no such file."""
    file = path / FILE
    if not file.exists():
        return ()
    fields = read_yaml(file)
    chapters = tuple(_chapter(name, needed(fields, name, Fields)) for name in fields)
    _each_once(chapters)
    return chapters


def all_notions(chapters: Sequence[NotionChapter]) -> Iterator[Notion]:
    """The notions of all chapters, in order."""
    for chapter in chapters:
        yield from chapter.notions


def _chapter(name: str, fields: Fields) -> NotionChapter:
    notions = needed(fields, "notions", Fields)
    found = (_notion(each, needed(notions, each, Fields), notions.at(each)) for each in notions)
    return NotionChapter(name, text_of(fields, "title"), tuple(found))


def _notion(name: str, fields: Fields, where: Where) -> Notion:
    if not fields.get("ru") or not fields.get("en"):
        raise PackFault(
            f"the definition {name!r} has no sentence in both languages",
            where=where,
            remedy="Add ru and en.",
        )
    code = needed(fields, "code", list) if "code" in fields else []
    return Notion(
        id=name,
        title=text_of(fields, "title"),
        sentence=Text(str(fields["ru"]), str(fields["en"])),
        law=needed(fields, "law"),
        cites=text_of(fields, "cites") if "cites" in fields else None,
        code=tuple(str(each) for each in code),
        where=where,
        code_at=fields.at("code"),
    )


def _each_once(chapters: Sequence[NotionChapter]) -> None:
    """No notion stands twice, and no code is told by two."""
    told: dict[str, str] = {}
    named: set[str] = set()
    for notion in all_notions(chapters):
        if notion.id in named:
            raise PackFault(f"two definitions are called {notion.id!r}", where=notion.where, remedy="Rename one.")
        named.add(notion.id)
        for name in notion.code:
            if name in told:
                raise PackFault(
                    f"{name!r} is told by {told[name]!r} and by {notion.id!r}",
                    where=notion.code_at,
                    remedy="Leave it to one of them.",
                )
            told[name] = notion.id
