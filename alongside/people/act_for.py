"""Begin to act for another person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.people.models import Mandate
from alongside.people.permissions import may_take
from alongside.people.refusals import IsNoLonger
from alongside.records.actor import Actor
from alongside.records.record import record


@transaction.atomic
def act_for(*, mandate: Mandate, on: date, at: datetime, by: Actor) -> Mandate:
    """Take up a mandate; the one who is represented can read in their journal that it was. Refuses one that is not the
    actor's, and says of one that is no longer in force why."""
    if not may_take(mandate, by):
        raise IsNoLonger(_("There is nobody here for whom you may act."))
    if mandate.revoked_at is not None:
        raise IsNoLonger(_("You may no longer act for this person: it was taken back."))
    if mandate.until is not None and mandate.until <= on:
        raise IsNoLonger(_("You may no longer act for this person: the time is over."))
    if mandate.since > on:
        raise IsNoLonger(_("You may not act for this person yet."))
    taken = replace(by, represented=mandate.represented_id, mandate=mandate.pk)
    record("people.act_for", subject=mandate, about=mandate.represented_id, by=taken, at=at)
    return mandate
