"""One award at the desk, and acting on it at the wish of the person: the same acts as they have themselves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside.base import clock
from alongside.base.refusal import Refusal
from alongside.entitlements.accept_offer import accept_offer as accept
from alongside.entitlements.apply_for import apply_for as apply
from alongside.entitlements.explaining import decision_of, explainer_of
from alongside.entitlements.law import pack
from alongside.entitlements.models import Award, Task
from alongside.entitlements.queries import award_history
from alongside.entitlements.refuse_measure import refuse_measure as refuse
from alongside.entitlements.take_back_refusal import take_back_refusal as take_back
from alongside.faces.access import staff_only
from alongside.faces.answer import answer_refusal
from alongside.faces.templatetags.wording import reader_language
from alongside.people.models import Person
from alongside.people.request import StaffRequest
from alongside.records.look_at import look_at
from alongside.workplace.purposes import for_purpose, purpose_of
from alongside.workplace.views.person import ask_purpose


@staff_only("specialist", "head")
@require_safe
def award(request: StaffRequest, award_id: int) -> HttpResponse:
    """An award with its reasons, its sum, its history, and what can be done."""
    found = _award(award_id)
    whom = _whom(request, found)
    if whom is None:
        return ask_purpose(request, _first(found).pk)
    language = reader_language()
    explainer = explainer_of(found.delivery, found.decided_on, found.corrections)
    view = decision_of(explainer, found, language)
    named = list(Person.objects.filter(key__in=explainer.named() if explainer is not None else []))
    shown = {whom.pk, *(pk for pk in (found.person_id, found.payee_id) if pk), *(one.pk for one in named)}
    look_at(shown, screen="workplace:award", by=for_purpose(request, purpose_of(request, whom.pk)))
    text = pack().texts[found.measure]
    context = {
        "award": found,
        "whom": whom,
        "name": text.name[language],
        "frequency": text.frequency,
        "view": view,
        "history": award_history(found),
        "application": Task.objects.filter(award=found, kind=Task.Kind.APPLICATION, done_at__isnull=True).first(),
    }
    return render(request, "workplace/award.html", context)


@staff_only("specialist", "head")
@require_POST
def accept_offer(request: StaffRequest, award_id: int) -> HttpResponse:
    """Take what is offered, at the person's wish."""
    return _act(request, award_id, accept, _("Accepted: it is theirs now."))


@staff_only("specialist", "head")
@require_POST
def refuse_measure(request: StaffRequest, award_id: int) -> HttpResponse:
    """Refuse a measure, at the person's wish."""
    why = request.POST.get("why", "")[:400]
    return _act(request, award_id, refuse, _("Refused. It can be taken back on any day."), why=why)


@staff_only("specialist", "head")
@require_POST
def take_back_refusal(request: StaffRequest, award_id: int) -> HttpResponse:
    """Take a refusal back, at the person's wish."""
    return _act(request, award_id, take_back, _("The refusal is taken back."))


@staff_only("specialist", "head")
@require_POST
def apply_for(request: StaffRequest, award_id: int) -> HttpResponse:
    """Send the application, at the person's wish."""
    return _act(request, award_id, apply, _("The application is sent."))


def _act(request: StaffRequest, award_id: int, what: Any, said: str, **more: str) -> HttpResponse:
    found = _award(award_id)
    whom = _whom(request, found)
    if whom is None:
        return redirect("workplace:award", award_id=found.pk)
    by = for_purpose(request, purpose_of(request, whom.pk), represented=whom.pk)
    try:
        what(award=found, pack=pack(), at=clock.now(), on=clock.today(), by=by, **more)
    except Refusal as refusal:
        return answer_refusal(request, refusal, back=reverse("workplace:award", args=[found.pk]))
    messages.success(request, said)
    return redirect("workplace:person", person_id=whom.pk)


def _award(number: int) -> Award:
    return get_object_or_404(Award.objects.select_related("person", "payee"), pk=number)


def _first(award: Award) -> Person:
    """Whose award it is before all: who receives, or whom it is for. A home's own award is nobody's here."""
    whom = award.payee or award.person
    if whom is None:
        raise Http404
    return whom


def _whom(request: StaffRequest, award: Award) -> Person | None:
    """In whose matter the desk is: who is on the screen, if the award concerns them and it was said why."""
    concerned = [one for one in (award.payee, award.person) if one is not None]
    said = request.GET.get("for", "") or request.POST.get("for", "")
    first = sorted(concerned, key=lambda one: str(one.pk) != said)
    return next((one for one in first if purpose_of(request, one.pk)), None)
