"""Work after the answer: reactions run here, in order for each subject, at least once."""

from __future__ import annotations

from django.db import transaction
from django_tasks import task

from alongside.base import clock
from alongside.records.models import Reaction
from alongside.records.reactions import reaction

FAULT_LENGTH = 500


@task()
def react(subject_kind: str, subject: int) -> int:
    """Run what is due for a subject, oldest act first, and stop at the first that fails; gives how many were done."""
    done = 0
    while True:
        with transaction.atomic():
            due = (
                Reaction.objects.select_for_update(of=("self",))
                .select_related("entry")
                .filter(subject_kind=subject_kind, subject=subject, done_at__isnull=True)
                .order_by("entry_id", "id")
                .first()
            )
            if due is None:
                return done
            _run(due)
            done += 1


def _run(due: Reaction) -> None:
    function = reaction(due.entry.name, due.name)
    if function is not None:
        function(due.entry)
    due.done_at = clock.now()
    due.tries += 1
    due.save(update_fields=["done_at", "tries"])
