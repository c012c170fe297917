"""A person does not want what they have a right to."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from alongside.entitlements.acting import must_act_on, turn, write_turn
from alongside.entitlements.assigned import leave_assigned
from alongside.entitlements.models import Award
from alongside.entitlements.refusals import NothingToRefuse
from alongside.entitlements.turns import Turn
from alongside.packs.load import Pack
from alongside.records.actor import Actor

REFUSABLE = (Award.Stands.GRANTED, Award.Stands.OFFERED, Award.Stands.TO_APPLY)


@transaction.atomic
def refuse_measure(*, award: Award, why: str, pack: Pack, at: datetime, on: date, by: Actor) -> Award:
    """Let an award be refused, until the person takes it back; `why` may be empty. Pressing twice is one act.

    What was given once is no longer counted as given.
    """
    must_act_on(award, by, on)
    was = str(award.stands)
    if was == Award.Stands.ASKED:
        raise NothingToRefuse
    if turn(award, stands=Award.Stands.REFUSED, among=REFUSABLE):
        leave_assigned(award, pack, at=at)
        write_turn(
            award, Turn.REFUSED, was=was, by=by, at=at, on=on, act="entitlements.refuse_measure", reason=why.strip()
        )
    return award
