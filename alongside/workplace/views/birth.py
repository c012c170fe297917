"""A birth at the desk: entered from its paper, and what it brings."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from alongside.base import clock
from alongside.base.refusal import Refusal
from alongside.entitlements.corrections import edition_now, facts_with
from alongside.entitlements.enter_birth import birth_of
from alongside.entitlements.enter_birth import enter_birth as enter
from alongside.entitlements.explaining import delivery_in_use
from alongside.entitlements.law import pack
from alongside.entitlements.refusals import CorrectionDoesNotFit, PersonIsKnown
from alongside.faces.access import staff_only
from alongside.faces.templatetags.wording import reader_language
from alongside.people.models import Person, Tie
from alongside.people.request import StaffRequest
from alongside.records.look_at import look_at
from alongside.workplace.birth_brings import birth_brings
from alongside.workplace.birth_form import BirthForm
from alongside.workplace.other_parents import other_parents
from alongside.workplace.purposes import for_purpose, keep_purpose, purpose_of
from alongside.workplace.views.person import ask_purpose


@staff_only("specialist", "head")
def enter_birth(request: StaffRequest, person_id: int) -> HttpResponse:
    """The form, from a parent's page; sent, it goes on to what the birth brings."""
    purpose = purpose_of(request, person_id)
    if not purpose:
        return ask_purpose(request, person_id)
    parent, delivery, on = get_object_or_404(Person, pk=person_id), _delivery(), clock.today()
    candidates = other_parents(parent, facts_with(delivery, edition_now()), on)
    form = BirthForm(
        request.POST or None, parent=parent, candidates=candidates, pack=pack(), language=reader_language(), on=on
    )
    known = None
    if request.method == "POST" and form.is_valid():
        try:
            child = enter(
                birth=form.birth(), delivery=delivery, at=clock.now(), on=on, by=for_purpose(request, purpose)
            )
            keep_purpose(request, child.pk, purpose)
            return redirect("workplace:birth", person_id=child.pk)
        except Refusal as refusal:
            known = _said(form, refusal)
    look_at(
        [parent.pk, *(one.pk for one in candidates)], screen="workplace:enter_birth", by=for_purpose(request, purpose)
    )
    return render(request, "workplace/enter_birth.html", {"whom": parent, "form": form, "known": known})


@staff_only("specialist", "head")
@require_safe
def birth(request: StaffRequest, person_id: int) -> HttpResponse:
    """What a birth that was entered brings, and to whom."""
    purpose = purpose_of(request, person_id)
    if not purpose:
        return ask_purpose(request, person_id)
    child = get_object_or_404(Person, pk=person_id)
    correction = birth_of(child)
    if correction is None:
        raise Http404
    ties = Tie.objects.filter(child=child).select_related("adult").order_by("pk")
    brings = birth_brings(correction, reader_language())
    named = {one.adult_id for one in ties} | {one.pk for line in brings.all for one in line.people}
    look_at([child.pk, *sorted(named - {child.pk})], screen="workplace:birth", by=for_purpose(request, purpose))
    context = {"child": child, "ties": ties, "brings": brings, "number": pack().registers.person_key.text(child.key)}
    return render(request, "workplace/birth.html", context)


def _said(form: BirthForm, refusal: Refusal) -> int | None:
    """Say in the form why not; gives the id of the person who has the number, where it is that."""
    if isinstance(refusal, CorrectionDoesNotFit):
        form.blame(refusal)
    elif isinstance(refusal, PersonIsKnown):
        form.add_error("number", f"{refusal} {refusal.remedy}")
        return refusal.person
    else:
        form.add_error(None, f"{refusal} {refusal.remedy}")
    return None


def _delivery() -> str:
    """The delivery in use, where the pack knows births at all."""
    found = delivery_in_use()
    if found is None or pack().birth is None:
        raise Http404
    return found
