"""For whom a person acts."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from alongside.people.middleware import ACTING


@login_required
@require_POST
def act_for_myself(request: HttpRequest) -> HttpResponse:
    """Stop acting for another."""
    request.session.pop(ACTING, None)
    return redirect("portal:mine")
