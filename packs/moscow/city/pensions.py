"""Pensions in pay, the insured record and the points behind them."""

from __future__ import annotations

import numpy as np

from . import figures
from .block import Block
from .days import YEAR, add_months
from .draw import NEVER, Bools, Ints, Random, between, chance, where
from .tables import Rows

OLD_AGE, DISABILITY, SURVIVOR, SOCIAL, STATE = range(5)
KINDS = ("OLD_AGE", "DISABILITY", "SURVIVOR", "SOCIAL", "STATE")
LATER = {
    2019: 6,
    2020: 18,
    2021: 36,
    2022: 48,
}  # Act 400-FZ annex 6: months added, by the year of the old age
EARLY = 0.08  # early pensions: north, hazardous work, teachers, doctors
KEPT_AFTER_DEATH = 1100  # days for which the pension of a dead person stays in the extract
UNPAID_SURVIVORS = 0.06  # rights that nobody has claimed yet


def usual_day(block: Block) -> Ints:
    """The day of the usual pension age."""
    base = np.where(block.female, 55, 60)
    year = block.birth_year + base
    added = np.where(year < 2019, 0, 60)
    for of_year, months in LATER.items():
        added = np.where(year == of_year, months, added)
    return add_months(block.birth, base * 12 + added)


def retire(block: Block) -> None:
    """Fill record, points, pension, pension_amount and pension_since."""
    rng = block.rng("pensions")
    usual = usual_day(block)
    _insure(rng, block, usual)
    aged = usual <= block.on
    draw = rng.random(block.count) / np.where(block.job >= 0, figures.PAID_WHILE_WORKING, 1.0)
    steps = np.cumsum([figures.OLD_AGE_OF_AGED, figures.STATE_OF_AGED, figures.SOCIAL_OF_AGED])
    kind = np.select([draw < steps[0], draw < steps[1], draw < steps[2]], [OLD_AGE, STATE, SOCIAL], -1)
    kind = np.where(aged, kind, -1)
    kind = np.where((kind == OLD_AGE) & (block.record < 12), SOCIAL, kind)
    early = ~aged & (usual <= block.on + 5 * 365) & chance(rng, EARLY, block.count)
    kind = np.where(early, OLD_AGE, kind)
    group = (block.disabled >= 0) & (kind < 0) & ~aged & chance(rng, 0.88, block.count)
    kind = np.where(group & (block.disabled < 3) & (block.record >= 1), DISABILITY, kind)
    kind = np.where(group & ((block.disabled == 3) | (block.record < 1)), SOCIAL, kind)
    kind = np.where((kind < 0) & _bereaved(block) & chance(rng, 1 - UNPAID_SURVIVORS, block.count), SURVIVOR, kind)
    block.pension = np.where(block.registered | ~block.alive, kind, -1)
    block.pension = np.where(block.alive | (block.age >= 56), block.pension, -1)
    block.pension_amount = _amounts(rng, block)
    since = np.where(early, block.on - between(rng, 20, 1500, block.count), usual + between(rng, 0, 60, block.count))
    since = np.where(kind == SURVIVOR, _parent_death(block) + between(rng, 5, 80, block.count), since)
    ill = (kind == DISABILITY) | ((kind == SOCIAL) & ~aged)
    since = np.where(ill, block.on - between(rng, 20, 3600, block.count), since)
    block.pension_since = np.maximum(np.minimum(since, block.on - 1), block.birth + 1)


def _insure(rng: Random, block: Block, usual: Ints) -> None:
    """Months from the years of work, points from the months."""
    end = np.minimum(np.minimum(block.on, usual + 700), block.death)
    years = np.maximum(end - block.birth - int(20.5 * YEAR), 0) / YEAR
    part = np.clip(rng.beta(7.0, 1.6, block.count), 0.05, 1.0)
    works = block.job >= 0
    own = (np.minimum(block.on, block.death) - np.where(works, block.job_since, block.past_since)) / 30.4
    spell = np.where(works, own, (block.past_until - block.past_since) / 30.4)
    had = works | (block.past_since < NEVER) | (block.age >= 58)
    months = np.where(had, np.maximum(years * 12 * part, np.clip(spell, 1, 540)), 0)
    foreign = (block.age >= 50) & (
        chance(rng, 0.05, block.count) | (block.foreign == 3) & chance(rng, 0.7, block.count)
    )
    months = np.where(foreign, months * 0.12, months)
    months = np.where((block.childhood > 0) & ~works, np.minimum(months, 40) * (block.age >= 40), months)
    before_records = (block.death < block.on - int(8 * YEAR)) & (block.age >= 50) & chance(rng, 0.9, block.count)
    months = np.where(before_records, 0, months)
    block.record = np.clip(np.floor(months), 0, 620).astype(np.int64)
    full = np.clip(rng.normal(figures.POINTS_MEAN, figures.POINTS_SPREAD, block.count), 12, 260)
    block.points = (full * np.minimum(block.record / 400.0, 1.15) * 1000).astype(np.int64)


def _parent_death(block: Block) -> Ints:
    """The day the first parent died, NEVER if none is known to be dead."""
    day = np.full(block.count, NEVER)
    for parent in (block.mother, block.father):
        day = np.where(parent >= 0, np.minimum(day, block.death[parent]), day)
    return day


def _bereaved(block: Block) -> Bools:
    young = (block.age < 18) | ((block.age < 23) & (block.student >= 0) & (block.full_time > 0))
    return np.asarray(young & (_parent_death(block) < block.on - 40) & (block.adopter < 0), dtype=np.bool_)


def _amounts(rng: Random, block: Block) -> Ints:
    year = min(max(block.on_year, 2022), 2026)
    fixed, point = figures.FIXED_PAYMENT[year] * 100, figures.POINT_PRICE[year] * 100
    social = figures.SOCIAL_PENSION[year] * 100
    insured = block.points / 1000 * point
    old = insured + fixed * np.where((block.age >= 80) | (block.disabled == 0), 2, 1)
    old = np.where(block.job >= 0, old * 0.88, old)
    ill = insured + fixed * np.select([block.disabled == 0, block.disabled == 2], [2.0, 0.5], 1.0)
    survivor = fixed / 2 + rng.gamma(2.0, 2500, block.count) * 100
    share = np.select([block.disabled == 3, block.disabled == 0, block.disabled == 2], [2.4, 2.0, 0.85], 1.0)
    share = np.where((block.disabled == 1) & (block.childhood > 0), 2.0, share)
    state = rng.normal(38000, 9000, block.count) * 100
    amount = np.select(
        [
            block.pension == OLD_AGE,
            block.pension == DISABILITY,
            block.pension == SURVIVOR,
            block.pension == SOCIAL,
        ],
        [old, ill, survivor, social * share],
        np.maximum(state, 15000 * 100),
    )
    return np.asarray(np.where(block.pension >= 0, np.floor(amount), 0), dtype=np.int64)


def pension_rows(block: Block) -> Rows:
    """The rows of pensions."""
    rng = block.rng("pension rows")
    rows = Rows(block, "pensions")
    person = where((block.pension >= 0) & (block.death > block.on - KEPT_AFTER_DEATH))
    until = np.full(len(person), NEVER)
    minor = (block.pension[person] == SURVIVOR) & (block.age[person] < 18)
    until = np.where(minor, add_months(block.birth[person], 216), until)
    rows.add(
        snils=person,
        kind=(block.pension[person], KINDS),
        amount=block.pension_amount[person],
        since=block.pension_since[person],
        until=until,
    )
    second = person[(block.pension[person] == STATE) & chance(rng, 0.4, len(person)) & (block.age[person] >= 60)]
    since = np.minimum(block.pension_since[second] + 400, block.on - 1)
    part = (block.points[second] * 0.3 / 1000 * 14000).astype(np.int64)
    rows.add(snils=second, kind="OLD_AGE", amount=part, since=since)
    return rows


def record_rows(block: Block) -> Rows:
    """The rows of insurance_record."""
    rng = block.rng("record rows")
    rows = Rows(block, "insurance_record")
    person = where(block.record > 0)
    points = np.where(chance(rng, 0.996, len(person)), block.points[person], -1)
    rows.add(snils=person, record_months=block.record[person], points=points)
    return rows
