"""`alongside entitlements`: decide for everybody, and say why to one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click
from rich.console import Console

from alongside.cli.options import FOLDER, Day, pack_option, refusals_told, share_done

if TYPE_CHECKING:
    from alongside.base.text import Language
    from alongside.packs import Pack
    from alongside.packs.explanation import Explanation


@click.group()
def entitlements() -> None:
    """Rights: who is entitled, to how much, and why."""


@entitlements.command()
@click.option("--store", type=FOLDER, required=True, help="The folder that keeps deliveries.")
@click.option("--on", type=Day(), required=True, help="The day of decision.")
@click.option("--out", type=FOLDER, required=True, help="The folder for awards and summary.")
@click.option("--measures", default="", help="Only these, by id, with commas between; all when left out.")
@click.option("--format", "form", type=click.Choice(["parquet", "csv"]), default="parquet", show_default=True)
@click.option("--delivery", default=None, help="A delivery by its id; the one in use when left out.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@pack_option
def sweep(
    store: Path,
    on: date,
    out: Path,
    measures: str,
    form: str,
    delivery: str | None,
    as_json: bool,
    pack: Pack,
) -> None:
    """Decide for everybody in the store, and write the awards."""
    from alongside.cli.summary_screen import show_summary
    from alongside.packs.sweep import sweep as run

    with refusals_told(), share_done("deciding") as step:
        chosen = [name.strip() for name in measures.split(",") if name.strip()]
        summary = run(pack, store, on, out, measures=chosen, form=form, delivery=delivery, progress=step)
    if as_json:
        click.echo(json.dumps(summary, ensure_ascii=False, indent=2))
    else:
        show_summary(Console(), summary, out)


@entitlements.command()
@click.option("--store", type=FOLDER, required=True, help="The folder that keeps deliveries.")
@click.option("--person", required=True, help="The person's key, as it is written.")
@click.option("--on", type=Day(), required=True, help="The day of decision.")
@click.option("--measure", default=None, help="Only this measure, with all details.")
@click.option("--lang", type=click.Choice(["ru", "en"]), default="ru", show_default=True)
@click.option("--details", is_flag=True, help="All reasons of all measures.")
@click.option("--delivery", default=None, help="A delivery by its id; the one in use when left out.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@pack_option
def explain(
    store: Path,
    person: str,
    on: date,
    measure: str | None,
    lang: str,
    details: bool,
    delivery: str | None,
    as_json: bool,
    pack: Pack,
) -> None:
    """Say to one person what they can expect, and why."""
    from alongside.cli.explain_screen import show_explanation

    with refusals_told():
        found = explain_person(pack, store, person, on, cast("Language", lang), measure=measure, delivery=delivery)
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
    else:
        show_explanation(Console(highlight=False), found, details=details or measure is not None)


def explain_person(
    pack: Pack,
    store: Path,
    person: str,
    on: date,
    language: Language,
    *,
    measure: str | None = None,
    delivery: str | None = None,
) -> Explanation:
    """The explanation for the person with a key."""
    from alongside.packs.explain import Explainer
    from alongside.registers import open_delivery
    from alongside.rules.evaluator import Book, Evaluator

    measures = [pack.law.measure(measure)] if measure is not None else None
    pack.law.check_day(on)
    facts = open_delivery(store, pack.registers, delivery)
    book = Book(pack.law)
    explainer = Explainer(pack, book, facts, Evaluator(book, facts, on))
    return explainer.explain(explainer.find(person), language, measures)
