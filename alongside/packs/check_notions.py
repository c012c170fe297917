"""The words of the law's notions against its code: is every definition told, and nothing that is gone."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path

from alongside.packs.finding import Finding
from alongside.packs.load import Pack
from alongside.packs.notion_texts import FILE, Notion
from alongside.packs.notion_uses import code_name, functions_in, law_files
from alongside.packs.site_law import reads_of
from alongside.rules.definitions import Definition


def notion_findings(pack: Pack) -> Iterator[Finding]:
    """Definitions that measures use and nobody explains; explanations of what is gone or that no measure uses."""
    yield from _untold(pack)
    files = _files_by_function(pack.path)
    used = pack.notions.by_notion(pack.law)
    for notion in pack.notions.all:
        yield from _gone(notion, files)
        if notion.code and notion.id not in used:
            yield Finding(notion.where, f"no measure rests on the definition {notion.id!r}", "Take it out.")


def _untold(pack: Pack) -> Iterator[Finding]:
    readers: dict[str, tuple[Definition, list[str]]] = {}
    for measure in pack.law.measures:
        for part in reads_of(pack.law, measure).definitions:
            readers.setdefault(code_name(part), (part, []))[1].append(measure.id)
    for name, (part, measures) in readers.items():
        if pack.notions.of_code(name) is None:
            more = f" and {len(measures) - 1} more" if len(measures) > 1 else ""
            yield Finding(
                part.where,
                f"the definition {name!r} of {measures[0]}{more} has no sentence",
                f"Say it in both languages in {FILE}, or add it to the `code` of what says it already.",
            )


def _gone(notion: Notion, files: dict[str, list[str]]) -> Iterator[Finding]:
    for name in notion.code:
        places = files.get(name, [])
        if not places:
            near = difflib.get_close_matches(name, sorted(files), n=1)
            remedy = f"Did you mean {near[0]!r}?" if near else "Take it out."
            yield Finding(notion.code_at, f"no code of the pack is called {name!r}", remedy)
        elif len(places) > 1:
            remedy = "Give one of them another name."
            yield Finding(notion.code_at, f"{name!r} stands in {' and in '.join(places)}", remedy)


def _files_by_function(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for file in law_files(path):
        for function in functions_in(file):
            found.setdefault(function.name, []).append(file.relative_to(path).as_posix())
    return found
