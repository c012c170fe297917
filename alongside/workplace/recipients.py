"""For whom a measure is in force, by age, month and district, and what is not known: small cells hidden, no names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, F, IntegerField, Q, Sum, Value, When

from alongside.entitlements.models import Award
from alongside.packs.age_bands import AGES, BANDS, UNKNOWN_AGE
from alongside.packs.districts import District
from alongside.workplace.small_cells import Cell, average, cell, open_together, total

MONTHS = 12
NO_DISTRICT = -1
Stands = Award.Stands
HELD = (Stands.GRANTED, Stands.ENDED)
STATES = (Stands.OFFERED, Stands.TO_APPLY, Stands.ASKED, Stands.REFUSED)


@dataclass(frozen=True)
class Recipients:
    """One measure: for each month the total, for each band its months; `states`, `in_doubt` and `ending` as of now.

    `districts`: this month's recipients by the district's position in the pack, NO_DISTRICT last; None where the pack
    has none, or where they would give away what the ages hide (`hides_districts`).
    """

    months: tuple[date, ...]
    totals: tuple[Cell, ...]
    bands: tuple[tuple[str, tuple[Cell, ...]], ...]
    districts: tuple[tuple[int, Cell], ...] | None
    hides_districts: bool
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


def recipients_of(measure: str, registers: Sequence[str], on: date, districts: Sequence[District] = ()) -> Recipients:
    """How many awards of a measure are in force, by age and district of whom they are for; three questions."""
    months = months_before(on)
    awards = Award.objects.filter(measure=measure)
    held = awards.filter(stands__in=HELD).filter(Q(closed_on__isnull=True) | Q(closed_on__gt=months[0]))
    placed = by_months(by_district(by_band(held, on), districts), months)
    rows = placed.values("band", "district", "first", "after").annotate(count=Count("pk")).order_by("band")
    by_age: dict[str, list[int]] = {}
    here = dict.fromkeys([*range(len(districts)), NO_DISTRICT], 0)
    for row in rows:
        counts = by_age.setdefault(row["band"], [0] * len(months))
        for at in range(row["first"], row["after"]):
            counts[at] += row["count"]
        if row["first"] < row["after"] == len(months):
            here[row["district"]] += row["count"]
    bands = tuple((band, tuple(map(cell, by_age[band]))) for band in BANDS if band in by_age)
    by_place = tuple((district, cell(count)) for district, count in here.items())
    opened = open_together([[cells[-1] for _, cells in bands], [one for _, one in by_place]])
    now = _now(awards)
    return Recipients(
        months=months,
        totals=tuple(total(cells[at] for _, cells in bands) for at in range(len(months))),
        bands=tuple((band, cells) for band, cells in bands if not all(one.is_nothing for one in cells)),
        districts=by_place if districts and opened else None,
        hides_districts=bool(districts) and not opened,
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
    begun = Q(since__isnull=True) | Q(since__lt=_next_month(month))
    lasts = Q(until__isnull=True) | Q(until__gt=month)
    held = Q(closed_on__isnull=True) | Q(closed_on__gt=month)
    return Q(stands__in=HELD) & begun & lasts & held


def by_band(awards: Any, on: date) -> Any:
    """Awards with the age band of whom they are for; of who receives, where they are for a home."""
    birth = Case(When(person__isnull=True, then=F("payee__birth_date")), default=F("person__birth_date"))
    born = awards.annotate(born=birth)
    cases = [When(born__lte=_years_before(on, years), then=Value(name)) for years, name in reversed(AGES)]
    return born.annotate(band=Case(*cases, default=Value(UNKNOWN_AGE), output_field=CharField()))


def by_months(awards: Any, months: Sequence[date]) -> Any:
    """Awards with the place of the first month in which each is in force, and the place after the last such month.

    What `in_force` says of every month, said once: an award has one beginning and one end.
    """
    since = [When(since__lt=_next_month(month), then=Value(at)) for at, month in enumerate(months)]
    first = Case(When(since__isnull=True, then=Value(0)), *since, default=Value(len(months)))
    lasting = reversed(list(enumerate(months, 1)))
    until = [
        When(
            (Q(until__isnull=True) | Q(until__gt=month)) & (Q(closed_on__isnull=True) | Q(closed_on__gt=month)),
            then=Value(at),
        )
        for at, month in lasting
    ]
    return awards.annotate(first=first, after=Case(*until, default=Value(0)))


def by_district(awards: Any, districts: Sequence[District]) -> Any:
    """Awards with the position of the district where they are for: of the home, or of the person's permanent home.

    The ranges are gone through in the order of keys, so that each is told by one comparison.
    """
    ranges = sorted((first, last, at) for at, one in enumerate(districts) for first, last in one.ranges)
    home = Case(When(person__isnull=True, then=F("unit")), default=F("person__place"))
    cases, reached = [When(home__isnull=True, then=Value(NO_DISTRICT))], 0
    for first, last, at in ranges:
        if first > reached:
            cases.append(When(home__lt=first, then=Value(NO_DISTRICT)))
        cases.append(When(home__lte=last, then=Value(at)))
        reached = last + 1
    kept = cases if ranges else []
    return awards.annotate(home=home, district=Case(*kept, default=Value(NO_DISTRICT), output_field=IntegerField()))


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


def _next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _years_before(on: date, years: int) -> date:
    day = 28 if (on.month, on.day) == (2, 29) else on.day
    return on.replace(year=on.year - years, day=day)
