"""Every way in which an award may turn, in the words of its history."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Turn(models.TextChoices):
    """What happened to an award; `Change.kind`."""

    BEGAN = "began", _("The right was found")
    ASKED = "asked", _("Something is not known yet, and is being asked for")
    CHANGED = "changed", _("The sum or the recipient changed")
    PROLONGED = "prolonged", _("It holds until another day")
    IN_DOUBT = "in_doubt", _("Something is no longer known; everything goes on as before while we ask")
    UNSEEN = "unseen", _("The records are not whole; everything goes on as before while we ask")
    GOES_ON = "goes_on", _("It goes on because the answer is still being waited for")
    KNOWN = "known", _("What was missing has come")
    KEPT = "kept", _("It does not end after all")
    ENDING = "ending", _("It will end")
    TOLD = "told", _("The person was told that it will end")
    ENDED = "ended", _("It ended")
    CLOSED = "closed", _("What was missing has come: there is no right")
    LAPSED = "lapsed", _("The right is over and was not used")
    EXPIRED = "expired", _("The time for it is over, and it was not used")
    DONE = "done", _("It was given once and is done")
    REFUSED = "refused", _("The person refused it")
    TAKEN_BACK = "taken_back", _("The person took the refusal back")
    ACCEPTED = "accepted", _("The person accepted it")
    APPLIED = "applied", _("The person applied")
    GRANTED = "granted", _("The application was granted")
    DECLINED = "declined", _("The application was declined")


BEGINNING = (Turn.BEGAN,)
ENDING = (Turn.ENDING, Turn.LAPSED)
CHANGING = (Turn.CHANGED,)
LATEST_YES = (Turn.BEGAN, Turn.CHANGED, Turn.PROLONGED, Turn.KNOWN, Turn.KEPT)
IN_DOUBT = (Turn.IN_DOUBT, Turn.UNSEEN, Turn.GOES_ON)
"""Turns after which the award stands as it did, with what is missing beside it."""
