"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Records(AppConfig):
    """The journal and the access log."""

    name = "alongside.records"
    label = "records"
