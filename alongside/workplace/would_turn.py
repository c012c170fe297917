"""What a correction would change, before it is made: nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from alongside.base.text import Language
from alongside.entitlements import law
from alongside.entitlements.answer_objection import RightRow
from alongside.entitlements.corrections import edition_now, facts_with
from alongside.entitlements.lay_corrections import check_drafts
from alongside.entitlements.models import Award, Correction
from alongside.entitlements.redecide import turned_decisions
from alongside.people.models import Person
from alongside.rules.evaluator import Decision
from alongside.rules.tree import PLACE

MOST = 50


@dataclass(frozen=True)
class WouldTurn:
    """One decision that would be another: of which measure, for whom, the answer and the sum (kopecks) after it."""

    name: str
    whom: Person | None
    answer: str
    amount: int | None
    before: int | None


def would_turn(
    register: str, right: RightRow, *, delivery: str, at: datetime, on: date, language: Language
) -> list[WouldTurn]:
    """The decisions that a correction would turn, at most fifty: to another answer or another sum. Refuses a row that
    the register would not take, and what does not fit the delivery."""
    correction = Correction(
        register=register,
        act=right.act,
        owner=right.owner or 0,
        owner_kind=right.owner_kind,
        row_key=dict(right.row_key) if right.row_key is not None else None,
        row=dict(right.row) if right.row is not None else None,
        since=on,
        made_at=at,
    )
    old = facts_with(delivery, edition_now())
    check_drafts([correction], old)
    turned = turned_decisions([correction], old, on)
    found = turned.found[:MOST]
    keys = [
        int(turned.facts["place.key" if case.unit.kind == PLACE else "person.key"][unit]) for case, unit, _ in found
    ]
    people = Person.objects.in_bulk(keys, field_name="key")
    awards = {(one.measure, one.unit): one for one in Award.objects.open().filter(unit__in=keys)}
    lines = []
    for (case, _unit, said), key in zip(found, keys, strict=True):
        award = awards.get((case.measure, key))
        if _stands(award, said):
            continue
        lines.append(
            WouldTurn(
                name=law.pack().texts[case.measure].name[language],
                whom=people.get(key) if case.unit.kind != PLACE else None,
                answer=said.answer,
                amount=said.amount if said.answer == Award.Answer.YES else None,
                before=award.amount if award is not None else None,
            )
        )
    return lines


def _stands(award: Award | None, said: Decision) -> bool:
    """Whether a decision says what stands already, if by other numbers."""
    now = award.answer if award is not None else Award.Answer.NO
    if said.answer not in (Award.Answer.YES, Award.Answer.UNKNOWN):
        return now == Award.Answer.NO
    return now == said.answer and (award is None or now != Award.Answer.YES or award.amount == said.amount)
