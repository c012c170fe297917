"""The first page of the workplace: the queue at a counter; for the others, the page their work begins with."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from alongside.base import clock
from alongside.entitlements.law import pack
from alongside.entitlements.models import Task
from alongside.faces.access import staff_only
from alongside.faces.templatetags.wording import reader_language
from alongside.people.request import StaffRequest
from alongside.workplace.queue import WHOSE, queue_of

FIRST = {
    "analyst": "workplace:measures",
    "auditor": "workplace:audit",
    "administrator": "workplace:accounts",
}


@staff_only("specialist", "head", "analyst", "auditor", "administrator")
@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """Where a member of staff begins. The queue names nobody: who it is stands on the task's own page."""
    if request.user.role in FIRST:
        return redirect(FIRST[request.user.role])
    whose, kind = request.GET.get("whose", "all"), request.GET.get("kind", "")
    whose, kind = whose if whose in WHOSE else "all", kind if kind in Task.Kind.values else ""
    after = request.GET.get("after", "")
    found = queue_of(request.user, clock.today(), pack(), reader_language(), whose=whose, kind=kind, after=after)
    context = {"queue": found, "whose": whose, "kind": kind, "kinds": Task.Kind.choices, "after": after}
    return render(request, "workplace/home.html", context)
