"""An explanation in words: what a person reads of decisions, ready to be shown by any face."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from alongside.base.text import Language


@dataclass(frozen=True)
class Source:
    """A register that a criterion rests on, who holds it, and the day it speaks of."""

    register: str
    title: str
    holder: str
    as_of: str


@dataclass(frozen=True)
class MissingFact:
    """What is not known, and who is asked for it."""

    name: str
    title: str
    holder: str


@dataclass(frozen=True)
class DefinitionView:
    """How the law counts something, in a sentence to the person; `own`: what that comes to for them, where told."""

    id: str
    title: str
    sentence: str
    own: str
    law: str


@dataclass(frozen=True)
class Value:
    """A value beside its words: `kind` as the law knows it (money, int ...), the number (None: not known), words."""

    name: str
    kind: str
    number: int | None
    text: str


@dataclass(frozen=True)
class CriterionView:
    """A criterion in words: the law's sentence, the person's own numbers, why it says so, where it stands.

    `rests_on` are the ids of the definitions it names; the explanation has their sentences.
    """

    id: str
    answer: str
    sentence: str
    shows: str
    because: str
    cites: str
    sources: tuple[Source, ...]
    missing: tuple[MissingFact, ...]
    rests_on: tuple[str, ...]
    values: tuple[Value, ...] = ()


@dataclass(frozen=True)
class StepView:
    """A named step of an amount: its value in words, and as a number of its kind (None: not known)."""

    id: str
    label: str
    value: str
    kind: str = ""
    number: int | None = None


@dataclass(frozen=True)
class MeasureView:
    """One measure for one unit, as a person reads it. Amount in kopecks; days as ISO dates."""

    measure_id: str
    number: int
    name: str
    summary: str
    frequency: str
    mode: str
    unit_kind: str
    unit_id: str
    unit_name: str
    payee_id: str | None
    payee_name: str | None
    answer: str
    amount_kopecks: int | None
    since: str | None
    until: str | None
    criteria: tuple[CriterionView, ...]
    steps: tuple[StepView, ...]
    how: str
    missing: tuple[MissingFact, ...]
    why_not_considered: str
    act: str


@dataclass(frozen=True)
class Explanation:
    """What a person can expect on a day, by which delivery, and why.

    `family` says in a sentence who belongs to the person's family; empty where the pack shows none.
    """

    person_id: str
    person_name: str
    on: str
    delivery_id: str
    as_of: str
    language: Language
    family: str
    measures: tuple[MeasureView, ...]
    definitions: tuple[DefinitionView, ...]

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return asdict(self)
