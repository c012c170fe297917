"""What a birth brings, in a few lines: what begins, what becomes another sum, what is being asked."""

from __future__ import annotations

from dataclasses import dataclass

from alongside.base.text import Language
from alongside.entitlements.law import pack
from alongside.entitlements.models import Award, Change, Correction
from alongside.entitlements.turns import BEGINNING, Turn
from alongside.people.models import Person


@dataclass(frozen=True)
class Line:
    """One award that turned: its measure, for whom, who receives, the sum (kopecks; None where there is none) and
    what it was before where that was another, how often it comes, and what happened in words."""

    award: int
    name: str
    whom: Person | None
    to: Person | None
    amount: int | None
    before: int | None
    often: str
    stands: str
    says: str

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody whom the line names."""
        return tuple(one for one in (self.whom, self.to) if one is not None)


@dataclass(frozen=True)
class Brings:
    """What begins, what is not known yet and asked for, and what turns otherwise."""

    begins: tuple[Line, ...]
    asked: tuple[Line, ...]
    turns: tuple[Line, ...]

    @property
    def all(self) -> tuple[Line, ...]:
        """Every line."""
        return (*self.begins, *self.asked, *self.turns)


def birth_brings(correction: Correction, language: Language) -> Brings:
    """What followed from the correction that a birth was entered by."""
    changes = Change.objects.filter(correction=correction).select_related("award__person", "award__payee")
    found: dict[str, list[Line]] = {"begins": [], "asked": [], "turns": []}
    for change in changes.order_by("award__measure", "pk"):
        part = "begins" if change.kind in BEGINNING else "asked" if change.kind == Turn.ASKED else "turns"
        found[part].append(_line(change, language))
    return Brings(**{name: tuple(lines) for name, lines in found.items()})


def _line(change: Change, language: Language) -> Line:
    award: Award = change.award
    text = pack().texts[award.measure]
    return Line(
        award=award.pk,
        name=text.name[language],
        whom=award.person,
        to=award.payee if award.payee_id != award.person_id else None,
        amount=award.amount or None,
        before=change.amount_before if change.amount_before != change.amount_after else None,
        often="once" if text.given_once else pack().law.measure(award.measure).frequency,
        stands=award.stands,
        says=str(Turn(change.kind).label),
    )
