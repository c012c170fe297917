"""HTML for the pages of a pack: elements whose text is always escaped, guides as paragraphs, the frame of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from alongside.base.text import LANGUAGES, Language, Text
from alongside.packs import site_words as words
from alongside.packs.load import Pack

VOID = ("br", "link", "meta")


class Html(str):
    """Text that is HTML already; any other string is escaped when it becomes part of an element."""

    __slots__ = ()


Part = str | None | Iterable["Part"]


def html(part: Part) -> Html:
    """Anything as HTML: strings escaped, lists joined, None nothing."""
    if part is None:
        return Html("")
    if isinstance(part, Html):
        return part
    if isinstance(part, str):
        return Html(escape(part))
    return Html("".join(html(each) for each in part))


def el(tag: str, *parts: Part, **attributes: str | None) -> Html:
    """An element. An attribute's `_` is written as `-`, a last one is dropped (`class_`); None leaves it out."""
    said = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    return Html(f"<{tag}{said}>" if tag in VOID else f"<{tag}{said}>{html(parts)}</{tag}>")


def table(heads: Iterable[Part], rows: Iterable[Iterable[Part]], *, caption: str, sums: Iterable[int] = ()) -> Html:
    """A table that scrolls by itself on a narrow screen; a row's first cell heads it, `sums` stand to the right."""
    right = set(sums)

    def kind(place: int) -> str | None:
        return "sum" if place in right else None

    head = el("tr", [el("th", part, scope="col", class_=kind(n)) for n, part in enumerate(heads)])
    body = [
        el(
            "tr",
            [
                el("td", part, class_=kind(n)) if n else el("th", part, scope="row", class_=kind(n))
                for n, part in enumerate(row)
            ],
        )
        for row in rows
    ]
    inside = el("table", el("caption", caption), el("thead", head), el("tbody", body))
    return el("div", inside, class_="wide", role="region", aria_label=caption, tabindex="0")


_STRONG = re.compile(r"\*\*(.+?)\*\*")


def guide(text: str) -> Html:
    """A guide: `##` headings, paragraphs, lists with `-`, **strong** words; its first heading is the page's own."""
    found: list[Html] = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = block.strip().splitlines()
        if lines[0].startswith("# "):
            lines = lines[1:]
        while lines and lines[0].startswith("#"):
            found.append(el("h2", lines[0].lstrip("# ")))
            lines = lines[1:]
        if lines and all(line.startswith(("- ", "  ")) for line in lines):
            items = re.split(r"\n- ", "\n" + "\n".join(lines))[1:]
            found.append(el("ul", [el("li", _inline(" ".join(item.split()))) for item in items]))
        elif lines:
            found.append(el("p", _inline(" ".join(line.strip() for line in lines))))
    return html(found)


def _inline(text: str) -> Html:
    return Html(_STRONG.sub(r"<strong>\1</strong>", escape(text)))


@dataclass(frozen=True)
class Place:
    """Where a page lies: its path below the folder of its language, such as `measures/birth_grant.html`."""

    path: str
    language: Language

    @property
    def up(self) -> str:
        """The way from the page to the folder of its language."""
        return "../" * self.path.count("/")

    @property
    def other(self) -> tuple[Language, str]:
        """The other language and the way to the same page in it."""
        language = next(each for each in LANGUAGES if each != self.language)
        return language, f"{self.up}../{language}/{self.path}"


def framed(pack: Pack, place: Place, title: str, *body: Part) -> str:
    """A whole page around its body."""
    language = place.language
    other, way = place.other
    links = [
        el("a", label[language], href=f"{place.up}{path}", aria_current="page" if place.path == path else None)
        for path, label in words.SECTIONS.items()
    ]
    switch = el("a", words.OTHER_LANGUAGE[language], href=way, lang=other, hreflang=other, class_="other")
    return whole(
        language,
        f"{title} — {words.WORDMARK[language]}",
        f"{place.up}../site.css",
        el("a", words.SKIP[language], href="#main", class_="skip"),
        el(
            "header",
            el(
                "div",
                el("a", words.WORDMARK[language], href=f"{place.up}index.html", class_="word"),
                el("nav", links, aria_label=words.CONTENTS[language]),
                switch,
            ),
            class_="top",
        ),
        el("main", *body, id="main"),
        el("footer", el("div", made_from(pack)[language]), class_="foot"),
    )


def whole(language: str, title: str, style: str, *body: Part) -> str:
    """The document."""
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("title", title),
        el("link", rel="stylesheet", href=style),
    )
    return "<!doctype html>\n" + el("html", head, el("body", *body), lang=language) + "\n"


def made_from(pack: Pack) -> Text:
    """What stands at the bottom of every page."""
    ru = words.MADE_FROM.ru.format(title=pack.title.ru, version=pack.version)
    return Text(ru, words.MADE_FROM.en.format(title=pack.title.en, version=pack.version))
