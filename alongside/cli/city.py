"""`alongside city`: a made-up city to try the law on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from alongside.cli.options import FOLDER, Day, pack_option, refusals_told, share_done

if TYPE_CHECKING:
    from alongside.packs import Pack

DEFAULT_DAY = date(2025, 3, 1)
Form = Literal["csv", "parquet"]


@click.group()
def city() -> None:
    """A synthetic city: everybody in it is made up."""


@city.command()
@click.option("--people", type=click.IntRange(1, 100_000_000), required=True, help="How many living people.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same bytes.")
@click.option("--out", type=FOLDER, required=True, help="The folder of the delivery; new or empty.")
@click.option("--on", type=Day(), default=DEFAULT_DAY.isoformat(), show_default=True, help="The day of the extracts.")
@click.option("--format", "form", type=click.Choice(["csv", "parquet"]), default="csv", show_default=True)
@click.option("--dirt", type=click.FloatRange(0, 0.5), default=0.0, show_default=True, help="Share of spoilt rows.")
@pack_option
def generate(people: int, seed: int, out: Path, on: date, form: Form, dirt: float, pack: Pack) -> None:
    """Make up a city and write it as a delivery of its agencies."""
    with refusals_told():
        rows = generate_city(pack, people=people, seed=seed, out=out, on=on, form=form, dirt=dirt)
    total = f"{sum(rows.values()):,}"
    click.echo(f"{people:,} people, {total} rows in {len(rows)} registers, as of {on}: {out}")


def generate_city(
    pack: Pack, *, people: int, seed: int, out: Path, on: date, form: Form = "csv", dirt: float = 0.0
) -> dict[str, int]:
    """Write a made-up city into a folder; gives the rows of each register."""
    from alongside.packs.make_city import make_city
    from alongside.registers.write import write_delivery

    done = 0
    with share_done("making up people") as step:

        def told(rows: int) -> None:
            nonlocal done
            done += rows
            if step:
                step("", min(done / people, 1.0))

        blocks = make_city(pack, people, seed, on, told)
        number = f"{on.isoformat()}-{seed:04d}"
        return write_delivery(
            out, pack.registers, blocks, delivery_id=number, as_of=on, form=form, dirt=dirt, seed=seed
        )
