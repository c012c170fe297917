"""Powers of attorney at the desk: entered from the paper that is shown, ended when it was withdrawn."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.base import clock
from alongside.base.refusal import Refusal
from alongside.entitlements.law import pack
from alongside.faces.access import staff_only
from alongside.faces.answer import answer_refusal
from alongside.faces.templatetags.wording import reader_language
from alongside.people.give_mandate import give_mandate as give
from alongside.people.models import Mandate, Person
from alongside.people.queries import Found, find_people
from alongside.people.request import StaffRequest
from alongside.people.revoke_mandate import revoke_mandate as revoke
from alongside.records.look_at import look_at
from alongside.workplace.forms import AttorneyForm, WithdrawnForm
from alongside.workplace.purposes import SEARCHING, for_purpose, purpose_of
from alongside.workplace.views.find import LONGEST
from alongside.workplace.views.person import ask_purpose

HOLDER = "holder_at_the_desk"


@staff_only("specialist", "head")
def give_mandate(request: StaffRequest, person_id: int) -> HttpResponse:
    """First who may act, found as everybody is found here; then what the paper says."""
    purpose = purpose_of(request, person_id)
    if not purpose:
        return ask_purpose(request, person_id)
    if "find" in request.POST:
        request.session[HOLDER] = {"for": person_id, "query": request.POST.get("query", "")[:LONGEST].strip()}
        return redirect("workplace:give_mandate", person_id=person_id)
    whom, query = get_object_or_404(Person, pk=person_id), _sought(request, person_id)
    found = find_people(query, registers=pack().registers) if query else None
    candidates = found.candidates if found is not None else ()
    form = AttorneyForm(
        request.POST or None,
        pack=pack(),
        language=reader_language(),
        candidates=candidates,
        whom=whom,
        on=clock.today(),
    )
    if request.method == "POST" and form.is_valid():
        return _give(request, whom, form, purpose)
    look_at([one.id for one in candidates], screen="workplace:give_mandate", by=for_purpose(request, SEARCHING))
    look_at([whom.pk], screen="workplace:give_mandate", by=for_purpose(request, purpose))
    return render(request, "workplace/give_mandate.html", _page(whom, query, found, form))


def _page(whom: Person, query: str, found: Found | None, form: AttorneyForm) -> dict[str, object]:
    return {"whom": whom, "sought": query, "found": found, "form": form}


def _give(request: StaffRequest, whom: Person, form: AttorneyForm, purpose: str) -> HttpResponse:
    said = form.cleaned_data
    try:
        give(
            represented=whom,
            holder=get_object_or_404(Person, pk=said["holder"]),
            kind=Mandate.Kind.ATTORNEY,
            since=clock.today(),
            until=said["last_day"] + timedelta(days=1),
            measures=said["measures"],
            may_act=form.may_act,
            paper=form.paper,
            at=clock.now(),
            by=for_purpose(request, purpose),
        )
    except Refusal as refusal:
        return answer_refusal(request, refusal, back=reverse("workplace:give_mandate", args=[whom.pk]))
    request.session.pop(HOLDER, None)
    messages.success(
        request, _("The power of attorney is entered. The person sees it among those who may act for them.")
    )
    return redirect("workplace:person", person_id=whom.pk)


@staff_only("specialist", "head")
def revoke_mandate(request: StaffRequest, mandate_id: int) -> HttpResponse:
    """End what was withdrawn; the paper or the request that it rests on is named."""
    found = get_object_or_404(Mandate.objects.select_related("represented", "holder"), pk=mandate_id)
    whom = found.represented
    purpose = purpose_of(request, whom.pk)
    if not purpose:
        return ask_purpose(request, whom.pk)
    form = WithdrawnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        paper, by = form.cleaned_data["paper"], for_purpose(request, purpose)
        try:
            revoke(mandate=found, paper=paper, at=clock.now(), by=by)
        except Refusal as refusal:
            return answer_refusal(request, refusal, back=reverse("workplace:person", args=[whom.pk]))
        messages.success(request, _("Ended: from now on they no longer act for this person."))
        return redirect("workplace:person", person_id=whom.pk)
    look_at([whom.pk, found.holder_id], screen="workplace:revoke_mandate", by=for_purpose(request, purpose))
    return render(request, "workplace/revoke_mandate.html", {"mandate_shown": found, "whom": whom, "form": form})


def _sought(request: StaffRequest, person_id: int) -> str:
    """What was last searched for as the holder of this person's paper; nothing that was meant for another."""
    kept = request.session.get(HOLDER, {})
    return str(kept.get("query", "")) if kept.get("for") == person_id else ""
