"""Put a fact right until a delivery brings it, and decide again at once whom it concerns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from alongside.entitlements.lay_corrections import lay_corrections
from alongside.entitlements.models import Correction
from alongside.entitlements.permissions import may_correct
from alongside.entitlements.refusals import MayNotActHere, ReasonIsMissing
from alongside.people.models import Person
from alongside.records.actor import Actor
from alongside.records.record import record


@transaction.atomic
def correct(
    *,
    register: str,
    act: str,
    owner: int,
    owner_kind: str = "person",
    row_key: Mapping[str, Any] | None = None,
    row: Mapping[str, Any] | None = None,
    source: str,
    reason: str,
    delivery: str,
    at: datetime,
    on: date,
    by: Actor,
) -> Correction:
    """Lay a correction over the delivery in use, and decide again everybody whose decision can read it.

    `owner` is the key of the person (or place) whose record it is. A row added to the register of persons brings a
    person whom the delivery does not know; one that ties a child to an adult lets the adult act for it. Refuses what
    the register would not take, what does not fit the delivery, and a correction without a source or a reason.
    """
    if not may_correct(by):
        raise MayNotActHere
    if not source.strip() or not reason.strip():
        raise ReasonIsMissing
    correction = Correction(
        register=register,
        act=act,
        owner=owner,
        owner_kind=owner_kind,
        row_key=dict(row_key) if row_key is not None else None,
        row=dict(row) if row is not None else None,
        source=source.strip(),
        reason=reason.strip(),
        since=on,
        made_at=at,
    )
    lay_corrections([correction], delivery=delivery, at=at, on=on, by=by)
    about = Person.objects.filter(key=owner).values_list("pk", flat=True).first() if owner_kind == "person" else None
    record(
        "entitlements.correct",
        subject=correction,
        by=by,
        about=about,
        before={"row": correction.row_key},
        after={"register": register, "act": act, "row": correction.row, "source": correction.source},
        at=at,
    )
    return correction
