"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Entitlements(AppConfig):
    """Decisions, awards, corrections, objections, tasks."""

    name = "alongside.entitlements"
    label = "entitlements"

    def ready(self) -> None:
        """What follows from this room's acts is known from now on."""
        from alongside.entitlements.reactions import begin_to_follow

        begin_to_follow()
