"""Lay corrections over the delivery in use, and let everything follow that rests on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from alongside.entitlements import law
from alongside.entitlements.corrections import change_of, edition_now, facts_with, in_force, next_edition
from alongside.entitlements.models import Change, Correction
from alongside.entitlements.redecide import redecide
from alongside.entitlements.refusals import CorrectionDoesNotFit
from alongside.faces.templatetags.wording import reader_language
from alongside.people.add_person import add_person, put_person_right, take_back_person
from alongside.people.add_tie import add_tie, take_back_tie
from alongside.people.as_registered import home_in
from alongside.people.models import Person
from alongside.records.actor import Actor
from alongside.registers.check_row import RowIsBad, check_numbers, check_row
from alongside.rules.facts import Facts
from alongside.rules.lay_over import lay_over
from alongside.rules.row_change import ChangeDoesNotFit, RowChange


def lay_corrections(
    corrections: Sequence[Correction], *, delivery: str, at: datetime, on: date, by: Actor
) -> list[Change]:
    """Keep these corrections, each of which may rest on those before it, in one edition; whom they bring is entered
    among the people; everybody whose decision can read them is decided again. Gives the turns of awards.

    To be called in the transaction of the action. Refuses what does not fit, and keeps nothing then.
    """
    before = edition_now()
    check_drafts(corrections, facts_with(delivery, before))
    edition = next_edition()
    for correction in corrections:
        correction.from_edition = edition
        correction.save()
        if correction.act == Correction.Act.WITHDRAW:
            _end_what_was_added(correction, at=at)
        _enter(correction, at=at, on=on, by=by)
    return redecide(corrections, delivery=delivery, before=before, after=edition, at=at, on=on)


def _end_what_was_added(withdrawn: Correction, *, at: datetime) -> None:
    """What one correction adds and a later one takes away is over: no delivery is asked for it any more."""
    added = in_force(withdrawn.from_edition).filter(
        register=withdrawn.register, act=Correction.Act.ADD, pk__lt=withdrawn.pk
    )
    same = added.filter(**{f"row__{name}": cell for name, cell in (withdrawn.row_key or {}).items()})
    same.update(withdrawn_at=at, until_edition=withdrawn.from_edition)


def check_drafts(corrections: Sequence[Correction], facts: Facts) -> None:
    """Refuse, in the reader's language, a row that its register would not take, and what does not fit the facts."""
    registers = law.pack().registers
    changes = [change_of(correction) for correction in corrections]

    def known(kind: str, number: int) -> bool:
        return (facts.find_person(number) if kind == "person" else facts.find_place(number)) is not None

    for change in changes:
        try:
            if change.row is not None:
                check_row(registers, change.register, change.row)
                check_numbers(registers, change.register, change.row, known)
        except RowIsBad as refusal:
            raise _refused(change, refusal) from refusal
    try:
        lay_over(facts, changes)
    except ChangeDoesNotFit as refusal:
        raise _refused(refusal.change or changes[-1], refusal) from refusal


def _refused(change: RowChange, refusal: RowIsBad | ChangeDoesNotFit) -> CorrectionDoesNotFit:
    words = law.pack().columns.get(f"{change.register}.{refusal.column}")
    field = words[reader_language()] if words is not None else refusal.column
    return CorrectionDoesNotFit(refusal.why, column=refusal.column, field=field, change=change)


def _enter(correction: Correction, *, at: datetime, on: date, by: Actor) -> None:
    """Who is brought or tied by a correction stands among the people at once; what is taken back no more."""
    pack, row, key = law.pack(), correction.row, correction.row_key
    ties = pack.people.columns.ties
    if correction.register == pack.registers.persons.name:
        if correction.act == Correction.Act.ADD and row is not None:
            add_person(row=row, at=at, by=by)
        elif correction.act == Correction.Act.REPLACE and row is not None:
            put_person_right(row=row, at=at, by=by)
        elif correction.act == Correction.Act.WITHDRAW:
            take_back_person(key=correction.owner, at=at, by=by)
    elif ties is not None and correction.register == ties.register:
        if correction.act == Correction.Act.ADD and row is not None:
            add_tie(row=row, at=at, on=on, by=by)
        elif correction.act == Correction.Act.WITHDRAW and key is not None and ties.name in key:
            take_back_tie(name=str(key[ties.name]), at=at, on=on, by=by)
    elif correction.act == Correction.Act.ADD and row is not None:
        home = home_in(pack, correction.register, row, on)
        if home is not None:
            Person.objects.filter(key=home[0], awaited=True).update(place=home[1])
