"""One task: whom and what it is about, taking it and giving it back, deciding an application."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside.base import clock
from alongside.base.refusal import Refusal
from alongside.base.text import Language
from alongside.entitlements.explaining import decision_of, explainer_of
from alongside.entitlements.give_back_task import give_back_task as give_back
from alongside.entitlements.law import pack
from alongside.entitlements.models import Change, Objection, Task
from alongside.entitlements.settle_application import settle_application as settle
from alongside.entitlements.take_task import take_task as take
from alongside.entitlements.turns import Turn
from alongside.faces.access import staff_only
from alongside.faces.answer import answer_refusal
from alongside.faces.templatetags.wording import reader_language
from alongside.people.models import Person
from alongside.people.request import StaffRequest
from alongside.records.look_at import look_at
from alongside.workplace.purposes import PURPOSES, for_purpose, keep_purpose
from alongside.workplace.queue import about_what

MOST = 50


@staff_only("specialist", "head")
@require_safe
def task(request: StaffRequest, task_id: int) -> HttpResponse:
    """A task with whom it is about; the task itself is the reason of the look."""
    found = get_object_or_404(
        Task.objects.select_related("person", "award__person", "award__payee", "taken_by"), pk=task_id
    )
    award, language = found.award, reader_language()
    explainer = explainer_of(award.delivery, award.decided_on, award.corrections) if award is not None else None
    view = decision_of(explainer, award, language) if award is not None else None
    named = explainer.named() if explainer is not None else []
    people = {found.person_id, *((award.person_id, award.payee_id) if award is not None else ())}
    objection = Objection.objects.filter(task=found).first() if found.kind == Task.Kind.OBJECTION else None
    changes = _changes(objection, language)
    people |= {one["whom"].pk for one in changes if one["whom"] is not None}
    shown = [*(pk for pk in people if pk is not None), *_by_key(named)]
    look_at(shown, screen="workplace:task", by=for_purpose(request, PURPOSES["task"]))
    context = {
        "task": found,
        "about": about_what(found, pack(), language),
        "late": found.done_at is None and found.due < clock.today(),
        "mine": found.taken_by_id == request.user.pk,
        "award": award,
        "view": view,
        "objection": objection,
        "changes": changes,
    }
    return render(request, "workplace/task.html", context)


@staff_only("specialist", "head")
@require_POST
def take_task(request: StaffRequest, task_id: int) -> HttpResponse:
    """Take a free task, and go to it; its person may then be looked at for it."""
    found = get_object_or_404(Task, pk=task_id)
    try:
        take(task=found, at=clock.now(), by=request.actor)
    except Refusal as refusal:
        return answer_refusal(request, refusal, back="workplace:home")
    if found.person_id is not None:
        keep_purpose(request, found.person_id, PURPOSES["task"])
    return redirect("workplace:task", task_id=found.pk)


@staff_only("specialist", "head")
@require_POST
def give_back_task(request: StaffRequest, task_id: int) -> HttpResponse:
    """Put a task back into the queue."""
    found = get_object_or_404(Task, pk=task_id)
    try:
        give_back(task=found, at=clock.now(), by=request.actor)
    except Refusal as refusal:
        return answer_refusal(request, refusal, back="workplace:home")
    messages.success(request, _("The task is back in the queue."))
    return redirect("workplace:home")


@staff_only("specialist", "head")
@require_POST
def settle_application(request: StaffRequest, task_id: int) -> HttpResponse:
    """Grant what was applied for, or decline it with a reason that the person reads."""
    found = get_object_or_404(Task.objects.select_related("award"), pk=task_id)
    granted, reason = request.POST.get("answer") == "grant", request.POST.get("reason", "")[:400]
    try:
        settle(
            task=found,
            granted=granted,
            reason=reason,
            pack=pack(),
            at=clock.now(),
            on=clock.today(),
            by=request.actor,
        )
    except Refusal as refusal:
        return answer_refusal(request, refusal, back=f"/desk/task/{found.pk}")
    messages.success(request, _("Granted.") if granted else _("Declined; the person reads why."))
    return redirect("workplace:home")


def _changes(objection: Objection | None, language: Language) -> list[dict[str, Any]]:
    """What the answer to an objection changed, in words."""
    if objection is None or objection.correction_id is None:
        return []
    found = Change.objects.filter(correction=objection.correction_id).select_related("award__person").order_by("pk")
    return [
        {
            "name": pack().texts[one.award.measure].name[language],
            "whom": one.award.person,
            "says": Turn(one.kind).label if one.kind in Turn.values else one.kind,
            "amount": one.amount_after if one.amount_after != one.amount_before else None,
        }
        for one in found[:MOST]
    ]


def _by_key(keys: list[int]) -> list[int]:
    return list(Person.objects.filter(key__in=keys).values_list("pk", flat=True)) if keys else []
