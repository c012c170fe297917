"""For whom a measure is in force, by age and month, and what is not known: counts with small cells hidden, no names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from alongside.entitlements.models import Award
from alongside.packs.age_bands import AGES, UNKNOWN_AGE
from alongside.workplace.small_cells import Cell, average, cell, total

MONTHS = 12
BANDS = (*(name for _, name in AGES), UNKNOWN_AGE)
Stands = Award.Stands
STATES = (Stands.OFFERED, Stands.TO_APPLY, Stands.ASKED, Stands.REFUSED)


@dataclass(frozen=True)
class Recipients:
    """One measure: for each month the total, for each band its months; `states`, `in_doubt` and `ending` as of now."""

    months: tuple[date, ...]
    totals: tuple[Cell, ...]
    bands: tuple[tuple[str, tuple[Cell, ...]], ...]
    states: Mapping[str, Cell]
    in_doubt: Cell
    ending: Cell
    average: int | None
    not_known: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True)
class Summary:
    """One measure in the list: in force this month, and what else stands."""

    in_force: Cell
    states: Mapping[str, Cell]


def recipients_of(measure: str, registers: Sequence[str], on: date) -> Recipients:
    """How many awards of a measure are in force, by the age of whom they are for; three questions."""
    months = months_before(on)
    awards = Award.objects.filter(measure=measure)
    counts = {f"m{at}": Count("pk", filter=in_force(month)) for at, month in enumerate(months)}
    found = {row.pop("band"): row for row in by_band(awards, on).values("band").annotate(**counts).order_by("band")}
    bands = tuple(
        (band, tuple(cell(found.get(band, {}).get(f"m{at}", 0)) for at in range(len(months))))
        for band in BANDS
        if band in found
    )
    now = _now(awards)
    return Recipients(
        months=months,
        totals=tuple(total(cells[at] for _, cells in bands) for at in range(len(months))),
        bands=tuple((band, cells) for band, cells in bands if not all(one.is_nothing for one in cells)),
        states={state: cell(now[state]) for state in STATES},
        in_doubt=cell(now["in_doubt"]),
        ending=cell(now["ending"]),
        average=average(now["granted_sum"] or 0, now["with_amount"]),
        not_known=_not_known(awards, registers),
    )


def summaries(on: date) -> dict[str, Summary]:
    """Every measure of which there is an award; two questions, and the same cells as on the measure's own page."""
    month = on.replace(day=1)
    rows = by_band(Award.objects.filter(in_force(month)), on).values("measure", "band")
    cells: dict[str, list[Cell]] = {}
    for row in rows.annotate(count=Count("pk")).order_by("measure", "band"):
        cells.setdefault(row["measure"], []).append(cell(row["count"]))
    states: dict[str, dict[str, Cell]] = {}
    standing = Award.objects.open().filter(stands__in=STATES).values("measure", "stands").annotate(count=Count("pk"))
    for row in standing.order_by("measure", "stands"):
        states.setdefault(row["measure"], {})[row["stands"]] = cell(row["count"])
    return {measure: Summary(total(cells.get(measure, ())), states.get(measure, {})) for measure in {*cells, *states}}


def months_before(on: date) -> tuple[date, ...]:
    """The first days of twelve months, the month of the day last."""
    months = [on.replace(day=1)]
    while len(months) < MONTHS:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return tuple(reversed(months))


def in_force(month: date) -> Q:
    """Granted, or granted then and ended since, on one of the days of a month."""
    after = (month + timedelta(days=31)).replace(day=1)
    begun = Q(since__isnull=True) | Q(since__lt=after)
    lasts = Q(until__isnull=True) | Q(until__gt=month)
    held = Q(closed_on__isnull=True) | Q(closed_on__gt=month)
    return Q(stands__in=(Stands.GRANTED, Stands.ENDED)) & begun & lasts & held


def by_band(awards: Any, on: date) -> Any:
    """Awards with the age band of whom they are for; of who receives, where they are for a home."""
    born = awards.annotate(born=Coalesce(F("person__birth_date"), F("payee__birth_date")))
    cases = [When(born__lte=_years_before(on, years), then=Value(name)) for years, name in reversed(AGES)]
    return born.annotate(band=Case(*cases, default=Value(UNKNOWN_AGE), output_field=CharField()))


def _now(awards: Any) -> dict[str, int]:
    granted = Q(stands=Stands.GRANTED)
    counted: dict[str, int] = awards.filter(closed_on__isnull=True).aggregate(
        **{str(state): Count("pk", filter=Q(stands=state)) for state in STATES},
        in_doubt=Count("pk", filter=granted & Q(answer=Award.Answer.UNKNOWN)),
        ending=Count("pk", filter=granted & Q(ends_on__isnull=False)),
        granted_sum=Sum("amount", filter=granted & Q(amount__gt=0)),
        with_amount=Count("pk", filter=granted & Q(amount__gt=0)),
    )
    return counted


def _not_known(awards: Any, registers: Sequence[str]) -> tuple[tuple[str, Cell], ...]:
    """For each register how many open awards wait for it; those for which none waits are left out."""
    waits = {
        name: Count("pk", filter=Q(missing__startswith=f"{name}.") | Q(missing__contains=f",{name}."))
        for name in registers
    }
    unknown = awards.filter(closed_on__isnull=True, answer=Award.Answer.UNKNOWN)
    found = [(name, cell(count)) for name, count in unknown.aggregate(**waits).items()] if waits else []
    return tuple((name, one) for name, one in found if not one.is_nothing)


def _years_before(on: date, years: int) -> date:
    day = 28 if (on.month, on.day) == (2, 29) else on.day
    return on.replace(year=on.year - years, day=day)
