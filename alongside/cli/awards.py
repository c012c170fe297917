"""`alongside entitlements apply` and `recompute`: a sweep's difference into the database, and decisions again."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console

from alongside.base.wording import number_text
from alongside.cli.options import FOLDER, refusals_told, share_done

if TYPE_CHECKING:
    from alongside.entitlements.apply_sweep import Applied
    from alongside.entitlements.models import Sweep
    from alongside.records.actor import Actor

TITLES = {
    "began": "begin",
    "changed": "change",
    "prolonged": "go on longer",
    "in_doubt": "no longer known, stand as before",
    "unseen": "not in the delivery, stand as before",
    "goes_on": "still waited for",
    "known": "known again",
    "kept": "do not end after all",
    "ending": "will end",
    "ended": "ended",
    "lapsed": "not used, over",
    "expired": "not used in time",
    "asked": "not known yet",
    "closed": "asked, no right",
    "done": "given and done",
}


@click.command("apply")
@click.argument("folder", type=FOLDER, required=False)
@click.option("--store", type=FOLDER, default=None, help="The folder that keeps deliveries; the site's when left out.")
@click.option("--yes-apply", "go", type=int, default=None, help="Let the waiting sweep of this number go.")
@click.option("--dismiss", type=int, default=None, help="Set the waiting sweep of this number aside.")
@click.option("--reason", default="", help="With --yes-apply or --dismiss: why, in a sentence.")
@click.option("--by", "username", default="", help="With --yes-apply or --dismiss: the account of a head or analyst.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
def apply(
    folder: Path | None,
    store: Path | None,
    go: int | None,
    dismiss: int | None,
    reason: str,
    username: str,
    as_json: bool,
) -> None:
    """Put the difference of the sweep in FOLDER into the database: what begins, changes, is asked about, ends.

    A sweep that turns unusually many awards waits: look at it, then say --yes-apply or --dismiss with its number.
    Exit status 3 when a sweep waits.
    """
    from alongside.config import start

    if sum(one is not None for one in (folder, go, dismiss)) != 1:
        raise click.UsageError("Name the folder of a sweep, or one of --yes-apply and --dismiss.")
    start()
    from django.core.management import call_command

    with refusals_told(), share_done("applying") as step:
        call_command("migrate", verbosity=0, interactive=False)
        if folder is not None:
            found = _apply(folder, store, step)
        elif go is not None:
            found = _let_go(go, store, reason, username, step)
        else:
            assert dismiss is not None
            found = _dismiss(dismiss, reason, username)
    if as_json:
        click.echo(json.dumps(_plain(found), ensure_ascii=False, indent=2))
    else:
        _show(Console(highlight=False), found)
    sys.exit(3 if found.sweep.state == "waiting" else 0)


@click.command()
@click.option("--sample", type=click.IntRange(1), default=1000, show_default=True, help="So many awards, by lot.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed draws the same sample.")
@click.option("--store", type=FOLDER, default=None, help="The folder that keeps deliveries; the site's when left out.")
def recompute(sample: int, seed: int, store: Path | None) -> None:
    """Compute decisions again from the deliveries they name. Exit status 1 when one comes out otherwise."""
    from alongside.config import start

    start()
    from alongside.entitlements import recompute_sample

    with refusals_told(), share_done("deciding again") as step:
        found = recompute_sample.recompute_sample(sample=sample, seed=seed, store=_store(store), told=step)
    for line in found.lines[:20]:
        click.echo(line)
    left = f", {number_text(found.other_law, 'en')} by another version of the law" if found.other_law else ""
    said = f"{number_text(len(found.lines), 'en')} come out otherwise" if found.lines else "all come out the same"
    click.echo(f"Computed again: {number_text(found.checked, 'en')} awards{left}: {said}.")
    sys.exit(1 if found.lines else 0)


def _store(store: Path | None) -> Path:
    from django.conf import settings

    return store or Path(settings.ALONGSIDE_STORE)


def _apply(folder: Path, store: Path | None, step: Any) -> Applied:
    from alongside.base import clock
    from alongside.entitlements.apply_sweep import apply_sweep
    from alongside.entitlements.corrections import with_corrections
    from alongside.entitlements.law import pack
    from alongside.packs.held_sweep import open_sweep
    from alongside.records.actor import CITY
    from alongside.registers import open_delivery

    held = open_sweep(folder)
    facts = open_delivery(_store(store), pack().registers, held.delivery_id)
    facts = with_corrections(facts, int(held.summary.get("corrections", 0)))
    return apply_sweep(folder=folder, pack=pack(), facts=facts, at=clock.now(), by=CITY, told=step)


def _let_go(number: int, store: Path | None, reason: str, username: str, step: Any) -> Applied:
    from alongside.base import clock
    from alongside.entitlements.corrections import with_corrections
    from alongside.entitlements.law import pack
    from alongside.entitlements.let_sweep_go import let_sweep_go
    from alongside.registers import open_delivery

    sweep = _waiting(number)
    facts = open_delivery(_store(store), pack().registers, sweep.delivery)
    facts = with_corrections(facts, int(sweep.summary.get("corrections", 0)))
    by = _actor(username)
    return let_sweep_go(sweep=sweep, reason=reason, pack=pack(), facts=facts, at=clock.now(), by=by, told=step)


def _dismiss(number: int, reason: str, username: str) -> Applied:
    from alongside.base import clock
    from alongside.entitlements.apply_sweep import Applied
    from alongside.entitlements.dismiss_sweep import dismiss_sweep

    return Applied(dismiss_sweep(sweep=_waiting(number), reason=reason, at=clock.now(), by=_actor(username)))


def _waiting(number: int) -> Sweep:
    from alongside.entitlements.models import Sweep

    sweep = Sweep.objects.filter(pk=number).first()
    if sweep is None:
        raise click.UsageError(f"There is no sweep number {number}.")
    return sweep


def _actor(username: str) -> Actor:
    """Who gives the word: a word has an author."""
    from alongside.people.models import Account
    from alongside.records.actor import Actor

    account = Account.objects.filter(username=username, is_active=True).first() if username else None
    if account is None:
        raise click.UsageError("Say with --by which account gives the word: a head's or an analyst's.")
    return Actor(role=account.role, account=account.pk, person=account.person_id)


def _plain(found: Applied) -> dict[str, Any]:
    sweep = found.sweep
    return {"sweep": sweep.pk, "state": str(sweep.state), "on": str(sweep.on), "again": found.again, **sweep.counts}


def _show(console: Console, found: Applied) -> None:
    """What was done, measure by measure where anything was."""
    sweep = found.sweep
    about = f"The sweep for {sweep.on} by the delivery {sweep.delivery}"
    if found.again:
        console.print(f"{about} was put in before and is {sweep.state}; nothing was changed.", soft_wrap=True)
        return
    for measure, kinds in sweep.counts.get("turns", {}).items():
        told = ", ".join(f"{number_text(count, 'en')} {TITLES.get(kind, kind)}" for kind, count in kinds.items())
        console.print(f"{measure}: {told}", soft_wrap=True)
    if sweep.state == "dismissed":
        console.print(f"{about} is set aside; no award turned.", soft_wrap=True)
    elif sweep.state == "applied":
        console.print(f"{about} is applied: {number_text(found.turned, 'en')} turns.", soft_wrap=True)
    else:
        ways = "; ".join(f"{name} ({', '.join(how)})" for name, how in sweep.counts["beyond"].items())
        console.print(
            f"{about} turns unusually many and waits for a word; nothing was changed: {ways}.", soft_wrap=True
        )
        console.print(f"Look at it, then: entitlements apply --yes-apply {sweep.pk} --by ACCOUNT --reason '...'")
