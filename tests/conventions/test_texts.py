"""Everything a screen says is said in both languages, and what is committed is what the screens say."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

from tests.texts import ENGINE, ROOT, faults, mo_bytes, po_bytes, po_path, read, renewed, rooms

LETTERS = re.compile(r"[^\W\d_]{2,}")
SPOKEN = ("title", "alt", "placeholder", "aria-label", "aria-description", "aria-roledescription")
SILENT = ("script", "style")
WITHOUT_END = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
WORDLESS = re.compile(r"^(?:blocktrans(?:late)?\b|comment\b|block \w+_class$)")
WORDLESS_ENDS = re.compile(r"^(?:endblocktrans|endcomment|endblock\b)")
ROOMS = [pytest.param(room, id=room.name) for room in rooms()]
TEMPLATES = [
    pytest.param(path, id=str(path.relative_to(ENGINE)))
    for path in sorted(ENGINE.rglob("*.html"))
    if "templates" in path.parts
]


@pytest.mark.parametrize("room", ROOMS)
def test_every_sentence_of_a_room_is_said_in_russian(room: Path) -> None:
    wrong = [f"«{message.id}» {fault}" for message in read(room) if message.id for fault in faults(message)]
    if wrong:
        pytest.fail(f"{po_path(room).relative_to(ROOT)}:\n" + "\n".join(wrong), pytrace=False)


@pytest.mark.parametrize("room", ROOMS)
def test_what_is_committed_is_what_the_screens_say(room: Path) -> None:
    path, catalog = po_path(room), renewed(room)
    assert path.is_file(), f"{path.relative_to(ROOT)} is missing; ./run texts makes it"
    assert path.read_bytes() == po_bytes(catalog), f"{path.relative_to(ROOT)} is behind; ./run texts renews it"
    compiled = path.with_suffix(".mo").read_bytes()
    assert compiled == mo_bytes(catalog), f"{path.relative_to(ROOT)} is not what is compiled; ./run texts compiles it"


@pytest.mark.parametrize("room", ROOMS)
def test_sentences_are_written_in_english_and_translated_into_russian(room: Path) -> None:
    russian = [message.id for message in renewed(room) if re.search("[а-яё]", str(message.id), re.IGNORECASE)]
    assert not russian, f"the original is English: {russian}"


class Page(HTMLParser):
    """Collects what a page says without translating it. What carries a written-out `lang` says so on purpose."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.found: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own_language = bool((dict(attrs).get("lang") or "").strip())
        excused = own_language or tag in SILENT or self.excused()
        if not excused:
            for name, value in attrs:
                if name in SPOKEN:
                    self.handle_data(value or "")
        if tag not in WITHOUT_END:
            self.open.append((tag, excused))

    def handle_endtag(self, tag: str) -> None:
        names = [name for name, _ in self.open]
        if tag in names:
            del self.open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if not self.excused() and (said := LETTERS.search(data)):
            self.found.append((self.getpos()[0], said.group()))

    def excused(self) -> bool:
        return bool(self.open) and self.open[-1][1]


def untranslated(template: str) -> list[tuple[int, str]]:
    """The line and the first word of each text of a template that stands outside translate tags.

    A block that is called ..._class holds names for the style sheet.
    """
    kept, inside = [], False
    for token in Lexer(template).tokenize():
        if token.token_type == TokenType.TEXT:
            kept.append("\n" * token.contents.count("\n") if inside else token.contents)
        elif token.token_type == TokenType.BLOCK:
            if WORDLESS.match(token.contents):
                inside = True
            elif WORDLESS_ENDS.match(token.contents):
                inside = False
    page = Page()
    page.feed("".join(kept))
    page.close()
    return page.found


@pytest.mark.parametrize("path", TEMPLATES)
def test_a_template_says_nothing_that_is_not_translated(path: Path) -> None:
    wrong = untranslated(path.read_text(encoding="utf-8"))
    if wrong:
        lines = [f"{path.relative_to(ROOT)}:{line}: «{word}…» stands outside a translate tag" for line, word in wrong]
        pytest.fail("\n".join(lines), pytrace=False)


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ("<p>{% translate 'Hello' %}: {{ name }} 12 ₽</p>", []),
        ("<p>{% blocktranslate %}Hello <b>you</b>{% endblocktranslate %} Привет</p>", ["Привет"]),
        ('<input placeholder="Your name"><br><p>{{ x }}</p>', ["Your"]),
        ('<button lang="en">English</button><script>let page = 1;</script><i>open</i>', ["open"]),
        ('<html lang="{{ language }}"><p>Hello</p>', ["Hello"]),
        ('{% if a %}<a href="x">{% endif %}word</a>', ["word"]),
    ],
)
def test_the_scanner_finds_bare_words_and_nothing_else(template: str, words: list[str]) -> None:
    assert [word for _, word in untranslated(template)] == words
