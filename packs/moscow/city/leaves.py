"""Certificates and spells: pregnancies, maternity, illness, care of the sick, the employment service."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from . import figures
from .block import Block
from .draw import NEVER, Bools, Ints, Random, between, by_step, chance, choose, some, where
from .tables import Rows

TERM = 280  # days from the first day of a pregnancy of week 1 to the birth
YEARS_KEPT = 3
ILL_A_YEAR = 0.55  # certificates for illness a year of a person in work (Social Fund, rounded)
CARE_A_YEAR = 0.20  # certificates for care a year of a working parent of a child under 12
SICK_DAYS_KEPT = 730


class Pregnancies(NamedTuple):
    """Pregnancy records, and the due day of each."""

    woman: Ints
    opened: Ints
    week: Ints
    last_day: Ints
    due: Ints


def pregnancies(block: Block) -> Pregnancies:
    """Those that ended in the births of the last years, those of today, and some that ended early."""
    rng = block.rng("pregnancies")
    child = where((block.exact_age < YEARS_KEPT * 365) & (block.mother >= 0) & (block.twin_of < 0))
    child = child[chance(rng, 0.97, len(child))]
    mother, birth = block.mother[child], block.birth[child]
    pool = where(block.registered & block.female & (block.age >= 18) & (block.age < 45))
    recent = np.zeros(block.count, dtype=np.bool_)
    recent[block.mother[where((block.exact_age < 400) & (block.mother >= 0))]] = True
    pool = pool[~recent[pool]]
    weights = by_step(((18, 0.4), (25, 1.2), (30, 1.0), (35, 0.55), (40, 0.15)), block.age[pool])
    weights = weights * np.where(block.partner[pool] >= 0, 1.0, 0.12)
    expecting = some(rng, pool, block.people * figures.BIRTHS_A_YEAR * TERM / 365 * 0.93, weights)
    due = block.on + between(rng, 1, TERM - 35, len(expecting))
    lost = some(rng, pool, block.people * 0.002, weights)
    ended = block.on - between(rng, 10, 700, len(lost))
    woman = np.concatenate([mother, expecting, lost])
    day_due = np.concatenate([birth, due, ended + between(rng, 120, 180, len(lost))])
    over = np.concatenate([birth, np.full(len(expecting), NEVER), ended])
    late = chance(rng, 0.13, len(woman))
    week = np.where(late, between(rng, 13, 26, len(woman)), between(rng, 6, 12, len(woman)))
    opened = day_due - TERM + week * 7 + between(rng, -3, 3, len(woman))
    kept = (opened <= block.on) & (opened <= over) & (block.death[woman] > np.minimum(over, block.on))
    return Pregnancies(woman[kept], opened[kept], week[kept], over[kept], day_due[kept])


def sick_rows(block: Block, expected: Pregnancies) -> Rows:
    """The rows of sick_leave."""
    rng = block.rng("sick leave")
    rows = Rows(block, "sick_leave")
    first = expected.due - 70 + between(rng, -4, 4, len(expected.due))
    insured = chance(rng, 0.9, len(first)) & (block.job[expected.woman] >= 0) & (block.job[expected.woman] <= 1)
    student = (block.student[expected.woman] > 0) & (block.full_time[expected.woman] > 0)
    dismissed = (block.past_until[expected.woman] < NEVER) & chance(rng, 0.08, len(first))
    given = (insured | student | dismissed) & (first <= block.on) & (expected.last_day > first)
    twins = chance(rng, figures.MULTIPLE_BIRTHS, len(first))
    length = np.where(twins, 193, np.where(chance(rng, 0.12, len(first)), 155, 139))
    rows.add(snils=expected.woman[given], code="05", first_day=first[given], last_day=(first + length)[given])
    _illness(rng, block, rows)
    _care(rng, block, rows)
    return rows


def _insured(block: Block, person: Ints, day: Ints) -> Bools:
    now = (block.job[person] >= 0) & (block.job[person] <= 1) & (block.job_since[person] <= day)
    before = (block.past_kind[person] <= 1) & (block.past_since[person] <= day) & (day < block.past_until[person])
    return np.asarray(now | (before & (block.past_since[person] < NEVER)), dtype=np.bool_)


def _illness(rng: Random, block: Block, rows: Rows) -> None:
    pool = where(((block.job >= 0) | (block.past_until > block.on - SICK_DAYS_KEPT)) & (block.leave < 0))
    times = rng.poisson(ILL_A_YEAR * SICK_DAYS_KEPT / 365, len(pool))
    person = np.repeat(pool, times)
    person = person[block.past_until[person] + 1 > 0]
    first = block.on - between(rng, 0, SICK_DAYS_KEPT, len(person))
    length = 3 + rng.gamma(1.7, 4.5, len(person)).astype(np.int64)
    length = np.where(chance(rng, 0.015, len(person)), between(rng, 40, 140, len(person)), length)
    kept = _insured(block, person, first) | chance(rng, 0.01, len(person))
    kept &= first > block.birth[person] + 6000
    person, first, length = person[kept], first[kept], length[kept]
    last = first + length - 1
    last = np.where((last >= block.on) | (first == block.on), NEVER, last)
    code = (chance(rng, 0.06, len(person)).astype(np.int64), ("01", "02"))
    rows.add(snils=person, code=code, first_day=first, last_day=last)


def _care(rng: Random, block: Block, rows: Rows) -> None:
    child = where(block.registered & (block.exact_age > 400) & (block.age < 12) & (block.mother >= 0))
    child = np.repeat(child, rng.poisson(CARE_A_YEAR * SICK_DAYS_KEPT / 365 * np.where(block.age[child] < 8, 1.5, 0.6)))
    father = chance(rng, 0.12, len(child)) & (block.father[child] >= 0)
    carer = np.where(father, block.father[child], block.mother[child])
    old = where(block.registered & (block.age >= 68) & chance(rng, 0.01, block.count))
    heir = np.full(block.count, -1)
    grown = where(block.registered & (block.mother >= 0) & (block.job >= 0))
    heir[block.mother[grown]] = grown
    old = old[heir[old] >= 0]
    cared, carer = np.concatenate([child, old]), np.concatenate([carer, heir[old]])
    first = block.on - between(rng, 0, 365, len(cared))
    kept = _insured(block, carer, first) & (block.leave[carer] < 0) & (first >= block.birth[cared])
    cared, carer, first = cared[kept], carer[kept], first[kept]
    last = first + between(rng, 2, 13, len(cared))
    last = np.where(last >= block.on, NEVER, last)
    rows.add(snils=carer, code="09", first_day=first, last_day=last, cared_snils=cared)


def employment_rows(block: Block) -> Rows:
    """The rows of employment_service: today's spells, ended ones, training, refusals."""
    rng = block.rng("employment service")
    rows = Rows(block, "employment_service")
    now = where(block.jobless < NEVER)
    ended = where(block.registered & (block.age >= 19) & (block.age < 62) & (block.job_since > block.on - 1100))
    ended = some(rng, ended, block.people * 0.012)
    person = np.concatenate([now, ended])
    size, current = len(person), np.arange(len(person)) < len(now)
    applied = np.where(current, block.jobless[person], block.job_since[person] - between(rng, 20, 200, size))
    recognised = applied + between(rng, 5, 12, size)
    recognised = np.where(chance(rng, 0.93, size) & (recognised <= block.on), recognised, NEVER)
    removed = np.where(current, NEVER, np.minimum(block.job_since[person], block.on))
    worked = (block.past_since[person] < NEVER) & (block.past_until[person] > applied - 365)
    weeks = np.where(worked, np.minimum((block.past_until[person] - block.past_since[person]) // 7, 52), 0)
    weeks = np.clip(weeks - np.maximum(applied - block.past_until[person], 0) // 7 * worked, 0, 52)
    training = chance(rng, np.where(current, 0.09, 0.03), size)
    start = applied + between(rng, 15, 60, size)
    end = start + between(rng, 30, 120, size)
    training &= (start <= block.on) & (start < removed)
    wage = np.where(worked & chance(rng, 0.97, size), block.wage[person] + rng.integers(0, 100, size), -1)
    rows.add(
        snils=person,
        applied_on=applied,
        recognised_on=recognised,
        removed_on=removed,
        weeks_worked=np.where(chance(rng, 0.97, size), weeks, -1),
        breach=np.where(chance(rng, 0.96, size), chance(rng, 0.03, size).astype(np.int64), -1),
        average_wage=wage,
        refusals=choose(rng, (0.80, 0.10, 0.06, 0.04), size),
        training_since=np.where(training, start, NEVER),
        training_until=np.where(training & chance(rng, 0.9, size), end, NEVER),
    )
    return rows
