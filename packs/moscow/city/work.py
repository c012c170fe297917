"""Who works: the job of today, the one before, leave for a child, being without work; rows of work and
certificates."""

from __future__ import annotations

import numpy as np

from . import figures
from .block import Block
from .days import YEAR, add_months
from .draw import NEVER, NOBODY, Floats, Random, between, by_step, chance, choose, some, where
from .tables import Rows

KINDS = ("EMPLOYED", "PART_TIME", "SELF_EMPLOYED", "BUSINESS")
REASONS = ("OWN_WISH", "AGREEMENT", "LIQUIDATION", "STAFF_CUT", "BREACH", "OTHER")
REASON_SHARES = (0.64, 0.15, 0.02, 0.05, 0.03, 0.08)
MOTHERS_WITH_JOB = 0.74  # mothers of children under 18 months who kept their job (fitted)
LEAVERS = ((0, 0.92, "mother"), (1, 0.04, "father"), (2, 0.04, "grandmother"))


def employ(block: Block) -> None:
    """Fill job, job_since, past_*, jobless, leave, leave_since, leave_until."""
    rng = block.rng("work")
    size = block.count
    block.job = np.full(size, -1)
    works = chance(rng, _rate(block), size) & (block.age >= 16)
    kind = choose(rng, figures.WORK_KINDS, size)
    kind = np.where((block.age >= 62) | (block.full_time > 0), np.where(kind == 3, 1, kind), kind)
    block.job[works] = kind[works]
    tenure = (rng.exponential(5.5, size) * YEAR).astype(np.int64)
    block.job_since = np.where(works, np.maximum(block.on - tenure, block.adult_since - 500), NEVER)
    block.job_since = np.where(works, np.minimum(block.job_since, block.on - 1), NEVER)
    _past(rng, block)
    _jobless(rng, block)
    _leave(rng, block)


def _rate(block: Block) -> Floats:
    rate = by_step(figures.EMPLOYED, block.age)
    rate = rate - 0.02 * (block.female & (block.age >= 25) & (block.age < 40))
    rate = np.where(block.full_time > 0, np.minimum(rate, 0.22), rate)
    rate = rate * np.array([0.08, 0.40, 0.75, 0.0, 1.0])[block.disabled]
    infants = where((block.exact_age < 550) & block.alive & (block.mother >= 0))
    rate[block.mother[infants]] = MOTHERS_WITH_JOB
    cared = where((block.disabled == 3) & (block.mother >= 0))
    rate[block.mother[cared]] *= 0.45
    rate[block.provided > 0] = 0
    return np.asarray(np.where(block.alive, rate, np.where(block.age < 62, rate, 0.1 * rate)))


def _past(rng: Random, block: Block) -> None:
    """The job before that of today; those without work had one too, most of them until they retired."""
    size = block.count
    works = block.job >= 0
    gap = np.where(chance(rng, 0.6, size), between(rng, 1, 40, size), between(rng, 40, 500, size))
    idle = np.where(
        block.age >= 58,
        block.birth + ((58 + rng.gamma(2.0, 2.5, size)) * YEAR).astype(np.int64),
        block.on - (rng.exponential(2.2, size) * YEAR).astype(np.int64),
    )
    until = np.where(works, block.job_since - gap, np.minimum(idle, np.minimum(block.death, block.on) - 20))
    since = until - 60 - (rng.exponential(6.0, size) * YEAR).astype(np.int64)
    since = np.maximum(since, block.adult_since)
    had = (until - since > 60) & (block.age >= 19) & chance(rng, np.where(works, 0.8, 0.72), size)
    had &= (block.disabled < 0) | (block.childhood == 0)
    had &= (until > block.on - 12000) & (block.birth_year > 1935)
    block.past_since = np.where(had, since, NEVER)
    block.past_until = np.where(had, until, NEVER)
    block.past_kind = choose(rng, figures.WORK_KINDS, size)


def _jobless(rng: Random, block: Block) -> None:
    """Registered unemployed of today: an application some weeks after the last job."""
    pool = where(block.registered & (block.job < 0) & (block.age >= 18) & (block.age < 60) & (block.full_time == 0))
    pool = pool[(block.disabled[pool] != 0)]
    weights = np.where(block.age[pool] >= 53, 1.2, 1.0) * np.where(block.past_since[pool] < NEVER, 3.0, 0.5)
    person = some(rng, pool, block.people * figures.REGISTERED_UNEMPLOYED * 1.08, weights)
    block.jobless = np.full(block.count, NEVER)
    block.jobless[person] = block.on - np.minimum(rng.exponential(105, len(person)) + 3, 500).astype(np.int64)
    had = person[block.past_since[person] < NEVER]
    block.past_until[had] = block.jobless[had] - between(rng, 3, 60, len(had))
    block.past_since[had] = np.minimum(block.past_since[had], block.past_until[had] - 100)
    block.past_since[had] = np.maximum(block.past_since[had], block.birth[had] + 5500)
    wrong = had[block.past_until[had] <= block.past_since[had]]
    block.past_since[wrong] = NEVER


def _leave(rng: Random, block: Block) -> None:
    """Leave for children of the last three years: by the mother, seldom the father or a grandmother."""
    block.leave = np.full(block.count, NOBODY)
    block.leave_since, block.leave_until = np.full(block.count, NEVER), np.full(block.count, NEVER)
    child = where((block.exact_age < 3 * 366) & block.alive & (block.mother >= 0) & (block.twin_of < 0))
    child = child[np.argsort(block.birth[child])]
    who = choose(rng, [share for _, share, _ in LEAVERS], len(child))
    mother = block.mother[child]
    carer = np.where(who == 1, block.father[child], np.where(who == 2, block.mother[mother], mother))
    since = block.birth[child] + 70 + between(rng, 0, 20, len(child))
    insured = (carer >= 0) & (block.job[carer] >= 0) & (block.job[carer] <= 1) & block.alive[carer]
    insured &= (since < block.on) & chance(rng, 0.96, len(child)) & (block.adult_since[carer] + 200 < since)
    child, carer, since = child[insured], carer[insured], since[insured]
    block.leave[carer], block.leave_since[carer] = child, since
    months = np.array([12, 18, 36])[choose(rng, (0.2, 0.5, 0.3), len(child))]
    until = add_months(block.birth[child], months)
    block.leave_until[carer] = np.maximum(until, since + 60)
    started = np.minimum(block.job_since[carer], since - 300 - between(rng, 0, 2000, len(child)))
    block.job_since[carer] = np.maximum(started, block.birth[carer] + 6000)
    clash = where((block.past_until < NEVER) & (block.job_since < NEVER) & (block.past_until >= block.job_since))
    block.past_until[clash] = block.job_since[clash] - 1
    gone = clash[block.past_until[clash] - block.past_since[clash] < 30]
    block.past_since[gone], block.past_until[gone] = NEVER, NEVER


def work_rows(block: Block) -> Rows:
    """The rows of work."""
    rng = block.rng("work rows")
    rows = Rows(block, "work")
    person = where(block.job >= 0)
    rows.add(snils=person, kind=(block.job[person], KINDS), since=block.job_since[person])
    past = where((block.past_since < NEVER) & (block.past_until > block.past_since))
    reason = np.where(chance(rng, 0.97, len(past)), choose(rng, REASON_SHARES, len(past)), -1)
    rows.add(
        snils=past,
        kind=(block.past_kind[past], KINDS),
        since=block.past_since[past],
        until=block.past_until[past],
        end_reason=(reason, REASONS),
    )
    second = person[chance(rng, 0.02, len(person))]
    since = np.maximum(block.job_since[second], block.on - between(rng, 30, 1500, len(second)))
    rows.add(snils=second, kind="PART_TIME", since=since)
    on_leave = where(block.leave >= 0)
    rows.add(
        snils=on_leave,
        kind="CARE_LEAVE",
        child_snils=block.leave[on_leave],
        since=block.leave_since[on_leave],
        until=block.leave_until[on_leave],
    )
    return rows
