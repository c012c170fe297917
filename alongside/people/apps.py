"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class People(AppConfig):
    """Persons, ties, mandates, accounts."""

    name = "alongside.people"
    label = "people"
