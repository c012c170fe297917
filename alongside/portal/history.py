"""The history of an award in words: what happened on which day, and what that changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from alongside.entitlements.models import Award, Change
from alongside.people.models import Account
from alongside.people.permissions import AT_THE_COUNTER
from alongside.records.models import Entry

MOST = 30
TURNS = {
    "began": _("The right was found"),
    "asked": _("Something was not known, and we began to ask"),
    "changed": _("The sum or who receives it changed"),
    "prolonged": _("It was prolonged"),
    "in_doubt": _("Something is no longer known; it goes on unchanged while we ask"),
    "unseen": _("A record is missing; it goes on unchanged while we ask"),
    "goes_on": _("It goes on while we wait for an answer"),
    "known": _("What was missing has come"),
    "kept": _("It does not end after all"),
    "ending": _("It was found that it will end"),
    "told": _("You were told that it will end"),
    "ended": _("It ended"),
    "closed": _("What was missing has come: there is no right"),
    "lapsed": _("The right was not used, and is over"),
    "done": _("It was given"),
    "refused": _("It was refused by your side"),
    "taken_back": _("The refusal was taken back"),
    "accepted": _("The offer was accepted"),
    "applied": _("The application was sent"),
    "granted": _("The application was granted"),
    "declined": _("The application was declined"),
}
OTHERWISE = _("The decision was made again")


@dataclass(frozen=True)
class Turned:
    """One turn: the day, what happened, and the sums and ends where they changed (kopecks; None: there was none).

    `at_counter`: a specialist did it at the person's wish; `centre` names where.
    """

    on: date
    says: str
    corrected: bool
    amount_before: int | None = None
    amount_after: int | None = None
    until_after: date | None = None
    at_counter: bool = False
    centre: str = ""


def history_of(award: Award) -> Sequence[Turned]:
    """The turns of an award, the latest first."""
    done = _done_at_counter(award)
    return [_turned(change, done.get(change.at)) for change in award.changes.order_by("-pk")[:MOST]]


def _done_at_counter(award: Award) -> dict[datetime, str]:
    """The moments of what specialists did about an award, as the journal keeps them, and their centres."""
    acts = Entry.objects.filter(subject_kind="award", subject=award.pk, role__in=AT_THE_COUNTER)
    found = list(acts.order_by("pk").values_list("at", "account"))
    centres = dict(Account.objects.filter(pk__in={account for _, account in found}).values_list("pk", "centre"))
    return {at: centres.get(account, "") if account is not None else "" for at, account in found}


def _turned(change: Change, centre: str | None) -> Turned:
    sum_changed = change.amount_before != change.amount_after
    return Turned(
        on=change.on,
        says=gettext(TURNS.get(change.kind, OTHERWISE)),
        corrected=change.correction_id is not None,
        amount_before=change.amount_before if sum_changed else None,
        amount_after=change.amount_after if sum_changed else None,
        until_after=change.until_after if change.until_before != change.until_after else None,
        at_counter=centre is not None,
        centre=centre or "",
    )
