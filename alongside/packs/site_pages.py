"""The pages about a whole pack: the list of measures, the definitions, the registers, the first page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from alongside.base.text import LANGUAGES, Language
from alongside.base.wording import count_text
from alongside.packs import site_words as words
from alongside.packs.load import Pack
from alongside.packs.notion_texts import Notion
from alongside.packs.site_html import Html, Part, Place, el, framed, made_from, table, whole
from alongside.packs.site_measure import measure_link
from alongside.rules.schema import CLOSED, OPEN, Column, Register

MANY = 4  # measures that stand in a line; more of them are folded


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


def definitions_page(pack: Pack, language: Language, uses: Mapping[str, Sequence[str]]) -> str:
    """How the law counts: its notions by chapter, each with its sentence and the measures that rest on it."""
    parts: list[Html] = []
    for chapter in pack.notions.chapters:
        parts.append(el("h2", chapter.title[language], id=f"chapter-{chapter.id}"))
        if not any(notion.code for notion in chapter.notions):
            parts.append(el("p", words.FOR_EVERY_MEASURE[language], class_="quiet"))
        items = [_notion(pack, each, uses.get(each.id, ()), language) for each in chapter.notions]
        parts.append(el("dl", items, class_="words"))
    links = [
        el("li", el("a", chapter.title[language], href=f"#chapter-{chapter.id}")) for chapter in pack.notions.chapters
    ]
    title = words.DEFINITIONS_TITLE[language]
    return framed(
        pack,
        Place("definitions.html", language),
        title,
        el("h1", title),
        el("p", words.DEFINITIONS_LEAD[language]),
        el("ul", links, class_="flow") if links else el("p", words.NO_DEFINITIONS[language]),
        parts,
    )


def _notion(pack: Pack, notion: Notion, measures: Sequence[str], language: Language) -> Html:
    links = [
        [", " if place else "", measure_link(pack, each, language, to="measures/")]
        for place, each in enumerate(measures)
    ]
    cites = [words.CITES[language].format(act=notion.cites[language]), " · "] if notion.cites is not None else []
    law = el("p", cites, words.PARAGRAPH_OF_LAW[language].format(law=notion.law), class_="quiet")
    used: Html | None = None
    if len(measures) > MANY:
        count = count_text(len(measures), words.USED_BY_COUNT[language].split("|"), language)
        listed = el("ul", [el("li", measure_link(pack, each, language, to="measures/")) for each in measures])
        used = el("details", el("summary", words.USED_BY_MANY[language].format(count=count)), listed)
    elif measures:
        used = el("p", words.USED_BY[language], links, class_="quiet")
    said = el("p", notion.sentence[language])
    return el("div", el("dt", notion.title[language], id=notion.id), el("dd", said, used, law))


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
    file = Html(  # nothing in the sentence itself needs to be escaped
        words.FILE[language].format(
            csv=el("code", f"{register.name}.csv"),
            encoding=el("code", dialect.encoding),
            dates=el("code", dialect.date_pattern),
            mark=el("code", dialect.decimal_mark),
            parquet=el("code", f"{register.name}.parquet"),
        )
    )
    notes: list[str] = [(words.NO_ROW_UNKNOWN if register.open else words.NO_ROW_NO)[language]]
    if register.cover_months is not None:
        notes.append(words.COVERS_MONTHS[language].format(count=register.cover_months))
    if register.cover_years is not None:
        notes.append(words.COVERS_YEARS[language].format(year=register.cover_years))
    heads = (words.COLUMN[language], words.TYPE[language])
    rows = [_column(pack, register, column, language) for column in register.columns]
    return el(
        "section",
        el("h2", register.title[language], id=register.name),
        el("p", f"{words.HOLDER[language]}: {register.holder[language]}. ", file, " ", " ".join(notes)),
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
        codes = [_code(pack, f"{register.name}.{column.name}", code, language) for code in column.codes]
        kind.append(el("small", [["; " if place else "", code] for place, code in enumerate(codes)]))
    empty = "O" if column.empty is OPEN else "C" if column.empty is CLOSED else "M"
    kind.append(el("small", words.EMPTY_MEANS[language], words.EMPTY[empty][language]))
    return name, kind


def _code(pack: Pack, column: str, code: str, language: Language) -> Part:
    """A code in words: the pack's own, or the name of the measure it stands for; else as it is."""
    said = pack.words.get(column, {}).get(code)
    if said is not None:
        return said[language]
    return pack.texts[code].name[language] if code in pack.texts else el("code", code)
