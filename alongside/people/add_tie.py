"""Enter who raises a child, before a delivery says it; a parent or guardian may act for the child from then on."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
from django.db import transaction

from alongside.people.as_registered import Row, tie_fields
from alongside.people.models import Mandate, Person, Tie
from alongside.people.permissions import OF_AGE
from alongside.people.read_people import years_later
from alongside.people.site import pack
from alongside.records.actor import Actor
from alongside.records.record import record
from alongside.rules.language import day_number, number_day


@transaction.atomic
def add_tie(*, row: Row, at: datetime, on: date, by: Actor) -> Tie | None:
    """The tie that a row of the register of ties says, awaited from the next delivery, with its mandate; None where the
    row makes nobody a parent or guardian, or ends before it begins."""
    said = tie_fields(pack(), row)
    if said is None or said["since"] is None or (said["until"] is not None and said["until"] <= said["since"]):
        return None
    people = Person.objects.in_bulk([said["child"], said["adult"]], field_name="key")
    child, adult = people.get(said["child"]), people.get(said["adult"])
    if child is None or adult is None:
        return None
    fields = {**said, "child": child, "adult": adult, "awaited": True}
    tie, _new = Tie.objects.update_or_create(name=fields.pop("name"), defaults=fields)
    until = mandate_ends(tie)
    if until is not None and until > max(on, tie.since):
        by_tie = {"represented": child, "holder": adult, "kind": tie.kind, "since": tie.since, "until": until}
        Mandate.objects.update_or_create(tie=tie, defaults=by_tie)
    record("people.add_tie", subject=tie, about=child.pk, by=by, after={"kind": str(tie.kind)}, at=at)
    return tie


@transaction.atomic
def take_back_tie(*, name: str, at: datetime, on: date, by: Actor) -> None:
    """A tie that was entered by mistake ends, and with it what may be done by it."""
    tie = Tie.objects.filter(name=name, awaited=True).first()
    if tie is None:
        return
    end = max(on, tie.since + timedelta(days=1))
    Tie.objects.filter(pk=tie.pk).update(until=end, awaited=False)
    Mandate.objects.filter(tie=tie).update(until=end)
    Mandate.objects.filter(tie=tie, revoked_at__isnull=True).update(revoked_at=at)
    record("people.take_back_tie", subject=tie, about=tie.child_id, by=by, after={"until": end.isoformat()}, at=at)


def mandate_ends(tie: Tie) -> date | None:
    """The first day on which an adult no longer acts for a child: its 18th birthday, the end of the tie, a death.

    None where the child's age is not known: nobody is given power over someone who may be of age.
    """
    birth = tie.child.birth_date
    if birth is None:
        return None
    of_age = years_later(np.array([day_number(birth)]), OF_AGE)
    ends = [number_day(int(of_age[0]))]
    ends += [day for day in (tie.until, tie.child.death_date, tie.adult.death_date) if day is not None]
    return max(min(ends), tie.since + timedelta(days=1))
