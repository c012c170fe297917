"""What has been assigned already: grants and capital of earlier births, last months' one-offs,
long-running payments."""

from __future__ import annotations

import numpy as np

from .block import Block
from .days import YEAR, add_months, age_on, january, month_of
from .draw import NEVER, Ints, Random, between, chance, where
from .pensions import DISABILITY, OLD_AGE, SOCIAL, SURVIVOR
from .status import CARED_AT_80
from .tables import Rows
from .unions import Offspring

TAKEN = 0.88  # rights of the last year that were taken up by now, if old enough
PENSIONS = {
    OLD_AGE: "old_age_pension",
    DISABILITY: "disability_pension",
    SURVIVOR: "survivor_pension",
    SOCIAL: "social_pension",
}


def assignment_rows(block: Block, sick: Rows) -> Rows:
    """The rows of assignments."""
    rng = block.rng("assignments")
    rows = Rows(block, "assignments", outlives=True)
    _births(rng, block, rows)
    _capital(rng, block, rows)
    _certificates(rng, block, rows, sick)
    _deaths(rng, block, rows)
    _old_people(rng, block, rows)
    _running(rng, block, rows)
    return rows


def _births(rng: Random, block: Block, rows: Rows) -> None:
    """One-offs of the births of the last years: the fresher the birth, the fewer have come through."""
    child = where(block.registered & (block.age < 8) & (block.mother >= 0))
    child = child[block.alive[block.mother[child]] & (block.deprived[child] & 1 == 0)]
    for measure, share, days in (
        ("birth_grant", 0.97, 40),
        ("birth_city_compensation", 0.90, 60),
        ("newborn_gift_set", 0.93, 25),
        ("young_family_payment", 0.20, 150),
    ):
        chosen = child[chance(rng, share, len(child))]
        day = block.birth[chosen] + 3 + rng.exponential(days, len(chosen)).astype(np.int64)
        rows.add(measure_id=measure, snils=block.mother[chosen], for_snils=chosen, assigned_on=day)
    pupil = where(block.registered & (block.student == 0) & (block.mother >= 0))
    siblings = np.bincount(block.mother[pupil], minlength=block.count)
    pupil = pupil[siblings[block.mother[pupil]] >= 3]
    for back in range(2):
        some = pupil[chance(rng, 0.85, len(pupil))]
        day = int(january(block.on_year - back)) + 243 + rng.exponential(20, len(some)).astype(np.int64)
        rows.add(measure_id="school_clothes", snils=block.mother[some], for_snils=some, assigned_on=day)


def _capital(rng: Random, block: Block, rows: Rows) -> None:
    """Maternity capital: the second child since 2007, the first since 2020 (then the top-up for the
    second)."""
    offspring = Offspring.of(block)
    child = where((offspring.rank >= 1) & (block.birth >= 13514))
    mother = block.mother[child]
    rank = offspring.rank[child]
    first = offspring.birth_of(mother, np.ones(len(child), np.int64), NEVER)
    second = offspring.birth_of(mother, np.full(len(child), 2), NEVER)
    right = ((rank == 1) & (block.birth[child] >= 18262)) | (rank == 2)
    right |= (rank == 3) & (second < 13514) & (first < 18262)
    right &= block.alive[mother] & (block.foreign[child] == 0)
    chosen = child[right & chance(rng, 0.95, len(child))]
    day = block.birth[chosen] + 10 + rng.exponential(60, len(chosen)).astype(np.int64)
    fine = day < block.death[block.mother[chosen]]
    chosen, day = chosen[fine], day[fine]
    rows.add(measure_id="maternity_capital", snils=block.mother[chosen], for_snils=chosen, assigned_on=day)


def _certificates(rng: Random, block: Block, rows: Rows, sick: Rows) -> None:
    """Maternity and sick-leave benefits: most certificates of the last year are paid within weeks."""
    code, person = sick.column("code"), sick.column("snils")
    first, last = sick.column("first_day"), sick.column("last_day")
    closed = (last < block.on) & (last > block.on - 400) & (code != 2) & chance(rng, TAKEN, len(code))
    day = last + 1 + rng.exponential(15, len(last)).astype(np.int64)
    rows.add(measure_id="sick_leave_benefit", snils=person[closed], assigned_on=day[closed])
    maternity = (code == 2) & chance(rng, 0.95, len(code))
    day = first + 5 + rng.exponential(20, len(first)).astype(np.int64)
    rows.add(measure_id="maternity_benefit", snils=person[maternity], assigned_on=day[maternity])


def _deaths(rng: Random, block: Block, rows: Rows) -> None:
    """Funeral benefits, to a child or spouse."""
    dead = where((block.death > block.on - 1100) & ~block.alive & (block.former >= 0))
    dead = dead[block.alive[block.former[dead]] & chance(rng, 0.8, len(dead))]
    day = block.death[dead] + 2 + rng.exponential(40, len(dead)).astype(np.int64)
    rows.add(measure_id="funeral_benefit", snils=block.former[dead], for_snils=dead, assigned_on=day)


def _old_people(rng: Random, block: Block, rows: Rows) -> None:
    """Jubilees, centenarians, care of people of 80 and more, vouchers."""
    wife = where(block.female & (block.married > 0) & (block.union_since < block.on - int(49.9 * YEAR)))
    years = age_on(block.union_since[wife], block.on) // 5 * 5
    due = (years >= 50) & chance(rng, 0.9, len(wife))
    wife, years = wife[due], years[due]
    day = add_months(block.union_since[wife], years * 12) + rng.exponential(60, len(wife)).astype(np.int64)
    rows.add(measure_id="wedding_jubilee", snils=wife, assigned_on=day)
    oldest = where(block.registered & (block.age >= 100) & chance(rng, 0.9, block.count))
    day = add_months(block.birth[oldest], block.age[oldest] * 12) + rng.exponential(45, len(oldest)).astype(np.int64)
    rows.add(measure_id="centenarian_payment", snils=oldest, assigned_on=day)
    cared = where(block.registered & (block.age >= 80) & chance(rng, CARED_AT_80, block.count))
    day = np.minimum(block.on - between(rng, 40, 2500, len(cared)), 20088)
    rows.add(measure_id="elderly_care_compensation", snils=cared, assigned_on=day)
    rested = where(block.registered & (block.age >= 58) & chance(rng, 0.012, block.count))
    day = block.on - between(rng, 1, 300, len(rested))
    rows.add(measure_id="sanatorium_voucher", snils=rested, assigned_on=day)
    helped = where(block.registered & (block.age >= 25) & chance(rng, 0.0025, block.count))
    rows.add(measure_id="targeted_aid", snils=helped, assigned_on=block.on - between(rng, 5, 500, len(helped)))


def _running(rng: Random, block: Block, rows: Rows) -> None:
    """Monthly payments in pay: a part of them is in the register."""
    for kind, measure in PENSIONS.items():
        person = where((block.pension == kind) & block.alive & chance(rng, 0.6, block.count))
        rows.add(measure_id=measure, snils=person, assigned_on=block.pension_since[person])
    ill = where((block.disabled >= 0) & block.registered & chance(rng, 0.6, block.count))
    day = np.maximum(block.on - between(rng, 20, 2500, len(ill)), block.birth[ill] + 90)
    rows.add(measure_id="edv", snils=ill, assigned_on=day)
    poor = where(block.registered & (block.age < 17) & (block.mother >= 0) & chance(rng, 0.09, block.count))
    since = np.maximum(block.on - between(rng, 10, 360, len(poor)), block.birth[poor] + 20)
    since = since[block.alive[block.mother[poor]]]
    poor = poor[block.alive[block.mother[poor]]]
    rows.add(measure_id="unified_allowance", snils=block.mother[poor], for_snils=poor, assigned_on=since)
    leave = where((block.leave >= 0) & chance(rng, 0.9, block.count))
    rows.add(
        measure_id="child_care_allowance",
        snils=leave,
        for_snils=block.leave[leave],
        assigned_on=block.leave_since[leave] + between(rng, 3, 30, len(leave)),
    )
    traveller = where(block.registered & (block.age >= 62) & chance(rng, 0.3, block.count))
    months: Ints = month_of(np.full(len(traveller), block.on)) - between(rng, 1, 60, len(traveller))
    rows.add(measure_id="free_travel", snils=traveller, assigned_on=block.on - (months % 60) * 30 - 5)
