"""What follows from this room's acts, after they are committed."""

from __future__ import annotations

from datetime import date

from django.db.models import Max

from alongside.entitlements.law import pack
from alongside.entitlements.models import Award, Change, Sweep
from alongside.entitlements.sweep_writes import last_day_after_notice
from alongside.records.models import Entry
from alongside.records.reactions import follow

AT_ONCE = 2000


def tell_of_ends(entry: Entry) -> None:
    """Tell everybody whose award will end by the sweep that was applied: a line in the award's history.

    An award closes only after its person was told. Where that came late (no worker ran), the end moves, so that the
    notice the pack gives is kept.
    """
    sweep = Sweep.objects.get(pk=entry.subject)
    today: date = Sweep.objects.filter(state=Sweep.State.APPLIED).aggregate(on=Max("on"))["on"] or sweep.on
    earliest = last_day_after_notice(today, pack().applying)
    ending = sweep.changes.filter(kind="ending", award__closed_on__isnull=True, award__ends_on__isnull=False)
    told = set(Change.objects.filter(kind="told", sweep=sweep).values_list("award", flat=True))
    fresh = [change for change in ending.select_related("award") if change.award_id not in told]
    late = []
    if today > sweep.on:
        late = [one.award for one in fresh if one.award.ends_on is not None and one.award.ends_on < earliest]
    for award in late:
        award.ends_on = earliest if award.until is None else min(award.until, earliest)
    Change.objects.bulk_create((_told(change, entry, today) for change in fresh), batch_size=AT_ONCE)
    Award.objects.bulk_update(late, ["ends_on"], batch_size=AT_ONCE)


def _told(change: Change, entry: Entry, today: date) -> Change:
    return Change(
        award=change.award,
        at=entry.at,
        on=today,
        kind="told",
        sweep=change.sweep,
        answer_before=change.answer_after,
        answer_after=change.answer_after,
        amount_before=change.amount_after,
        amount_after=change.amount_after,
        until_before=change.until_after,
        until_after=change.until_after,
        criteria=change.criteria,
    )


def begin_to_follow() -> None:
    """Put this room's lines into the table of what follows."""
    follow("entitlements.apply_sweep", "tell_of_ends", tell_of_ends)
