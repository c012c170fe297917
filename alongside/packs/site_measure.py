"""The page of one measure: what it is, who gets it, on what conditions, how much, by what knowledge, with examples."""

from __future__ import annotations

from collections.abc import Sequence

from alongside.base.text import Language, Text
from alongside.base.wording import date_text, money_text
from alongside.packs import phrases
from alongside.packs import site_words as words
from alongside.packs.branches import Branch
from alongside.packs.examples import Example
from alongside.packs.load import Pack
from alongside.packs.notion_texts import Notion
from alongside.packs.notion_uses import Rests
from alongside.packs.site_chart import step_chart
from alongside.packs.site_examples import examples_part
from alongside.packs.site_html import Html, Place, el, framed, guide, html, table
from alongside.packs.site_law import Reads
from alongside.packs.templates import Shown, names_in, put_into
from alongside.packs.terms import TermText
from alongside.packs.texts import MeasureText
from alongside.rules import tree
from alongside.rules.language import number_day
from alongside.rules.law import Measure


def measure_page(
    pack: Pack,
    measure: Measure,
    language: Language,
    *,
    reads: Reads,
    rests: Rests,
    events: dict[str, Text],
    examples: Sequence[Example],
    branches: Sequence[Branch],
) -> str:
    """The page of a measure in one language."""
    text = pack.texts[measure.id]
    place = Place(f"measures/{measure.id}.html", language)
    return framed(
        pack,
        place,
        text.name[language],
        el("a", words.BACK[language], href="../index.html", class_="crumb"),
        el("h1", text.name[language]),
        _answer(measure, text, language),
        _guide(text, language),
        _criteria(measure, text, language),
        _notions(rests, language),
        _sum(measure, text, language),
        _terms(pack, reads.terms, language),
        _events(text, events, language),
        _reads(pack, reads, language),
        examples_part(pack, measure, examples, language),
        _branches(branches, language) if language == "en" else None,  # it shows the rule's own words, which are English
    )


def _answer(measure: Measure, text: MeasureText, language: Language) -> Html:
    number = words.MEASURE[language].format(number=measure.number)
    tags = [el("span", part, class_="tag") for part in (number, words.FREQUENCY[measure.frequency][language])]
    mode = el("p", phrases.MODE[measure.mode][language])
    lead = el("p", text.summary[language], class_="lead")
    return el("section", el("p", tags[0], " ", tags[1]), lead, mode, class_="answer")


def _guide(text: MeasureText, language: Language) -> Html:
    """The guide, or whom the measure is for where it has none."""
    path = text.folder / f"guide.{language}.md"
    if path.exists():
        return guide(path.read_text(encoding="utf-8"))
    if text.for_whom is None:
        return Html("")
    return Html(el("h2", words.GUIDE[language]) + el("p", text.for_whom[language]))


def _criteria(measure: Measure, text: MeasureText, language: Language) -> Html:
    lists = []
    for case in measure.cases:
        if len(measure.cases) > 1:
            lists.append(el("h3", words.FOR_UNIT[language].format(unit=case.unit.title[language] or case.unit.name)))
        lists.append(el("ol", [_criterion(text, each.id, language) for each in case.rule.criteria], class_="reasons"))
    act = el("p", words.CITES[language].format(act=text.act[language]), class_="quiet")
    return html([el("h2", words.CRITERIA[language]), act, lists])


def _criterion(text: MeasureText, name: str, language: Language) -> Html:
    said = text.criteria[name]
    if_no = el("small", words.IF_NO[language], _of_anybody(said.if_no, language)) if said.if_no is not None else None
    own = said.cites if said.cites != text.act else None
    cites = el("small", words.CITES[language].format(act=own[language])) if own is not None else None
    return el("li", el("div", said.sentence[language], if_no, cites))


def _of_anybody(template: Text, language: Language) -> str:
    """A sentence whose numbers are a person's own, with dots in their place."""
    return put_into(template, {name: Shown(None, "…") for name in names_in(template, language)}, language)


def _sum(measure: Measure, text: MeasureText, language: Language) -> Html:
    head = el("h2", words.SUM[language])
    names = _step_names(measure)
    if measure.in_kind and not names and text.how is None:
        return Html(head + el("p", words.NO_SUM[language]))
    steps = el("ol", [el("li", text.steps[name][language]) for name in names], class_="steps") if names else None
    how = el("p", text.how[language]) if text.how is not None else None
    return html([head, how, steps]) if how is not None or steps is not None else Html("")


def _step_names(measure: Measure) -> list[str]:
    """The steps of the sum, inner ones first, each once."""
    found: list[str] = []

    def visit(node: tree.Node, seen: set[int]) -> None:
        if id(node) in seen:
            return
        seen.add(id(node))
        for child in tree.children(node):
            visit(child, seen)
        if isinstance(node, tree.Step) and node.name not in found:
            found.append(node.name)

    for case in measure.cases:
        if case.rule.amount is not None:
            visit(case.rule.amount.node, set())
    return found


def _terms(pack: Pack, names: Sequence[str], language: Language) -> Html:
    if not names:
        return Html("")
    shown = [pack.terms[name] for name in names]
    note = el("p", words.DEMO_MEANS[language], class_="quiet") if any(term.demo for term in shown) else None
    return html([el("h2", words.TERMS[language]), note, [_term(pack, term, language) for term in shown]])


def _term(pack: Pack, term: TermText, language: Language) -> Html:
    rows = []
    for number, value in zip(term.dated.days, term.dated.values, strict=True):
        day = number_day(number)
        mark = el("small", el("span", words.DEMO[language], class_="tag wait")) if day in term.demo else None
        rows.append(([date_text(day, language), mark], money_text(value, language)))
    heads = (words.FROM_DAY[language], words.VALUE[language])
    return el(
        "section",
        el("h3", term.title[language]),
        step_chart(term, pack.law.end_day, language),
        table(heads, rows, caption=term.title[language], sums=[1]),
        el("p", words.SOURCE[language].format(source=term.source[language]), class_="quiet"),
        class_="term",
    )


def _events(text: MeasureText, events: dict[str, Text], language: Language) -> Html:
    titles = [events[name][language] for name in text.events if name in events]
    if not titles:
        return Html("")
    return Html(el("h2", words.EVENTS[language]) + el("ul", [el("li", title) for title in titles]))


def _reads(pack: Pack, reads: Reads, language: Language) -> Html:
    parts: list[Html] = [el("h2", words.READS[language]), el("p", words.READS_LEAD[language])]
    registers = [
        (
            el("a", register.title[language], href=f"../registers.html#{register.name}"),
            register.holder[language],
        )
        for register in pack.registers.all
        if register.name in reads.registers
    ]
    heads = (words.REGISTER[language], words.HOLDER[language])
    parts.append(table(heads, registers, caption=words.REGISTERS[language]))
    if reads.measures:
        links = [el("li", measure_link(pack, name, language)) for name in reads.measures]
        parts += [el("h3", words.OTHER_MEASURES[language]), el("ul", links)]
    return html(parts)


def _notions(rests: Rests, language: Language) -> Html:
    """How the law counts what the conditions name, in sentences; what stands behind that, as links."""
    if not rests.own and not rests.behind:
        return Html("")
    items = [
        el("div", el("dt", _notion_link(each, language)), el("dd", el("p", each.sentence[language])))
        for each in rests.own
    ]
    links = [[", " if place else "", _notion_link(each, language)] for place, each in enumerate(rests.behind)]
    return html(
        [
            el("h2", words.DEFINITIONS_TITLE[language]),
            el("dl", items, class_="words") if items else None,
            el("p", words.BEHIND[language] if items else None, links, ".", class_="quiet") if links else None,
        ]
    )


def _notion_link(notion: Notion, language: Language) -> Html:
    return el("a", notion.title[language], href=f"../definitions.html#{notion.id}")


def measure_link(pack: Pack, name: str, language: Language, *, to: str = "") -> Html:
    """A link to a measure's page, from a page beside it or, with `to`, from elsewhere."""
    return el("a", pack.texts[name].name[language], href=f"{to}{name}.html")


def _branches(branches: Sequence[Branch], language: Language) -> Html:
    """The branches of the measure's own rule, with how many examples take each."""
    taken = sum(1 for branch in branches if branch.examples)
    lead = words.BRANCHES_LEAD[language].format(taken=taken, count=len(branches))
    rows = [
        (
            el("span", f"{branch.owner}: {branch.text}", lang="en"),
            el("span", branch.way, lang="en"),
            str(branch.examples),
            el("span", branch.example or branch.reason, lang="en"),
        )
        for branch in branches
    ]
    title = words.BRANCHES[language]
    shown = table([head[language] for head in words.BRANCH_HEADS], rows, caption=title, sums=[2])
    return Html(el("h2", title) + el("details", el("summary", lead), shown))
