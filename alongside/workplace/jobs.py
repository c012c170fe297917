"""Work after the answer: an analyst's question is counted here, behind everything that somebody waits for."""

from __future__ import annotations

from django_tasks import task

BEHIND = -10


@task(priority=BEHIND)
def count(number: int) -> str:
    """Count a what-if by its number; gives the state it is in then. What is counted already stays as it is."""
    from alongside.workplace.count_what_if import count_what_if

    return count_what_if(number=number)
