"""`alongside records`: the journal's chain, what is stuck, who looked at whom."""

from __future__ import annotations

import csv
import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

import click

from alongside.cli.options import Day, refusals_told, share_done, site

FILE = click.Path(path_type=Path, dir_okay=False)
LOOK = ("at", "about", "screen", "role", "account", "person", "represented", "mandate", "purpose")


@click.group()
def records() -> None:
    """Records: the journal of acts, what follows from them, who looked at whom."""


def anchor_path() -> Path | None:
    """The file that ALONGSIDE_ANCHOR names."""
    said = os.environ.get("ALONGSIDE_ANCHOR", "")
    return Path(said) if said else None


@records.command()
def seal() -> None:
    """Chain every entry that is committed and not yet chained. A worker does so by itself."""
    with refusals_told(), site():
        from alongside.records.seal_entries import head, seal_entries

        done = seal_entries()
        click.echo(f"{done:,} entries sealed; the chain is {head().position:,} long.")


@records.command("head")
def show_head() -> None:
    """Print the last link of the chain, and add it to the file that ALONGSIDE_ANCHOR names.

    That file should lie where nobody of this site can change it. With it `verify --anchor` finds a cut-off end.
    """
    with refusals_told(), site():
        from alongside.base import clock
        from alongside.records.seal_entries import anchor, head

        path, at = anchor_path(), clock.now()
        last = anchor(path, at=at) if path else head()
        click.echo(f"{last.position} {last.chain} {at:%Y-%m-%dT%H:%M:%SZ}")


@records.command()
@click.option("--anchor", "path", type=FILE, default=None, help="Heads kept elsewhere (default: ALONGSIDE_ANCHOR).")
@click.pass_context
def verify(context: click.Context, path: Path | None) -> None:
    """Read the whole chain again. Exit status 1, and every fault on a line, where something is not as it was sealed."""
    with refusals_told(), site():
        from alongside.base.refusal import Refusal
        from alongside.records.seal_entries import head, read_anchors
        from alongside.records.verify_chain import verify_chain

        path = path or anchor_path()
        if path is not None and not path.is_file():
            raise Refusal(f"There is no anchor file {path.name}.", remedy="Name the one that `records head` adds to.")
        anchors = read_anchors(path) if path else []
        length = max(1, head().position)
        with share_done("reading") as step:
            told = (lambda done: step(f"{done:,}", done / length)) if step else None
            result = verify_chain(anchors=anchors, told=told)
    for fault in result.faults:
        click.echo(str(fault), err=True)
    if result.wrong > len(result.faults):
        click.echo(f"... and {result.wrong - len(result.faults):,} more.", err=True)
    outside = f"held against {len(anchors)} anchored heads" if anchors else "no anchor was given"
    click.echo(
        f"{result.checked:,} entries read, {result.waiting:,} wait for their seal, {result.wrong:,} faults; {outside}."
    )
    context.exit(1 if result.wrong else 0)


@records.command("stuck")
@click.option("--after", default=0, help="Go on after this number.")
@click.option("--limit", default=50, show_default=True, help="How many at most (up to 200).")
@click.pass_context
def list_stuck(context: click.Context, after: int, limit: int) -> None:
    """List what was set aside after too many tries. Exit status 1 where there is something."""
    with refusals_told(), site():
        from alongside.records.queries import stuck, waiting

        found, due = stuck(after=after, limit=limit), waiting()
    for one in found:
        behind = f", {one.behind} behind it" if one.behind else ""
        click.echo(
            f"{one.number}: {one.name} after {one.act} on {one.subject_kind} {one.subject}, {one.tries} tries, "
            f"set aside {one.since:%Y-%m-%d %H:%M} UTC{behind}\n    {one.fault}"
        )
    if found:
        click.echo("`alongside records retry NUMBER` tries one again; `pass-over NUMBER --reason ...` leaves it out.")
    since = f", the oldest since {due.since:%Y-%m-%d %H:%M} UTC" if due.since else ""
    click.echo(f"{len(found)} set aside; {due.count:,} more to be done{since}.")
    context.exit(1 if found else 0)


@records.command()
@click.argument("number", type=int)
def retry(number: int) -> None:
    """Try a reaction that was set aside again, and let what waits behind it follow."""
    with refusals_told(), site():
        from alongside.records.actor import CITY
        from alongside.records.settle_reaction import retry_reaction

        found = retry_reaction(number=number, by=CITY)
        click.echo(f"{found.name} ({number}) is tried again by the next free worker.")


@records.command("pass-over")
@click.argument("number", type=int)
@click.option("--reason", required=True, help="Why; it is kept in the journal.")
def pass_over(number: int, reason: str) -> None:
    """Leave a reaction that was set aside out for good, and let what waits behind it follow."""
    with refusals_told(), site():
        from alongside.base import clock
        from alongside.records.actor import CITY
        from alongside.records.settle_reaction import pass_over_reaction

        found = pass_over_reaction(number=number, reason=reason, at=clock.now(), by=CITY)
        click.echo(f"{found.name} ({number}) is left out.")


@records.command()
@click.option("--since", type=Day(), required=True, help="The first day.")
@click.option("--until", type=Day(), required=True, help="The last day.")
@click.option("--person", type=int, default=None, help="Looks at one person alone, by the number in the database.")
@click.option("--out", type=FILE, default=None, help="The CSV file (default: standard output).")
def looks(since: datetime, until: datetime, person: int | None, out: Path | None) -> None:
    """Write who looked at whom, as CSV, for an auditor. People and accounts are numbers of the database."""
    with refusals_told(), site():
        from django.utils import timezone

        from alongside.records.queries import looks_between

        def midnight(day: datetime) -> datetime:
            return timezone.make_aware(datetime(day.year, day.month, day.day))

        found = looks_between(midnight(since), midnight(until + timedelta(days=1)), person=person)
        file = out.open("w", newline="", encoding="utf-8") if out else sys.stdout
        try:
            lines, count = csv.writer(file), 0
            lines.writerow(LOOK)
            for look in found:
                lines.writerow([look.at.isoformat(), *(getattr(look, name) for name in LOOK[1:])])
                count += 1
        finally:
            if out:
                file.close()
        click.echo(f"{count:,} looks.", err=True)


@click.command()
@click.option("--until-empty", is_flag=True, help="Leave when nothing is due any more.")
def work(until_empty: bool) -> None:
    """Run what follows from acts, seal the journal, pick up what a killed worker left. Several may run at once.

    Stopped by Ctrl-C or SIGTERM; the job in hand is finished first.
    """
    with refusals_told(), site():
        from alongside.records.work import work as work_on

        work_on(until_empty=until_empty, anchor_file=anchor_path())
