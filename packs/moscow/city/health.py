"""Health: disability decisions, equipment, dispensary records and doctors' conclusions."""

from __future__ import annotations

import numpy as np

from . import figures
from .block import Block
from .days import YEAR, add_months
from .draw import NEVER, Ints, Random, between, by_step, chance, choose, some, where
from .tables import Rows

CHILD = 3
# ICD-10 codes under dispensary observation: (rate per 100,000, from age, code); cancer: city register
# 2021, fitted.
DIAGNOSES = (
    *(
        (520, 40, "C50.9"),
        (380, 55, "C61"),
        (330, 45, "C18.7"),
        (260, 50, "C34.1"),
        (300, 45, "C73"),
        (500, 50, "C44.3"),
    ),
    *(
        (2400, 45, "E11.9"),
        (180, 8, "E10.9"),
        (900, 5, "J45.0"),
        (160, 3, "G40.9"),
        (40, 25, "B20"),
        (55, 20, "G35"),
    ),
    *(
        (550, 50, "I21.0"),
        (90, 55, "I22.1"),
        (520, 55, "I63.9"),
        (70, 45, "I61.0"),
        (4200, 45, "I10"),
        (1500, 50, "I25.1"),
    ),
    *((700, 30, "K29.5"), (450, 40, "N18.3"), (380, 20, "E03.9"), (350, 60, "H40.1"), (500, 25, "M15.0")),
)
# Conclusions: (rate per 100,000, from age, below age, code, months of validity or 0).
CONCLUSIONS = (
    (1500, 55, 95, "SANATORIUM", 0),
    (250, 30, 60, "SANATORIUM", 0),
    (900, 60, 100, "NO_SANATORIUM", 12),
    (200, 0, 15, "DAIRY", 12),
    (420, 62, 105, "CONSTANT_CARE", 0),
    (350, 20, 65, "LONG_TREATMENT", 8),
)


def disable(block: Block) -> None:
    """Fill disabled and childhood."""
    rng = block.rng("disability")
    block.disabled, block.childhood = np.full(block.count, -1), np.zeros(block.count, dtype=np.int64)
    ill = chance(rng, by_step(figures.DISABLED, block.age), block.count)
    group = choose(rng, figures.DISABILITY_GROUPS, block.count)
    ill &= ~((block.age < 1) & ~chance(rng, 0.3, block.count))
    block.disabled[ill] = np.where(block.age[ill] < 18, CHILD, group[ill])
    young = by_step(((0, 0.30), (18, 0.75), (25, 0.45), (40, 0.15), (60, 0.02)), block.age)
    block.childhood = (ill & chance(rng, young, block.count)).astype(np.int64)


def disability_rows(block: Block) -> Rows:
    """The rows of disability: the valid decision, for some an earlier one, and decisions that have run
    out."""
    rng = block.rng("decisions")
    rows = Rows(block, "disability")
    person = where(block.disabled >= 0)
    child = block.disabled[person] == CHILD
    grown = add_months(block.birth[person], 216)
    since = block.on - (rng.gamma(1.5, 3.0, len(person)) * YEAR).astype(np.int64)
    since = np.where(child, np.maximum(since, block.birth[person] + 60), np.maximum(since, grown))
    since = np.minimum(since, block.on)
    since = np.maximum(since, block.birth[person])
    for_life = chance(rng, by_step(((0, 0.0), (18, 0.5), (60, 0.85)), block.age[person]), len(person))
    years = np.where(block.disabled[person] == 0, 2, 1)
    renewed = np.maximum(block.on - between(rng, 0, 700, len(person)) % (365 * years), since)
    last = np.where(child, grown - 1, np.where(for_life, NEVER, add_months(renewed, 12 * years) - 1))
    start = np.where(child | for_life, since, renewed)
    last = np.where(child & chance(rng, 0.5, len(person)), np.minimum(last, add_months(renewed, 24) - 1), last)
    start = np.where(child & (last < grown - 1), np.maximum(renewed, since), start)
    open_cell = np.where(chance(rng, 0.99, len(person)), block.childhood[person], -1)
    rows.add(
        snils=person,
        category=(block.disabled[person], ["I", "II", "III", "CHILD"]),
        since_childhood=open_cell,
        since=start,
        last_day=np.maximum(last, start),
    )
    again = where((start - since > 400) & ~child)
    rows.add(
        snils=person[again],
        category=(np.maximum(block.disabled[person[again]], 1), ["I", "II", "III"]),
        since_childhood=open_cell[again],
        since=np.maximum(start[again] - 366, grown[again]),
        last_day=np.maximum(start[again] - 1, grown[again]),
    )
    _recovered(rng, block, rows)
    return rows


def _recovered(rng: Random, block: Block, rows: Rows) -> None:
    """Decisions that have run out and were not renewed."""
    well = some(rng, where(block.registered & (block.disabled < 0) & (block.age >= 20)), block.people * 0.006)
    over = block.on - between(rng, 10, 2500, len(well))
    begun = np.maximum(over - between(rng, 300, 800, len(well)), add_months(block.birth[well], 216))
    rows.add(snils=well, category="III", since_childhood=0, since=begun, last_day=np.maximum(over, begun))


def rehab_rows(block: Block) -> Rows:
    """The rows of rehab_items: wheelchairs, hearing aids, absorbents - some never issued, some due again."""
    rng = block.rng("rehab")
    rows = Rows(block, "rehab_items")
    person = where((block.disabled >= 0) & block.alive & chance(rng, 0.3, block.count))
    person = np.repeat(person, 1 + rng.binomial(3, 0.25, len(person)))
    size = len(person)
    since = np.maximum(block.on - between(rng, 20, 2600, size), block.birth[person] + 30)
    since = np.minimum(since, block.on)
    issued = np.minimum(since + between(rng, 10, 400, size), block.on - between(rng, 0, 30, size))
    issued = np.where(chance(rng, 0.85, size) & (issued >= since), issued, NEVER)
    term = np.array([6, 12, 24, 36, 48, 60, 84])[choose(rng, (6, 18, 24, 22, 14, 10, 6), size)]
    last = np.where(chance(rng, 0.5, size), NEVER, since + between(rng, 300, 3000, size))
    rows.add(snils=person, since=since, last_day=last, issued_on=issued, term_months=term)
    return rows


def medical_rows(block: Block, pregnant: Ints, opened: Ints, week: Ints, over: Ints) -> Rows:
    """The rows of medical; pregnancies come as columns (woman, day of the record, week then, last day or
    NEVER)."""
    rng = block.rng("medical")
    rows = Rows(block, "medical")
    known = np.where(chance(rng, 0.99, len(week)), week, -1)
    rows.add(snils=pregnant, kind="PREGNANCY", week=known, since=opened, last_day=over)
    for diagnosis in DIAGNOSES:
        _diagnose(rng, block, rows, diagnosis)
    for rate, low, high, code, months in CONCLUSIONS:
        pool = where(block.registered & (block.age >= low) & (block.age < high))
        person = some(rng, pool, rate * block.people / 1e5)
        since = block.on - between(rng, 1, 420 if code == "SANATORIUM" else 900, len(person))
        since = np.maximum(since, block.birth[person])
        last = add_months(since, months) - 1 if months else np.full(len(person), NEVER)
        rows.add(snils=person, kind="CONCLUSION", code=code, since=since, last_day=last)
    return rows


def _diagnose(rng: Random, block: Block, rows: Rows, diagnosis: tuple[float, int, str]) -> None:
    rate, youngest, code = diagnosis
    pool = where(block.registered & (block.age >= youngest))
    if code == "C50.9":
        pool = pool[block.female[pool]]
    if code == "C61":
        pool = pool[~block.female[pool]]
    weights = 1.0 + block.age[pool] / 30.0 + 3.0 * (block.disabled[pool] >= 0)
    person = some(rng, pool, rate * block.people / 1e5, weights)
    since = block.on - (rng.random(len(person)) ** 1.3 * 3600).astype(np.int64)
    since = np.maximum(since, block.birth[person] + 30)
    closed = np.where(chance(rng, 0.08, len(person)), since + between(rng, 100, 1200, len(person)), NEVER)
    closed = np.where(closed <= block.on, closed, NEVER)
    rows.add(snils=person, kind="DISPENSARY", code=code, since=np.minimum(since, block.on), last_day=closed)
