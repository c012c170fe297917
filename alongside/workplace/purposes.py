"""Why a member of staff is at a person's data: asked once for each person and sign-in, noted with every look."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_noop as _

from alongside.people.middleware import PURPOSE
from alongside.people.request import StaffRequest
from alongside.records.actor import Actor

PURPOSES = {
    "counter": _("They came and asked"),
    "phone": _("They asked by telephone"),
    "task": _("A task about them is to be done"),
    "check": _("A decision is being checked"),
}
"""By the name in the form. What is noted is the English sentence; whoever reads it reads it in their language."""

OTHER = "other"
SEARCHING = _("Looking for somebody, among people who may be meant")
MOST = 200


def purpose_of(request: StaffRequest, person: int) -> str:
    """What was said for this person (by id) since signing in; empty where nothing was said yet."""
    return str(request.session.get(PURPOSE, {}).get(str(person), ""))


def keep_purpose(request: StaffRequest, person: int, purpose: str) -> None:
    """Keep what was said for the rest of the session; the oldest of very many is asked for again."""
    said = {key: words for key, words in request.session.get(PURPOSE, {}).items() if key != str(person)}
    kept = [*said.items(), (str(person), purpose[:MOST])]
    request.session[PURPOSE] = dict(kept[-MOST:])


def for_purpose(request: StaffRequest, purpose: str, *, represented: int | None = None) -> Actor:
    """The one who is signed in, with why they look; with `represented`, acting at this person's wish."""
    return replace(request.actor, purpose=purpose, represented=represented)
