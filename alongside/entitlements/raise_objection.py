"""A person says that a fact is wrong: which, what is right, on what paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from alongside.base.working_days import working_day_after
from alongside.entitlements.models import Award, Objection, Task
from alongside.entitlements.permissions import may_speak_for
from alongside.entitlements.refusals import MayNotActHere, ObjectionIsEmpty
from alongside.people.models import Person
from alongside.records.actor import Actor
from alongside.records.record import record

WORKING_DAYS = 5


@transaction.atomic
def raise_objection(
    *,
    person: Person,
    register: str,
    column: str = "",
    row_key: Mapping[str, Any] | None = None,
    said: str,
    paper: str = "",
    award: Award | None = None,
    at: datetime,
    on: date,
    by: Actor,
) -> Objection:
    """Open a task for a specialist, due in five working days. Said twice of one record while it is open, it is one.

    `row_key` names the record by its key cells; without it the person misses a record. Refuses who may not speak for
    the person, and an objection without words.
    """
    if not may_speak_for(person.pk, by, on):
        raise MayNotActHere
    if not said.strip():
        raise ObjectionIsEmpty
    key = dict(row_key) if row_key is not None else None
    Person.objects.select_for_update().get(pk=person.pk)  # two presses at once wait for one another
    for objection in Objection.objects.filter(person=person, register=register, column=column, state="open"):
        if objection.row_key == key and objection.said == said.strip():
            return objection
    task = Task.objects.create(
        kind=Task.Kind.OBJECTION,
        person=person,
        register=register,
        opened_at=at,
        due=working_day_after(on, WORKING_DAYS),
    )
    objection = Objection.objects.create(
        person=person,
        award=award,
        task=task,
        register=register,
        column=column,
        row_key=key,
        said=said.strip(),
        paper=paper.strip(),
        opened_at=at,
    )
    record(
        "entitlements.raise_objection",
        subject=objection,
        by=by,
        about=person.pk,
        after={"register": register, "column": column, "task": task.pk},
        at=at,
    )
    return objection
