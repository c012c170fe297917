"""For whom a person acts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from alongside.faces.access import resident_only
from alongside.people.middleware import ACTING


@resident_only
@require_POST
def act_for_myself(request: HttpRequest) -> HttpResponse:
    """Stop acting for another."""
    request.session.pop(ACTING, None)
    return redirect("portal:mine")
