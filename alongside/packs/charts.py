"""A what-if as a picture, hand-made: what each measure costs before and after, and who gains and loses by age."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from alongside.base.text import Language, Text
from alongside.base.wording import SPACE, count_text, date_text, money_text, number_text, plural_text
from alongside.packs.age_bands import UNKNOWN_AGE
from alongside.packs.changed_terms import ChangedTerm
from alongside.packs.what_if import FREQUENCIES, MeasureShift, Side, WhatIf
from alongside.rules.language import number_day
from alongside.rules.tree import MONEY

WIDTH, MARGIN = 960, 40
INNER = WIDTH - 2 * MARGIN
BAR, LONGEST = 15, 560
MOST = 8
INK, SOFT, LINE, PALE, ACCENT = "#17222e", "#46535f", "#d9d5cb", "#b4bac0", "#0a5f52"
FONT = "Golos Text, Segoe UI, Roboto, DejaVu Sans, sans-serif"
MINUS = "\N{MINUS SIGN}"

INSTEAD = Text("{title}: {after} вместо {before}", "{title}: {after} instead of {before}")
FROM = Text("{title}: {after} с {day}", "{title}: {after} from {day}")
MORE_TERMS = Text("и ещё {count}", "and {count} more")
TERM_FORMS = {"ru": ["величина", "величины", "величин"], "en": ["term", "terms"]}
PEOPLE_FORMS = {"ru": ["человек", "человека", "человек"], "en": ["person", "people"]}
MEASURE_FORMS = {"ru": ["мера", "меры", "мер"], "en": ["measure", "measures"]}
HOW_OFTEN = {
    "monthly": Text("в месяц", "a month"),
    "annual": Text("в год", "a year"),
    "one_off": Text("разовыми выплатами", "in one-off payments"),
}
HEADS = {
    "monthly": Text("Сколько стоит в месяц", "What it costs a month"),
    "annual": Text("Сколько стоит в год", "What it costs a year"),
    "one_off": Text("Сколько стоят разовые выплаты", "What the one-off payments cost"),
    "in_kind": Text("Помощь не деньгами: сколько получателей", "Help in kind: how many receive it"),
}
COSTS = Text("Расходы: {sums}.", "Costs: {sums}.")
NO_COSTS = Text("Расходы не изменятся.", "The costs stay as they are.")
MORE_GET = Text("Больше получат: {gain}.", "More will go to {gain}.")
LESS_GET = Text("Меньше получат: {lose}.", "Less will go to {lose}.")
NONE_LESS = Text("Меньше не получит никто.", "Nobody will get less.")
NONE_MORE = Text("Больше не получит никто.", "Nobody will get more.")
BOTH = Text("У {both} одно вырастет, другое уменьшится.", "For {both} one thing grows and another shrinks.")
BOTH_FORMS = {"ru": ["человека", "человек", "человек"], "en": ["person", "people"]}
NOW = Text("сейчас", "now")
THEN = Text("после изменения", "after the change")
BY_AGE = Text(
    "Кто получит больше и кто меньше, по возрасту получателя", "Who gets more and who less, by age of the payee"
)
LESS = Text("меньше", "less")
MORE = Text("больше", "more")
SAME = Text("Без перемен: {names}.", "Unchanged: {names}.")
REST = Text("и ещё {count}, все — в таблице", "and {count} more; the table has them all")
UNCLEAR = Text(
    "Неясно для {count}: при одних величинах ответ есть, при других не хватает сведений.",
    "Unclear for {count}: with some terms there is an answer, with the others a fact is missing.",
)
UNCLEAR_FORMS = {"ru": ["решения", "решений", "решений"], "en": ["decision", "decisions"]}
AGE_UNKNOWN = Text("возраст не известен", "age not known")
SOURCE = Text(
    "{persons} в реестрах, решения на {on}, данные на {as_of}. Не правовая консультация.",
    "{persons} in the registers, decided for {on}, data of {as_of}. Not legal advice.",
)
MILLIONS = ((100_000_000_000, Text("млрд", "billion")), (100_000_000, Text("млн", "million")))


@dataclass
class _Sheet:
    """Lines of SVG from the top down; `y` is how far it is filled."""

    language: Language
    y: int = MARGIN
    lines: list[str] = field(default_factory=list)

    def text(
        self, x: int, y: int, words: str, *, size: int = 15, weight: int = 400, fill: str = INK, end: str = ""
    ) -> None:
        """A line of text; `end` anchors it by its end or middle."""
        anchor = f' text-anchor="{end}"' if end else ""
        look = f'font-size="{size}" font-weight="{weight}" fill="{fill}"{anchor}'
        self.lines.append(f'<text x="{x}" y="{y}" {look}>{escape(words)}</text>')

    def paragraph(self, words: str, *, size: int, weight: int = 400, fill: str = INK) -> None:
        """Text over the whole width, broken between words."""
        for line in wrapped(words, int(INNER / (size * (0.56 if weight < 600 else 0.65)))):
            self.y += round(size * 1.35)
            self.text(MARGIN, self.y - round(size * 0.3), line, size=size, weight=weight, fill=fill)

    def bar(self, x: float, y: int, width: float, fill: str) -> None:
        """A bar."""
        self.lines.append(f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{BAR}" rx="2" fill="{fill}"/>')

    def head(self, words: str, legend: Sequence[tuple[str, Text]]) -> None:
        """A line across, the head of a part below it, and what its colours mean at the right."""
        self.y += 26
        self.lines.append(f'<path d="M{MARGIN} {self.y}H{WIDTH - MARGIN}" stroke="{LINE}"/>')
        self.y += 32
        self.text(MARGIN, self.y, words, size=19, weight=600)
        self.y += 24
        x = MARGIN
        for fill, meaning in legend:
            self.bar(x, self.y - 12, BAR, fill)
            self.text(x + BAR + 7, self.y, meaning[self.language], size=14, fill=SOFT)
            x += BAR + 30 + round(len(meaning[self.language]) * 8.2)
        self.y += 8


def draw(found: WhatIf, language: Language) -> str:
    """The SVG of a what-if: one page, one accent colour, every number in words beside its bar."""
    sheet = _Sheet(language)
    titles = change_titles(found, language)
    for title in titles:
        sheet.paragraph(title, size=24, weight=650)
    sheet.y += 8
    answer = answer_text(found, language)
    sheet.paragraph(answer, size=17)
    for frequency in FREQUENCIES:
        _costs(sheet, [one for one in found.measures if one.frequency == frequency], frequency)
    _ages(sheet, found)
    sheet.y += 14
    for words in _notes(found, language):
        sheet.paragraph(words, size=14, fill=SOFT)
    height = sheet.y + 24
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-labelledby="title desc" font-family="{FONT}" lang="{language}">'
    )
    about = f'<title id="title">{escape("; ".join(titles))}</title><desc id="desc">{escape(answer)}</desc>'
    return "\n".join(
        [head, about, f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>', *sheet.lines, "</svg>", ""]
    )


def change_titles(found: WhatIf, language: Language) -> list[str]:
    """What is changed, a sentence for each term; after three the rest is counted."""
    titles = [_change_title(change, found.titles[change.name][language], language) for change in found.changes]
    if len(titles) <= 3:
        return titles
    count = count_text(len(titles) - 3, TERM_FORMS[language], language)
    return [*titles[:3], MORE_TERMS[language].format(count=count)]


def answer_text(found: WhatIf, language: Language) -> str:
    """What comes of it, in two or three sentences."""
    sums = []
    for frequency, words in HOW_OFTEN.items():
        one = found.together.get(frequency)
        if one is not None and one.before.cost_kopecks != one.after.cost_kopecks:
            more = signed_money(one.after.cost_kopecks - one.before.cost_kopecks, language)
            sums.append(f"{more} {words[language]}")
    people = found.everybody
    gain, lose, both = (
        count_text(number, forms[language], language)
        for number, forms in ((people.gain, PEOPLE_FORMS), (people.lose, PEOPLE_FORMS), (people.both, BOTH_FORMS))
    )
    sentences = [COSTS[language].format(sums=", ".join(sums)) if sums else NO_COSTS[language]]
    sentences.append(MORE_GET[language].format(gain=gain) if people.gain else NONE_MORE[language])
    sentences.append(LESS_GET[language].format(lose=lose) if people.lose else NONE_LESS[language])
    if people.both:
        sentences.append(BOTH[language].format(both=both))
    return " ".join(sentences)


def _change_title(change: ChangedTerm, title: str, language: Language) -> str:
    def told(value: int) -> str:
        return money_text(value, language) if change.kind == MONEY else number_text(value, language)

    if change.value_before != change.value_after:
        before, after = told(change.value_before), told(change.value_after)
        return INSTEAD[language].format(title=title, before=before, after=after)
    pairs = zip(change.after.days, change.after.values, strict=True)
    day, value = next(((day, value) for day, value in pairs if change.before.at(day) != value), (None, 0))
    if day is None:
        return f"{title}: {told(change.value_after)}"
    return FROM[language].format(title=title, after=told(value), day=date_text(number_day(day), language))


def _costs(sheet: _Sheet, measures: list[MeasureShift], frequency: str) -> None:
    """The paired bars of the measures of one frequency that change, the largest change first."""
    in_kind = frequency == "in_kind"
    moved = [one for one in measures if _differs(one)]
    moved.sort(key=lambda one: (-abs(_worth(one.after, in_kind) - _worth(one.before, in_kind)), one.number))
    if not moved:
        return
    language = sheet.language
    sheet.head(HEADS[frequency][language], ((PALE, NOW), (ACCENT, THEN)))
    most = max(_worth(side, in_kind) for one in moved[:MOST] for side in (one.before, one.after)) or 1
    for one in moved[:MOST]:
        sheet.y += 30
        sheet.text(MARGIN, sheet.y, _shortened(one.name[language], 66), weight=600)
        sheet.text(WIDTH - MARGIN, sheet.y, _delta(one, in_kind, language), weight=600, fill=ACCENT, end="end")
        for side, fill in ((one.before, PALE), (one.after, ACCENT)):
            width = max(LONGEST * _worth(side, in_kind) / most, 1.5)
            sheet.bar(MARGIN, sheet.y + 9, width, fill)
            sheet.text(
                MARGIN + round(width) + 10, sheet.y + 21, _side_text(side, in_kind, language), size=14, fill=SOFT
            )
            sheet.y += BAR + 4
        sheet.y += 6
    if len(moved) > MOST:
        count = count_text(len(moved) - MOST, MEASURE_FORMS[language], language)
        sheet.y += 28
        sheet.text(MARGIN, sheet.y, REST[language].format(count=count), size=14, fill=SOFT)


def _ages(sheet: _Sheet, found: WhatIf) -> None:
    """Bars from a common axis: those who get less to the left, those who get more to the right."""
    by_age = found.everybody.by_age
    gain = max((more for more, _ in by_age.values()), default=0)
    lose = max((less for _, less in by_age.values()), default=0)
    if gain + lose == 0:
        return
    language = sheet.language
    legend = [(fill, meaning) for most, fill, meaning in ((lose, PALE, LESS), (gain, ACCENT, MORE)) if most]
    sheet.head(BY_AGE[language], legend)
    room = INNER - 130 - 2 * 80
    axis = MARGIN + 130 + 80 + room * lose / (gain + lose)
    begin = sheet.y + 6
    for band, (more, less) in by_age.items():
        sheet.y += 28
        name = AGE_UNKNOWN[language] if band == UNKNOWN_AGE else band.replace("-", "\N{EN DASH}")
        sheet.text(MARGIN, sheet.y, name, size=15)
        for count, most, sign, fill in ((less, lose, -1, PALE), (more, gain, 1, ACCENT)):
            if not most:
                continue
            width = room * count / (gain + lose)
            if count:
                sheet.bar(axis - width if sign < 0 else axis, sheet.y - 12, width, fill)
            x = round(axis + sign * (width + 8))
            words = number_text(count, language)
            sheet.text(x, sheet.y, words, size=14, fill=SOFT, end="end" if sign < 0 else "")
    sheet.lines.append(f'<path d="M{axis:.1f} {begin}V{sheet.y + 8}" stroke="{INK}"/>')
    sheet.y += 14


def _notes(found: WhatIf, language: Language) -> list[str]:
    notes = []
    same = [one.name[language] for one in found.measures if not _differs(one)]
    if same:
        notes.append(SAME[language].format(names=", ".join(same)))
    unclear = sum(one.unclear for one in found.measures)
    if unclear:
        notes.append(UNCLEAR[language].format(count=count_text(unclear, UNCLEAR_FORMS[language], language)))
    persons = count_text(found.persons, PEOPLE_FORMS[language], language)
    days = {"on": date_text(found.on, language), "as_of": date_text(found.as_of, language)}
    notes.append(SOURCE[language].format(persons=persons, **days))
    return notes


def _differs(one: MeasureShift) -> bool:
    return one.before != one.after or one.people.gainers + one.people.losers > 0


def _worth(side: Side, in_kind: bool) -> int:
    return side.recipients if in_kind else side.cost_kopecks


def _side_text(side: Side, in_kind: bool, language: Language) -> str:
    people = count_text(side.recipients, PEOPLE_FORMS[language], language)
    return people if in_kind else f"{short_money(side.cost_kopecks, language)}, {people}"


def _delta(one: MeasureShift, in_kind: bool, language: Language) -> str:
    before, after = _worth(one.before, in_kind), _worth(one.after, in_kind)
    more = after - before
    people = plural_text(abs(more), PEOPLE_FORMS[language], language)
    words = f"{signed(more, language)}{SPACE}{people}" if in_kind else signed_money(more, language)
    if not before or not more:
        return words
    tenths = _rounded(abs(more) * 1000, before)
    whole = number_text(tenths // 10, language)
    mark = "," if language == "ru" else "."
    share = whole if tenths >= 100 else f"{whole}{mark}{tenths % 10}"
    return f"{words} ({'+' if more > 0 else MINUS}{share}{SPACE if language == 'ru' else ''}%)"


def signed(number: int, language: Language) -> str:
    """A number with its sign; nothing is written before 0."""
    sign = "+" if number > 0 else MINUS if number < 0 else ""
    return f"{sign}{number_text(abs(number), language)}"


def signed_money(kopecks: int, language: Language) -> str:
    """A short sum with its sign."""
    sign = "+" if kopecks > 0 else MINUS if kopecks < 0 else ""
    return f"{sign}{short_money(abs(kopecks), language)}"


def short_money(kopecks: int, language: Language) -> str:
    """A sum as a chart shows it: whole roubles, or three digits of millions or billions."""
    mark = "," if language == "ru" else "."
    for size, word in MILLIONS:
        if _rounded(kopecks * 100, size) < 100:
            continue
        digits = next((digits for digits in (2, 1) if _rounded(kopecks * 10**digits, size) < 1000), 0)
        whole, rest = divmod(_rounded(kopecks * 10**digits, size), 10**digits)
        tail = f"{mark}{rest:0{digits}d}" if digits else ""
        return f"{number_text(whole, language)}{tail}{SPACE}{word[language]}{SPACE}₽"
    return money_text(_rounded(kopecks, 100) * 100, language)


def _rounded(number: int, by: int) -> int:
    return (2 * number + by) // (2 * by)


def wrapped(words: str, most: int) -> list[str]:
    """Lines of at most so many letters, broken at spaces that may break."""
    lines = [""]
    for word in words.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _shortened(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
