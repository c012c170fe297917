"""My data: what the registers say about me and the children I raise, in words, with source and day."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.base import clock
from alongside.entitlements.explaining import explainer_in_use
from alongside.entitlements.law import pack
from alongside.faces.access import resident_only
from alongside.faces.templatetags.wording import reader_language
from alongside.packs.explain import Explainer
from alongside.people.models import Person
from alongside.people.request import ResidentRequest
from alongside.portal.affairs import may_act, must_be_whole, people_of
from alongside.portal.my_records import PAGE, my_register, my_registers, unread_register
from alongside.records.look_at import look_at

OBJECTIONS = 20


@resident_only
@require_safe
def data(request: ResidentRequest) -> HttpResponse:
    """Every register with the latest rows about one person; `?of=` is one of the children's (an id)."""
    must_be_whole(request)
    people, person = whose(request)
    explainer = explainer_in_use()
    found = my_registers(explainer, person, reader_language()) if explainer is not None else []
    look_at(_shown(person, explainer), screen="portal:data", by=request.actor)
    context = {
        "people": people,
        "whose": person,
        "held": [each for each in found if each.count],
        "unread": [each for each in found if each.state != "whole"],
        "none": [each for each in found if not each.count and each.state == "whole"],
        "objections": person.objections.select_related("task").order_by("-pk")[:OBJECTIONS],
        "may_act": may_act(request),
        "count": sum(each.count for each in found),
    }
    return render(request, "portal/data.html", context)


@resident_only
@require_safe
def register(request: ResidentRequest, register: str) -> HttpResponse:
    """All rows of one register about one person, a page at a time."""
    must_be_whole(request)
    people, person = whose(request)
    explainer = explainer_in_use()
    chosen = next((each for each in pack().registers.all if each.name == register), None)
    if chosen is None:
        raise Http404
    page, language = page_number(request), reader_language()
    if explainer is None:
        found = unread_register(chosen, language)
    else:
        found = my_register(explainer, person, chosen, language, skip=(page - 1) * PAGE)
    look_at(_shown(person, explainer), screen="portal:register", by=request.actor)
    context = {
        "people": people,
        "whose": person,
        "register": found,
        "may_act": may_act(request),
        "page": page,
        "more": found.count > page * PAGE,
    }
    return render(request, "portal/register.html", context)


def whose(request: ResidentRequest) -> tuple[list[Person], Person]:
    """The people whose records may be chosen, and the one who is; anybody else is not there."""
    people = people_of(request, clock.today())
    chosen = request.GET.get("of", "")
    if not chosen:
        return people, people[0]
    person = next((each for each in people if str(each.pk) == chosen), None)
    if person is None:
        raise Http404
    return people, person


def page_number(request: ResidentRequest) -> int:
    """The page that is asked for; the first where that is no number."""
    said = request.GET.get("page", "")
    return max(1, int(said)) if said.isdecimal() and len(said) < 6 else 1


def _shown(person: Person, explainer: Explainer | None) -> list[int]:
    """The person, and everybody whose name stands in one of the rows."""
    named = explainer.named() if explainer is not None else []
    return [person.pk, *Person.objects.filter(key__in=named).values_list("pk", flat=True)]
