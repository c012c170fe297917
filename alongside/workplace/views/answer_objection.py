"""Answer an objection: put the record right or say why it stays; what that changes is shown before it is sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import ngettext

from alongside.base import clock
from alongside.base.refusal import Refusal
from alongside.entitlements.answer_objection import RightRow
from alongside.entitlements.answer_objection import answer_objection as answer
from alongside.entitlements.corrections import edition_now, facts_with
from alongside.entitlements.explaining import delivery_in_use
from alongside.entitlements.law import pack
from alongside.entitlements.models import Objection
from alongside.faces.access import staff_only
from alongside.faces.answer import answer_refusal
from alongside.faces.templatetags.wording import reader_language
from alongside.people.request import StaffRequest
from alongside.records.look_at import look_at
from alongside.workplace.purposes import PURPOSES, for_purpose
from alongside.workplace.right_row import AnswerForm, held_row
from alongside.workplace.would_turn import WouldTurn, would_turn


@staff_only("specialist", "head")
def answer_objection(request: StaffRequest, task_id: int) -> HttpResponse:
    """The form; with `look` what it would change; with `send` it is done."""
    found = get_object_or_404(Objection.objects.select_related("person"), task=task_id)
    delivery = _delivery()
    held = held_row(facts_with(delivery, edition_now()), found, pack())
    form = AnswerForm(request.POST or None, objection=found, pack=pack(), held=held, language=reader_language())
    lines: list[WouldTurn] | None = None
    if request.method == "POST" and form.is_valid():
        right = form.right()
        if "send" in request.POST:
            return _send(request, found, right, form.cleaned_data["answer"], delivery)
        lines = _would(form, found, right, delivery)
    named = [line.whom.pk for line in lines or () if line.whom is not None]
    look_at([found.person_id, *named], screen="workplace:task", by=for_purpose(request, PURPOSES["task"]))
    register = pack().registers[found.register]
    context = {"objection": found, "form": form, "lines": lines, "title": register.title[reader_language()]}
    return render(request, "workplace/answer_objection.html", context)


def _would(form: AnswerForm, found: Objection, right: RightRow | None, delivery: str) -> list[WouldTurn] | None:
    """What the form would change; None, with the fault at its field, where the register would not take it."""
    if right is None:
        return []
    on, language = clock.today(), reader_language()
    try:
        return would_turn(found.register, right, delivery=delivery, at=clock.now(), on=on, language=language)
    except Refusal as refusal:
        field = f"cell_{getattr(refusal, 'column', '')}"
        form.add_error(field if field in form.fields else None, str(refusal))
    return None


def _send(request: StaffRequest, found: Objection, right: RightRow | None, words: str, delivery: str) -> HttpResponse:
    given: dict[str, Any] = {"at": clock.now(), "on": clock.today(), "by": request.actor}
    try:
        changes = answer(objection=found, right=right, answer=words, delivery=delivery, **given)
    except Refusal as refusal:
        return answer_refusal(request, refusal, back=reverse("workplace:answer_objection", args=[found.task_id]))
    turned = len(changes)
    said = ngettext("Answered. %(count)d decision turned.", "Answered. %(count)d decisions turned.", turned)
    messages.success(request, said % {"count": turned})
    return redirect("workplace:task", task_id=found.task_id)


def _delivery() -> str:
    """The delivery in use: that of the last sweep that was applied."""
    found = delivery_in_use()
    if found is None:
        raise Http404
    return found
