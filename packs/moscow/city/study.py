"""Who learns where: school years, colleges, universities."""

from __future__ import annotations

import numpy as np

from .block import Block
from .days import age_on, september
from .draw import NEVER, Ints, Random, between, by_step, chance, where
from .tables import Rows

SCHOOL, COLLEGE, UNIVERSITY = 0, 1, 2
YEARS_KEPT = 3  # school years with rows
TO_COLLEGE = 0.42  # pupils who leave for a college after grade 9 (assumption)
TO_UNIVERSITY = ((17, 0.0), (18, 0.52), (22, 0.40), (23, 0.14), (25, 0.05), (30, 0.0))
FULL_TIME = 0.84
STIPENDS = 0.45


def study(block: Block) -> None:
    """Fill student and full_time for the day of the extracts."""
    rng = block.rng("study")
    year = school_year(block)
    grade = year - first_grade(block) + 1
    leaves = chance(rng, TO_COLLEGE, block.count)
    pupil = (grade >= 1) & (grade <= np.where(leaves, 9, 11)) & block.alive
    college = leaves & (grade > 9) & (grade <= 13) & block.alive & chance(rng, 0.93, block.count)
    university = ~leaves & (grade > 11) & chance(rng, by_step(TO_UNIVERSITY, block.age), block.count)
    late = (block.age >= 18) & (grade > 13) & (grade <= 17) & leaves & chance(rng, 0.12, block.count)
    block.student = np.where(pupil, SCHOOL, np.where(college, COLLEGE, -1))
    block.student = np.where((university | late) & block.alive & (block.student < 0), UNIVERSITY, block.student)
    full = chance(rng, np.where(block.age < 19, 0.97, FULL_TIME), block.count)
    block.full_time = ((block.student == SCHOOL) | ((block.student > 0) & full)).astype(np.int64)


def school_year(block: Block) -> int:
    """The year in which the school year of today began."""
    return block.on_year if block.on >= int(september(block.on_year)) else block.on_year - 1


def first_grade(block: Block) -> Ints:
    """The year in which each child went to school: aged six and a half or more on 1 September."""
    six = block.birth_year + 6
    old_enough = age_on(block.birth + 182, september(six)) >= 6
    return np.asarray(np.where(old_enough, six, six + 1))


def education_rows(block: Block) -> Rows:
    """The rows of education."""
    rng = block.rng("education rows")
    rows = Rows(block, "education")
    year = school_year(block)
    for back in range(YEARS_KEPT):
        grade = year - back - first_grade(block) + 1
        now = block.student == SCHOOL
        before = (block.student > 0) & (back > 0) | now
        pupil = where(before & (grade >= 1) & (grade <= np.where(block.student == COLLEGE, 9, 11)))
        start = np.full(len(pupil), int(september(year - back)))
        end = np.full(len(pupil), int(september(year - back + 1)) if back else NEVER)
        rows.add(snils=pupil, kind="SCHOOL", grade=grade[pupil], full_time=1, since=start, until=end)
    student = where(block.student > 0)
    grade = year - first_grade(block)[student] + 1
    begun = np.where(block.student[student] == COLLEGE, 10, 12)
    years = np.clip(grade - begun, 0, 5)
    start = september(year - years)
    end = np.where(chance(rng, 0.5, len(student)), september(year + np.maximum(4 - years, 1)), NEVER)
    paid = (block.full_time[student] > 0) & chance(rng, STIPENDS, len(student))
    stipend = np.where(paid, between(rng, 2000, 9000, len(student)) * 100, -1)
    kind = block.student[student]
    rows.add(
        snils=student,
        kind=(kind, ["SCHOOL", "COLLEGE", "UNIVERSITY"]),
        full_time=block.full_time[student],
        stipend=stipend,
        since=start,
        until=end,
    )
    _graduates(rng, block, rows)
    return rows


def _graduates(rng: Random, block: Block, rows: Rows) -> None:
    """Those who left a university in the last years."""
    year = school_year(block)
    graduate = where(block.registered & (block.age >= 22) & (block.age < 27) & (block.student < 0))
    graduate = graduate[chance(rng, 0.5, len(graduate))]
    left = block.age[graduate] - 22
    rows.add(
        snils=graduate,
        kind="UNIVERSITY",
        full_time=1,
        since=september(year - left - 4),
        until=september(year - left) - 62,
    )
