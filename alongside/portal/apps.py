"""The shell as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Portal(AppConfig):
    """The resident's pages."""

    name = "alongside.portal"
    label = "portal"
