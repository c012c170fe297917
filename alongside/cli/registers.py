"""`alongside registers`: take deliveries into a store, and see what it holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from alongside.base.refusal import Refusal
from alongside.cli.options import pack_option

if TYPE_CHECKING:
    from alongside.packs import Pack
    from alongside.registers import IngestReport

FOLDER = click.Path(path_type=Path)


@click.group()
def registers() -> None:
    """The agencies' registers: deliveries in, facts out."""


@registers.command()
@click.argument("delivery", type=FOLDER)
@click.option("--store", type=FOLDER, required=True, help="The folder that keeps deliveries.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@pack_option
@click.pass_context
def ingest(context: click.Context, delivery: Path, store: Path, as_json: bool, pack: Pack) -> None:
    """Take the delivery in folder DELIVERY into a store.

    Exit status: 0 when every row of every register was accepted, 3 when rows were set aside or a register is
    missing, 2 when the delivery is refused (then nothing has changed).
    """
    from alongside.registers import ingest_delivery

    try:
        with _progress() as step:
            report = ingest_delivery(delivery, store, pack.registers, progress=step)
    except Refusal as refusal:
        _refuse(context, refusal, as_json)
    if as_json:
        held = {"held_before": report.held_before, "folder": str(report.folder)}
        click.echo(json.dumps({**report.as_json(), **held}, indent=1))
    else:
        _show(report)
    context.exit(report.exit_status)


@registers.command("list")
@click.option("--store", type=FOLDER, required=True, help="The folder that keeps deliveries.")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@pack_option
@click.pass_context
def list_deliveries(context: click.Context, store: Path, as_json: bool, pack: Pack) -> None:
    """List the deliveries that a store holds; the last one is in use."""
    from alongside.registers import held_deliveries
    from alongside.registers.sentences import short

    try:
        held = held_deliveries(store, pack.registers)
    except Refusal as refusal:
        _refuse(context, refusal, as_json)
    lines = [{"delivery_id": r.delivery_id, "as_of": r.as_of.isoformat(), **r.totals()} for r in held]
    if as_json:
        found = [{**line, "in_use": line is lines[-1]} for line in lines]
        click.echo(json.dumps(found, indent=1))
    elif not lines:
        click.echo(f"The store {store} holds no delivery.")
    else:
        table = _table("delivery", "as of", "read", "accepted", "set aside", "missing registers", "")
        for line in lines:
            table.add_row(
                *(escape(short(str(value))) for value in line.values()), "in use" if line is lines[-1] else ""
            )
        Console().print(table)


def _refuse(context: click.Context, refusal: Refusal, as_json: bool) -> None:
    if as_json:
        said = {"refused": refusal.code, "message": refusal.message, "remedy": refusal.remedy}
        click.echo(json.dumps(said, indent=1))
    else:
        click.echo(f"{refusal.code}: {refusal}", err=True)
    context.exit(2)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None] | None]:
    """A bar on a terminal, nothing elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("reading")

        def step(register: str, done: int, of: int) -> None:
            bar.update(task, description=register, completed=done, total=of)

        yield step


def _table(*names: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in names:
        table.add_column(name, justify="left" if name in ("register", "delivery", "state", "") else "right")
    return table


def _show(report: IngestReport) -> None:
    from alongside.registers.sentences import short

    console = Console()
    table = _table("register", "read", "accepted", "set aside", "state")
    for name, about in report.registers.items():
        aside = sum(about.set_aside.values())
        state = about.state if about.error is None else f"{about.state}: {about.error}"
        table.add_row(name, str(about.read), str(about.accepted), str(aside), state)
    console.print(table)
    problems: dict[str, int] = {}
    for about in report.registers.values():
        for code, rows in about.set_aside.items():
            problems[code] = problems.get(code, 0) + rows
    for code, rows in sorted(problems.items()):
        click.echo(f"{code}: {rows} row{'s' if rows > 1 else ''} set aside")
    if problems:
        click.echo(f"Row by row, with the reason: {report.folder / 'set_aside.csv'}")
    for file, code, sentence in report.file_errors:
        click.echo(f"{code}: {short(file)}: {short(sentence)}")
    held = "was held already" if report.held_before else "is held"
    click.echo(f"The delivery {short(report.delivery_id)} of {report.as_of} {held} in {report.folder}.")
