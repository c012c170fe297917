"""For whom a person acts, and who may act for them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside.base import clock
from alongside.base.refusal import Refusal
from alongside.base.text import Language
from alongside.faces.access import resident_only
from alongside.faces.answer import answer_refusal
from alongside.people import site
from alongside.people.act_for import act_for as take_up
from alongside.people.find_holder import find_holder
from alongside.people.forms import GiveConsentForm
from alongside.people.give_mandate import give_mandate
from alongside.people.mandates import mandates_of
from alongside.people.middleware import ACTING
from alongside.people.models import Mandate, Person
from alongside.people.request import ResidentRequest
from alongside.people.revoke_mandate import revoke_mandate as revoke
from alongside.records.look_at import look_at


@resident_only
@require_safe
def mandates(request: ResidentRequest) -> HttpResponse:
    """Both directions, what is in force and what is no longer; always of the one who signed in."""
    language: Language = "en" if (get_language() or "ru").startswith("en") else "ru"
    names = {name: text.name[language] for name, text in site.pack().texts.items()}
    found = mandates_of(_me(request), on=clock.today(), names=names)
    look_at([request.person.pk, *found.others()], screen="people:mandates", by=request.actor)
    return render(request, "people/mandates.html", {"mandates": found})


@resident_only
def give_consent(request: ResidentRequest) -> HttpResponse:
    """Let another person see what is mine, or act for me."""
    pack = site.pack()
    form = GiveConsentForm(request.POST or None, pack=pack, language=get_language() or "ru")
    if request.method == "POST" and form.is_valid():
        number, born, at = form.cleaned_data["number"], form.cleaned_data["born"], clock.now()
        try:
            holder = find_holder(number=number, born=born, form=pack.registers.person_key, at=at, by=request.actor)
            give_mandate(
                represented=_me(request),
                holder=holder,
                kind=Mandate.Kind.CONSENT,
                since=clock.today(),
                until=form.cleaned_data["until"],
                measures=form.cleaned_data["measures"],
                may_act=form.may_act,
                at=at,
                by=request.actor,
            )
        except Refusal as refusal:
            return answer_refusal(request, refusal, back="people:give_consent")
        messages.success(request, _("The consent is given. You can take it back here on any day."))
        return redirect("people:mandates")
    look_at([request.person.pk], screen="people:give_consent", by=request.actor)
    return render(request, "people/give_consent.html", {"form": form})


@resident_only
@require_POST
def revoke_mandate(request: ResidentRequest, mandate_id: int) -> HttpResponse:
    """Take back what I gave, or give back what I was given."""
    try:
        revoke(mandate=_mine(request, mandate_id), at=clock.now(), by=request.actor)
    except Refusal as refusal:
        return answer_refusal(request, refusal, back="people:mandates")
    messages.success(request, _("Done: from now on that is no longer so."))
    return redirect("people:mandates")


@resident_only
@require_POST
def act_for(request: ResidentRequest, mandate_id: int) -> HttpResponse:
    """From the next page on everything is about the other person."""
    try:
        taken = take_up(mandate=_mine(request, mandate_id), on=clock.today(), at=clock.now(), by=request.actor)
    except Refusal as refusal:
        return answer_refusal(request, refusal, back="people:mandates")
    request.session[ACTING] = taken.pk
    return redirect("portal:mine")


@resident_only
@require_POST
def act_for_myself(request: HttpRequest) -> HttpResponse:
    """Stop acting for another."""
    request.session.pop(ACTING, None)
    return redirect("portal:mine")


def _me(request: ResidentRequest) -> Person:
    """The one who signed in, whomever they act for."""
    person = request.user.person
    assert person is not None  # resident_only: an account of a resident names its person
    return person


def _mine(request: ResidentRequest, mandate_id: int) -> Mandate:
    """A mandate of which I am one side; any other is as if it were not there."""
    me = _me(request)
    found = Mandate.objects.filter(pk=mandate_id).first()
    if found is None or me.pk not in (found.holder_id, found.represented_id):
        raise Http404
    return found
