"""`alongside docs`: the pages of a pack, for everybody who wants to read the law in plain words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from alongside.cli.options import FOLDER, pack_option, refusals_told

if TYPE_CHECKING:
    from alongside.packs import Pack


@click.command()
@click.option("--out", type=FOLDER, default=Path("out/site"), show_default=True, help="The folder for the pages.")
@pack_option
def docs(out: Path, pack: Pack) -> None:
    """Write the pages of a pack: every measure, definition and register, in Russian and in English."""
    from alongside.packs.site import write_site

    with refusals_told():
        pages = write_site(pack, out)
    click.echo(f"{len(pages)} pages: {out / 'index.html'}")
