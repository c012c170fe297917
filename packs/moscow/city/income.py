"""What people live on: a wage level for each worker from the family's level, then income month by month."""

from __future__ import annotations

import numpy as np

from . import figures
from .block import Block
from .days import first_day, month_of
from .draw import NEVER, Bools, Floats, Ints, Random, between, chance, where
from .tables import Rows

COVERED = 36
SUPPLEMENTED = 0.96  # pensioners below the city's standard whose supplement comes with the pension
FLOOR = 27_000  # roubles a month: hardly any full-time wage in the city is lower


def earn(block: Block) -> None:
    """Fill wage: kopecks a month at the level of the year of the extracts, for all who work or worked."""
    rng = block.rng("wages")
    unit = units(block)
    members = np.bincount(unit, block.alive, block.count)
    children = np.bincount(unit, block.alive & (block.age < 18), block.count).astype(np.int64)
    workers = np.bincount(unit, (block.job >= 0) & block.alive, block.count)
    pension = np.bincount(unit, np.where(block.alive, block.pension_amount, 0) / 100.0, block.count)
    spread = np.where(children > 0, figures.INCOME_SPREAD_CHILDREN, figures.INCOME_SPREAD)
    factor = np.array(figures.CHILDREN_FACTOR)[np.minimum(children, 3)]
    median = mean_wage(block.on_year) * figures.MEDIAN_HEAD
    head = median * factor * np.exp(spread * rng.standard_normal(block.count))
    rest = np.maximum(head * members - pension * 0.6, 0.0)
    own = np.exp(0.50 * rng.standard_normal(block.count)) * np.where(block.female, 0.88, 1.12)
    own = own * np.where(block.job == 1, 0.5, 1.0) * np.where(block.leave >= 0, 0.75, 1.0)
    total = np.bincount(unit, np.where((block.job >= 0) & block.alive, own, 0.0), block.count)
    share = rest[unit] * own / np.maximum(total[unit], 0.05)
    lone = median * np.exp(0.6 * rng.standard_normal(block.count)) * own
    wage = np.where(workers[unit] > 0, share, lone)
    least = FLOOR * np.where(block.job == 1, 0.55, 1.0) * (0.95 + 0.3 * rng.random(block.count))
    wage = np.clip(np.maximum(wage, np.where(block.job > 1, 0.3 * least, least)), 5000, 4_000_000)
    block.wage = np.asarray(wage * 100, dtype=np.int64)


def units(block: Block) -> Ints:
    """One person of each family: the wife of a marriage, else oneself; children go with the parent they
    live with."""
    own = np.arange(block.count)
    unit = np.where(~block.female & (block.married > 0), block.partner, own)
    child = (block.age < 18) | ((block.age < 23) & (block.student >= 0) & (block.full_time > 0) & (block.partner < 0))
    young = where(child)
    parent = np.where(block.mother[young] >= 0, block.mother[young], block.father[young])
    gone = (parent >= 0) & ~block.alive[parent]
    parent = np.where(gone & (block.father[young] >= 0), block.father[young], parent)
    for raiser in (block.guardian[young], block.adopter[young]):
        parent = np.where(raiser >= 0, raiser, parent)
    unit[young] = np.where(parent >= 0, parent, young)
    return unit[np.where(unit == own, own, unit)][own] if not child.any() else unit[unit]


def mean_wage(year: int) -> float:
    """The mean wage of the city, roubles a month."""
    known = figures.MEAN_WAGE
    return 1000 * known[min(max(year, min(known)), max(known))]


class Months:
    """The covered months and a collector of income rows."""

    def __init__(self, block: Block) -> None:
        last = int(month_of(np.array([block.on]))[0]) - 1
        self.block = block
        self.months = np.arange(last - COVERED + 1, last + 1)
        self.starts = first_day(self.months)
        self.ends = first_day(self.months + 1)
        base = mean_wage(block.on_year)
        self.level = np.array([mean_wage(int(month) // 12) for month in self.months]) / base
        self.rows = Rows(block, "income")

    def during(self, since: Ints, until: Ints) -> Bools:
        """person x month: the period holds on the 15th of the month."""
        middle = self.starts + 14
        return np.asarray((since[:, None] <= middle) & (middle < until[:, None]), dtype=np.bool_)

    def add(self, kind: str | tuple[Ints, tuple[str, ...]], person: Ints, paid: Bools, amount: Ints | Floats) -> None:
        """Rows where paid; `amount` (kopecks) is person x month."""
        paid = paid & (self.block.death[person][:, None] > self.starts)
        at, month = np.nonzero(paid & (np.asarray(amount) > 0))
        if not len(at):
            return
        cell = kind if isinstance(kind, str) else (kind[0][at], kind[1])
        kopecks = np.minimum(np.asarray(amount)[at, month], 99_999_999_999).astype(np.int64)
        self.rows.add(snils=person[at], month=self.months[month], kind=cell, amount=kopecks)


def income_rows(block: Block) -> Rows:
    """The rows of income."""
    rng = block.rng("income")
    months = Months(block)
    _wages(rng, block, months)
    _pensions(rng, block, months)
    _allowances(rng, block, months)
    _children(rng, block, months)
    _other(rng, block, months)
    return months.rows


def _wages(rng: Random, block: Block, months: Months) -> None:
    """Wages and own business while there was work; a bonus in December, nothing on leave for a child."""
    person = where(((block.job >= 0) | (block.past_until > months.starts[0])) & (block.wage > 0))
    shape = (len(person), COVERED)
    never = np.full(len(person), NEVER)
    now = months.during(np.where(block.job[person] >= 0, block.job_since[person], NEVER), never)
    past_until = np.where(block.past_since[person] < NEVER, block.past_until[person], -NEVER)
    past = months.during(block.past_since[person], past_until)
    away = months.during(block.leave_since[person] - 140, block.leave_until[person])
    unsteady = np.where(block.job[person] >= 2, 0.75, 0.995)[:, None]
    paid = (now | past) & ~away & (rng.random(shape) < unsteady)
    noise = 0.93 + 0.14 * rng.random(shape)
    bonus = np.where(months.months % 12 == 11, 1.35, 1.0)
    amount = block.wage[person][:, None] * months.level * noise * bonus
    kind = np.select([block.job[person] == 2, block.job[person] == 3], [1, 2], 0)
    months.add((kind, ("WAGE", "SELF_EMPLOYED", "BUSINESS")), person, paid, amount)
    author = person[chance(rng, 0.004, len(person))]
    fee = rng.gamma(1.5, 2_000_000, (len(author), COVERED))
    months.add("AUTHOR_FEE", author, rng.random((len(author), COVERED)) < 0.15, fee)


def _pensions(rng: Random, block: Block, months: Months) -> None:
    """Pensions, carried back by the year's indexation; the supplement to the city's standard comes with
    them."""
    person = where((block.pension >= 0) & (block.pension_amount > 0))
    paid = months.during(block.pension_since[person], np.full(len(person), NEVER))
    fixed, standard = figures.FIXED_PAYMENT, figures.CITY_STANDARD
    years = np.clip(months.months // 12, min(fixed), max(fixed))
    here = min(max(block.on_year, min(fixed)), max(fixed))
    level = np.array([fixed[int(year)] for year in years]) / fixed[here]
    amount = block.pension_amount[person][:, None] * level
    least = np.array([standard[int(year)] for year in years]) * 100.0
    raised = (block.job[person] < 0) & chance(rng, SUPPLEMENTED, len(person))
    settled = block.arrived[person] < block.on - 3700
    topped = (raised & settled)[:, None]
    months.add("PENSION", person, paid, np.where(topped, np.maximum(amount, least), amount))


def _allowances(rng: Random, block: Block, months: Months) -> None:
    """Maternity and leave for a child, sick pay, unemployment benefit, scholarships."""
    carer = where(block.leave >= 0)
    until = np.minimum(block.leave_until[carer], block.birth[block.leave[carer]] + 548)
    wage = np.minimum(block.wage[carer] * 0.4, 6_800_000)[:, None] * months.level
    months.add("ALLOWANCE", carer, months.during(block.leave_since[carer], until), wage)
    birth = block.birth[block.leave[carer]]
    months.add("ALLOWANCE", carer, months.during(birth - 60, birth - 30), wage * 7)
    sick = where((block.job >= 0) & (block.job < 2) & (block.leave < 0) & chance(rng, 0.7, block.count))
    paid = rng.random((len(sick), COVERED)) < 0.035
    months.add("ALLOWANCE", sick, paid, block.wage[sick][:, None] * 0.25 * np.ones(COVERED))
    idle = where((block.jobless < NEVER) & chance(rng, figures.UNEMPLOYED_WITH_BENEFIT, block.count))
    paid = months.during(block.jobless[idle] + 10, np.full(len(idle), NEVER))
    months.add(
        "UNEMPLOYMENT",
        idle,
        paid,
        np.full((len(idle), COVERED), 1_300_000) + rng.integers(0, 99, (len(idle), 1)),
    )
    student = where((block.student > 0) & (block.full_time > 0) & chance(rng, 0.45, block.count))
    paid = rng.random((len(student), COVERED)) < 0.9
    paid &= months.during(block.birth[student] + 6450, np.full(len(student), NEVER))
    months.add("STIPEND", student, paid, between(rng, 200_000, 900_000, len(student))[:, None] * np.ones(COVERED))


def _children(rng: Random, block: Block, months: Months) -> None:
    """Alimony to the parent with the child, and what does not count: one-offs and the unified allowance."""
    child = where(block.registered & (block.age < 18) & (block.mother >= 0) & (block.father >= 0))
    mother, father = block.mother[child], block.father[child]
    parted = block.alive[mother] & block.alive[father] & (block.partner[mother] != father)
    child = child[parted & chance(rng, 0.5, len(child))]
    mother, first = np.unique(block.mother[child], return_index=True)
    father = block.father[child[first]]
    rate = np.where(block.job[father] >= 0, block.wage[father] * 0.25, 1_500_000.0)
    since = block.birth[child[first]] + between(rng, 300, 2000, len(mother))
    paid = months.during(since, np.full(len(mother), NEVER)) & (rng.random((len(mother), COVERED)) < 0.85)
    months.add("ALIMONY", mother, paid, rate[:, None] * months.level)
    parents = np.unique(block.mother[where((block.mother >= 0) & (block.age < 17) & block.alive)])
    poor = parents[(block.wage[parents] < 4_500_000) & chance(rng, 0.4, len(parents))]
    amount = between(rng, 900_000, 2_000_000, len(poor))[:, None] * months.level
    months.add("NOT_COUNTED", poor, np.ones((len(poor), COVERED), dtype=np.bool_), amount)


def _other(rng: Random, block: Block, months: Months) -> None:
    """Interest once a year, rent of a flat, and odd earnings of grown people without work or pension."""
    saver = where(block.registered & (block.age >= 25) & chance(rng, 0.22, block.count))
    interest = np.exp(rng.normal(9.6, 1.5, (len(saver), 1))) * 100 * np.ones(COVERED)
    months.add("INTEREST", saver, np.broadcast_to(months.months % 12 == 11, (len(saver), COVERED)), interest)
    landlord = where(block.registered & (block.age >= 30) & chance(rng, 0.02, block.count))
    rent = between(rng, 2_500_000, 8_000_000, len(landlord))[:, None] * months.level
    months.add("OTHER", landlord, np.ones((len(landlord), COVERED), dtype=np.bool_), rent)
    idle = block.registered & (block.age >= 18) & (block.job < 0) & (block.pension < 0) & (block.jobless >= NEVER)
    odd = where(idle & ~chance(rng, 0.02, block.count) & (block.full_time == 0))
    odd = odd[(block.partner[odd] < 0) | chance(rng, 0.65, len(odd))]
    odd = np.setdiff1d(odd, landlord)
    paid = rng.random((len(odd), COVERED)) < 0.9
    months.add("OTHER", odd, paid, np.exp(rng.normal(10.8, 0.6, (len(odd), COVERED))) * 100 * months.level)


def earnings_rows(block: Block) -> Rows:
    """The rows of earnings: 2015 to the year before, from the jobs known and a career before them."""
    rng = block.rng("earnings")
    rows = Rows(block, "earnings")
    base = mean_wage(block.on_year)
    career = chance(rng, 0.8, block.count) & (block.record > 60)
    known = np.minimum(block.past_since, block.job_since)
    for year in range(2015, block.on_year):
        start = int(first_day(np.array([year * 12]))[0])
        end = int(first_day(np.array([year * 12 + 12]))[0])
        now = np.clip(end - np.maximum(block.job_since, start), 0, end - start)
        past = np.minimum(block.past_until, end) - np.maximum(block.past_since, start)
        past = np.where(block.past_since < NEVER, np.clip(past, 0, end - start), 0)
        before = career & (known < NEVER) & (known > end) & (block.birth < start - 7300) & (known - end < 7000)
        days = np.where(before, end - start, np.minimum(now + past, end - start))
        away = np.minimum(block.leave_until, end) - np.maximum(block.leave_since - 140, start)
        away = np.where(block.leave >= 0, np.clip(away, 0, end - start), 0)
        ill = np.where(chance(rng, 0.35, block.count), between(rng, 3, 25, block.count), 0)
        amount = block.wage * 12.0 * mean_wage(year) / base * np.maximum(days - away, 0) / (end - start)
        amount = amount * (0.92 + 0.16 * rng.random(block.count)) * np.maximum(0.5, 1 - 0.03 * (block.on_year - year))
        person = where((days > 10) & (block.wage > 0) & ((amount > 100) | (away > 0)) & (block.death > start))
        person = person[block.birth[person] < start - 5500]
        out = np.minimum(np.maximum(ill, away), end - start)
        rows.add(snils=person, year=year, amount=amount.astype(np.int64)[person], excluded_days=out[person])
    return rows
