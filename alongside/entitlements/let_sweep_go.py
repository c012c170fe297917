"""A human looked at a sweep that waited: it may be applied."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.db import transaction

from alongside.entitlements.apply_sweep import Applied, apply_sweep
from alongside.entitlements.models import Sweep
from alongside.entitlements.permissions import may_settle_sweeps
from alongside.entitlements.refusals import MayNotActHere, ReasonIsMissing, SweepHasChanged, SweepIsSettled
from alongside.entitlements.sweep_rows import digest
from alongside.packs.held_sweep import NoSuchSweep, open_sweep
from alongside.packs.load import Pack
from alongside.records.actor import Actor
from alongside.records.record import record
from alongside.rules.facts import Facts


def let_sweep_go(
    *,
    sweep: Sweep,
    reason: str,
    pack: Pack,
    facts: Facts,
    at: datetime,
    by: Actor,
    told: Callable[[str, float], None] | None = None,
) -> Applied:
    """Apply a sweep that waited, whatever the limits say; a head or an analyst, with a reason.

    Refuses when it does not wait any more, when its folder holds something else now, or a later one is applied.
    """
    if not may_settle_sweeps(by):
        raise MayNotActHere
    if not reason.strip():
        raise ReasonIsMissing
    folder = Path(sweep.folder)
    try:
        same = digest(open_sweep(folder)) == sweep.digest
    except NoSuchSweep as error:
        raise SweepHasChanged from error
    if not same:
        raise SweepHasChanged
    with transaction.atomic():
        if not Sweep.objects.filter(pk=sweep.pk, state=Sweep.State.WAITING).update(settled_at=at):
            raise SweepIsSettled
        record("entitlements.let_sweep_go", subject=sweep, by=by, after={"reason": reason.strip()}, at=at)
        return apply_sweep(folder=folder, pack=pack, facts=facts, at=at, by=by, limited=False, told=told)
