"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Faces(AppConfig):
    """Layouts, components, access rules."""

    name = "alongside.faces"
    label = "faces"
