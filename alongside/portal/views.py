"""What is mine: the first page of a resident."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.entitlements.models import Award
from alongside.faces.access import resident_only
from alongside.people.request import ResidentRequest
from alongside.records.look_at import look_at


@resident_only
@require_safe
def mine(request: ResidentRequest) -> HttpResponse:
    """Everything that is the person's own: what stands, what is not known yet."""
    look_at([request.person.pk], screen="portal:mine", by=request.actor)
    awards = Award.objects.of(request.person.pk).open().order_by("measure")[:100]
    return render(request, "portal/mine.html", {"awards": awards})
