"""Who acts: a person for themselves, a person for another under a mandate, a member of staff, or the city itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """Who acts. `person` is the actor's own person, `represented` the one in whose name, both by their id.

    `role` is resident, specialist, head, analyst, auditor, administrator or city. `purpose` says why a member of
    staff is at this person's data.
    """

    role: str
    account: int | None = None
    person: int | None = None
    represented: int | None = None
    mandate: int | None = None
    purpose: str = ""


CITY = Actor(role="city")
"""The city's own work: a delivery was taken in, a sweep was applied, a deadline passed."""
