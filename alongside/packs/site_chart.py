"""A small step chart of a dated term, as SVG: a value stands until the next one begins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from alongside.base.text import Language
from alongside.base.wording import date_text, money_text
from alongside.packs import site_words as words
from alongside.packs.site_html import Html, el
from alongside.packs.terms import TermText
from alongside.rules.language import number_day

WIDTH, HEIGHT, SIDE, TOP, BOTTOM = 320, 120, 6, 24, 22


def step_chart(term: TermText, end: date, language: Language) -> Html | None:
    """The chart to the end of the law; made-up stretches are dashed. None where there is but one value."""
    days = [number_day(day) for day in term.dated.days]
    values = term.dated.values
    if len(set(values)) < 2:
        return None
    stop = max(end, date(days[-1].year + 1, 1, 1))
    chart = _Chart(days[0], stop, max(values))
    label = words.CHART[language].format(
        title=term.title[language],
        first=date_text(days[0], language),
        start=money_text(values[0], language),
        last=date_text(days[-1], language),
        end=money_text(values[-1], language),
    )
    drawn = [chart.years(), chart.steps(days, values, term.demo), chart.labels(values, language)]
    box = f"0 0 {WIDTH} {HEIGHT}"
    return el("svg", *drawn, viewBox=box, class_="chart", role="img", aria_label=label, focusable="false")


class _Chart:
    """The two scales and what is drawn by them; the base line is nothing at all, so that no rise looks too large."""

    def __init__(self, first: date, stop: date, high: int) -> None:
        self.first, self.stop, self.high = first, stop, high

    def x(self, day: date) -> float:
        """Where a day stands."""
        share = (day - self.first).days / (self.stop - self.first).days
        return round(SIDE + share * (WIDTH - 2 * SIDE), 1)

    def y(self, value: int) -> float:
        """Where a value stands."""
        room = HEIGHT - TOP - BOTTOM
        return round(TOP + room * (1 - value / max(self.high, 1)), 1)

    def years(self) -> Html:
        """The base line, and a year wherever there is room for its number."""
        base = HEIGHT - BOTTOM
        years = [year for year in range(self.first.year, self.stop.year) if self.first <= date(year, 1, 1)]
        each = max(1, -(-len(years) * 40 // (WIDTH - 2 * SIDE)))
        found = [el("line", x1=str(SIDE), x2=str(WIDTH - SIDE), y1=str(base), y2=str(base), class_="base")]
        for year in years[::each]:
            x = self.x(date(year, 1, 1))
            found.append(el("line", x1=str(x), x2=str(x), y1=str(base), y2=str(base + 4), class_="base"))
            found.append(el("text", str(year), x=str(x + 2), y=str(HEIGHT - 6)))
        return Html("".join(found))

    def steps(self, days: Sequence[date], values: Sequence[int], demo: Sequence[date]) -> Html:
        """A level for each value and the rise between two."""
        found = []
        for place, (day, value) in enumerate(zip(days, values, strict=True)):
            left, right = self.x(day), self.x(days[place + 1] if place + 1 < len(days) else self.stop)
            y = self.y(value)
            width, height = round(right - left, 1), round(HEIGHT - BOTTOM - y, 1)
            found.append(el("rect", x=str(left), y=str(y), width=str(width), height=str(height), class_="under"))
            rise = f"M{left} {self.y(values[place - 1])}V{y}" if place else f"M{left} {y}"
            found.append(el("path", d=f"{rise}H{right}", class_="demo" if day in demo else "step"))
        return Html("".join(found))

    def labels(self, values: Sequence[int], language: Language) -> Html:
        """The first and the last value in words: the first below its level, where no later one can cross it."""
        first, last = values[0], values[-1]
        at = self.y(first) + (20 if self.y(first) + 26 < HEIGHT - BOTTOM else -6)
        return Html(
            el("text", money_text(first, language), x=str(SIDE + 4), y=str(at), class_="value")
            + el(
                "text",
                money_text(last, language),
                x=str(WIDTH - SIDE),
                y=str(self.y(last) - 6),
                class_="value end",
            )
        )
