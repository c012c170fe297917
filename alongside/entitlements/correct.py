"""Put a fact right until a delivery brings it, and decide again at once whom it concerns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from alongside.entitlements import law
from alongside.entitlements.corrections import change_of, edition_now, facts_with, next_edition
from alongside.entitlements.models import Correction
from alongside.entitlements.permissions import may_correct
from alongside.entitlements.redecide import redecide
from alongside.entitlements.refusals import CorrectionDoesNotFit, MayNotActHere, ReasonIsMissing
from alongside.faces.templatetags.wording import reader_language
from alongside.people.models import Person
from alongside.records.actor import Actor
from alongside.records.record import record
from alongside.registers.check_row import RowIsBad, check_row
from alongside.rules.facts import Facts
from alongside.rules.lay_over import lay_over
from alongside.rules.row_change import ChangeDoesNotFit


def with_draft(correction: Correction, facts: Facts) -> Facts:
    """The facts as they would be with a correction that is not kept yet, for asking about single people.

    Refuses, in the reader's language, a row that the register would not take, and what does not fit the facts.
    """
    try:
        change = change_of(correction)
        if change.row is not None:
            check_row(law.pack().registers, correction.register, change.row)
        return lay_over(facts, [change]).for_evaluator()
    except (RowIsBad, ChangeDoesNotFit) as refusal:
        words = law.pack().columns.get(f"{correction.register}.{refusal.column}")
        field = words[reader_language()] if words is not None else refusal.column
        raise CorrectionDoesNotFit(refusal.why, column=refusal.column, field=field) from refusal


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

    `owner` is the key of the person (or place) whose record it is. Refuses what the register would not take, what does
    not fit the delivery, and a correction without a source or a reason.
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
    before = edition_now()
    with_draft(correction, facts_with(delivery, before))
    correction.from_edition = next_edition()
    correction.save()
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
    redecide(correction, delivery=delivery, before=before, after=correction.from_edition, at=at, on=on)
    return correction
