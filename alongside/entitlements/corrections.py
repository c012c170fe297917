"""Which corrections are in force, and the facts of a delivery with them laid over.

Every change to the set of corrections makes a new *edition*. A decision names its delivery and its edition, so it can
be computed again from exactly what it was made from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import F, Q, QuerySet

from alongside.entitlements import law
from alongside.entitlements.models import Correction, Edition
from alongside.rules.facts import Facts
from alongside.rules.overlay import Overlay, RowChange, lay_over
from alongside.rules.schema import Register
from alongside.rules.small import Row

KEPT_BELOW = 200  # so many corrections are laid anew for each request; older ones lie in a layer that is kept


def edition_now() -> int:
    """The edition of corrections in force."""
    return Edition.objects.values_list("number", flat=True).first() or 0


def next_edition() -> int:
    """A new edition, for what this transaction changes; others that change corrections wait until it ends."""
    if not Edition.objects.update(number=F("number") + 1):
        Edition.objects.create(pk=1, number=1)
    return Edition.objects.get().number


def in_force(edition: int) -> QuerySet[Correction]:
    """The corrections of an edition, in the order in which they were made."""
    return Correction.objects.filter(
        Q(until_edition__isnull=True) | Q(until_edition__gt=edition), from_edition__lte=edition
    ).order_by("pk")


def row_of(register: Register, cells: Mapping[str, Any] | None) -> Row | None:
    """Cells as they are kept (JSON) as the rules read them: dates become dates."""
    if cells is None:
        return None
    dates = {column.name for column in register.columns if column.type == "date"}
    return {name: date.fromisoformat(cell) if cell and name in dates else cell for name, cell in cells.items()}


def change_of(correction: Correction) -> RowChange:
    """A correction as a change to a row. One that adds what a delivery brought otherwise puts that right."""
    register = law.pack().registers[correction.register]
    row, key = row_of(register, correction.row), row_of(register, correction.row_key)
    act: Any = correction.act
    if act == Correction.Act.ADD and correction.contradicted_by and row is not None:
        act, key = "replace", {name: row.get(name) for name in register.key}
    return RowChange(
        correction.register, act, key=key, row=row, owner=correction.owner, at_place=correction.owner_kind == "place"
    )


def laid(facts: Facts, corrections: Iterable[Correction]) -> Overlay:
    """These corrections over a store; one that this delivery has no place for is left out."""
    return lay_over(facts, map(change_of, corrections), unfit=[])


def facts_with(delivery: str, edition: int) -> Facts:
    """The facts of a delivery with the corrections of an edition, for asking about single people."""
    if not edition:
        return law.facts(delivery)
    floor = edition - edition % KEPT_BELOW
    below = _layer(delivery, floor) if floor else law.facts(delivery)
    gone = in_force(floor).exclude(pk__in=in_force(edition).values("pk")) if floor else None
    if gone is not None and gone.exists():
        return laid(law.facts(delivery), in_force(edition)).for_evaluator()
    return laid(below, in_force(edition).filter(from_edition__gt=floor)).for_evaluator()


@lru_cache(maxsize=4)
def _layer(delivery: str, edition: int) -> Facts:
    return laid(law.facts(delivery), in_force(edition)).for_evaluator()
