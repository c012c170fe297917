"""`alongside entitlements`: decide for everybody, and say why to one."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click
from rich.console import Console

from alongside.cli.awards import apply, recompute
from alongside.cli.options import FOLDER, Day, pack_option, refusals_told, share_done

if TYPE_CHECKING:
    from alongside.base.text import Language
    from alongside.packs import Pack
    from alongside.packs.explain import Explainer
    from alongside.packs.explanation import Explanation
    from alongside.packs.sweep import Corrections, Decide


@click.group()
def entitlements() -> None:
    """Rights: who is entitled, to how much, and why."""


for command in (apply, recompute):
    entitlements.add_command(command)


@entitlements.command()
@click.option("--store", type=FOLDER, required=True, help="The folder that keeps deliveries.")
@click.option("--on", type=Day(), required=True, help="The day of decision.")
@click.option("--out", type=FOLDER, required=True, help="The folder for awards and summary.")
@click.option("--measures", default="", help="Only these, by id, with commas between; all when left out.")
@click.option("--format", "form", type=click.Choice(["parquet", "csv"]), default="parquet", show_default=True)
@click.option("--delivery", default=None, help="A delivery by its id; the one in use when left out.")
@click.option("--since", type=FOLDER, default=None, help="An earlier sweep: write what is different since then.")
@click.option("--reasons", type=click.IntRange(0), default=1000, help="With --since: say why for so many of each kind.")
@click.option("--corrections", "corrected", is_flag=True, help="With what the site has put right since the delivery.")
@click.option("--engine", type=click.Choice(["local", "spark"]), default="local", show_default=True)
@click.option("--master", default=None, help="With --engine spark: its master, such as spark://host:7077.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@pack_option
def sweep(
    store: Path,
    on: date,
    out: Path,
    measures: str,
    form: str,
    delivery: str | None,
    since: Path | None,
    reasons: int,
    corrected: bool,
    engine: str,
    master: str | None,
    as_json: bool,
    pack: Pack,
) -> None:
    """Decide for everybody in the store, and write the awards; with --since, what is different, too."""
    from alongside.cli.difference_screen import show_difference
    from alongside.cli.summary_screen import show_summary
    from alongside.packs.difference import sweep_since
    from alongside.packs.sweep import sweep as run

    if (engine == "spark") != (master is not None):
        raise click.UsageError("--engine spark and --master belong together.")
    with refusals_told(), share_done("deciding") as step:
        common: dict[str, Any] = {"measures": _chosen(measures), "form": form, "delivery": delivery, "progress": step}
        if master is not None:
            common["decide"] = _on_spark(master)
        if corrected:
            common["corrections"] = corrections_of_the_site()
        if since is None:
            summary = run(pack, store, on, out, **common)
        else:
            summary = sweep_since(pack, store, on, out, since, reasons=reasons, **common)
    if as_json:
        click.echo(json.dumps(summary, ensure_ascii=False, indent=2))
    else:
        show_summary(Console(), summary, out)
        if since is not None:
            show_difference(Console(), summary)


def _on_spark(master: str) -> Decide:
    """The engine of a Spark master; refuses here, before anything is read, where Spark is not to be had."""
    from functools import partial

    from alongside.rules.cluster.spark import check_spark, run_law_on_spark

    check_spark(master)
    return partial(run_law_on_spark, master=master)


def corrections_of_the_site() -> Corrections:
    """What the site has put right since the delivery, one-offs that it granted among it."""
    from alongside.config import start

    start()
    from alongside.entitlements.corrections import change_of, edition_now, in_force
    from alongside.packs.sweep import Corrections

    edition = edition_now()
    return Corrections(edition, [change_of(correction) for correction in in_force(edition)])


def _chosen(measures: str) -> list[str]:
    """The ids that were given with commas between."""
    return [name.strip() for name in measures.split(",") if name.strip()]


@entitlements.command()
@click.option("--store", type=FOLDER, required=True, help="The folder that keeps deliveries.")
@click.option("--person", required=True, help="The person's key, as it is written.")
@click.option("--on", type=Day(), required=True, help="The day of decision.")
@click.option("--measure", default=None, help="Only this measure, with all details.")
@click.option("--lang", type=click.Choice(["ru", "en"]), default="ru", show_default=True)
@click.option("--details", is_flag=True, help="All reasons of all measures.")
@click.option("--delivery", default=None, help="A delivery by its id; the one in use when left out.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option("--family", is_flag=True, help="Instead: who belongs to the person's family, and why.")
@click.option("--svg", type=FOLDER, default=None, help="With --family: a file for a drawing of it.")
@click.option("--svg-width", type=click.IntRange(320, 900), default=720, help="How many pixels wide it is.")
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
    family: bool,
    svg: Path | None,
    svg_width: int,
    pack: Pack,
) -> None:
    """Say to one person what they can expect, and why."""
    from alongside.cli.explain_screen import show_explanation
    from alongside.cli.family_screen import tell_family

    if family or svg is not None:
        if not family or measure is not None:
            raise click.UsageError("--svg belongs to --family, and --family tells of no single measure.")
        with refusals_told():
            explainer = explainer_of(pack, store, on, delivery=delivery)
            tell_family(explainer, person, cast("Language", lang), as_json=as_json, svg=svg, width=svg_width)
        return
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
    measures = [pack.law.measure(measure)] if measure is not None else None
    from alongside.packs.family import with_family

    explainer = explainer_of(pack, store, on, delivery=delivery)
    found = explainer.find(person)
    return with_family(explainer, found, explainer.explain(found, language, measures))


def explainer_of(pack: Pack, store: Path, on: date, *, delivery: str | None = None) -> Explainer:
    """Who explains a store on a day."""
    from alongside.packs.explain import Explainer
    from alongside.registers import open_delivery
    from alongside.rules.evaluator import Book, Evaluator

    pack.law.check_day(on)
    facts = open_delivery(store, pack.registers, delivery)
    book = Book(pack.law)
    return Explainer(pack, book, facts, Evaluator(book, facts, on))


@entitlements.command()
@click.option("--out", type=FOLDER, required=True, help="The folder of a sweep.")
@click.option("--store", type=FOLDER, required=True, help="The folder that keeps deliveries.")
@click.option(
    "--sample", type=click.IntRange(1), default=1000, show_default=True, help="So many rows, and units without."
)
@click.option("--all", "everything", is_flag=True, help="Every row and every unit without one; slow.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed draws the same sample.")
@pack_option
def verify(out: Path, store: Path, sample: int, everything: bool, seed: int, pack: Pack) -> None:
    """Decide a sweep again, one unit at a time, and compare. Exit status 1 when something does not agree."""
    from alongside.cli.difference_screen import show_verification
    from alongside.packs.verify import verify as run

    with refusals_told(), share_done("deciding again") as step:
        found = run(pack, store, out, sample=None if everything else sample, seed=seed, progress=step)
    show_verification(Console(highlight=False), found)
    sys.exit(1 if found.disagreements else 0)


@entitlements.command("what-if")
@click.option("--store", type=FOLDER, required=True, help="The folder that keeps deliveries.")
@click.option("--on", type=Day(), required=True, help="The day of decision.")
@click.option("--terms", type=FOLDER, required=True, help="A file of changed terms: `PM: 26000.00` on each line.")
@click.option("--out", type=FOLDER, required=True, help="The folder for what_if.json, .csv and .svg.")
@click.option("--measures", default="", help="Only these, by id, with commas between; all that change when left out.")
@click.option("--delivery", default=None, help="A delivery by its id; the one in use when left out.")
@click.option("--lang", type=click.Choice(["ru", "en"]), default="ru", show_default=True)
@pack_option
def what_if(
    store: Path, on: date, terms: Path, out: Path, measures: str, delivery: str | None, lang: str, pack: Pack
) -> None:
    """Decide twice, by the law as it is and with changed terms: what it costs, who gains, who loses."""
    from alongside.cli.what_if_screen import show_what_if
    from alongside.packs.what_if import what_if as ask
    from alongside.packs.write_what_if import check_out, write_what_if

    language = cast("Language", lang)
    with refusals_told(), share_done("deciding twice") as step:
        check_out(out)
        found = ask(pack, store, on, terms, measures=_chosen(measures), delivery=delivery, progress=step)
        write_what_if(found, out, language)
    show_what_if(Console(highlight=False), found, out, language)
