"""What commands share: options, how a refusal is told, how long work shows its progress."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from alongside.base.refusal import Refusal

Command = TypeVar("Command", bound=Callable[..., Any])
FOLDER = click.Path(path_type=Path)
DEFAULT_PACK = Path(__file__).resolve().parents[2] / "packs"
REFUSED = 2


class Day(click.ParamType[date]):
    """A date such as 2025-03-01."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date, or a usage error that shows how one is written."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date; write it like 2025-03-01.", param, ctx)


def default_pack() -> Path:
    """The pack that is shipped: the first folder with a pack.toml."""
    return next(path.parent for path in sorted(DEFAULT_PACK.glob("*/pack.toml")))


def pack_option(command: Command) -> Command:
    """Add `--pack PATH` and hand the loaded pack to the command as `pack`."""

    @click.option("--pack", "pack_path", type=FOLDER, default=None, help="The folder of a pack of law.")
    @functools.wraps(command)
    def with_pack(*args: Any, pack_path: Path | None, **kwargs: Any) -> Any:
        from alongside.packs import load_pack

        try:
            pack = load_pack(pack_path or default_pack())
        except Refusal as refusal:
            refuse(refusal)
        return command(*args, pack=pack, **kwargs)

    return with_pack  # type: ignore[return-value]


def refuse(refusal: Refusal) -> NoReturn:
    """Tell a refusal in one line (what, where, what next) and leave with status 2."""
    click.echo(f"{refusal.code}: {refusal}", err=True)
    sys.exit(REFUSED)


@contextmanager
def refusals_told() -> Iterator[None]:
    """Within it a refusal becomes one line and exit status 2."""
    try:
        yield
    except Refusal as refusal:
        refuse(refusal)


@contextmanager
def site() -> Iterator[None]:
    """Within it the site's rooms can be used: Django is started and the database has its newest shape."""
    from alongside.config import start

    start()
    from django.core.management import call_command
    from django.db import DatabaseError

    try:
        call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as fault:
        raise Refusal(
            f"The database does not answer: {fault}".strip(),
            remedy="See ALONGSIDE_DATABASE_URL, and whether the server runs.",
            code="database_does_not_answer",
        ) from fault
    yield


@contextmanager
def share_done(title: str) -> Iterator[Callable[[str, float], None] | None]:
    """A bar on a terminal (told what is being done and which share is done), nothing elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title, total=1.0)

        def step(what: str, share: float) -> None:
            bar.update(task, description=f"{title} {what}".strip(), completed=share)

        yield step
