"""A human looked at a sweep that waited: it is set aside."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from alongside.entitlements.models import Sweep
from alongside.entitlements.permissions import may_settle_sweeps
from alongside.entitlements.refusals import MayNotActHere, ReasonIsMissing, SweepIsSettled
from alongside.records.actor import Actor
from alongside.records.record import record


@transaction.atomic
def dismiss_sweep(*, sweep: Sweep, reason: str, at: datetime, by: Actor) -> Sweep:
    """Set a waiting sweep aside for good: no award turns. A head or an analyst, with a reason."""
    if not may_settle_sweeps(by):
        raise MayNotActHere
    if not reason.strip():
        raise ReasonIsMissing
    waiting = Sweep.objects.filter(pk=sweep.pk, state=Sweep.State.WAITING)
    if not waiting.update(state=Sweep.State.DISMISSED, settled_at=at):
        raise SweepIsSettled
    record("entitlements.dismiss_sweep", subject=sweep, by=by, after={"reason": reason.strip()}, at=at)
    sweep.refresh_from_db()
    return sweep
