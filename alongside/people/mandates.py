"""For whom a person acts and who may act for them, with both kinds of "no longer": taken back, and outgrown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.db.models import QuerySet

from alongside.people.models import Mandate, Person
from alongside.people.permissions import BY_TIE, OF_AGE

MOST = 100
State = Literal["in_force", "to_come", "revoked", "outgrown", "over"]


@dataclass(frozen=True)
class MandateLine:
    """One mandate as one of its two sides sees it; `other` is who stands on the other side.

    `state`: in force, to come, revoked, outgrown (the child came of age), or over (its time ran out, its tie ended).
    """

    id: int
    other: Person
    kind: str
    kind_name: str
    measures: tuple[str, ...]
    measure_names: tuple[str, ...]
    may_act: bool
    since: date
    until: date | None
    revoked_at: datetime | None
    state: State
    may_be_ended: bool
    paper: str


@dataclass(frozen=True)
class Mandates:
    """Both directions, what is in force before what is no longer."""

    held: tuple[MandateLine, ...]
    held_before: tuple[MandateLine, ...]
    given: tuple[MandateLine, ...]
    given_before: tuple[MandateLine, ...]

    def others(self) -> list[int]:
        """The ids of all who stand on the other side: whoever sees these lines sees them."""
        lines = (*self.held, *self.held_before, *self.given, *self.given_before)
        return list(dict.fromkeys(line.other.pk for line in lines))


def mandates_of(person: Person, *, on: date, names: Mapping[str, str]) -> Mandates:
    """The mandates a person holds and has given, the latest first, at most a hundred of each; two queries. `names` are
    the measures' names as they are read."""
    held = _lines(Mandate.objects.filter(holder=person).select_related("represented"), person, on, names)
    given = _lines(Mandate.objects.filter(represented=person).select_related("holder"), person, on, names)
    return Mandates(
        held=tuple(line for line in held if line.state in ("in_force", "to_come")),
        held_before=tuple(line for line in held if line.state not in ("in_force", "to_come")),
        given=tuple(line for line in given if line.state in ("in_force", "to_come")),
        given_before=tuple(line for line in given if line.state not in ("in_force", "to_come")),
    )


def state_of(mandate: Mandate, represented: Person, on: date) -> State:
    """What has become of a mandate on a day."""
    if mandate.revoked_at is not None:
        return "revoked"
    if mandate.until is not None and mandate.until <= on:
        age = represented.age(mandate.until)
        return "outgrown" if mandate.kind in BY_TIE and age is not None and age >= OF_AGE else "over"
    return "in_force" if mandate.since <= on else "to_come"


def _lines(mandates: QuerySet[Mandate], person: Person, on: date, names: Mapping[str, str]) -> list[MandateLine]:
    return [_line(mandate, person, on, names) for mandate in mandates.order_by("-since", "-pk")[:MOST]]


def _line(mandate: Mandate, person: Person, on: date, names: Mapping[str, str]) -> MandateLine:
    holds = mandate.holder_id == person.pk
    other = mandate.represented if holds else mandate.holder
    return MandateLine(
        id=mandate.pk,
        other=other,
        kind=mandate.kind,
        kind_name=mandate.get_kind_display(),
        measures=tuple(mandate.measures),
        measure_names=tuple(names.get(measure, measure) for measure in mandate.measures),
        may_act=mandate.may_act,
        since=mandate.since,
        until=mandate.until,
        revoked_at=mandate.revoked_at,
        state=state_of(mandate, other if holds else person, on),
        may_be_ended=mandate.kind not in BY_TIE,
        paper=mandate.paper,
    )
