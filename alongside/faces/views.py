"""The few screens that belong to no room."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from alongside.faces.access import open_to_all
from alongside.faces.context import LARGE

YEAR = 365 * 24 * 3600


@open_to_all
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Read everything in this language from now on, on this device."""
    response = HttpResponseRedirect(_back(request))
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
    return response


@open_to_all
@require_POST
def choose_text_size(request: HttpRequest) -> HttpResponse:
    """Larger or ordinary text from now on, on this device."""
    response = HttpResponseRedirect(_back(request))
    large = "1" if request.POST.get("large") == "1" else "0"
    response.set_cookie(LARGE, large, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response


@open_to_all
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Says that the site answers."""
    return HttpResponse("alive\n", content_type="text/plain")


def _back(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    return target if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}) else "/"
