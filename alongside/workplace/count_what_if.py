"""Count a what-if: both laws over everybody, and of what comes out only what may be shown is kept."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from alongside.base import clock
from alongside.base.refusal import Refusal
from alongside.entitlements import law
from alongside.entitlements.corrections import in_force, laid
from alongside.packs.changed_terms import changed_now
from alongside.packs.compare_terms import Compared, Crowd, compare_terms
from alongside.records.actor import CITY
from alongside.records.record import record
from alongside.rules.facts import Facts
from alongside.rules.language import day_number
from alongside.workplace.by_lot import marks, shown_count, shown_money
from alongside.workplace.models import WhatIf

log = logging.getLogger(__name__)
TRIES = 3
TELLS_EVERY = 1.0  # seconds
KILLED, BROKEN, OTHER_LAW = "killed", "broken", "law_is_of_another_version"
COUNTS = ("now", "begin", "end", "more", "less")
SUMS = ("now", "gain", "loss")


def count_what_if(*, number: int, now: Callable[[], datetime] = clock.now) -> str:
    """Count a question and keep its answer; gives the state it is in then.

    A worker may be killed in the middle: the job is put back and counts from the beginning. One that takes its worker
    with it three times is given up. Whatever goes wrong is kept with the question, so that its page can say it.
    """
    found = _begin(number, now())
    if found is None:
        return WhatIf.objects.values_list("state", flat=True).get(pk=number)
    if found.tries > TRIES:
        return _fail(found, KILLED, now())
    try:
        counted = _counted(found, now)
    except Refusal as refusal:
        log.warning("what-if %s could not be counted: %s", number, refusal.code)
        return _fail(found, refusal.code, now())
    except Exception as fault:  # whatever it is, the one who asked must be told that no answer comes
        log.warning("what-if %s could not be counted: %s", number, type(fault).__name__)
        return _fail(found, BROKEN, now())
    return _keep(found, may_be_shown(counted), now())


def may_be_shown(counted: Compared) -> dict[str, Any]:
    """The answer as it is kept: nothing that is not rounded by lot, and no mark."""
    return {
        "bands": {band: _shown(crowds) for band, crowds in counted.bands.items()},
        "unclear": shown_count(counted.unclear),
    }


def _shown(crowds: Mapping[str, Crowd]) -> dict[str, Any]:
    return {
        **{name: shown_count(crowds[name]) for name in COUNTS},
        "money": {name: shown_money(crowds[name]) for name in SUMS},
    }


@transaction.atomic
def _begin(number: int, at: datetime) -> WhatIf | None:
    found = WhatIf.objects.select_for_update().filter(pk=number).first()
    if found is None or not found.is_open:
        return None
    found.state, found.tries, found.percent, found.told_at = WhatIf.State.COUNTING, found.tries + 1, 0, at
    found.save(update_fields=["state", "tries", "percent", "told_at"])
    return found


def _counted(found: WhatIf, now: Callable[[], datetime]) -> Compared:
    pack = law.pack()
    if pack.version != found.pack_version:
        raise Refusal("The question was asked of another version of the law.", code=OTHER_LAW)
    day = day_number(found.on)
    changes = [changed_now(pack.law.terms[name], value, day) for name, value in found.terms.items()]
    measure = pack.law.measure(found.measure)
    facts = _facts(found.delivery, found.edition)
    return compare_terms(pack.law, facts, found.on, measure, changes, marks=marks(), progress=_teller(found.pk, now))


def _facts(delivery: str, edition: int) -> Facts:
    facts = law.facts(delivery)
    return laid(facts, in_force(edition)).for_kernels() if edition else facts


def _teller(number: int, now: Callable[[], datetime]) -> Callable[[float], None]:
    """Notes how far it is, at most once a second."""
    last = [time.monotonic()]

    def tell(share: float) -> None:
        if time.monotonic() - last[0] >= TELLS_EVERY:
            last[0] = time.monotonic()
            open_still = WhatIf.objects.filter(pk=number, state=WhatIf.State.COUNTING)
            open_still.update(percent=min(99, int(share * 100)), told_at=now())

    return tell


@transaction.atomic
def _keep(found: WhatIf, result: dict[str, Any], at: datetime) -> str:
    return _settle(found, WhatIf.State.DONE, at, result=result, percent=100)


@transaction.atomic
def _fail(found: WhatIf, fault: str, at: datetime) -> str:
    return _settle(found, WhatIf.State.FAILED, at, fault=fault)


def _settle(found: WhatIf, state: WhatIf.State, at: datetime, **told: Any) -> str:
    """Once: where two workers counted the same question, the answer of the first stays."""
    still = WhatIf.objects.filter(pk=found.pk, state__in=(WhatIf.State.WAITING, WhatIf.State.COUNTING))
    if still.update(state=state, finished_at=at, **told):
        after = {"state": str(state), **({"fault": told["fault"]} if "fault" in told else {})}
        record("workplace.count_what_if", subject=found, by=CITY, after=after, at=at)
    return str(WhatIf.objects.values_list("state", flat=True).get(pk=found.pk))
