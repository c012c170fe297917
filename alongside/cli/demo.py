"""`alongside demo`: from registers to rights, with reasons, and to a site that runs, on a made-up city."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

from alongside.cli.city import generate_city
from alongside.cli.entitlements import explain_person
from alongside.cli.explain_screen import show_explanation
from alongside.cli.options import FOLDER, Day, pack_option, refusals_told, share_done
from alongside.cli.summary_screen import show_summary

if TYPE_CHECKING:
    from alongside.packs import Pack

ON = date(2025, 3, 1)


@click.command()
@click.option("--people", type=click.IntRange(100), default=100_000, show_default=True, help="How many people.")
@click.option("--out", type=FOLDER, default=Path("demo"), show_default=True, help="Where everything is put.")
@click.option("--on", type=Day(), default=ON.isoformat(), show_default=True, help="The day of decision.")
@click.option("--serve/--no-serve", "serving", default=None, help="Leave the site running (default: on a terminal).")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Where the site answers.")
@pack_option
def demo(people: int, out: Path, on: date, serving: bool | None, port: int, pack: Pack) -> None:
    """Make up a city, take its registers in, decide for everybody, explain one family, open the site."""
    from alongside.packs.sweep import sweep
    from alongside.registers import ingest_delivery

    console = Console(highlight=False)
    delivery, store, awards = out / "delivery", out / "store", out / "awards"
    with refusals_told():
        _make_room(out)
        with _step(console, f"1. A made-up city of {people:,} people, with some dirt in its registers"):
            generate_city(pack, people=people, seed=1, out=delivery, on=on, dirt=0.002)
        with _step(console, "2. Registers in: every row checked, bad rows set aside, nothing dropped in silence"):
            with share_done("reading") as bar:
                report = ingest_delivery(delivery, store, pack.registers, progress=_of_rows(bar))
            console.print(f"   {_told(report.totals())}", style="dim")
        with (
            _step(console, "3. Rights: the law as code decides for everybody"),
            share_done("deciding") as bar,
        ):
            summary = sweep(pack, store, on, awards, progress=bar)
        show_summary(console, summary, awards)
        person = _mother(awards)
        if person is None:
            console.print("Nobody is entitled to anything on this day; try more --people.")
            return
        for language in ("ru", "en"):
            console.print()
            with _step(console, f"4. Why: one family, {'in Russian' if language == 'ru' else 'in English'}"):
                found = explain_person(pack, store, person, on, language)
            console.print()
            show_explanation(console, found, details=False)
    with refusals_told():
        _open_site(console, out, on, store, awards, pack)
    console.print()
    console.print("Try next:", style="bold")
    ask = f"./run alongside entitlements explain --store {store} --person '{person}' --on {on}"
    for line in (f"{ask} --details", f"{ask} --lang en --json", f"less {store}/deliveries/*/set_aside.csv"):
        console.print(f"  {line}", soft_wrap=True)
    if serving if serving is not None else sys.stdout.isatty():
        _serve(console, port)
    else:
        run = f"ALONGSIDE_HOME={out} ALONGSIDE_DEMO=1 ALONGSIDE_TODAY={on} ./run alongside serve --with-worker"
        console.print(f"  {run}", soft_wrap=True)
        _where_to_click(console, port)


def _open_site(console: Console, out: Path, on: date, store: Path, awards: Path, pack: Pack) -> None:
    """People, decisions and ready accounts into the database of the demo's own site."""
    os.environ.update(ALONGSIDE_HOME=str(out), ALONGSIDE_DEMO="1", ALONGSIDE_TODAY=on.isoformat())
    os.environ["ALONGSIDE_PACK"] = str(pack.path)
    from alongside.config import start

    start()
    from django.core.management import call_command

    from alongside.base import clock
    from alongside.entitlements.apply_sweep import apply_sweep
    from alongside.people.load_people import load_people
    from alongside.people.make_demo_accounts import make_demo_accounts
    from alongside.records.actor import CITY
    from alongside.registers import open_delivery

    facts = open_delivery(store, pack.registers)
    with _step(console, "5. People and their rights into the database of a site"), share_done("loading") as step:
        call_command("migrate", verbosity=0, interactive=False)
        load_people(facts=facts, columns=pack.people.columns, even_if_older=True, at=clock.now(), by=CITY, told=step)
        apply_sweep(folder=awards, pack=pack, facts=facts, at=clock.now(), by=CITY, limited=False, told=step)
        make_demo_accounts(on=on, at=clock.now(), by=CITY)


def _serve(console: Console, port: int) -> None:
    """The site in the same settings, until Ctrl-C."""
    _where_to_click(console, port)
    flags = ["-P"] if sys.flags.safe_path else []
    command = [sys.executable, *flags, "-m", "alongside.cli", "serve", "--with-worker", "--port", str(port)]
    os.execv(sys.executable, command)


def _where_to_click(console: Console, port: int) -> None:
    console.print()
    console.print(f"The site: http://127.0.0.1:{port}/become", style="bold", soft_wrap=True)
    console.print("  become a mother of three, a pensioner of 82, a student, a specialist, an analyst ...")


def _make_room(out: Path) -> None:
    """An earlier demo is made anew; anything else is left alone."""
    for part in ("delivery", "store", "awards"):
        if (out / part).exists() and (out / "made_by_demo").exists():
            shutil.rmtree(out / part)
    for file in out.glob("alongside.sqlite3*"):
        if (out / "made_by_demo").exists():
            file.unlink()
    out.mkdir(parents=True, exist_ok=True)
    (out / "made_by_demo").touch()


def _told(totals: dict[str, int]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {number:,}" for name, number in totals.items())


def _of_rows(bar: Callable[[str, float], None] | None) -> Callable[[str, int, int], None] | None:
    """A bar of rows as a bar of shares."""
    if bar is None:
        return None
    return lambda register, done, of: bar(register, done / of if of else 0.0)


def _mother(awards: Path) -> str | None:
    """Who receives most different measures, with something not yet known beside them: a story worth telling."""
    import pyarrow.parquet as pq

    table = pq.read_table(awards / "awards.parquet", columns=["payee_id", "measure_id", "answer"])
    yes: dict[str, set[str]] = {}
    unknown: dict[str, set[str]] = {}
    for payee, measure, answer in zip(*(table[name].to_pylist() for name in table.column_names), strict=True):
        (yes if answer == "yes" else unknown).setdefault(payee, set()).add(measure)
    nothing: set[str] = set()
    return max(sorted(yes), key=lambda payee: (len(yes[payee]), -len(unknown.get(payee, nothing))), default=None)


@contextmanager
def _step(console: Console, title: str) -> Iterator[None]:
    console.print(title, style="bold")
    began = time.monotonic()
    yield
    console.print(f"   {time.monotonic() - began:.1f} s", style="dim")
