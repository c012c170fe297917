"""A specialist answers an objection: what was corrected and what that changed, or why nothing was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from alongside.entitlements.correct import correct
from alongside.entitlements.models import Change, Objection, Task
from alongside.entitlements.permissions import may_answer_objections
from alongside.entitlements.refusals import MayNotActHere, ObjectionIsAnswered, ReasonIsMissing
from alongside.records.actor import Actor
from alongside.records.record import record


@dataclass(frozen=True)
class RightRow:
    """What the register should say: what is done to it, the record's key and its cells (see `Correction`)."""

    act: str
    row_key: Mapping[str, Any] | None = None
    row: Mapping[str, Any] | None = None
    source: str = ""
    owner: int | None = None
    owner_kind: str = "person"


@transaction.atomic
def answer_objection(
    *, objection: Objection, right: RightRow | None, answer: str, delivery: str, at: datetime, on: date, by: Actor
) -> list[Change]:
    """Lay a correction over the delivery and decide again at once, or, without `right`, say why the fact stays.

    Gives the turns of awards that the correction made. Refuses whoever may not, an answer without words, an objection
    that is answered, and a correction that the register would not take; then the objection stays open.
    """
    if not may_answer_objections(by):
        raise MayNotActHere
    if not answer.strip():
        raise ReasonIsMissing
    state = Objection.State.REJECTED if right is None else Objection.State.ACCEPTED
    waiting = Objection.objects.filter(pk=objection.pk, state=Objection.State.OPEN)
    if not waiting.update(state=state, answer=answer.strip(), answered_at=at):
        raise ObjectionIsAnswered
    changes: list[Change] = []
    if right is not None:
        correction = correct(
            register=objection.register,
            act=right.act,
            owner=right.owner if right.owner is not None else objection.person.key,
            owner_kind=right.owner_kind,
            row_key=right.row_key,
            row=right.row,
            source=right.source or objection.paper,
            reason=answer,
            delivery=delivery,
            at=at,
            on=on,
            by=by,
        )
        Objection.objects.filter(pk=objection.pk).update(correction=correction)
        changes = list(Change.objects.filter(correction=correction).select_related("award"))
    Task.objects.filter(pk=objection.task_id, done_at__isnull=True).update(done_at=at)
    objection.refresh_from_db()
    record(
        "entitlements.answer_objection",
        subject=objection,
        by=by,
        about=objection.person_id,
        before={"state": "open"},
        after={"state": str(state), "correction": objection.correction_id, "turned": len(changes)},
        at=at,
    )
    return changes
