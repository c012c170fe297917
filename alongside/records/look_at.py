"""Note that somebody sees a person's data. A screen that shows a person calls this once for each person on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from alongside.base import clock
from alongside.records.actor import Actor
from alongside.records.models import Look


def look_at(persons: Iterable[int], *, screen: str, by: Actor, at: datetime | None = None) -> None:
    """One line of the access log for each person (by id), in one statement."""
    moment = at or clock.now()
    Look.objects.bulk_create(
        Look(
            at=moment,
            about=person,
            screen=screen,
            role=by.role,
            account=by.account,
            person=by.person,
            represented=by.represented,
            mandate=by.mandate,
            purpose=by.purpose,
        )
        for person in dict.fromkeys(persons)
    )
