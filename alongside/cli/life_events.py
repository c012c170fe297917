"""`alongside life-events`: what has happened in people's lives and is still a reason to help."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from alongside.base.text import Text
from alongside.base.wording import date_text, number_text
from alongside.cli.options import FOLDER, Day, pack_option, refusals_told, share_done

if TYPE_CHECKING:
    from alongside.base.text import Language
    from alongside.packs import Pack
    from alongside.packs.events import OpenEvent
    from alongside.rules.facts import Facts

OPEN = Text("Жизненные события, открытые на {day}", "Life events open on {day}")
NONE = Text("На этот день открытых событий нет.", "No event is open on this day.")
UNTIL = Text("Открыто до {day}.", "Open until {day}.")
BY = Text("По данным на {day} (поставка {delivery}).", "By data of {day} (delivery {delivery}).")
ABSENT = Text(
    "Эти сведения не поступили, поэтому события из них не видны: {titles}.",
    "These registers did not arrive, so their events are not seen: {titles}.",
)


@click.group("life-events")
def life_events() -> None:
    """Life events: a birth, a loss of work, a diagnosis."""


@life_events.command("list")
@click.option("--store", type=FOLDER, required=True, help="The folder that keeps deliveries.")
@click.option("--on", type=Day(), required=True, help="The day on which events are open.")
@click.option("--out", type=FOLDER, default=None, help="A folder for the list of all events.")
@click.option("--person", default=None, help="Only this person's events, in words.")
@click.option("--format", "form", type=click.Choice(["parquet", "csv"]), default="parquet", show_default=True)
@click.option("--delivery", default=None, help="A delivery by its id; the one in use when left out.")
@click.option("--lang", type=click.Choice(["ru", "en"]), default="ru", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@pack_option
def list_command(
    store: Path,
    on: date,
    out: Path | None,
    person: str | None,
    form: str,
    delivery: str | None,
    lang: str,
    as_json: bool,
    pack: Pack,
) -> None:
    """List the events that are open on a day: counts, one person's events, or with --out all of them as data."""
    if out is not None and person is not None:
        raise click.UsageError("--out is for everybody and --person for one: give one of them.")
    language = cast("Language", lang)
    with refusals_told():
        facts = _facts(pack, store, on, delivery)
        if person is not None:
            _tell_person(pack, facts, person, on, language, as_json)
        else:
            _tell_all(pack, facts, on, language, as_json, out=out, form=form)


def _facts(pack: Pack, store: Path, on: date, delivery: str | None) -> Facts:
    from alongside.packs.events import check_events
    from alongside.registers import open_delivery

    check_events(pack)
    pack.law.check_day(on)
    return open_delivery(store, pack.registers, delivery)


def _tell_all(
    pack: Pack, facts: Facts, on: date, language: Language, as_json: bool, *, out: Path | None, form: str
) -> None:
    from alongside.packs.events import count_events, open_events, write_events

    with share_done("life events") as step:
        table = open_events(pack, facts, on, progress=step)
    path = write_events(table, out, form) if out is not None else None
    counts = count_events(pack, facts, on, table)
    if as_json:
        click.echo(json.dumps(counts, ensure_ascii=False, indent=2))
        return
    _show_counts(Console(highlight=False), counts, language, facts)
    if path is not None:
        click.echo(f"{number_text(table.num_rows, 'en')} events: {path}")


def _show_counts(console: Console, counts: dict[str, Any], language: Language, facts: Facts) -> None:
    console.print(Line(OPEN[language].format(day=date_text(date.fromisoformat(counts["on"]), language)), style="bold"))
    console.print()
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(justify="left")
    table.add_column(justify="right")
    for about in counts["events"].values():
        table.add_row(about[f"title_{language}"], number_text(about["open"], language))
    console.print(Padding(table, (0, 0, 0, 2)))
    console.print()
    _show_source(console, facts, language)


def _show_source(console: Console, facts: Facts, language: Language) -> None:
    absent = [facts.registers[name].title[language] for name in sorted(facts.missing_registers)]
    if absent:
        console.print(Line(ABSENT[language].format(titles="; ".join(absent)), style="yellow"))
    day = date_text(facts.as_of, language)
    console.print(Line(BY[language].format(day=day, delivery=facts.delivery_id), style="dim"))


def _tell_person(pack: Pack, facts: Facts, key: str, on: date, language: Language, as_json: bool) -> None:
    from alongside.packs.events import events_of
    from alongside.packs.explain import Explainer
    from alongside.rules.evaluator import Book, Evaluator

    book = Book(pack.law)
    explainer = Explainer(pack, book, facts, Evaluator(book, facts, on))
    person = explainer.find(key)
    found = events_of(pack, explainer.evaluator, person)
    if as_json:
        click.echo(json.dumps(_as_json(facts, explainer.name(person), person, on, found), ensure_ascii=False, indent=2))
        return
    console = Console(highlight=False)
    console.print(Line(explainer.name(person), style="bold"))
    title = OPEN if found else NONE
    console.print(Line(title[language].format(day=date_text(on, language))))
    console.print()
    for one in found:
        console.print(Line(one.event.title[language], style="bold"))
        happened = one.event.says[language].format(day=date_text(one.day, language))
        until = UNTIL[language].format(day=date_text(one.until, language))
        console.print(Padding(Line(f"{happened} {until}"), (0, 0, 0, 2)))
    if found:
        console.print()
    _show_source(console, facts, language)


def _as_json(facts: Facts, name: str, person: int, on: date, found: list[OpenEvent]) -> dict[str, Any]:
    return {
        "person_id": facts.person_text(person),
        "person_name": name,
        "on": on.isoformat(),
        "delivery_id": facts.delivery_id,
        "as_of": facts.as_of.isoformat(),
        "events": [
            {
                "event": one.event.name,
                "title_ru": one.event.title.ru,
                "title_en": one.event.title.en,
                "date": one.day.isoformat(),
                "until": one.until.isoformat(),
            }
            for one in found
        ],
    }
