"""The pages about a whole pack: the list of measures, the definitions, the registers, the first page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from alongside.base.text import LANGUAGES, Language
from alongside.base.wording import count_text
from alongside.packs import site_words as words
from alongside.packs.load import Pack
from alongside.packs.site_html import Html, Place, el, framed, made_from, table, whole
from alongside.packs.site_law import Chapter, Reads, Words, key_of
from alongside.packs.site_measure import measure_link
from alongside.rules.schema import CLOSED, OPEN, Column, Register


def first_page(pack: Pack) -> str:
    """The way to either language."""
    ways = [
        el("p", el("a", words.CHOOSE[each], href=f"{each}/index.html", lang=each, hreflang=each, class_="do"))
        for each in LANGUAGES
    ]
    titles = [el("h1", pack.title[each], lang=each) for each in LANGUAGES]
    names = f"{words.WORDMARK.ru} · {words.WORDMARK.en}"
    said = made_from(pack)
    notes = [el("p", said[each], lang=each) for each in LANGUAGES]
    return whole(
        LANGUAGES[0],
        f"{pack.title.ru} — {names}",
        "site.css",
        el("header", el("div", el("span", names, class_="word")), class_="top"),
        el("main", [[title, way] for title, way in zip(titles, ways, strict=True)]),
        el("footer", el("div", notes), class_="foot"),
    )


def index_page(pack: Pack, language: Language) -> str:
    """All measures, each with what it is and how often it comes."""
    rows = []
    for measure in pack.law.measures:
        text = pack.texts[measure.id]
        rows.append(
            el(
                "li",
                el("h2", measure_link(pack, measure.id, language, to="measures/")),
                el("span", words.FREQUENCY[measure.frequency][language], class_="tag"),
                el("p", text.summary[language], class_="more"),
            )
        )
    count = count_text(len(rows), words.MEASURES_COUNT[language].split("|"), language)
    return framed(
        pack,
        Place("index.html", language),
        pack.title[language],
        el("p", pack.title[language], class_="crumb"),
        el("h1", words.INDEX_TITLE[language].format(count=count)),
        el("p", words.INDEX_LEAD[language]),
        el("ul", rows, class_="rows"),
    )


def definitions_page(pack: Pack, language: Language, chapters: Sequence[Chapter], reads: Mapping[str, Reads]) -> str:
    """The words of the law by file, each with its sentence and the measures that read it."""
    readers: dict[tuple[str, str], list[str]] = {}
    for measure in pack.law.measures:
        for part in reads[measure.id].definitions:
            readers.setdefault(key_of(part), []).append(measure.id)
    parts: list[Html] = []
    for chapter in chapters:
        file = str(pack.path / chapter.file)
        items = [_word(pack, each, readers.get((file, each.name), []), language) for each in chapter.words]
        head = chapter.sentence.splitlines()[0].rstrip(".") if chapter.sentence else chapter.file
        parts.append(el("h2", head, id=chapter.anchor, lang="en"))
        parts.append(el("p", el("code", f"{pack.name}/{chapter.file}"), class_="quiet"))
        parts.append(el("dl", items, class_="words"))
    number = sum(len(chapter.words) for chapter in chapters)
    count = count_text(number, words.DEFINITIONS_COUNT[language].split("|"), language)
    title = words.DEFINITIONS_TITLE[language].format(count=count)
    lead = el("p", words.DEFINITIONS_LEAD[language])
    return framed(pack, Place("definitions.html", language), title, el("h1", title), lead, parts)


def _word(pack: Pack, word: Words, readers: Sequence[str], language: Language) -> Html:
    name = el("dt", el("span", word.name.replace("_", " "), lang="en"), id=word.name if word.named else None)
    said = el("p", word.sentence, lang="en") if word.sentence else el("p", words.NO_SENTENCE[language])
    links = [
        [", " if place else "", measure_link(pack, each, language, to="measures/")]
        for place, each in enumerate(readers)
    ]
    used = el("p", words.USED_BY[language], links, class_="quiet") if readers else None
    return el("div", name, el("dd", said, used))


def registers_page(pack: Pack, language: Language) -> str:
    """Every register: who holds it, what its file looks like, its columns and what empty means in each."""
    all_registers = pack.registers.all
    count = count_text(len(all_registers), words.REGISTERS_COUNT[language].split("|"), language)
    title = words.REGISTERS_TITLE[language].format(count=count)
    links = [el("li", el("a", each.title[language], href=f"#{each.name}")) for each in all_registers]
    return framed(
        pack,
        Place("registers.html", language),
        title,
        el("h1", title),
        el("p", words.REGISTERS_LEAD[language]),
        el("ul", links, class_="flow"),
        [_register(pack, each, language) for each in all_registers],
    )


def _register(pack: Pack, register: Register, language: Language) -> Html:
    dialect = register.dialect
    file = words.FILE[language].format(
        name=register.name,
        encoding=dialect.encoding,
        dates=dialect.date_pattern,
        mark=dialect.decimal_mark,
    )
    notes = [file, (words.NO_ROW_UNKNOWN if register.open else words.NO_ROW_NO)[language]]
    if register.cover_months is not None:
        notes.append(words.COVERS_MONTHS[language].format(count=register.cover_months))
    if register.cover_years is not None:
        notes.append(words.COVERS_YEARS[language].format(year=register.cover_years))
    heads = (words.COLUMN[language], words.TYPE[language])
    rows = [_column(pack, register, column, language) for column in register.columns]
    return el(
        "section",
        el("h2", register.title[language], id=register.name),
        el("p", f"{words.HOLDER[language]}: {register.holder[language]}. ", " ".join(notes)),
        table(heads, rows, caption=register.title[language]),
    )


def _column(pack: Pack, register: Register, column: Column, language: Language) -> tuple[list[str | Html], ...]:
    name: list[str | Html] = [el("code", column.name)]
    if column.name in register.key:
        name += [" ", el("span", words.KEY[language], class_="tag plain")]
    if column.title[language]:
        name.append(el("small", column.title[language]))
    kind: list[str | Html] = [words.TYPES[column.type][language]]
    if column.codes:
        said = pack.words.get(f"{register.name}.{column.name}", {})
        kind.append(el("small", "; ".join(said[c][language] if c in said else c for c in column.codes)))
    empty = "O" if column.empty is OPEN else "C" if column.empty is CLOSED else "M"
    kind.append(el("small", words.EMPTY_MEANS[language], words.EMPTY[empty][language]))
    return name, kind
