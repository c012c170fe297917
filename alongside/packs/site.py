"""Write the pages of a pack: plain HTML in both languages, made anew each time, never kept by hand."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from alongside.base.refusal import Refusal
from alongside.base.text import LANGUAGES, Language
from alongside.packs.branches import branches_of
from alongside.packs.examples import Example, read_examples
from alongside.packs.load import Pack
from alongside.packs.site_law import event_titles, reads_of
from alongside.packs.site_measure import measure_page
from alongside.packs.site_pages import definitions_page, first_page, index_page, registers_page

STYLE = Path(__file__).with_name("site.css")
MARK = "made_by_docs"


class SiteIsTaken(Refusal):
    """The folder for the pages holds something else."""

    code = "site_is_taken"


def write_site(pack: Pack, out: Path) -> list[Path]:
    """Write all pages of a pack into a folder, whole or not at all; gives them. An earlier site there is replaced."""
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / MARK).exists())):
        raise SiteIsTaken(f"{out} holds something that is no earlier site.", remedy="Choose a new or empty folder.")
    pages = site_pages(pack)
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        for name, text in pages.items():
            (part / name).parent.mkdir(parents=True, exist_ok=True)
            (part / name).write_text(text, encoding="utf-8")
        shutil.copyfile(STYLE, part / STYLE.name)
        (part / MARK).write_text(f"{pack.name} {pack.version}\n", encoding="utf-8")
        shutil.rmtree(out, ignore_errors=True)
        os.replace(part, out)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return [out / name for name in pages]


def site_pages(pack: Pack) -> dict[str, str]:
    """All pages by their path."""
    pages = {"index.html": first_page(pack)}
    reads = {measure.id: reads_of(pack.law, measure) for measure in pack.law.measures}
    examples, events, uses = read_examples(pack), event_titles(pack), pack.notions.by_notion(pack.law)
    by_measure, branches = _by_measure(pack, examples), branches_of(pack, examples)
    for language in LANGUAGES:
        pages[f"{language}/index.html"] = index_page(pack, language)
        pages[f"{language}/definitions.html"] = definitions_page(pack, language, uses)
        pages[f"{language}/registers.html"] = registers_page(pack, language)
        for measure in pack.law.measures:
            pages[_path(language, measure.id)] = measure_page(
                pack,
                measure,
                language,
                reads=reads[measure.id],
                rests=pack.notions.of_measure(pack.law, measure),
                events=events,
                examples=by_measure.get(measure.id, []),
                branches=branches.of(measure.id),
            )
    return pages


def _path(language: Language, measure: str) -> str:
    return f"{language}/measures/{measure}.html"


def _by_measure(pack: Pack, read: Sequence[Example]) -> dict[str, list[Example]]:
    """The examples that expect something of a measure, its own first."""
    found: dict[str, list[Example]] = {}
    for example in read:
        for name in dict.fromkeys(expected.measure for expected in example.expected):
            found.setdefault(name, []).append(example)
    for name, examples in found.items():
        own = str(pack.path / "measures" / name)
        examples.sort(key=lambda example: not example.where.file.startswith(f"{own}{os.sep}"))
    return found
