"""`alongside pack`: is a pack of law whole, and do its examples guard it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from alongside.cli.options import FOLDER, default_pack, refusals_told, share_done


@click.group()
def pack() -> None:
    """Packs: the law of a jurisdiction as files."""


@pack.command()
@click.argument("path", type=FOLDER, required=False)
def check(path: Path | None) -> None:
    """Load the pack in folder PATH and run its examples. Exit status 1 when an example does not come out."""
    from alongside.packs import load_pack
    from alongside.packs.examples import read_examples
    from alongside.packs.run_examples import run_examples

    with refusals_told():
        loaded = load_pack(path or default_pack())
        examples = read_examples(loaded)
        broken = run_examples(loaded, examples)
    for example in broken:
        click.echo(str(example), err=True)
    measures = len(loaded.law.measures)
    click.echo(f"{loaded.name}: {measures} measures, {len(examples)} examples, {len(broken)} that do not come out.")
    sys.exit(1 if broken else 0)


@pack.command("check-examples")
@click.argument("path", type=FOLDER, required=False)
@click.option("--measures", default="", help="Only changes to these, by id, with commas between.")
@click.option("--every", type=click.IntRange(1), default=1, help="Try only each so-manieth change.")
def check_examples_command(path: Path | None, measures: str, every: int) -> None:
    """Change the rules one at a time; every change must break an example. Exit status 1 when one goes unnoticed."""
    from alongside.packs.mutate import check_examples

    folder = path or default_pack()
    chosen = [name.strip() for name in measures.split(",") if name.strip()]
    with refusals_told(), share_done("changing rules") as step:

        def told(done: int, of: int) -> None:
            if step:
                step(f"{done} of {of}", done / of)

        outcome = check_examples(folder, chosen, progress=told, every=every)
    for name, place in outcome.unnoticed:
        click.echo(f"{place}: no example notices: {name}")
    for name in outcome.stale:
        click.echo(f"unnoticed.yaml: not needed any more: {name}")
    noticed = outcome.changes - len(outcome.unnoticed) - len(outcome.excused)
    click.echo(
        f"{outcome.changes} changes: {noticed} noticed, {len(outcome.excused)} make no difference (with a reason), "
        f"{len(outcome.unnoticed)} unnoticed."
    )
    sys.exit(1 if outcome.unnoticed or outcome.stale else 0)
