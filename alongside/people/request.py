"""A request as views get it once it is known who acts."""

from __future__ import annotations

from django.http import HttpRequest

from alongside.people.models import Account, Mandate, Person
from alongside.records.actor import Actor


class ResidentRequest(HttpRequest):
    """About `person`: the one who signed in, or whom they act for under `mandate`."""

    actor: Actor
    person: Person
    mandate: Mandate | None
    user: Account


class StaffRequest(HttpRequest):
    """From a member of staff; `actor` says who."""

    actor: Actor
    user: Account
