"""Enter a birth before a delivery brings it: the child, the parents, the home; and decide again at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.entitlements.corrections import edition_now, in_force
from alongside.entitlements.law import pack
from alongside.entitlements.lay_corrections import lay_corrections
from alongside.entitlements.models import Correction
from alongside.entitlements.permissions import may_correct
from alongside.entitlements.refusals import (
    BirthDoesNotFit,
    CorrectionDoesNotFit,
    MayNotActHere,
    PersonIsKnown,
    ReasonIsMissing,
)
from alongside.people.as_registered import key_of_person
from alongside.people.models import Person
from alongside.records.actor import Actor
from alongside.records.record import record


@dataclass(frozen=True)
class Parent:
    """A parent by birth, and the number that the record of it has in the register (empty where it has none)."""

    person: Person
    record: str = ""


@dataclass(frozen=True)
class Home:
    """Where the child is registered, by the key of the place, since when, and the number of the record."""

    place: int
    since: date
    record: str = ""


@dataclass(frozen=True)
class Birth:
    """What the paper says. `child` are the cells of the register of persons, `nothing_else` that the parent says there
    is nothing about the child yet in the registers that the pack names for this."""

    child: Mapping[str, Any]
    parents: tuple[Parent, ...]
    home: Home | None
    nothing_else: bool
    source: str


@transaction.atomic
def enter_birth(*, birth: Birth, delivery: str, at: datetime, on: date, by: Actor) -> Person:
    """The child, known from now on until a delivery brings it, with all that follows for whom it concerns.

    Entered again with the same paper it changes nothing. Refuses whoever may not, a birth without a paper, a number
    that somebody else has, parents who cannot be, and what the registers would not take; then nothing is kept.
    """
    if not may_correct(by):
        raise MayNotActHere
    if not birth.source.strip():
        raise ReasonIsMissing
    if pack().birth is None:
        raise BirthDoesNotFit
    held = Person.objects.select_for_update().filter(pk__in=[parent.person.pk for parent in birth.parents])
    parents = list(held.order_by("pk"))  # a form that is sent twice is entered once: the second waits here
    corrections = [*_corrections(birth, at=at, on=on)]
    child = Person.objects.filter(key=corrections[0].owner, held=True).first()
    if child is not None:
        if _is_entered(corrections[0]):
            return child
        raise PersonIsKnown(child.pk)
    _check_parents(birth, parents, on)
    turned = lay_corrections(corrections, delivery=delivery, at=at, on=on, by=by)
    child = Person.objects.get(key=corrections[0].owner)
    record(
        "entitlements.enter_birth",
        subject=corrections[0],
        by=by,
        about=child.pk,
        after={"source": birth.source.strip(), "corrections": len(corrections), "turned": len(turned)},
        at=at,
    )
    return child


def _key(child: Mapping[str, Any]) -> int:
    try:
        return key_of_person(pack(), child)
    except (KeyError, ValueError) as error:
        raise CorrectionDoesNotFit("unreadable", column=pack().registers.persons.owner) from error


def birth_of(person: Person) -> Correction | None:
    """The correction that brought a person; None where a delivery did."""
    persons = pack().registers.persons.name
    added = Correction.objects.filter(register=persons, act=Correction.Act.ADD, owner=person.key)
    return added.order_by("-pk").first()


def _is_entered(correction: Correction) -> bool:
    """Whether the very same is in force already."""
    same = {name: getattr(correction, name) for name in ("register", "act", "owner", "source")}
    return any(one.row == correction.row for one in in_force(edition_now()).filter(**same))


def _check_parents(birth: Birth, parents: list[Person], on: date) -> None:
    born = date.fromisoformat(str(birth.child[pack().registers.birth]))
    right = len(parents) == len(birth.parents) > 0 and born <= on
    right = right and all(one.held and (one.birth_date is None or one.birth_date < born) for one in parents)
    sexes = [one.sex for one in parents if one.sex]
    if not right or len(sexes) != len(set(sexes)):
        raise BirthDoesNotFit


def _corrections(birth: Birth, *, at: datetime, on: date) -> Iterator[Correction]:
    """The rows that a birth writes, the child's own first, and what is known to be nothing."""
    registers, columns, said = pack().registers, pack().people.columns, pack().birth
    assert said is not None
    owner, text = _key(birth.child), registers.person_key.text
    common = {"owner_kind": "person", "owner": owner, "source": birth.source.strip(), "since": on, "made_at": at}
    common["reason"] = _("A birth was entered from the paper.")

    def added(register: str, row: Mapping[str, Any]) -> Correction:
        return Correction(register=register, act=Correction.Act.ADD, row=dict(row), **common)

    known = list(said.nothing_yet) + (list(said.by_word) if birth.nothing_else else [])
    yield added(registers.persons.name, birth.child)
    ties, homes = columns.ties, columns.homes
    if ties is not None:
        known.append(ties.register)
        born = birth.child[registers.birth]
        for parent in birth.parents:
            cells = {ties.name: parent.record, ties.child: text(owner), ties.adult: text(parent.person.key)}
            yield added(ties.register, {**cells, ties.kind: said.tie, ties.since: born, ties.until: None})
    if homes is not None and birth.home is not None:
        known.append(homes.register)
        cells = {homes.person: text(owner), homes.place: registers.place_key.text(birth.home.place)}
        cells |= {homes.kind: said.home} if homes.kind else {}
        cells |= dict.fromkeys(numbered(homes.register), birth.home.record)
        yield added(homes.register, {**cells, homes.since: birth.home.since.isoformat(), homes.until: None})
    for name in known:
        yield Correction(register=name, act=Correction.Act.CONFIRM, **common)


def numbered(register: str) -> tuple[str, ...]:
    """The columns that hold the number of a register's record; none where its records have no numbers."""
    declared = pack().registers[register]
    return tuple(name for name in declared.key if declared.column(name).type == "id")
