"""One person on one screen, and why they are looked at."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from alongside.base import clock
from alongside.entitlements.law import pack
from alongside.faces.access import staff_only
from alongside.faces.templatetags.wording import reader_language
from alongside.people.models import Person
from alongside.people.request import StaffRequest
from alongside.records.look_at import look_at
from alongside.workplace.forms import PurposeForm
from alongside.workplace.person_card import card_of
from alongside.workplace.purposes import for_purpose, keep_purpose, purpose_of


@staff_only("specialist", "head")
@require_safe
def person(request: StaffRequest, person_id: int) -> HttpResponse:
    """Everything about one person; before that, once, why."""
    purpose = purpose_of(request, person_id)
    if not purpose:
        return ask_purpose(request, person_id)
    found, on = get_object_or_404(Person, pk=person_id), clock.today()
    card = card_of(found, on, reader_language())
    look_at(card.shown, screen="workplace:person", by=for_purpose(request, purpose))
    registers = pack().registers
    context = {
        "whom": found,
        "age": found.age(on),
        "number": registers.person_key.text(found.key),
        "place": "" if found.place is None else registers.place_key.text(found.place),
        "card": card,
        "purpose": gettext(purpose),
        "births": pack().birth is not None and found.death_date is None,
    }
    return render(request, "workplace/person.html", context)


@staff_only("specialist", "head")
@require_POST
def say_purpose(request: StaffRequest, person_id: int) -> HttpResponse:
    """Keep why this person is looked at, and go on to where one wanted to go."""
    form = PurposeForm(request.POST)
    if not form.is_valid():
        return ask_purpose(request, person_id, form)
    keep_purpose(request, person_id, form.said)
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, allowed_hosts=None) and target.startswith("/desk/"):
        return redirect(target)
    return redirect("workplace:person", person_id=person_id)


def ask_purpose(request: StaffRequest, person: int, form: PurposeForm | None = None) -> HttpResponse:
    """The question why; it names nobody, so it is no look."""
    target = request.POST.get("next", "") or (request.path if request.method != "POST" else "")
    context = {"form": form or PurposeForm(), "whom_id": person, "target": target}
    return render(request, "workplace/purpose.html", context)
