"""The shell as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Workplace(AppConfig):
    """The staff's pages."""

    name = "alongside.workplace"
    label = "workplace"
