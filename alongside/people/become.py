"""In a demo: become one of the ready people, without a password. Elsewhere there is no such page."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from alongside.faces.access import open_to_all
from alongside.people.demo_people import SHOWN, named
from alongside.people.models import Account

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def become(request: HttpRequest) -> HttpResponse:
    """Choose whom to be; the page says what they are, and names nobody."""
    if not settings.DEMO:
        raise Http404
    if request.method != "POST":
        there = set(
            Account.objects.filter(username__in=[each.username for each in SHOWN]).values_list("username", flat=True)
        )
        return render(request, "people/become.html", {"shown": [each for each in SHOWN if each.username in there]})
    who = named(request.POST.get("who", ""))
    account = get_object_or_404(Account, username=who.username if who else "", is_active=True)
    request.session.flush()
    login(request, account, backend=BACKEND)
    return redirect("workplace:home" if account.is_of_staff else "portal:mine")
