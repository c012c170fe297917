"""A task that somebody took is free again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from alongside.entitlements.models import Task
from alongside.entitlements.permissions import may_give_back
from alongside.entitlements.refusals import MayNotActHere, TaskIsDone
from alongside.records.actor import Actor
from alongside.records.record import record


@transaction.atomic
def give_back_task(*, task: Task, at: datetime, by: Actor) -> Task:
    """Put a task back into the queue: one's own, or, for a head of centre, anybody's. One that is free stays so.

    Refuses a task of somebody else's, and one that is done.
    """
    task = Task.objects.select_for_update().get(pk=task.pk)
    if not may_give_back(task, by):
        raise MayNotActHere
    if task.done_at is not None:
        raise TaskIsDone
    if task.taken_by_id is not None:
        before = {"taken_by": task.taken_by_id}
        task.taken_by = None
        task.save(update_fields=["taken_by"])
        record("entitlements.give_back_task", subject=task, by=by, about=task.person_id, before=before, at=at)
    return task
