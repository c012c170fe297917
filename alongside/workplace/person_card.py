"""One person on one screen: what to do now, what stands, family and home, who may act, what happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from alongside.base.text import Language
from alongside.entitlements.explaining import explainer_in_use, family_of
from alongside.entitlements.law import pack
from alongside.entitlements.models import Award, Task
from alongside.entitlements.queries import Holding, Mine, mine
from alongside.packs.family import Family
from alongside.people.models import Mandate, Person
from alongside.people.permissions import BY_TIE
from alongside.workplace.queue import about_what

MOST = 200
LINES = 8
SOON = timedelta(days=92)
Stands = Award.Stands


@dataclass(frozen=True)
class Right:
    """One award as the desk shows it. `whom`: for whom, `to`: who receives, both empty where it is the person; `asked`:
    who is asked for what is missing; `ends`: the first day on which it no longer holds."""

    id: int
    name: str
    whom: str
    to: str
    amount: int | None
    often: str
    since: date | None
    ends: date | None
    told_to_end: bool
    in_doubt: bool
    asked: tuple[str, ...]
    applied: bool


@dataclass(frozen=True)
class Due:
    """An open task about the person."""

    id: int
    kind: str
    about: str
    due: date
    late: bool


@dataclass(frozen=True)
class MayAct:
    """A mandate in force; `other` is who stands on the other side."""

    other: Person
    kind: str
    until: date | None
    may_act: bool
    limited: bool
    may_be_ended: bool
    mandate: int
    paper: str


@dataclass(frozen=True)
class Turned:
    """A line of the history, in words."""

    on: date
    name: str
    says: str
    award: int


@dataclass(frozen=True)
class Card:
    """Everything on the screen; `shown` are the ids of all whom it names."""

    granted: tuple[Right, ...]
    offered: tuple[Right, ...]
    to_apply: tuple[Right, ...]
    asked: tuple[Right, ...]
    refused: tuple[Right, ...]
    next_month: int
    tasks: tuple[Due, ...]
    family: Family | None
    at_home: tuple[Person, ...]
    acts_for: tuple[MayAct, ...]
    held_by: tuple[MayAct, ...]
    history: tuple[Turned, ...]
    shown: frozenset[int]

    @property
    def ending(self) -> tuple[Right, ...]:
        """What ends by the law's word, or by itself within about three months."""
        return tuple(right for right in self.granted if right.told_to_end)

    @property
    def in_doubt(self) -> tuple[Right, ...]:
        """What goes on unchanged while something is asked."""
        return tuple(right for right in self.granted if right.in_doubt)

    @property
    def waits(self) -> int:
        """How many things wait for a word or a hand."""
        return len(self.tasks) + len(self.offered) + sum(not right.applied for right in self.to_apply)


def card_of(person: Person, on: date, language: Language) -> Card:
    """The screen of one person on a day; a handful of questions, however much they have."""
    awards = list(Award.objects.of(person.pk).open().select_related("person", "payee").order_by("measure", "pk")[:MOST])
    tasks = _open_tasks(person, awards)
    found = mine(person.pk, on, pack(), awards=awards, tasks=tasks)
    family = family_of(explainer_in_use(), person, language)
    mandates = _mandates(person, on)
    held_by = tuple(_may_act(one, one.holder) for one in mandates if one.represented_id == person.pk)
    acts_for = tuple(_may_act(one, one.represented) for one in mandates if one.holder_id == person.pk)
    around = _around(person, family)
    names = {pk for award in awards for pk in (award.person_id, award.payee_id) if pk is not None}
    others = {one.other.pk for one in (*held_by, *acts_for)}
    return Card(
        granted=_rights(found.granted, person, on, language),
        offered=_rights(found.offered, person, on, language),
        to_apply=_rights(found.to_apply, person, on, language),
        asked=_rights(found.asked, person, on, language),
        refused=_rights(found.refused, person, on, language),
        next_month=found.next_month,
        tasks=_tasks(person, tasks, on, language),
        family=family,
        at_home=tuple(one for one in around if person.place and one.place == person.place and one.pk != person.pk),
        acts_for=acts_for,
        held_by=held_by,
        history=_history(found, language),
        shown=frozenset({person.pk, *names, *others, *(one.pk for one in around)}),
    )


def _rights(holdings: Iterable[Holding], person: Person, on: date, language: Language) -> tuple[Right, ...]:
    rights = (_right(one, person, on, language) for one in holdings)
    return tuple(sorted(rights, key=lambda right: (-(right.amount or 0), right.name, right.id)))


def _right(one: Holding, person: Person, on: date, language: Language) -> Right:
    award = one.award
    whom = award.person if award.person is not None and award.person_id != person.pk else None
    to = award.payee if award.payee is not None and award.payee_id != person.pk else None
    ends = min((day for day in (award.until, award.ends_on) if day is not None), default=None)
    return Right(
        id=award.pk,
        name=one.name[language],
        whom=whom.called if whom is not None else "",
        to=to.called if to is not None else "",
        amount=award.amount,
        often="" if one.once or not award.amount else pack().texts[award.measure].frequency,
        since=award.since,
        ends=ends,
        told_to_end=ends is not None and (award.ends_on is not None or (not one.once and ends <= on + SOON)),
        in_doubt=award.stands == Stands.GRANTED and award.answer == Award.Answer.UNKNOWN,
        asked=tuple(dict.fromkeys(holder[language] for holder in one.holders)),
        applied=one.application is not None,
    )


def _open_tasks(person: Person, awards: list[Award]) -> list[Task]:
    """The open tasks about the person or one of these awards; one question for both."""
    about = Q(person=person) | Q(award__in=[award.pk for award in awards])
    found = Task.objects.filter(about, done_at__isnull=True).select_related("award").order_by("due", "pk")
    return list(found[: 2 * MOST])


def _tasks(person: Person, tasks: list[Task], on: date, language: Language) -> tuple[Due, ...]:
    return tuple(
        Due(task.pk, task.get_kind_display(), about_what(task, pack(), language), task.due, task.due < on)
        for task in tasks
        if task.person_id == person.pk
    )


def _mandates(person: Person, on: date) -> list[Mandate]:
    mandates = Mandate.objects.in_force(on).filter(Q(holder=person) | Q(represented=person))
    return list(mandates.select_related("holder", "represented").order_by("kind", "pk")[:MOST])


def _may_act(mandate: Mandate, other: Person) -> MayAct:
    return MayAct(
        other,
        mandate.get_kind_display(),
        mandate.until,
        mandate.may_act,
        bool(mandate.measures),
        mandate.kind not in BY_TIE,
        mandate.pk,
        mandate.paper,
    )


def _around(person: Person, family: Family | None) -> list[Person]:
    """Everybody of the family, and everybody registered at the same home; one question."""
    number = pack().registers.person_key.number
    members = (*family.members, *family.outside) if family is not None else ()
    condition = Q(key__in=[number(member.person_id) for member in members])
    if person.place is not None:
        condition |= Q(place=person.place, held=True)
    return list(Person.objects.filter(condition).order_by("birth_date", "pk")[:MOST])


def _history(found: Mine, language: Language) -> tuple[Turned, ...]:
    texts = pack().texts
    return tuple(
        Turned(line.on, texts[line.measure].name[language], line.label, line.award)
        for line in found.history[:LINES]
        if line.measure in texts
    )
