"""How people sign in for now: accounts of this site's own, made by staff or the demo; nobody signs up by themselves."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse


class LocalAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are given, not taken; after sign-in a resident goes home, staff go to the workplace."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themselves: it would name a person without proof."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The first page after sign-in."""
        account = request.user
        return reverse("workplace:home") if getattr(account, "is_of_staff", False) else reverse("portal:mine")
