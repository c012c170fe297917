"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Entitlements(AppConfig):
    """Decisions, awards, corrections, objections, tasks."""

    name = "alongside.entitlements"
    label = "entitlements"
