"""What a sweep says only because a register is not whole: that somebody is no longer meant, or that another receives.

Who is considered, and who receives, the law always knows: it asks the rows there are. Where such a register did not
arrive, or a row about the person was set aside, there are too few rows, and an award would end or go to another person.
It stands as before, and the register is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from alongside.entitlements.sweep_turns import date_for, fetch, run, run_many
from alongside.entitlements.turns import Turn
from alongside.packs.held_sweep import HeldSweep
from alongside.packs.load import Pack
from alongside.packs.reasons import Decider
from alongside.rules.evaluator import NOT_CONSIDERED
from alongside.rules.facts import Array, Facts
from alongside.rules.laid import cells_at, find_keys
from alongside.rules.law import registers_behind
from alongside.rules.schema import EMPTY
from alongside.rules.tree import PLACE

ALIVE = "(d.death_date IS NULL OR d.death_date > %(on)s)"
ABSENT = f"""
SELECT t.award, t.kind, a.measure, a.unit_kind, a.unit, k.place, r.key, a.missing, a.until <= %(on)s
FROM sweep_turn t
JOIN entitlements_award a ON a.id = t.award
JOIN sweep_kind k ON k.measure = a.measure AND k.unit_kind = a.unit_kind
LEFT JOIN people_person d ON d.id = a.person_id
LEFT JOIN people_person r ON r.id = a.payee_id
WHERE t.line IS NULL AND t.kind <> 'unseen' AND {ALIVE}
"""
OTHER_PAYEE = f"""
SELECT t.award, t.kind, a.measure, a.unit_kind, a.unit, k.place, d.key, t.line, a.payee_id,
    CASE WHEN t.amount_before IS DISTINCT FROM s.amount THEN 1 ELSE 0 END
FROM sweep_turn t
JOIN sweep_row s ON s.line = t.line
JOIN entitlements_award a ON a.id = t.award
JOIN sweep_kind k ON k.measure = a.measure AND k.unit_kind = a.unit_kind
JOIN people_person d ON d.id = a.payee_id
WHERE s.answer = 'yes' AND s.payee IS DISTINCT FROM a.payee_id AND {ALIVE}
"""


def keep_what_rests_on_gaps(pack: Pack, facts: Facts, held: HeldSweep, decider: Decider | None) -> None:
    """Turn such ends into doubts, and let such awards go to whom they went. Nobody's who died, and no other "no".

    Where a register is whole but for some people, `decider` says whether the unit is still considered; without one it
    is taken that it may be.
    """
    gaps = Gaps(pack, facts if decider is None else decider.facts)  # what was confirmed since is no gap
    day = {"on": date_for(held.on)}
    _keep_ends(gaps, fetch(ABSENT, day), decider)
    _keep_payees(gaps, fetch(OTHER_PAYEE, day))


@dataclass(frozen=True)
class Gaps:
    """Which registers are not whole for whom, and which of them a rule asks for who is meant."""

    pack: Pack
    facts: Facts

    def of(self, units: Array, at_place: Array, others: Array) -> Array:
        """The bits of the registers that are not whole for each unit, or for the person who receives."""
        places = _bits(self.facts["place.key"], self.facts["place.incomplete"], units)
        persons = _bits(self.facts["person.key"], self.facts["person.incomplete"], units)
        received = _bits(self.facts["person.key"], self.facts["person.incomplete"], others)
        found: Array = np.where(at_place, places, persons) | received
        return found

    def asked(self, measure: str, kind: str, *, payee: bool = False) -> int:
        """The bits of the registers that say who is considered, or with `payee` who receives."""
        return self._masks[measure, kind][payee]

    @cached_property
    def not_arrived(self) -> int:
        """The bits of the registers that are missing in whole."""
        return self._mask(self.facts.missing_registers)

    def names(self, bits: int) -> str:
        """The registers as an award says what is missing."""
        registers = self.facts.registers.all
        return ",".join(f"{one.name}.*" for position, one in enumerate(registers) if bits >> position & 1)

    @cached_property
    def _masks(self) -> Mapping[tuple[str, str], tuple[int, int]]:
        law = self.pack.law
        return {
            (case.measure, case.unit.name): (
                self._mask(registers_behind(law, case.rule.considered.node)),
                self._mask(registers_behind(law, case.rule.payee.node)),
            )
            for measure in law.measures
            for case in measure.cases
        }

    def _mask(self, names: Iterable[str]) -> int:
        wanted = set(names)
        return sum(1 << position for position, one in enumerate(self.facts.registers.all) if one.name in wanted)


def _keep_ends(gaps: Gaps, rows: list[tuple[object, ...]], decider: Decider | None) -> None:
    back: list[tuple[object, ...]] = []
    for row, bits in _with_bits(gaps, rows):
        award, kind, measure, unit_kind, unit, _, _, was_missing, over = row
        suspected = bits & gaps.asked(str(measure), str(unit_kind))
        if not suspected:
            continue
        if not suspected & gaps.not_arrived and not _is_meant_no_more(decider, str(measure), str(unit_kind), unit):
            continue
        missing = gaps.names(suspected)
        stays = kind in (Turn.DONE, Turn.CLOSED) or (was_missing == missing and not over)
        back.append((None if stays else Turn.UNSEEN.value, missing, award))
    run_many("UPDATE sweep_turn SET kind = %s, because = %s WHERE award = %s", back)
    run("DELETE FROM sweep_turn WHERE kind IS NULL")


def _keep_payees(gaps: Gaps, rows: list[tuple[object, ...]]) -> None:
    kept: list[tuple[object, ...]] = []
    nothing: list[tuple[object, ...]] = []
    for row, bits in _with_bits(gaps, rows):
        award, kind, measure, unit_kind, _, _, _, line, payee, amount_turns = row
        if not bits & gaps.asked(str(measure), str(unit_kind), payee=True):
            continue
        kept.append((payee, line))
        if kind == Turn.CHANGED and not amount_turns:
            nothing.append((award,))
    run_many("UPDATE sweep_row SET payee = %s WHERE line = %s", kept)
    run_many("DELETE FROM sweep_turn WHERE award = %s", nothing)


def _with_bits(gaps: Gaps, rows: list[tuple[object, ...]]) -> list[tuple[tuple[object, ...], int]]:
    units = np.array([row[4] for row in rows], np.int64)
    at_place = np.array([bool(row[5]) for row in rows], bool)
    others = np.array([EMPTY if row[6] is None else row[6] for row in rows], np.int64)
    bits = gaps.of(units, at_place, others)
    return [(row, int(found)) for row, found in zip(rows, bits, strict=True) if found]


def _is_meant_no_more(decider: Decider | None, measure: str, unit_kind: str, unit: object) -> bool:
    """Whether it is only that the unit is not considered; a known "no" of a criterion is a no."""
    case = decider.case(measure, unit_kind) if decider is not None else None
    if decider is None or case is None:
        return True
    number = int(str(unit))
    find = decider.facts.find_place if case.unit.kind == PLACE else decider.facts.find_person
    place = find(number)
    return place is None or decider.decide(case, place).answer == NOT_CONSIDERED


def _bits(keys: Array, bits: Array, wanted: Array) -> Array:
    """The bits beside each wanted key; none where there is no such key."""
    return cells_at(bits, find_keys(keys, wanted)).astype(np.int64)
