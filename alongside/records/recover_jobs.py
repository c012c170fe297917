"""What a killed worker left: its jobs are put back, and what is due without a job gets one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from alongside.records.jobs import count_failure, next_due, react
from alongside.records.models import Reaction, Worker

SILENT = timedelta(seconds=20)
KEEP_DONE = timedelta(days=1)
KEEP_FAILED = timedelta(days=30)
AT_ONCE = 500
KILLED = "the worker was killed while this ran"


def recover_jobs(*, now: datetime, silent: timedelta = SILENT) -> tuple[int, int]:
    """Put back the jobs of workers that have been silent, enqueue what is due without a job; gives both counts.

    To take a slow worker for a dead one does no harm: reactions on one subject take turns and are marked done in the
    transaction of their effect.
    """
    return _put_back(now, silent), _enqueue_forgotten(now)


def _put_back(now: datetime, silent: timedelta) -> int:
    Worker.objects.filter(beat_at__lt=now - silent).delete()
    living = set(Worker.objects.values_list("name", flat=True))
    running = DBTaskResult.objects.running().order_by("started_at")
    count = 0
    for job in running.only("id", "worker_ids", "task_path", "args_kwargs")[:AT_ONCE]:
        if not living.intersection(job.worker_ids[-1:]):
            count += _put_one_back(job, now)
    return count


@transaction.atomic
def _put_one_back(job: DBTaskResult[Any, Any], now: datetime) -> int:
    """A reaction that takes its worker with it must not do so for ever: being killed counts as a try."""
    put = DBTaskResult.objects.running().filter(pk=job.pk, worker_ids=job.worker_ids)
    if not put.update(status=TaskResultStatus.READY):
        return 0
    if job.task_path == react.module_path:
        due = next_due(*job.args_kwargs["args"])
        if due is not None and due.set_aside_at is None and (due.due_at is None or due.due_at <= now):
            count_failure(due.pk, KILLED, at=now)
    return 1


def _enqueue_forgotten(now: datetime) -> int:
    """Subjects with something due, nothing that holds it back, and no job that will look."""
    waiting = Reaction.objects.filter(done_at__isnull=True)
    held = waiting.filter(subject_kind=OuterRef("subject_kind"), subject=OuterRef("subject")).filter(
        Q(set_aside_at__isnull=False) | Q(due_at__gt=now)
    )
    due = waiting.filter(~Exists(held)).order_by("subject_kind", "subject")
    subjects = set(due.values_list("subject_kind", "subject").distinct()[:AT_ONCE])
    if not subjects:
        return 0
    jobs = DBTaskResult.objects.filter(
        task_path=react.module_path, status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING)
    )
    for said in jobs.values_list("args_kwargs", flat=True).iterator():
        subjects.discard(tuple(said["args"]))
    for kind, subject in sorted(subjects):
        react.enqueue(kind, subject)
    return len(subjects)


def forget_old_jobs(*, now: datetime) -> None:
    """Finished jobs are not kept for ever: the journal and the reactions say what was done."""
    DBTaskResult.objects.successful().filter(finished_at__lt=now - KEEP_DONE).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=now - KEEP_FAILED).delete()
