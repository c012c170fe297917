"""What a person does about a reaction that was set aside: try it again, or pass it over."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from alongside.base.refusal import Refusal
from alongside.records.actor import Actor
from alongside.records.jobs import react
from alongside.records.models import Reaction
from alongside.records.record import record


class NothingIsStuck(Refusal):
    """There is no reaction of this number that was set aside."""

    code = "nothing_is_stuck"


@transaction.atomic
def retry_reaction(*, number: int, by: Actor) -> Reaction:
    """Try it again from the beginning; what waits behind it follows."""
    found = _set_aside(number)
    found.tries, found.due_at, found.set_aside_at = 0, None, None
    found.save(update_fields=["tries", "due_at", "set_aside_at"])
    react.enqueue(found.subject_kind, found.subject)
    record("records.retry_reaction", subject=found, by=by, before={"fault": found.fault})
    return found


@transaction.atomic
def pass_over_reaction(*, number: int, reason: str, at: datetime, by: Actor) -> Reaction:
    """It is never run; what waits behind it follows. The reason is kept in the journal."""
    found = _set_aside(number)
    found.done_at, found.set_aside_at = at, None
    found.save(update_fields=["done_at", "set_aside_at"])
    react.enqueue(found.subject_kind, found.subject)
    record("records.pass_over_reaction", subject=found, by=by, before={"fault": found.fault}, after={"reason": reason})
    return found


def _set_aside(number: int) -> Reaction:
    stuck = Reaction.objects.select_for_update().filter(done_at__isnull=True, set_aside_at__isnull=False)
    found = stuck.filter(pk=number).first()
    if found is None:
        raise NothingIsStuck(
            f"Nothing with the number {number} is set aside.", remedy="`alongside records stuck` lists what is."
        )
    return found
