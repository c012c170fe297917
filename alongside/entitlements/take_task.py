"""Somebody of the staff takes a task: from now on it is theirs to do."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from alongside.entitlements.models import Task
from alongside.entitlements.permissions import may_take_tasks
from alongside.entitlements.refusals import MayNotActHere, TaskIsDone, TaskIsTaken
from alongside.records.actor import Actor
from alongside.records.record import record


@transaction.atomic
def take_task(*, task: Task, at: datetime, by: Actor) -> Task:
    """Give a free task to the actor; of two who press at once one gets it. Taking one's own again is no act.

    Refuses a task that is another's, and one that is done.
    """
    if not may_take_tasks(by):
        raise MayNotActHere
    free = Task.objects.filter(pk=task.pk, done_at__isnull=True, taken_by__isnull=True)
    if free.update(taken_by=by.account):
        record("entitlements.take_task", subject=task, by=by, about=task.person_id, at=at)
    task.refresh_from_db()
    if task.done_at is not None:
        raise TaskIsDone
    if task.taken_by_id != by.account:
        raise TaskIsTaken
    return task
