"""Work after the answer: reactions run here, in order for each subject, at least once."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from django.db import transaction
from django_tasks import task

from alongside.base import clock
from alongside.records.models import Reaction
from alongside.records.reactions import reaction
from alongside.records.turn import subject_turn, wait_for_turn

FAULT_LENGTH = 500
TRIES = 6
FIRST_WAIT = timedelta(seconds=10)
WAIT_GROWS = 4  # 10 s, 40 s, 3 min, 11 min, 43 min, then it is set aside


class ReactionIsUnknown(RuntimeError):
    """No function of this name follows acts of that name in this version of the site."""


class Turn(Enum):
    """How one look at a subject ended."""

    DONE = "done"
    NOTHING = "nothing is due"
    WAITS = "the oldest that is due waits or is set aside"
    FAILED = "failed"


@task()
def react(subject_kind: str, subject: int) -> int:
    """Run what is due for a subject, oldest act first, and stop at the first that fails; gives how many were done.

    Each runs in one transaction with the mark that it is done. Two workers on one subject take turns.
    """
    done = 0
    while _run_next(subject_kind, subject) is Turn.DONE:
        done += 1
    return done


def _run_next(subject_kind: str, subject: int) -> Turn:
    due = None
    try:
        with transaction.atomic():
            wait_for_turn(subject_turn(subject_kind, subject))
            due = next_due(subject_kind, subject)
            if due is None:
                return Turn.NOTHING
            if due.set_aside_at is not None or (due.due_at is not None and due.due_at > clock.now()):
                return Turn.WAITS
            _run(due)
            return Turn.DONE
    except Exception as fault:  # whatever a reaction raises is its own trouble, and is kept with it
        if due is None:
            raise
        count_failure(due.pk, f"{type(fault).__name__}: {fault}", at=clock.now())
        return Turn.FAILED


def next_due(subject_kind: str, subject: int) -> Reaction | None:
    """The oldest reaction of a subject that is not done."""
    waiting = Reaction.objects.filter(subject_kind=subject_kind, subject=subject, done_at__isnull=True)
    return waiting.select_related("entry").order_by("entry_id", "id").first()


def _run(due: Reaction) -> None:
    function = reaction(due.entry.name, due.name)
    if function is None:
        raise ReactionIsUnknown(f"nothing named {due.name} follows {due.entry.name}")
    function(due.entry)
    due.done_at = clock.now()
    due.tries += 1
    due.fault = ""
    due.save(update_fields=["done_at", "tries", "fault"])


@transaction.atomic
def count_failure(number: int, fault: str, *, at: datetime) -> None:
    """One more try that failed: wait longer than before, or set it aside when it was the last."""
    due = Reaction.objects.select_for_update().filter(pk=number, done_at__isnull=True).first()
    if due is None or due.set_aside_at is not None:
        return
    due.tries += 1
    due.fault = fault[:FAULT_LENGTH]
    if due.tries >= TRIES:
        due.due_at, due.set_aside_at = None, at
    else:
        due.due_at = at + FIRST_WAIT * WAIT_GROWS ** (due.tries - 1)
        react.using(run_after=due.due_at).enqueue(due.subject_kind, due.subject)
    due.save(update_fields=["tries", "fault", "due_at", "set_aside_at"])
