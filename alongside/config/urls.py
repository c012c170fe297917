"""The addresses of all pages: residents at /, staff at /desk/, sign-in at /account/. No address names a person."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("account/", include("alongside.people.account_urls")),
    path("", include("alongside.faces.urls")),
    path("", include("alongside.people.urls")),
    path("", include("alongside.portal.urls")),
    path("desk/", include("alongside.workplace.urls")),
]
