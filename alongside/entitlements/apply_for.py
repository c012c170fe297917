"""A person applies for what is given on application: the city fetches the rest itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from alongside.entitlements.acting import must_act_on, turn, write_turn
from alongside.entitlements.models import Award, Task
from alongside.entitlements.refusals import AwardIsOver
from alongside.entitlements.turns import Turn
from alongside.packs.load import Pack
from alongside.records.actor import Actor


@transaction.atomic
def apply_for(*, award: Award, pack: Pack, at: datetime, on: date, by: Actor) -> Task:
    """Open the application as a task for the staff; an application that is open already is the one that is given."""
    must_act_on(award, by, on)
    to_apply = Award.Stands.TO_APPLY
    applications = Task.objects.filter(award=award, kind=Task.Kind.APPLICATION, done_at__isnull=True)
    if (open_already := applications.first()) is not None:
        return open_already
    if not turn(award, stands=to_apply, among=(to_apply,), known=True):  # holds the award until this is written
        raise AwardIsOver
    due = on + timedelta(days=pack.applying.application_days)
    try:
        with transaction.atomic():
            task = Task.objects.create(
                kind=Task.Kind.APPLICATION,
                award=award,
                person_id=award.payee_id or award.person_id,
                opened_at=at,
                due=due,
            )
    except IntegrityError:  # somebody pressed at the same moment
        return applications.get()
    write_turn(award, Turn.APPLIED, was=str(award.stands), by=by, at=at, on=on, act="entitlements.apply_for")
    return task
