"""Find a person. What is searched for travels in the body of a request and waits in the session: no address and no
line of a log ever holds a name."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from alongside.entitlements.law import pack
from alongside.faces.access import staff_only
from alongside.people.queries import find_people
from alongside.people.request import StaffRequest
from alongside.records.look_at import look_at
from alongside.workplace.purposes import SEARCHING, for_purpose

SEARCH = "search_at_the_desk"
LONGEST = 200


@staff_only("specialist", "head")
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: StaffRequest) -> HttpResponse:
    """Candidates to choose from, never one taken without a word; everybody shown is a look."""
    if request.method == "POST":
        query, page = request.POST.get("query", "")[:LONGEST].strip(), request.POST.get("page", "")[:40]
        request.session[SEARCH] = {"query": query, "page": page}
        return redirect("workplace:find")
    said = request.session.get(SEARCH, {})
    query, page = said.get("query", ""), said.get("page", "")
    found = find_people(query, registers=pack().registers, page=page) if query else None
    candidates = found.candidates if found is not None else ()
    look_at([one.id for one in candidates], screen="workplace:find", by=for_purpose(request, SEARCHING))
    return render(request, "workplace/find.html", {"found": found, "query": query, "page": page})
