"""What a person does about an award: accept, apply, refuse, take a refusal back. Each is the action of that name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alongside.base import clock
from alongside.base.refusal import Refusal
from alongside.entitlements import accept_offer as accepting
from alongside.entitlements import apply_for as applying
from alongside.entitlements import refuse_measure as refusing
from alongside.entitlements import take_back_refusal as taking_back
from alongside.entitlements.law import pack
from alongside.entitlements.models import Award
from alongside.faces.access import resident_only
from alongside.faces.answer import answer_refusal
from alongside.faces.templatetags.wording import reader_language
from alongside.people.request import ResidentRequest
from alongside.portal.affairs import award_or_404, may_act
from alongside.portal.what_is_mine import what_is
from alongside.records.look_at import look_at

WHY = 400


@resident_only
@require_POST
def accept_offer(request: ResidentRequest, award_id: int) -> HttpResponse:
    """Take what is offered."""
    return _acted(request, award_id, accepting.accept_offer, _("You said yes. It is yours from now on."))


@resident_only
@require_POST
def apply_for(request: ResidentRequest, award_id: int) -> HttpResponse:
    """Send the application that is filled in already."""
    return _acted(
        request, award_id, applying.apply_for, _("The application is sent. We will tell you what comes of it.")
    )


@resident_only
@require_POST
def take_back_refusal(request: ResidentRequest, award_id: int) -> HttpResponse:
    """Want it after all."""
    return _acted(request, award_id, taking_back.take_back_refusal, _("Your refusal is taken back."))


@resident_only
@require_http_methods(["GET", "HEAD", "POST"])
def refuse_measure(request: ResidentRequest, award_id: int) -> HttpResponse:
    """Say no: the page says what that means and asks why, if one likes to say it; then it is done."""
    found = _to_act_on(request, award_id)
    if request.method == "POST":
        why = request.POST.get("why", "").strip()[:WHY]
        return _acted(
            request, award_id, refusing.refuse_measure, _("You refused. You can take it back any day."), why=why
        )
    people = [pk for pk in (found.person_id, found.payee_id) if pk is not None]
    look_at(people or [request.person.pk], screen="portal:refuse_measure", by=request.actor)
    line = what_is(found, request.person, reader_language())
    return render(request, "portal/refuse_measure.html", {"award": found, "line": line, "longest": WHY})


def _to_act_on(request: ResidentRequest, award_id: int) -> Award:
    """The award, for one who may act on it; a mandate that lets only look is refused."""
    found = award_or_404(request, award_id, clock.today())
    if not may_act(request):
        raise PermissionDenied
    return found


def _acted(request: ResidentRequest, award_id: int, act: Callable[..., Any], said: str, **more: Any) -> HttpResponse:
    found = _to_act_on(request, award_id)
    try:
        act(award=found, pack=pack(), at=clock.now(), on=clock.today(), by=request.actor, **more)
    except Refusal as refusal:
        look_at([request.person.pk], screen="portal:measure", by=request.actor)
        return answer_refusal(request, refusal, back=f"/help/{found.pk}")
    messages.success(request, said)
    return redirect("portal:measure", award_id=found.pk)
