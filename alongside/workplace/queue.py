"""The queue of tasks: what is due, the late ones first, a page at a time. It names no person, so it is no look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from alongside.base.text import Language
from alongside.entitlements.models import Task
from alongside.packs.load import Pack
from alongside.people.models import Account

PAGE = 30
WHOSE = ("all", "mine", "free")


@dataclass(frozen=True)
class Line:
    """One task. `about`: the measure or the register it is about; `taken_by` is empty where it is free."""

    id: int
    kind: str
    about: str
    due: date
    late: bool
    today: bool
    is_mine: bool
    taken_by: str


@dataclass(frozen=True)
class Counted:
    """How many tasks wait, how many of them are late, how many I have taken, how many are free."""

    all: int
    late: int
    mine: int
    free: int


@dataclass(frozen=True)
class Queue:
    """A page of the queue; `next` goes on from its end, empty on the last page."""

    lines: tuple[Line, ...]
    counted: Counted
    next: str


def queue_of(
    account: Account, on: date, pack: Pack, language: Language, *, whose: str = "all", kind: str = "", after: str = ""
) -> Queue:
    """What waits, as a member of staff may see it: their own tasks and the free ones; for a head, everybody's.

    Two questions, however many tasks there are. `kind` keeps one kind; `after` is the `next` of the page before.
    """
    visible = Task.objects.filter(done_at__isnull=True)
    if account.role != Account.Role.HEAD:
        visible = visible.filter(Q(taken_by=account) | Q(taken_by__isnull=True))
    if kind in Task.Kind.values:
        visible = visible.filter(kind=kind)
    chosen = _after(_whose(visible, account, whose), after)
    found = list(chosen.select_related("award", "taken_by").order_by("due", "pk")[: PAGE + 1])
    shown = found[:PAGE]
    return Queue(
        lines=tuple(_line(task, account, on, pack, language) for task in shown),
        counted=_counted(visible, account, on),
        next=f"{shown[-1].due}.{shown[-1].pk}" if len(found) > PAGE else "",
    )


def about_what(task: Task, pack: Pack, language: Language) -> str:
    """The measure's name, and the register's where one is asked or said to be wrong."""
    text = pack.texts.get(task.award.measure) if task.award is not None else None
    registers = {register.name: register.title[language] for register in pack.registers.all}
    return " · ".join(part for part in (text.name[language] if text else "", registers.get(task.register, "")) if part)


def _whose(tasks: QuerySet[Task], account: Account, whose: str) -> QuerySet[Task]:
    if whose == "mine":
        return tasks.filter(taken_by=account)
    return tasks.filter(taken_by__isnull=True) if whose == "free" else tasks


def _after(tasks: QuerySet[Task], after: str) -> QuerySet[Task]:
    """What comes after a place in the queue; from the beginning where the place is not of ours."""
    day, _dot, number = after.partition(".")
    try:
        due = date.fromisoformat(day)
    except ValueError:
        return tasks
    if not number.isdecimal() or len(number) > 18:
        return tasks
    return tasks.filter(Q(due__gt=due) | Q(due=due, pk__gt=int(number)))


def _counted(tasks: QuerySet[Task], account: Account, on: date) -> Counted:
    found = tasks.aggregate(
        all=Count("pk"),
        late=Count("pk", filter=Q(due__lt=on)),
        mine=Count("pk", filter=Q(taken_by=account)),
        free=Count("pk", filter=Q(taken_by__isnull=True)),
    )
    return Counted(**found)


def _line(task: Task, account: Account, on: date, pack: Pack, language: Language) -> Line:
    taker = task.taken_by
    return Line(
        id=task.pk,
        kind=task.get_kind_display(),
        about=about_what(task, pack, language),
        due=task.due,
        late=task.due < on,
        today=task.due == on,
        is_mine=task.taken_by_id == account.pk,
        taken_by=(taker.get_full_name() or taker.username) if taker is not None else "",
    )
