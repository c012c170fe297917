"""The worked examples of a measure on its page: as they are written in English, as they come out in other languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from alongside.base.text import Language
from alongside.base.wording import count_text, date_text, money_text
from alongside.packs import site_words as words
from alongside.packs.examples import Example, Expected
from alongside.packs.load import Pack
from alongside.packs.site_html import Html, Part, el, html
from alongside.rules.law import Measure

SIGN = {"yes": "tag", "no": "tag plain", "unknown": "tag wait", "not_considered": "tag plain"}
WRITTEN: Language = "en"  # examples are written in one language
SHOWN = 5  # examples that stand open


def examples_part(pack: Pack, measure: Measure, examples: Sequence[Example], language: Language) -> Html:
    """The examples that expect something of a measure, the first open and the rest folded."""
    head = el("h2", words.EXAMPLES[language])
    if not examples:
        return Html(head + el("p", words.NO_EXAMPLES[language]))
    items = [_example(pack, measure, each, number, language) for number, each in enumerate(examples, 1)]
    parts: list[Part] = [head, el("p", words.EXAMPLES_LEAD[language]), el("ol", items[:SHOWN], class_="examples")]
    if rest := items[SHOWN:]:
        count = count_text(len(rest), words.EXAMPLES_COUNT[language].split("|"), language)
        summary = el("summary", words.EXAMPLES_MORE[language].format(count=count))
        parts.append(el("details", summary, el("ol", rest, class_="examples")))
    return html(parts)


def _example(pack: Pack, measure: Measure, example: Example, number: int, language: Language) -> Html:
    about = [expected for expected in example.expected if expected.measure == measure.id]
    day = words.ON_DAY[language].format(day=date_text(example.on, language))
    written = language == WRITTEN
    title = example.name if written else words.EXAMPLE[language].format(number=number)
    law = words.PARAGRAPH[language].format(law=example.law)
    return el(
        "li",
        el("h3", title, " ", el("small", day)),
        el("p", example.arithmetic) if example.arithmetic and written else None,
        el("ul", [el("li", _expected(pack, measure, each, language)) for each in about], class_="expected"),
        el("p", law, class_="quiet") if written else None,
    )


def _expected(pack: Pack, measure: Measure, expected: Expected, language: Language) -> Html:
    said = expected.fields
    parts: list[str | Html] = []
    if said.get("amount") and expected.answer == "yes":
        parts.append(el("span", _money(said["amount"], language), class_="sum"))
    parts += _period(said, language)
    if language == WRITTEN and said.get("payee", "none") not in ("none", ""):
        parts.append(words.PAID_TO[language].format(name=said["payee"].capitalize()))
    if said.get("missing", "none") not in ("none", ""):
        titles = dict.fromkeys(
            pack.registers[name.split(".")[0]].title[language] for name in said["missing"].split(",")
        )
        parts.append(words.MISSING[language].format(what=", ".join(titles)))
    if language != WRITTEN:
        parts += _because(pack, measure, expected, language)
    answer = el("span", words.ANSWERS[expected.answer][language], class_=SIGN[expected.answer])
    rest = [[", ", part] if place else [": ", part] for place, part in enumerate(parts)]
    return html([answer, " ", el("strong", _who(measure, expected, language)), rest])


def _who(measure: Measure, expected: Expected, language: Language) -> str:
    """Whom it is decided for: the name in the example or, in another language, what kind of unit it is."""
    if language == WRITTEN:
        return expected.unit.capitalize()
    kinds = [case.unit for case in measure.cases if not expected.unit_kind or case.unit.name == expected.unit_kind]
    return kinds[0].title[language] if kinds else ""


def _because(pack: Pack, measure: Measure, expected: Expected, language: Language) -> Iterator[str]:
    """The conditions that are not met, or not known."""
    for name, answer in expected.criteria.items():
        said = pack.texts[measure.id].criteria.get(name)
        if said is None or answer not in ("no", "unknown"):
            continue
        because = words.BECAUSE_NO if answer == "no" else words.BECAUSE_UNKNOWN
        yield because[language].format(sentence=said.sentence[language])


def _period(said: Mapping[str, str], language: Language) -> list[str | Html]:
    since, until = said.get("since", ""), said.get("until", "")
    first = date_text(date.fromisoformat(since), language) if since not in ("", "none") else ""
    last = date_text(date.fromisoformat(until), language) if until not in ("", "none") else ""
    if first and last:
        return [words.PERIOD[language].format(since=first, until=last)]
    found: list[str | Html] = [words.SINCE[language].format(since=first)] if first else []
    return [*found, words.NO_END[language]] if until == "none" else found


def _money(text: str, language: Language) -> str:
    roubles, _, kopecks = text.partition(".")
    return money_text(int(roubles) * 100 + int((kopecks or "0").ljust(2, "0")), language)
