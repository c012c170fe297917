"""Who may see a screen. A screen without one of these decorators is refused by a test."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

View = TypeVar("View", bound=Callable[..., HttpResponse])


def open_to_all(view: View) -> View:
    """A screen that shows nobody's data."""
    view.access = "all"  # type: ignore[attr-defined]
    return view


def resident_only(view: View) -> View:
    """A screen about `request.person`: the one who signed in, or the one they act for."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if _role(request) != "resident" or getattr(request, "person", None) is None:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    guarded.access = "resident"  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def staff_only(*roles: str) -> Callable[[View], View]:
    """A screen of the workplace for these roles; who has no one-time codes yet sets them up first."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if _role(request) not in roles:
                raise PermissionDenied
            if settings.STAFF_NEED_CODES and not is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
                return redirect("mfa_activate_totp")
            return view(request, *args, **kwargs)

        guarded.access = roles  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def _role(request: HttpRequest) -> Any:
    return getattr(request.user, "role", "")
