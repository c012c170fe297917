"""This is wrong: which record, what is right, on what paper."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from alongside.base import clock
from alongside.base.refusal import Refusal
from alongside.entitlements import raise_objection as objecting
from alongside.entitlements.explaining import explainer_in_use
from alongside.entitlements.law import pack
from alongside.faces.access import resident_only
from alongside.faces.answer import answer_refusal
from alongside.faces.templatetags.wording import day, reader_language
from alongside.packs.explain import Explainer
from alongside.people.models import Person
from alongside.people.request import ResidentRequest
from alongside.portal.affairs import may_act, must_be_whole, raised_by
from alongside.portal.my_records import Record, my_register
from alongside.portal.views.data import whose
from alongside.records.actor import Actor
from alongside.records.look_at import look_at
from alongside.rules.schema import Register


class ObjectionForm(forms.Form):
    """What is wrong, what is right, and where that stands."""

    column = forms.ChoiceField(required=False)
    said = forms.CharField(
        max_length=2000,
        error_messages={"required": gettext_lazy("Write in your own words what is right.")},
    )
    paper = forms.CharField(max_length=200, required=False)

    def __init__(self, record: Record | None, data: Any = None) -> None:
        super().__init__(data)
        cells = record.cells if record is not None else ()
        choices = [("", _("All of it, or I am not sure")), *((cell.column, cell.title) for cell in cells)]
        self.fields["column"].choices = choices  # type: ignore[attr-defined]


@resident_only
@require_http_methods(["GET", "HEAD", "POST"])
def raise_objection(request: ResidentRequest, register: str) -> HttpResponse:
    """Say that a record is wrong (`?row=` counts as on the page of the register), or that one is missing."""
    must_be_whole(request)
    chosen = next((each for each in pack().registers.all if each.name == register), None)
    if chosen is None:
        raise Http404
    if not may_act(request):
        raise PermissionDenied
    _people, person = whose(request)
    explainer = explainer_in_use()
    record = _record(explainer, person, chosen, request.GET.get("row", ""))
    look_at(_shown(person, explainer), screen="portal:raise_objection", by=request.actor)
    form = ObjectionForm(record, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _raised(request, person, chosen, record, form)
    title = chosen.title[reader_language()]
    context = {"form": form, "record": record, "title": title, "whose": person}
    return render(request, "portal/raise_objection.html", context)


def _raised(
    request: ResidentRequest, person: Person, register: Register, record: Record | None, form: ObjectionForm
) -> HttpResponse:
    back = f"{reverse('portal:data')}?of={person.pk}"
    try:
        objection = objecting.raise_objection(
            person=person,
            register=register.name,
            column=form.cleaned_data["column"],
            row_key=record.key if record is not None else None,
            said=form.cleaned_data["said"],
            paper=form.cleaned_data["paper"],
            at=clock.now(),
            on=clock.today(),
            by=_speaker(request, person),
        )
    except Refusal as refusal:
        return answer_refusal(request, refusal, back=back)
    due = day(objection.task.due)
    messages.success(request, _("We have written it down. You will have an answer by %(day)s.") % {"day": due})
    return redirect(back)


def _speaker(request: ResidentRequest, person: Person) -> Actor:
    """Who says it: a parent who acts for themselves speaks for a child under the mandate of a parent."""
    if person.pk == request.person.pk:
        return request.actor
    mandate = raised_by(request.person, clock.today()).filter(represented=person, may_act=True).first()
    if mandate is None:
        raise PermissionDenied
    return replace(request.actor, represented=person.pk, mandate=mandate.pk)


def _record(explainer: Explainer | None, person: Person, register: Register, row: str) -> Record | None:
    """The record that is meant; None where one is missing."""
    if not row:
        return None
    number = int(row) if row.isdecimal() and len(row) < 7 else 0
    if explainer is None or number < 1:
        raise Http404
    found = my_register(explainer, person, register, reader_language(), skip=number - 1, limit=1)
    if not found.records:
        raise Http404
    return found.records[0]


def _shown(person: Person, explainer: Explainer | None) -> list[int]:
    named = explainer.named() if explainer is not None else []
    return [person.pk, *Person.objects.filter(key__in=named).values_list("pk", flat=True)]
