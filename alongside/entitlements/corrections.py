"""Which corrections are in force, and the facts of a delivery with them laid over.

Every change to the set of corrections makes a new *edition*. A decision names its delivery and its edition, so it can
be computed again from exactly what it was made from.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet

from alongside.entitlements import law
from alongside.entitlements.models import Correction, Edition
from alongside.rules.facts import Facts
from alongside.rules.overlay import Overlay, RowChange, lay_over
from alongside.rules.schema import Register
from alongside.rules.small import Row

LAID_EACH_TIME = 200  # so many corrections are laid anew for each request; older ones lie in a layer that is kept
LAYERS_KEPT = 4
_LAYERS: dict[tuple[str, int], Facts] = {}
_TOP: dict[str, tuple[Facts, Facts]] = {}
_LATEST: dict[tuple[str, int], tuple[Facts, Facts, float]] = {}
LATEST_FOR = 30.0  # seconds: an edition does not change, but a delivery that is settled may put a correction otherwise


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

    A process keeps the layers it has laid, and lays the few corrections that came after one on top of it; for half a
    minute it hands out the same without asking the database which corrections there are. Nothing is kept within a
    transaction: rolled back, it leaves the number of its edition to another correction.
    """
    if connection.in_atomic_block:
        return _facts_with(delivery, edition)
    stored, key = law.facts(delivery), (delivery, edition)
    kept = _LATEST.get(key)
    if kept is None or kept[0] is not stored or time.monotonic() - kept[2] > LATEST_FOR:
        kept = _LATEST[key] = (stored, _facts_with(delivery, edition), time.monotonic())
        while len(_LATEST) > LAYERS_KEPT:
            _LATEST.pop(next(iter(_LATEST)), None)
    return kept[1]


def forget_layers() -> None:
    """Nothing of what was laid is handed out again: another database is in use."""
    for kept in (_LAYERS, _TOP, _LATEST):
        kept.clear()


def _facts_with(delivery: str, edition: int) -> Facts:
    below, facts = 0, law.facts(delivery)
    for (name, kept), layer in reversed(list(_LAYERS.items())):
        if name == delivery and below < kept <= edition and not _ended(kept, edition):
            below, facts = kept, layer
    fresh = list(in_force(edition).filter(from_edition__gt=below)[: LAID_EACH_TIME + 1])
    if len(fresh) <= LAID_EACH_TIME:
        return _on_top(facts, fresh) if fresh else facts
    layer = laid(law.facts(delivery), in_force(edition)).for_evaluator()
    if connection.in_atomic_block:
        return layer
    _LAYERS[delivery, edition] = layer
    while len(_LAYERS) > LAYERS_KEPT:
        _LAYERS.pop(next(iter(_LAYERS)), None)
    return layer


def _on_top(facts: Facts, fresh: list[Correction]) -> Facts:
    """A store with a few corrections on top: what was laid last is handed out again as long as nothing differs."""
    said = repr([change_of(correction) for correction in fresh])
    kept = _TOP.get(said)
    if kept is None or kept[0] is not facts:
        kept = _TOP[said] = (facts, laid(facts, fresh).for_evaluator())
        while len(_TOP) > LAYERS_KEPT:
            _TOP.pop(next(iter(_TOP)), None)
    return kept[1]


def _ended(since: int, edition: int) -> bool:
    """Whether a correction of an earlier edition is no longer in force."""
    return (
        since > 0
        and Correction.objects.filter(from_edition__lte=since, until_edition__range=(1, edition))
        .exclude(until_edition__lte=since)
        .exists()
    )
