"""What the rows of a sweep do not say: who is not held at all, which criteria speak, which right is a new one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from alongside.entitlements.assigned import correction_of
from alongside.entitlements.sweep_turns import date_for, fetch, run, run_many
from alongside.entitlements.turns import Turn
from alongside.packs.held_sweep import HeldSweep
from alongside.packs.load import Pack
from alongside.packs.reasons import Decider, told
from alongside.rules.evaluator import NOT_CONSIDERED
from alongside.rules.facts import Facts
from alongside.rules.laid import find_keys
from alongside.rules.tree import PLACE

BRIEF = 80
FULL = 1000
Told = Callable[[str, float], None]


def keep_whom_nobody_sees(facts: Facts, held: HeldSweep) -> None:
    """A person or place that the delivery does not hold is not known to be anything: what stands goes on.

    A row that was set aside takes a person out of a whole delivery, and no money may end for that.
    """
    absent = fetch(
        "SELECT t.award, t.kind, a.unit, k.place, a.stands, a.missing, a.until <= %(on)s FROM sweep_turn t "
        "JOIN entitlements_award a ON a.id = t.award JOIN sweep_kind k ON k.measure = a.measure "
        "AND k.unit_kind = a.unit_kind WHERE t.line IS NULL",
        {"on": date_for(held.on)},
    )
    if not absent:
        return
    units = np.array([row[2] for row in absent], np.int64)
    at_place = np.array([bool(row[3]) for row in absent])
    seen = np.where(at_place, find_keys(facts["place.key"], units), find_keys(facts["person.key"], units)) >= 0
    dead = {row[0] for row in fetch(DEAD_UNITS, {"on": date_for(held.on)})}
    missing = f"{facts.registers.persons.name}.*"
    back: list[tuple[object, ...]] = []
    for place in np.flatnonzero(~seen):
        award, kind, _, _, _, was_missing, over = absent[place]
        if award in dead:
            continue
        stays = kind in (Turn.DONE, Turn.CLOSED) or (was_missing == missing and not over)
        back.append((None if stays else Turn.UNSEEN.value, missing, award))
    run_many("UPDATE sweep_turn SET kind = %s, because = %s WHERE award = %s", back)
    run("DELETE FROM sweep_turn WHERE kind IS NULL")


DEAD_UNITS = (
    "SELECT t.award FROM sweep_turn t JOIN entitlements_award a ON a.id = t.award "
    "JOIN people_person d ON d.id = a.person_id WHERE d.death_date <= %(on)s"
)


def open_new_rights(pack: Pack, seen: int) -> None:
    """What was given once is done when its window has closed, or when the sweep knew of it and still finds a right."""
    candidates = fetch(
        "SELECT t.award, t.line, t.measure, s.since >= a.until FROM sweep_turn t "
        "JOIN entitlements_award a ON a.id = t.award JOIN sweep_row s ON s.line = t.line WHERE t.kind = 'again'"
    )
    closed, fresh, same = [], [], []
    for award, line, measure, window_is_over in candidates:
        correction = None if window_is_over else correction_of(award, pack)
        if window_is_over or (correction is not None and correction.from_edition <= seen):
            closed.append((award,))
            fresh.append((line, measure))
        else:
            same.append((award,))
    run_many("UPDATE sweep_turn SET kind = 'done', line = NULL WHERE award = %s", closed)
    run_many("DELETE FROM sweep_turn WHERE award = %s", same)
    run_many("INSERT INTO sweep_turn (line, measure, kind, answer_before) VALUES (%s, %s, 'began', '')", fresh)


def say_why(decider: Decider | None, progress: Told | None = None) -> int:
    """Write the criteria that speak beside each award that ends, lapses, or is in doubt; gives how many were asked.

    Those that end are decided again one by one; without a `decider` (the law at hand is another) they say nothing.
    """
    _say_what_is_not_known()
    if decider is None:
        return 0
    ends = fetch(
        "SELECT t.award, a.measure, a.unit_kind, a.unit FROM sweep_turn t JOIN entitlements_award a ON a.id = t.award "
        "WHERE t.kind IN ('ending', 'ended', 'lapsed', 'expired') ORDER BY a.measure, a.unit_kind, a.unit"
    )
    said = []
    for place, (award, measure, kind, unit) in enumerate(ends):
        if progress is not None and place % 100 == 0:
            progress("saying why", place / len(ends))
        names = _turned(decider, measure, kind, unit)
        said.append((_cut(names, FULL), _cut(names, BRIEF), award))
    run_many("UPDATE sweep_turn SET because = %s, brief = %s WHERE award = %s", said)
    return len(ends)


def _say_what_is_not_known() -> None:
    """Few different lists of criteria occur, so each is read once."""
    lists = fetch(
        "SELECT DISTINCT s.criteria FROM sweep_turn t JOIN sweep_row s ON s.line = t.line WHERE t.kind = 'in_doubt'"
    )
    run_many(
        "UPDATE sweep_turn SET because = %s WHERE kind = 'in_doubt' AND line IN "
        "(SELECT line FROM sweep_row WHERE criteria = %s)",
        [(_cut(_unknown(text), FULL), text) for (text,) in lists],
    )


def _unknown(criteria: str) -> str:
    pairs = (part.rpartition("=") for part in criteria.split(",") if part)
    return told((name for name, _, answer in pairs if answer == "unknown"), "unknown")


def _turned(decider: Decider, measure: str, kind: str, unit: int) -> str:
    """The criteria that are no now; empty where the evaluator does not say no."""
    case = decider.case(measure, kind)
    if case is None:
        return ""
    place = decider.unit(case, _text(decider, case.unit.kind, unit))
    if place is None:
        return "held=no"
    decision = decider.decide(case, place)
    if decision.answer == NOT_CONSIDERED:
        return "considered=no"
    return told((criterion.id for criterion in decision.criteria if criterion.answer == "no"), "no")


def _text(decider: Decider, kind: str, unit: int) -> str:
    registers = decider.facts.registers
    return (registers.place_key if kind == PLACE else registers.person_key).text(unit)


def _cut(names: str, length: int) -> str:
    """As many whole names as fit."""
    if len(names) <= length:
        return names
    return _joined(names.split(","), length)


def _joined(names: Iterable[str], length: int) -> str:
    found = ""
    for name in names:
        longer = f"{found},{name}" if found else name
        if len(longer) > length:
            break
        found = longer
    return found
