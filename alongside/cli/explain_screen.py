"""An explanation on a terminal: the answer first, then what is not known, then what is not due; reasons below."""

from __future__ import annotations

from datetime import date

from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Line

from alongside.base.text import Language, Text
from alongside.base.wording import date_text, money_text
from alongside.packs import phrases
from alongside.packs.explanation import CriterionView, DefinitionView, Explanation, MeasureView, MissingFact

SIGNS = {
    "yes": ("✓", "green"),
    "no": ("✗", "red"),
    "unknown": ("?", "yellow"),
    "not_considered": ("·", "dim"),
}
TITLE = Text("Что вам положено на {day}", "What you are entitled to on {day}")
NOTHING = Text("На этот день ничего не положено.", "Nothing is due on this day.")
DUE = Text("Вам положено", "You are entitled to")
NOT_KNOWN = Text("Пока не известно", "Not known yet")
ASKED = Text(
    "Не хватает: {facts}. Город спросит сам, от вас ничего не нужно.",
    "Missing: {facts}. The city will ask; nothing is needed from you.",
)
NOT_DUE = Text("Не положено", "Not due")
OTHER = Text("Эти меры — для других людей", "These measures are for other people")
TOTAL = Text("Итого", "In all")
MORE = Text(
    "Все причины: добавьте --details; одна мера: --measure {id}.",
    "All reasons: add --details; one measure: --measure {id}.",
)
BY = Text(
    "По данным на {day} (поставка {delivery}). Это демонстрация, а не юридическая консультация.",
    "By data of {day} (delivery {delivery}). A demonstration, not legal advice.",
)
FOR = Text("за кого: {name}", "for: {name}")
PAID_TO = Text("получает: {name}", "paid to: {name}")
REASONS = Text("Почему", "Why")
SUM = Text("Как получилась сумма", "How the sum is made")
DATA = Text("Данные: {sources}, на {day}", "Data: {sources}, as of {day}")
LAW = Text("Основание: {act}", "The law: {act}")
FROM_TO = Text("с {since} до {until}", "from {since} until {until}")
EACH = Text("по ", "each ")
NOT_DUE_SHOWN = 4  # with their reasons on the first screen; the others only by name
AND_ALSO = Text("И ещё не положено: {names}.", "Nor are these: {names}.")
_PEOPLE = ("person", "child")
FROM = Text("с {since}", "from {since}")
IN_KIND = Text("не деньгами, а помощью", "not in money, but in kind")


def show_explanation(console: Console, found: Explanation, *, details: bool) -> None:
    """Print the first screen and, with `details`, every reason below it."""
    language = found.language
    console.print(Line(found.person_name, style="bold"))
    console.print(Line(TITLE[language].format(day=_day(found.on, language))))
    if found.family:
        console.print(Line(found.family))
    console.print()
    by_answer = {answer: [m for m in found.measures if m.answer == answer] for answer in SIGNS}
    _show_due(console, by_answer["yes"], found)
    _show_unknown(console, by_answer["unknown"], found)
    told = {m.name for m in (*by_answer["yes"], *by_answer["unknown"])}
    _show_not_due(console, [m for m in by_answer["no"] if m.name not in told], found)
    told |= {m.name for m in by_answer["no"]}
    names = sorted({m.name for m in by_answer["not_considered"]} - told)
    if names and not details:
        _indented(console, Line(f"{OTHER[language]}: {', '.join(names)}.", style="dim"), 0)
        console.print()
    if details:
        told = set[str]()
        for measure in found.measures:
            _show_measure(console, measure, found, told)
    elif found.measures:
        console.print(Line(MORE[language].format(id=found.measures[0].measure_id), style="dim"))
    source = BY[language].format(day=_day(found.as_of, language), delivery=found.delivery_id)
    console.print(Line(source, style="dim"))


def _show_due(console: Console, measures: list[MeasureView], found: Explanation) -> None:
    language = found.language
    if not measures:
        console.print(Line(NOTHING[language], style="bold"))
        console.print()
        return
    _heading(console, "yes", DUE[language])
    for alike in _alike(measures, language):
        each = EACH[language] if len(alike) > 1 and alike[0].amount_kopecks else ""
        worth = Line(f"{each}{_worth(alike[0], language)}", style="bold")
        _indented(console, worth.append(f" — {alike[0].name}", style="not bold"), 2)
        _indented(console, Line(_beside(alike, found), style="dim"), 6)
    own = [m for m in measures if m.payee_id in (None, found.person_id)]
    totals = [
        f"{money_text(total, language)} {phrases.FREQUENCY[frequency][language]}"
        for frequency in ("monthly", "annual", "one_off")
        if (total := sum(m.amount_kopecks or 0 for m in own if _how_often(m) == frequency))
    ]
    if totals:
        _indented(console, Line(f"{TOTAL[language]}: {'; '.join(totals)}.", style="bold"), 2)
    console.print()


def _show_unknown(console: Console, measures: list[MeasureView], found: Explanation) -> None:
    """Measures that wait for the same facts stand together; the facts are named once."""
    if not measures:
        return
    language = found.language
    _heading(console, "unknown", NOT_KNOWN[language])
    waiting: dict[tuple[MissingFact, ...], list[MeasureView]] = {}
    for measure in measures:
        waiting.setdefault(measure.missing, []).append(measure)
    for missing, same in waiting.items():
        for name, views in _by_name(same).items():
            _indented(console, Line(f"{name}{_for_all(views, found)}"), 2)
        facts = "; ".join(phrases.HELD_BY[language].format(title=m.title, holder=m.holder) for m in missing)
        _indented(console, Line(ASKED[language].format(facts=facts), style="dim"), 6)
    console.print()


def _show_not_due(console: Console, measures: list[MeasureView], found: Explanation) -> None:
    """Each measure once, with the first reason; for whom else it is not due stands in the details."""
    if not measures:
        return
    _heading(console, "no", NOT_DUE[found.language])
    named = list(_by_name(measures).items())
    for name, views in named[:NOT_DUE_SHOWN]:
        turned = next(c for c in views[0].criteria if c.answer == "no")
        because = turned.because or f"«{turned.sentence}» — {phrases.NO[found.language].lower()}"
        _indented(console, Line(f"{name}: ").append(because, style="dim"), 2)
    rest = [name for name, _ in named[NOT_DUE_SHOWN:]]
    if rest:
        _indented(console, Line(AND_ALSO[found.language].format(names=", ".join(rest)), style="dim"), 2)
    console.print()


def _by_name(measures: list[MeasureView]) -> dict[str, list[MeasureView]]:
    named: dict[str, list[MeasureView]] = {}
    for measure in measures:
        named.setdefault(measure.name, []).append(measure)
    return named


def _for_all(views: list[MeasureView], found: Explanation) -> str:
    names = [view.unit_name for view in views if _is_for_another(view, found)]
    return f" ({', '.join(names)})" if names else ""


def _is_for_another(measure: MeasureView, found: Explanation) -> bool:
    return measure.unit_id != found.person_id and measure.unit_kind in _PEOPLE


def _show_measure(console: Console, measure: MeasureView, found: Explanation, told: set[str]) -> None:
    """A measure with every reason; a definition that was `told` above is not told again."""
    language = found.language
    console.rule(style="dim")
    sign, colour = SIGNS[measure.answer]
    said = {
        "yes": phrases.YES,
        "no": phrases.NO,
        "unknown": phrases.UNKNOWN,
        "not_considered": phrases.NOT_CONSIDERED,
    }[measure.answer][language]
    head = Line(f"{sign} ", style=colour).append(f"{measure.name}{_for(measure, found)}", style="bold default")
    console.print(head.append(f": {said.lower()}", style="bold default"))
    if measure.why_not_considered:
        _indented(console, Line(measure.why_not_considered), 2)
        return
    _indented(console, Line(measure.summary), 2)
    if measure.answer == "yes":
        _indented(console, Line(f"{_worth(measure, language)}, {_period(measure, language)}", style="bold"), 2)
        _indented(console, Line(phrases.MODE[measure.mode][language]), 2)
    console.print()
    _indented(console, Line(REASONS[language], style="bold"), 2)
    for criterion in measure.criteria:
        _show_criterion(console, criterion, language, act=measure.act)
        if criterion.answer != "unknown":
            new = [each for each in found.definitions if each.id in criterion.rests_on and each.id not in told]
            _show_definitions(console, new)
            told.update(criterion.rests_on)
    _show_sum(console, measure, language)
    _indented(console, Line(LAW[language].format(act=measure.act), style="dim"), 2)


def _show_criterion(console: Console, criterion: CriterionView, language: Language, *, act: str) -> None:
    """A criterion with the person's own numbers; its article where it is not the measure's own act."""
    sign, colour = SIGNS[criterion.answer]
    _indented(console, Line(f"{sign} ", style=colour).append(criterion.sentence, style="default"), 4)
    told = [criterion.shows, criterion.because]
    told += [phrases.HELD_BY[language].format(title=m.title, holder=m.holder) for m in criterion.missing]
    for text in told:
        if text:
            _indented(console, Line(text), 8)
    if criterion.sources:
        titles = ", ".join(source.title for source in criterion.sources)
        day = _day(criterion.sources[0].as_of, language)
        _indented(console, Line(DATA[language].format(sources=titles, day=day), style="dim"), 8)
    if criterion.cites != act:
        _indented(console, Line(LAW[language].format(act=criterion.cites), style="dim"), 8)


def _show_definitions(console: Console, definitions: list[DefinitionView]) -> None:
    """How the law counts what a criterion names, and what that comes to for the person."""
    for each in definitions:
        _indented(console, Line(f"{each.title}: {each.sentence}", style="dim"), 8)
        if each.own:
            _indented(console, Line(each.own), 8)


def _show_sum(console: Console, measure: MeasureView, language: Language) -> None:
    if not measure.steps:
        return
    console.print()
    _indented(console, Line(SUM[language], style="bold"), 2)
    for step in measure.steps:
        _indented(console, Line(f"{step.label}: ").append(step.value, style="bold"), 4)
    if measure.how:
        _indented(console, Line(measure.how), 4)


def _heading(console: Console, answer: str, text: str) -> None:
    sign, colour = SIGNS[answer]
    console.print(Line(f"{sign} ", style=colour).append(text, style="bold default"))


def _indented(console: Console, line: Line, by: int) -> None:
    console.print(Padding(line, (0, 0, 0, by)))


def _worth(measure: MeasureView, language: Language) -> str:
    if not measure.amount_kopecks:
        return IN_KIND[language]
    return f"{money_text(measure.amount_kopecks, language)} {phrases.FREQUENCY[_how_often(measure)][language]}"


def _how_often(measure: MeasureView) -> str:
    """What is refused in kind is paid every month."""
    return "monthly" if measure.frequency == "in_kind" else measure.frequency


def _alike(measures: list[MeasureView], language: Language) -> list[list[MeasureView]]:
    """The same measure for several people stands once, where sum, period and receiver are the same."""
    groups: dict[tuple[str, ...], list[MeasureView]] = {}
    for measure in measures:
        key = (measure.measure_id, _worth(measure, language), _period(measure, language), str(measure.payee_id))
        groups.setdefault(key, []).append(measure)
    return list(groups.values())


def _beside(alike: list[MeasureView], found: Explanation) -> str:
    language, measure = found.language, alike[0]
    parts = [_period(measure, language)]
    if len(alike) > 1 or _is_for_another(measure, found):
        parts.insert(0, FOR[language].format(name=", ".join(one.unit_name for one in alike)))
    if measure.payee_id not in (None, found.person_id):
        parts.append(PAID_TO[language].format(name=measure.payee_name))
    return "; ".join(parts) + ". " + phrases.MODE[measure.mode][language]


def _for(measure: MeasureView, found: Explanation) -> str:
    return f" ({measure.unit_name})" if _is_for_another(measure, found) else ""


def _period(measure: MeasureView, language: Language) -> str:
    if measure.since is None:
        return ""
    since = _day(measure.since, language)
    if measure.until is None:
        return FROM[language].format(since=since)
    return FROM_TO[language].format(since=since, until=_day(measure.until, language))


def _day(iso: str, language: Language) -> str:
    return date_text(date.fromisoformat(iso), language)
