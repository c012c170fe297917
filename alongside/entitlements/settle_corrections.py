"""A delivery has come: corrections that it brings end, those that it contradicts are shown as a disagreement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from alongside.entitlements.corrections import change_of, edition_now, in_force, next_edition
from alongside.entitlements.models import Correction
from alongside.records.actor import Actor
from alongside.records.record import record
from alongside.rules.brought import what_says
from alongside.rules.facts import Facts


@dataclass(frozen=True)
class Settled:
    """How many corrections the delivery brought, contradicts, and says nothing of."""

    brought: int
    contradicted: int
    awaited: int


@transaction.atomic
def settle_corrections(*, facts: Facts, at: datetime, by: Actor) -> Settled:
    """Hold every correction in force against a delivery. Done again with the same delivery it changes nothing."""
    brought, contradicted, agreed, awaited = [], [], [], 0
    for correction in in_force(edition_now()):
        said = what_says(facts, change_of(correction))
        if said == "same":
            brought.append(correction)
        elif said == "otherwise":
            contradicted.append(correction)
        else:
            awaited += 1
            agreed += [correction] if correction.contradicted_by else []
    if brought:
        edition = next_edition()
        Correction.objects.filter(pk__in=[one.pk for one in brought]).update(
            brought_by=facts.delivery_id, contradicted_by="", until_edition=edition
        )
    fresh = [one for one in contradicted if one.contradicted_by != facts.delivery_id]
    Correction.objects.filter(pk__in=[one.pk for one in fresh]).update(contradicted_by=facts.delivery_id)
    Correction.objects.filter(pk__in=[one.pk for one in agreed]).update(contradicted_by="")
    for name, those in (("brought", brought), ("contradicted", fresh)):
        for correction in those:
            told = {"register": correction.register, name: facts.delivery_id}
            record("entitlements.settle_corrections", subject=correction, by=by, after=told, at=at)
    return Settled(len(brought), len(contradicted), awaited)
