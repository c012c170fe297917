"""The first page of the workplace: what waits to be done."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.faces.access import staff_only
from alongside.people.request import StaffRequest


@staff_only("specialist", "head", "analyst", "auditor", "administrator")
@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """Where a member of staff begins."""
    return render(request, "workplace/home.html")
