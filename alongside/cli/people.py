"""`alongside people`: who people are and who may act for whom, from a delivery into the database."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from alongside.cli.options import FOLDER, Day, pack_option, refusals_told, share_done

if TYPE_CHECKING:
    from alongside.packs import Pack
    from alongside.people.load_people import PeopleLoaded


@click.group()
def people() -> None:
    """People: who they are, and who may act for whom."""


@people.command()
@click.option("--store", type=FOLDER, required=True, help="The folder that keeps deliveries.")
@click.option("--delivery", default=None, help="Another delivery than the one in use.")
@pack_option
def load(store: Path, delivery: str | None, pack: Pack) -> None:
    """Load persons, ties, homes and the mandates of parents and guardians: all or nothing, and only what changed."""
    from alongside.config import start

    start()
    from django.core.management import call_command

    from alongside.base import clock
    from alongside.entitlements.settle_corrections import settle_corrections
    from alongside.people.load_people import load_people
    from alongside.records.actor import CITY
    from alongside.registers import open_delivery

    with refusals_told():
        call_command("migrate", verbosity=0, interactive=False)
        facts = open_delivery(store, pack.registers, delivery)
        with share_done("loading") as step:
            loaded = load_people(
                facts=facts,
                columns=pack.people.columns,
                even_if_older=delivery is not None,
                at=clock.now(),
                by=CITY,
                told=step,
            )
        settled = settle_corrections(facts=facts, at=clock.now(), by=CITY)
    _show(loaded)
    if settled.brought or settled.contradicted:
        click.echo(f"Corrections: {settled.brought} brought by this delivery, {settled.contradicted} contradicted.")


@people.command("make-demo-accounts")
@click.option("--on", type=Day(), default=None, help="The day for which people are chosen (default: today).")
def make_demo_accounts(on: date | None) -> None:
    """Make the ready people of a demo out of those who are loaded.

    Only where ALONGSIDE_DEMO is 1 can anybody become them; they have no passwords.
    """
    from alongside.config import start

    start()
    from alongside.base import clock
    from alongside.people.make_demo_accounts import make_demo_accounts
    from alongside.records.actor import CITY

    for name in make_demo_accounts(on=on or clock.today(), at=clock.now(), by=CITY):
        click.echo(name)


def _show(loaded: PeopleLoaded) -> None:
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for column in ("new", "changed", "gone", "same"):
        table.add_column(column, justify="right")
    for name, counts in loaded.counts.items():
        cells = (f"{counts[column]:,}" if column in counts else "" for column in ("new", "changed", "gone", "same"))
        table.add_row(name, *cells)
    Console().print(table)
    click.echo(f"People are as the delivery {loaded.delivery} of {loaded.as_of} says.")
