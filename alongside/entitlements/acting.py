"""What the acts of people on awards share: the award as it stands now, what stands where, a line of history."""

from __future__ import annotations

from datetime import date, datetime

from alongside.entitlements.models import Award, Change
from alongside.entitlements.permissions import may_act_on
from alongside.entitlements.refusals import AnswerIsNotKnown, AwardIsOver, MayNotActHere
from alongside.entitlements.sweep_turns import STANDS
from alongside.entitlements.turns import Turn
from alongside.packs.load import Pack
from alongside.records.actor import Actor
from alongside.records.record import record


def must_act_on(award: Award, by: Actor, on: date) -> None:
    """Refuse whoever may not decide about an award."""
    if not may_act_on(award, by, on):
        raise MayNotActHere


def stands_at_first(award: Award, pack: Pack) -> Award.Stands:
    """How a yes of this measure stands before anybody did anything."""
    return STANDS[pack.texts[award.measure].mode]


def turn(
    award: Award,
    *,
    stands: Award.Stands,
    among: tuple[Award.Stands, ...],
    since: date | None = None,
    known: bool = False,
) -> bool:
    """Let an open award stand otherwise if it still stands among these; one statement, so that of two only one does.

    With `known` only while the answer is yes. Gives False where it stands so already, and nothing was done;
    refuses where it is over, or no longer known.
    """
    news = {"stands": stands} if since is None else {"stands": stands, "since": since}
    still = Award.objects.open().filter(pk=award.pk, stands__in=among)
    if (still.filter(answer=Award.Answer.YES) if known else still).update(**news):
        award.refresh_from_db()
        return True
    award.refresh_from_db()
    if award.closed_on is None and award.stands == stands:
        return False
    if known and award.closed_on is None and award.stands in among and award.answer == Award.Answer.UNKNOWN:
        raise AnswerIsNotKnown
    raise AwardIsOver


def since_when(award: Award, pack: Pack, on: date) -> date | None:
    """From when an award counts that is taken up on a day: a state from its month on, a right once given as it was."""
    if award.since is None or pack.texts[award.measure].given_once:
        return award.since
    return max(award.since, on.replace(day=1))


def write_turn(
    award: Award, kind: Turn, *, was: str, by: Actor, at: datetime, on: date, act: str, reason: str = ""
) -> None:
    """A line in the award's history, and the act in the journal; `was` is how it stood before."""
    Change.objects.create(
        award=award,
        at=at,
        on=on,
        kind=kind,
        answer_before=award.answer,
        answer_after=award.answer,
        amount_before=award.amount,
        amount_after=award.amount,
        until_before=award.until,
        until_after=award.until,
    )
    after = {"stands": str(award.stands), **({"reason": reason} if reason else {})}
    record(
        act, subject=award, by=by, about=award.person_id or award.payee_id, before={"stands": was}, after=after, at=at
    )
