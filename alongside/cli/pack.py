"""`alongside pack`: is a pack of law whole, and do its examples guard it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from alongside.cli.options import FOLDER, default_pack, refusals_told, share_done

FILE = click.Path(path_type=Path, dir_okay=False)


@click.group()
def pack() -> None:
    """Packs: the law of a jurisdiction as files."""


@pack.command()
@click.argument("path", type=FOLDER, required=False)
@click.option("--order", is_flag=True, help="Draw the order of evaluation as stages instead.")
@click.option("--svg", type=FILE, default=None, help="Draw the order of evaluation into this SVG file.")
def check(path: Path | None, order: bool, svg: Path | None) -> None:
    """Check the pack in folder PATH: its files, its law, its words and its examples.

    Exit status: 0 when all is well; 1 when something is wrong (one line for each: where, what, what to do) or an
    example does not come out; 2 when the pack cannot be loaded.
    """
    from alongside.packs.check import check_pack

    folder = path or default_pack()
    if order or svg is not None:
        _draw_order(folder, svg)
        return
    with refusals_told():
        checked = check_pack(folder)
    for told in (*checked.findings, *checked.broken):
        click.echo(str(told), err=True)
    wrong = f"{len(checked.findings)} finding{'' if len(checked.findings) == 1 else 's'}"
    if checked.pack is None:
        click.echo(f"{folder.name}: cannot be loaded, {wrong}.")
        sys.exit(1)
    measures, examples = len(checked.pack.law.measures), len(checked.examples)
    said = f"{measures} measures, {examples} examples, {len(checked.broken)} that do not come out"
    click.echo(f"{checked.pack.name}: {said}" + (f"; {wrong}." if checked.findings else "."))
    sys.exit(0 if checked.whole else 1)


def _draw_order(folder: Path, svg: Path | None) -> None:
    """The stages of a pack: as text, or into a file."""
    from alongside.packs import load_pack
    from alongside.packs.draw_order import order_svg, order_text

    with refusals_told():
        loaded = load_pack(folder)
        if svg is None:
            click.echo(order_text(loaded))
        else:
            svg.write_text(order_svg(loaded), encoding="utf-8")
            click.echo(f"The order of evaluation: {svg}")


@pack.command()
@click.argument("name")
@click.option("--at", type=FOLDER, default=Path(), help="The folder it is put into; this one when left out.")
def new(name: str, at: Path) -> None:
    """Write a small working pack of a town NAME, to be changed into your own."""
    from alongside.packs.new import new_pack

    with refusals_told():
        folder = new_pack(name, at)
    click.echo(f"A town to begin with: {folder}")
    click.echo(f"Try next: ./run alongside pack check {folder}")


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


@pack.command()
@click.argument("path", type=FOLDER, required=False)
@click.option("--out", type=FILE, default=None, help="Write the table of all branches into this Markdown file.")
def branches(path: Path | None, out: Path | None) -> None:
    """Follow the examples through every branch of the law. Exit status 1 when one has neither example nor reason."""
    from alongside.packs import load_pack
    from alongside.packs.branches import branch_findings, branches_of
    from alongside.packs.examples import read_examples
    from alongside.packs.write_branches import summary, write_branches

    with refusals_told():
        loaded = load_pack(path or default_pack())
        found = branches_of(loaded, read_examples(loaded))
        findings = list(branch_findings(loaded, found))
        if out is not None:
            write_branches(loaded, found, out)
    for each in findings:
        click.echo(str(each), err=True)
    click.echo(f"{loaded.name}: {summary(found)}" + (f" The table: {out}" if out is not None else ""))
    sys.exit(1 if findings else 0)
