"""Who looked at me: everybody but oneself first, and oneself on a word."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.faces.access import resident_only
from alongside.people.request import ResidentRequest
from alongside.portal.affairs import must_be_whole
from alongside.portal.looks_in_words import in_words
from alongside.portal.views.data import whose
from alongside.records.look_at import look_at
from alongside.records.queries import who_looked

PAGE = 30


@resident_only
@require_safe
def looks(request: ResidentRequest) -> HttpResponse:
    """The access log about one person, newest first; `?own=1` with one's own looks, `?before=` goes on from there."""
    must_be_whole(request)
    people, person = whose(request)
    own = request.GET.get("own") == "1"
    before = request.GET.get("before", "")
    since = int(before) if before.isdecimal() and len(before) < 19 else None
    page = who_looked(person.pk, before=since, limit=PAGE, not_by=None if own else request.user.person_id)
    look_at([person.pk], screen="portal:looks", by=request.actor)
    context = {
        "people": people,
        "whose": person,
        "looks": in_words(page.looks, own=request.user.person_id),
        "older": page.older,
        "own": own,
        "first": not before,
    }
    return render(request, "portal/looks.html", context)
