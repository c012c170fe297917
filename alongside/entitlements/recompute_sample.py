"""Compute a sample of the decisions that stand again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from alongside.entitlements.corrections import with_corrections
from alongside.entitlements.law import pack
from alongside.entitlements.models import Award
from alongside.entitlements.recompute import recompute_all
from alongside.registers import open_delivery
from alongside.rules.facts import Facts

AT_ONCE = 500


@dataclass(frozen=True)
class Sampled:
    """How many were computed again, how many rest on another version of the law, and a line for each difference."""

    checked: int
    other_law: int
    lines: tuple[str, ...]


def recompute_sample(
    *, sample: int, seed: int, store: Path, told: Callable[[str, float], None] | None = None
) -> Sampled:
    """So many open awards, drawn by lot; a line names the award by its number, and nobody."""
    law = pack()
    numbers = list(Award.objects.open().values_list("pk", flat=True))
    drawn = sorted(Random(seed).sample(numbers, min(sample, len(numbers))))
    kept: dict[tuple[str, int], Facts] = {}

    def facts_of(delivery: str, edition: int) -> Facts:
        if (delivery, edition) not in kept:
            kept[delivery, edition] = with_corrections(open_delivery(store, law.registers, delivery), edition)
        return kept[delivery, edition]

    awards = [award for award in _fetched(drawn) if award.pack_version == law.version]
    lines = []
    for place, found in enumerate(recompute_all(awards, law, facts_of)):
        if told is not None:
            told("awards", place / len(awards))
        lines += [
            f"award {found.award.pk} ({found.award.measure}): {one.column}: "
            f"the award says {one.written!r}, the law {one.computed!r}"
            for one in found.differences
            if one.column not in ("payee", "unit")
        ]
        lines += [
            f"award {found.award.pk} ({found.award.measure}): another {one.column}"
            for one in found.differences
            if one.column in ("payee", "unit")
        ]
    return Sampled(len(awards), len(drawn) - len(awards), tuple(lines))


def _fetched(numbers: list[int]) -> Iterator[Award]:
    for place in range(0, len(numbers), AT_ONCE):
        part = Award.objects.filter(pk__in=numbers[place : place + AT_ONCE])
        yield from part.select_related("payee").order_by("decided_on", "delivery", "pk")
