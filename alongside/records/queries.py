"""What screens and commands ask of the records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from alongside.records.models import Look, Reaction

PAGE = 50
MOST = 200
PIECE = 1_000


@dataclass(frozen=True)
class LookPage:
    """Looks from the newest on; `older` is what to ask for next (None: that was all)."""

    looks: list[Look]
    older: int | None


def who_looked(person: int, *, before: int | None = None, limit: int = PAGE, not_by: int | None = None) -> LookPage:
    """Who looked at a person (by id), newest first; `before` is the number of a look from the page before.

    `not_by` leaves out the looks of one person at their own affairs; what they saw in another's name stays.
    """
    limit = max(1, min(limit, MOST))
    found = Look.objects.filter(about=person).order_by("-id")
    if before is not None:
        found = found.filter(pk__lt=before)
    if not_by is not None:
        found = found.exclude(person=not_by, role="resident", represented__isnull=True)
    looks = list(found[: limit + 1])
    return LookPage(looks[:limit], looks[limit - 1].pk if len(looks) > limit else None)


def looks_between(since: datetime, until: datetime, *, person: int | None = None) -> Iterator[Look]:
    """Every look from `since` until just before `until`, oldest first, for an auditor; read in pieces."""
    found = Look.objects.filter(at__gte=since, at__lt=until)
    if person is not None:
        found = found.filter(about=person)
    page = list(found.order_by("at", "id")[:PIECE])
    while page:
        yield from page
        last = page[-1]
        page = list(found.filter(Q(at__gt=last.at) | Q(at=last.at, pk__gt=last.pk)).order_by("at", "id")[:PIECE])


@dataclass(frozen=True)
class Stuck:
    """A reaction that was set aside, and how many wait behind it."""

    number: int
    act: str
    name: str
    subject_kind: str
    subject: int
    tries: int
    since: datetime
    fault: str
    behind: int


def stuck(*, after: int = 0, limit: int = PAGE) -> list[Stuck]:
    """Reactions that were set aside, by number, from the one after `after` on."""
    waiting = (
        Reaction.objects.filter(
            subject_kind=OuterRef("subject_kind"), subject=OuterRef("subject"), done_at__isnull=True
        )
        .order_by()
        .values("subject_kind", "subject")
        .annotate(count=Count("id"))
        .values("count")
    )
    found = (
        Reaction.objects.filter(done_at__isnull=True, set_aside_at__isnull=False, pk__gt=after)
        .select_related("entry")
        .annotate(behind=Coalesce(Subquery(waiting), 1) - 1)
        .order_by("id")[: max(1, min(limit, MOST))]
    )
    return [
        Stuck(
            number=one.pk,
            act=one.entry.name,
            name=one.name,
            subject_kind=one.subject_kind,
            subject=one.subject,
            tries=one.tries,
            since=one.set_aside_at or one.entry.at,
            fault=one.fault,
            behind=one.behind,
        )
        for one in found
    ]


@dataclass(frozen=True)
class Waiting:
    """How much follows from acts and is not done yet, and since when the oldest of it waits."""

    count: int
    since: datetime | None


def waiting() -> Waiting:
    """What is due or waits for another try, without what was set aside."""
    due = Reaction.objects.filter(done_at__isnull=True, set_aside_at__isnull=True)
    oldest = due.order_by("entry_id").values_list(F("entry__at"), flat=True).first()
    return Waiting(due.count(), oldest)
