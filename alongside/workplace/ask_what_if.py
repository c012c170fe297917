"""An analyst asks what would be if terms of a measure were others; a worker counts it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from alongside.entitlements.corrections import edition_now
from alongside.entitlements.explaining import applied_sweeps
from alongside.packs.load import Pack
from alongside.records.actor import Actor
from alongside.records.record import record
from alongside.workplace.jobs import count
from alongside.workplace.models import WhatIf
from alongside.workplace.refusals import IsBeingCounted, MayNotAsk, NothingIsChanged, NothingToCount, TooManyQuestions

MOST_AT_ONCE = 5
SILENT = timedelta(minutes=2)  # a counting that gave no sign for so long has lost its worker


@transaction.atomic
def ask_what_if(*, measure: str, terms: Mapping[str, int], pack: Pack, at: datetime, by: Actor) -> WhatIf:
    """Put a question to the worker, for the day and delivery of the last sweep that was applied.

    The same question once more is the one that was asked before, unless that one failed. Refuses where nothing is
    changed, nothing can be counted, or one analyst has five questions waiting.
    """
    if by.role != "analyst" or by.account is None:
        raise MayNotAsk
    if not terms:
        raise NothingIsChanged
    sweep = applied_sweeps().values_list("delivery", "on").first()
    if sweep is None:
        raise NothingToCount
    question = {
        "measure": measure,
        "terms": dict(sorted(terms.items())),
        "delivery": sweep[0],
        "edition": edition_now(),
        "on": sweep[1].isoformat(),
        "pack_version": pack.version,
    }
    digest = hashlib.sha256(json.dumps(question, sort_keys=True).encode()).hexdigest()
    known = WhatIf.objects.filter(digest=digest).exclude(state=WhatIf.State.FAILED).order_by("-pk").first()
    if known is not None:
        return known
    mine = WhatIf.objects.filter(asked_by=by.account, state__in=(WhatIf.State.WAITING, WhatIf.State.COUNTING))
    if mine.count() >= MOST_AT_ONCE:
        raise TooManyQuestions
    asked = WhatIf.objects.create(
        **{**question, "on": sweep[1]}, digest=digest, asked_by_id=by.account, asked_at=at, told_at=at
    )
    record("workplace.ask_what_if", subject=asked, by=by, after=question, at=at)
    count.enqueue(asked.pk)
    return asked


@transaction.atomic
def ask_again(*, what_if: WhatIf, at: datetime, by: Actor) -> WhatIf:
    """Count a question again that failed, or whose worker has given no sign for two minutes."""
    if by.role != "analyst":
        raise MayNotAsk
    found = WhatIf.objects.select_for_update().get(pk=what_if.pk)
    if not may_be_asked_again(found, at):
        raise IsBeingCounted
    before = {"state": found.state, "fault": found.fault}
    found.state, found.fault, found.percent, found.tries, found.told_at = WhatIf.State.WAITING, "", 0, 0, at
    found.finished_at = None
    found.save(update_fields=["state", "fault", "percent", "tries", "told_at", "finished_at"])
    record("workplace.ask_again", subject=found, by=by, before=before, at=at)
    count.enqueue(found.pk)
    return found


def may_be_asked_again(what_if: WhatIf, at: datetime) -> bool:
    """Whether a question failed, or seems to be forgotten."""
    return what_if.state == WhatIf.State.FAILED or (what_if.is_open and what_if.told_at < at - SILENT)
