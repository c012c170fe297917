"""Write an act into the journal, in the transaction of the act."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction

from alongside.base import clock
from alongside.records.actor import Actor
from alongside.records.models import Entry, Reaction
from alongside.records.reactions import reactions_to
from alongside.records.turn import subject_turn, wait_for_turn


class OutsideATransaction(RuntimeError):
    """An act was recorded where it could be kept without what it says, or the other way round."""


def record(
    name: str,
    *,
    subject: models.Model,
    by: Actor,
    about: int | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> Entry:
    """One entry for one act, and a reaction due for each function that follows acts of this name.

    `about` is the id of the person whom the act concerns. Raises OutsideATransaction where none is open. Acts on one
    subject that something follows from wait for one another, so that what follows keeps their order; an act that
    records several subjects therefore takes them in the order of their numbers.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideATransaction(f"{name} was recorded outside a transaction")
    following = reactions_to(name)
    if following:
        wait_for_turn(subject_turn(subject._meta.model_name or "", subject.pk))
    entry = Entry.objects.create(
        at=at or clock.now(),
        name=name,
        subject_kind=subject._meta.model_name or "",
        subject=subject.pk,
        about=about,
        role=by.role,
        account=by.account,
        person=by.person,
        represented=by.represented,
        mandate=by.mandate,
        before=dict(before) if before is not None else None,
        after=dict(after) if after is not None else None,
    )
    due = [
        Reaction(entry=entry, name=reaction, subject_kind=entry.subject_kind, subject=entry.subject)
        for reaction in following
    ]
    if due:
        from alongside.records.jobs import react

        Reaction.objects.bulk_create(due)
        react.enqueue(entry.subject_kind, entry.subject)
    return entry
