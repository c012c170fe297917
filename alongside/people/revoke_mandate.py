"""End a mandate before its time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.people.models import Mandate
from alongside.people.permissions import AT_THE_COUNTER, BY_TIE, may_revoke
from alongside.people.refusals import IsNoLonger, MayNotRevoke, PaperIsNeeded
from alongside.records.actor import Actor
from alongside.records.record import record


@transaction.atomic
def revoke_mandate(*, mandate: Mandate, at: datetime, by: Actor, paper: str = "") -> Mandate:
    """From this moment the holder no longer acts; whoever does so at this very moment loses it with the next page.

    Refuses where it is not the actor's to end, and at a counter without a paper.
    """
    if not may_revoke(mandate, by):
        if mandate.kind in BY_TIE:
            raise MayNotRevoke(
                _("What a parent or guardian may do does not end at a word; it rests on the law."),
                remedy=_(
                    "It ends by itself on the 18th birthday. If there is a court's decision, bring it to a centre."
                ),
            )
        raise MayNotRevoke(_("This is not yours to end."))
    if by.role in AT_THE_COUNTER and not paper.strip():
        raise PaperIsNeeded(
            _("The paper is not named."), remedy=_("Write the paper or the request that this rests on.")
        )
    changed = Mandate.objects.filter(pk=mandate.pk, revoked_at__isnull=True).update(revoked_at=at)
    if not changed:
        raise IsNoLonger(_("This has been ended already."))
    mandate.revoked_at = at
    said = {"kind": mandate.kind, "paper": paper} if paper else {"kind": mandate.kind}
    record("people.revoke_mandate", subject=mandate, about=mandate.represented_id, by=by, after=said, at=at)
    return mandate
