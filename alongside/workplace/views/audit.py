"""The auditor's page: who looked at a person and why, and what was done about them. It shows no name of a resident."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from alongside.entitlements.law import pack
from alongside.faces.access import staff_only
from alongside.people.models import Account, Person
from alongside.people.read_query import number_in
from alongside.people.request import StaffRequest
from alongside.records.look_at import look_at
from alongside.records.models import Entry, Look
from alongside.workplace.acts_in_words import act_in_words
from alongside.workplace.forms import AuditForm
from alongside.workplace.purposes import for_purpose

AUDITED = "audited"
MOST = 100


@staff_only("auditor")
@require_http_methods(["GET", "HEAD", "POST"])
def audit(request: StaffRequest) -> HttpResponse:
    """Looks at one person and acts about them; whom and why is said in a form and kept for the session."""
    form = AuditForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        key = number_in(form.cleaned_data["number"], pack().registers.person_key)
        person = Person.objects.filter(key=key).first() if key is not None else None
        if person is None:
            messages.error(request, gettext("Nobody in the register has this number."))
        request.session[AUDITED] = {"person": person.pk, "why": form.cleaned_data["why"]} if person else {}
        return redirect("workplace:audit")
    said = request.session.get(AUDITED) or {}
    shown = _shown(request, said) if said and not form.is_bound else {}
    return render(request, "workplace/audit.html", {"form": form, "said": said, **shown})


def _shown(request: StaffRequest, said: dict[str, object]) -> dict[str, object]:
    """A page of looks, kept to one purpose where that is asked, and the last acts. A purpose goes by its place in the
    list: what somebody wrote in their own words stands in no address."""
    person = int(str(said["person"]))
    look_at([person], screen="workplace:audit", by=for_purpose(request, str(said["why"])))
    about = Look.objects.filter(about=person)
    purposes = list(about.order_by("purpose").values_list("purpose", flat=True).distinct()[:MOST])
    chosen = request.GET.get("purpose", "")
    at = int(chosen) if chosen.isdecimal() and len(chosen) < 4 and int(chosen) < len(purposes) else None
    before = request.GET.get("before", "")
    found = about if at is None else about.filter(purpose=purposes[at])
    if before.isdecimal() and len(before) < 19:
        found = found.filter(pk__lt=int(before))
    looks = list(found.order_by("-pk")[: MOST + 1])
    entries = list(Entry.objects.filter(about=person).order_by("-pk")[:MOST])
    accounts = Account.objects.in_bulk(
        {one for one in (*(look.account for look in looks), *(entry.account for entry in entries)) if one}
    )
    return {
        "looks": [(look, _staff(look.account, accounts)) for look in looks[:MOST]],
        "entries": [(entry, act_in_words(entry.name), _staff(entry.account, accounts)) for entry in entries],
        "purposes": [(place, gettext(words) if words else "") for place, words in enumerate(purposes)],
        "chosen": at,
        "older": looks[MOST - 1].pk if len(looks) > MOST else None,
    }


def _staff(number: int | None, accounts: dict[int, Account]) -> Account | None:
    """The account where it is one of the staff; a resident's is not named here."""
    found = accounts.get(number) if number is not None else None
    return found if found is not None and found.is_of_staff else None
