"""A person takes what is offered, with one press."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from alongside.entitlements.acting import must_act_on, since_when, turn, write_turn
from alongside.entitlements.assigned import join_assigned
from alongside.entitlements.models import Award
from alongside.entitlements.turns import Turn
from alongside.packs.load import Pack
from alongside.records.actor import Actor


@transaction.atomic
def accept_offer(*, award: Award, pack: Pack, at: datetime, on: date, by: Actor) -> Award:
    """Grant what is offered, from this month on. Pressing twice is one act.

    Refuses where the answer is not known now.
    """
    must_act_on(award, by, on)
    since = since_when(award, pack, on)
    if turn(award, stands=Award.Stands.GRANTED, among=(Award.Stands.OFFERED,), since=since, known=True):
        join_assigned([award], pack, on=on, at=at)
        was = str(Award.Stands.OFFERED)
        write_turn(award, Turn.ACCEPTED, was=was, by=by, at=at, on=on, act="entitlements.accept_offer")
    return award
