"""A what-if on a terminal: what changes, what it costs, who gains and who loses."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table

from alongside.base.text import Language, Text
from alongside.base.wording import number_text
from alongside.packs import phrases
from alongside.packs.charts import answer_text, change_titles, short_money, signed_money
from alongside.packs.what_if import MeasureShift, WhatIf

COLUMNS = (
    Text("мера", "measure"),
    Text("сейчас", "now"),
    Text("разница", "difference"),
    Text("получателей", "receive it"),
    Text("больше", "more"),
    Text("меньше", "less"),
)
UNCLEAR = Text("неясно", "unclear")
UNTOUCHED = Text("Мер, которых это не касается: {count}.", "Measures that rest on none of this: {count}.")
WRITTEN = Text("Всё — в {out}: {files}.", "Everything is in {out}: {files}.")


def show_what_if(console: Console, found: WhatIf, out: Path, language: Language) -> None:
    """The answer first, then a line for each measure."""
    for title in change_titles(found, language):
        console.print(title, style="bold", soft_wrap=True)
    console.print(answer_text(found, language), soft_wrap=True)
    console.print()
    unclear = any(one.unclear for one in found.measures)
    table = Table(box=None, pad_edge=False)
    for place, name in enumerate((*COLUMNS, *([UNCLEAR] if unclear else []))):
        table.add_column(name[language], justify="right" if place else "left", no_wrap=place != 0)
    for one in found.measures:
        table.add_row(*_cells(one, language), *([number_text(one.unclear, language)] if unclear else []))
    console.print(table)
    if found.untouched:
        console.print(UNTOUCHED[language].format(count=len(found.untouched)))
    console.print(WRITTEN[language].format(out=out, files="what_if.json, what_if.csv, what_if.svg"), soft_wrap=True)


def _cells(one: MeasureShift, language: Language) -> list[str]:
    before, after = one.before, one.after
    often = phrases.FREQUENCY[one.frequency][language]
    costs = ["", ""]
    if one.frequency != "in_kind":
        more = after.cost_kopecks - before.cost_kopecks
        costs = [short_money(before.cost_kopecks, language), signed_money(more, language)]
    recipients = number_text(before.recipients, language)
    if after.recipients != before.recipients:
        recipients = f"{recipients} → {number_text(after.recipients, language)}"
    people = (number_text(count, language) for count in (one.people.gainers, one.people.losers))
    return [f"{one.name[language]}, {often}", *costs, recipients, *people]
