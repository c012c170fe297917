"""The counter decides what a person applied for."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from alongside.entitlements.acting import since_when, turn, write_turn
from alongside.entitlements.assigned import join_assigned
from alongside.entitlements.models import Award, Task
from alongside.entitlements.permissions import may_settle_applications
from alongside.entitlements.refusals import AwardIsOver, MayNotActHere, ReasonIsMissing
from alongside.entitlements.turns import Turn
from alongside.packs.load import Pack
from alongside.records.actor import Actor


@transaction.atomic
def settle_application(
    *, task: Task, granted: bool, reason: str, pack: Pack, at: datetime, on: date, by: Actor
) -> Award:
    """Grant what was applied for, from the month of the application on, or decline it with a reason.

    Refuses to grant what is over or not known now. An application is settled once.
    """
    if not may_settle_applications(by):
        raise MayNotActHere
    if not granted and not reason.strip():
        raise ReasonIsMissing
    award = task.award
    waiting = Task.objects.filter(pk=task.pk, kind=Task.Kind.APPLICATION, done_at__isnull=True)
    if award is None or not waiting.update(done_at=at):
        raise AwardIsOver
    was, act = str(award.stands), "entitlements.settle_application"
    if not granted:
        write_turn(award, Turn.DECLINED, was=was, by=by, at=at, on=on, act=act, reason=reason.strip())
        return award
    since = since_when(award, pack, task.opened_at.date())
    if not turn(award, stands=Award.Stands.GRANTED, among=(Award.Stands.TO_APPLY,), since=since, known=True):
        raise AwardIsOver
    join_assigned([award], pack, on=on, at=at)
    write_turn(award, Turn.GRANTED, was=was, by=by, at=at, on=on, act=act, reason=reason.strip())
    return award
