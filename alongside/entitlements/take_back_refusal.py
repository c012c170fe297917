"""A person who refused a measure wants it after all."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from alongside.entitlements.acting import must_act_on, since_when, stands_at_first, turn, write_turn
from alongside.entitlements.assigned import join_assigned
from alongside.entitlements.models import Award
from alongside.entitlements.turns import Turn
from alongside.packs.load import Pack
from alongside.records.actor import Actor


@transaction.atomic
def take_back_refusal(*, award: Award, pack: Pack, at: datetime, on: date, by: Actor) -> Award:
    """Let a refused award stand as its measure is given: granted, offered, or open for an application.

    It counts from this month on, not for the months in which it was refused. Where the answer is not known now, it is
    asked for. Pressing twice is one act.
    """
    must_act_on(award, by, on)
    known = award.answer == Award.Answer.YES
    stands = stands_at_first(award, pack) if known else Award.Stands.ASKED
    if turn(award, stands=stands, among=(Award.Stands.REFUSED,), since=since_when(award, pack, on)):
        if stands == Award.Stands.GRANTED:
            join_assigned([award], pack, on=on, at=at)
        write_turn(
            award,
            Turn.TAKEN_BACK,
            was=str(Award.Stands.REFUSED),
            by=by,
            at=at,
            on=on,
            act="entitlements.take_back_refusal",
        )
    return award
