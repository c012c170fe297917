"""Flags (veterans, heroes, donors, choices, hardship) and who looks after whom."""

from __future__ import annotations

import numpy as np

from . import figures
from .block import Block
from .days import YEAR
from .draw import NEVER, Bools, Ints, Random, between, chance, some, where
from .tables import Rows

WAR_ENDED = -8886  # 1945-09-03
CASH = {"NSU_MEDICINES_CASH": 0.62, "NSU_SANATORIUM_CASH": 0.60, "NSU_TRANSPORT_CASH": 0.45}
CARED_AT_80 = 0.075  # people of 80 and more with a registered carer (assumption)
SITUATIONS = ("CONSCRIPT", "MOBILISED", "PRISONER", "HARDSHIP_FIRE", "HARDSHIP_COST", "HARDSHIP_VIOLENCE")


def flag_rows(block: Block) -> Rows:
    """The rows of flags."""
    rng = block.rng("flags")
    rows = Rows(block, "flags")
    federal = block.disabled >= 0
    for flag, (rate, low, high) in figures.FLAG_RATES.items():
        person = some(rng, _pool(block, flag, low, high), rate * block.people / 1e5)
        rows.add(snils=person, flag=flag, **_period(rng, block, flag, person))
        if flag in ("COMBAT_VETERAN", "CHERNOBYL"):
            federal[person] = True
        if flag in ("HERO", "HERO_LABOUR"):
            cash = person[chance(rng, 0.7, len(person))]
            rows.add(snils=cash, flag="HERO_CASH", since=np.full(len(cash), block.on - 500))
    _veterans(rng, block, rows)
    _generation_of_war(rng, block, rows, federal)
    _children(rng, block, rows)
    holder = where(federal & block.alive)
    for flag, share in CASH.items():
        person = holder[chance(rng, share, len(holder))]
        since = np.maximum(block.on - between(rng, 20, 2500, len(person)), block.birth[person] + 1)
        rows.add(snils=person, flag=flag, since=since)
    return rows


def _pool(block: Block, flag: str, low: int, high: int) -> Ints:
    fits: Bools = block.registered & (block.age >= low) & (block.age < high)
    if flag in ("CONSCRIPT", "MOBILISED", "COMBAT_VETERAN"):
        fits &= ~block.female & (block.disabled < 0)
    if flag == "MILITARY_VETERAN":
        fits &= ~block.female
    if flag in ("CONSCRIPT", "PRISONER"):
        fits &= (block.job < 0) & (block.pension < 0) & (block.jobless >= NEVER)
    return where(fits)


def _period(rng: Random, block: Block, flag: str, person: Ints) -> dict[str, Ints]:
    """Since and until: situations are recent and some are over, statuses last."""
    size = len(person)
    if flag == "CONSCRIPT":
        since = block.on - between(rng, 5, 360, size)
        return {"since": since, "until": since + 365}
    if flag == "MOBILISED":
        since = np.maximum(block.on - between(rng, 30, 900, size), 19257)  # not before 2022-09-22
        return {
            "since": since,
            "until": np.where(chance(rng, 0.1, size), since + between(rng, 60, 500, size), NEVER),
        }
    if flag in SITUATIONS:
        since = block.on - between(rng, 1, 240, size)
        days = between(rng, 90, 400, size) * (4 if flag == "PRISONER" else 1)
        return {"since": since, "until": np.where(chance(rng, 0.6, size), since + days, NEVER)}
    since = np.maximum(block.on - (rng.random(size) * 25 * YEAR).astype(np.int64), block.adult_since[person])
    return {"since": since, "until": np.full(size, NEVER)}


def _veterans(rng: Random, block: Block, rows: Rows) -> None:
    """Labour veterans: people near and past the pension age with a long record."""
    pool = where(block.registered & (block.age >= np.where(block.female, 53, 58)) & (block.record > 200))
    weights = np.clip(block.record[pool] - 200, 1, None) / 300.0 * np.where(block.age[pool] >= 62, 1.6, 0.5)
    person = some(rng, pool, block.people * figures.LABOUR_VETERANS, weights)
    since = np.maximum(block.birth[person] + int(52 * YEAR), block.on - between(rng, 50, 9000, len(person)))
    rows.add(snils=person, flag="LABOUR_VETERAN", since=np.minimum(since, block.on - 5))


def _generation_of_war(rng: Random, block: Block, rows: Rows, federal: Bools) -> None:
    """Home-front workers, and the few who fought or lived through the siege."""
    old = block.registered & (block.birth < WAR_ENDED - int(12 * YEAR))
    person = where(old & chance(rng, figures.HOME_FRONT, block.count))
    rows.add(snils=person, flag="HOME_FRONT", since=np.maximum(block.birth[person] + 1, 9131))
    grown = block.registered & (block.birth < WAR_ENDED - int(17 * YEAR))
    for flag, share in figures.GROWN_IN_WAR.items():
        pool = grown if flag.startswith("WWII") else block.registered & (block.birth < WAR_ENDED - int(3 * YEAR))
        chosen = where(pool & chance(rng, share, block.count))
        federal[chosen] |= flag != "DEFENDER"
        rows.add(snils=chosen, flag=flag, since=np.maximum(block.birth[chosen] + 1, 9131))


def _children(rng: Random, block: Block, rows: Rows) -> None:
    """Orphans, children on state provision, and families who choose money instead of the gift set."""
    ward = where(block.provided > 0)
    rows.add(snils=ward, flag="STATE_PROVISION", since=np.maximum(block.birth[ward] + 3, block.on - 1200))
    parents = (block.mother < 0) | (~block.alive[block.mother]) | (block.deprived & 1 > 0)
    parents &= (block.father < 0) | (~block.alive[block.father]) | (block.deprived & 2 > 0)
    orphan = where(block.registered & (block.age < 23) & (block.adopter < 0) & parents)
    orphan = orphan[(block.age[orphan] < 18) | ((block.mother[orphan] >= 0) & (block.father[orphan] >= 0))]
    rows.add(snils=orphan, flag="ORPHAN", since=block.birth[orphan] + between(rng, 5, 900, len(orphan)))
    child = where((block.exact_age < 300) & (block.mother >= 0) & (block.twin_of < 0) & chance(rng, 0.45, block.count))
    rows.add(snils=block.mother[child], flag="GIFT_CASH", since=block.birth[child])


def care_rows(block: Block) -> Rows:
    """The rows of care_ties: carers of the very old and of disabled people."""
    rng = block.rng("care ties")
    rows = Rows(block, "care_ties")
    need = block.registered & ((block.age >= 80) & chance(rng, CARED_AT_80, block.count))
    need |= block.registered & (block.disabled == 0) & (block.age >= 25) & chance(rng, 0.10, block.count)
    cared = where(need)
    free = where(block.registered & (block.age >= 18) & (block.age < 60) & (block.job < 0) & (block.disabled < 0))
    if not len(free):
        return rows
    carer = rng.choice(free, len(cared))
    for parent in (block.mother, block.father):
        child = where(block.alive & (block.age >= 25) & (parent >= 0) & (block.job < 0))
        heir = np.full(block.count, -1)
        heir[parent[child]] = child
        carer = np.where(heir[cared] >= 0, heir[cared], carer)
    fits = carer != cared
    cared, carer = cared[fits], carer[fits]
    since = block.on - between(rng, 5, 2600, len(cared))
    since = np.maximum(since, np.maximum(block.birth[cared], block.birth[carer] + 6000))
    until = np.where(chance(rng, 0.12, len(cared)), since + between(rng, 60, 900, len(cared)), NEVER)
    rows.add(carer_snils=carer, cared_snils=cared, since=since, until=until)
    return rows
