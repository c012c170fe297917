"""Which corrections are in force, and the facts of a delivery with them laid over.

Every change to the set of corrections makes a new *edition*. A decision names its delivery and its edition, so it can
be computed again from exactly what it was made from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet

from alongside.entitlements import law
from alongside.entitlements.models import Correction, Edition
from alongside.rules.facts import Facts
from alongside.rules.lay_over import lay_over
from alongside.rules.overlay import Overlay
from alongside.rules.row_change import RowChange
from alongside.rules.schema import Register
from alongside.rules.small import Row

LAID_EACH_TIME = 200  # so many corrections are laid anew for each request; older ones lie in a layer that is kept
LAYERS_KEPT = 4
_LAYERS: dict[tuple[str, int], Facts] = {}
_LAID: dict[tuple[str, int], tuple[Facts, Facts]] = {}


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
    """Cells as they are kept (JSON) as the rules read them: dates become dates; what is none is left to be refused."""
    if cells is None:
        return None
    dates = {column.name for column in register.columns if column.type == "date"}
    return {name: _day(cell) if name in dates else cell for name, cell in cells.items()}


def _day(cell: Any) -> Any:
    try:
        return date.fromisoformat(cell) if cell else cell
    except (TypeError, ValueError):
        return cell


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


def with_corrections(facts: Facts, edition: int) -> Facts:
    """A store with the corrections of an edition, for asking about single people."""
    return laid(facts, in_force(edition)).for_evaluator() if edition else facts


def facts_with(delivery: str, edition: int) -> Facts:
    """The facts of a delivery with the corrections of an edition, for asking about single people.

    What corrections an edition has never changes, so a process keeps what it laid for the last few. Nothing is kept
    within a transaction: rolled back, it leaves the number of its edition to another correction.
    """
    if connection.in_atomic_block:
        return _facts_with(delivery, edition)
    stored, key = law.facts(delivery), (delivery, edition)
    kept = _LAID.get(key)
    if kept is None or kept[0] is not stored:
        kept = _LAID[key] = (stored, _facts_with(delivery, edition))
        _let_go(_LAID)
    return kept[1]


def forget_layers() -> None:
    """Nothing of what was laid is handed out again: another database is in use."""
    for kept in (_LAYERS, _LAID):
        kept.clear()


def _let_go(kept: dict[tuple[str, int], Any]) -> None:
    """The oldest, where there are more than a process keeps."""
    while len(kept) > LAYERS_KEPT:
        kept.pop(next(iter(kept)), None)


def _facts_with(delivery: str, edition: int) -> Facts:
    """The few corrections that came after a kept layer are laid on top of it; many become a layer of their own."""
    below, facts = 0, law.facts(delivery)
    for (name, kept), layer in reversed(list(_LAYERS.items())):
        if name == delivery and below < kept <= edition and not _ended(kept, edition):
            below, facts = kept, layer
    fresh = list(in_force(edition).filter(from_edition__gt=below)[: LAID_EACH_TIME + 1])
    if len(fresh) <= LAID_EACH_TIME:
        return laid(facts, fresh).for_evaluator() if fresh else facts
    layer = laid(law.facts(delivery), in_force(edition)).for_evaluator()
    if connection.in_atomic_block:
        return layer
    _LAYERS[delivery, edition] = layer
    _let_go(_LAYERS)
    return layer


def _ended(since: int, edition: int) -> bool:
    """Whether a correction of an earlier edition is no longer in force."""
    return (
        since > 0
        and Correction.objects.filter(from_edition__lte=since, until_edition__range=(1, edition))
        .exclude(until_edition__lte=since)
        .exists()
    )
