"""Stages 5 and 6 for a whole register: the checks across rows, with no more in memory than they need.

Where rows can only speak against rows of the same owner, one part of the spill is looked at after the other. Elsewhere
the rows, or the columns, that matter are brought together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

import numpy as np

from alongside.registers.across_rules import check_across, looked_at, within_owners
from alongside.registers.codes import Codes
from alongside.registers.copies import check_copies, is_among, key_hashes, may_repeat, repeated
from alongside.registers.people_rules import People
from alongside.registers.sheet import Sheet, one_sheet
from alongside.registers.spill import Spill
from alongside.rules.facts import Array
from alongside.rules.order import distinct

Act = Callable[[Sheet], None]


def check_spilled_copies(spill: Spill, note: Act) -> None:
    """Drop the later copies of rows, then all rows that still share a key; `note` is told of each sheet that was
    checked."""
    register = spill.register
    if spill.splits is not None and register.owner in register.key:
        _part_by_part(spill, lambda sheet: bool(may_repeat(_hashes(sheet)).any()), register.key, check_copies, note)
        return
    hashes = [_hashes(sheet) for sheet in spill.sheets(register.key)]
    again = distinct(repeated(np.sort(np.concatenate(hashes)))) if hashes else np.zeros(0, np.uint64)
    del hashes
    if len(again):
        _together(spill, lambda sheet: is_among(again, _hashes(sheet)), None, check_copies, note)


def check_spilled_across(spill: Spill, people: People, words: Codes, note: Act) -> None:
    """Drop the rows that break a rule with another row; `note` is told of each sheet that was checked."""
    register = spill.register

    def check(sheet: Sheet) -> None:
        check_across(sheet, people, words)

    if not register.across_rules:
        return
    if spill.splits is not None and within_owners(register):
        _part_by_part(spill, None, (), check, note)
        return
    columns = {column.name for column in register.columns if column.type in ("person", "place")}
    columns.update(*(looked_at(rule) for rule in register.across_rules))
    _together(spill, Sheet.good, columns, check, note)


def _hashes(sheet: Sheet) -> Array:
    return key_hashes(sheet, np.arange(len(sheet)))


def _part_by_part(
    spill: Spill, asked: Callable[[Sheet], bool] | None, columns: Collection[str], check: Act, note: Act
) -> None:
    """Check the rows of each part with one another, where `asked` of these columns says that it is worth it."""
    for part in range(spill.parts):
        if asked is None or asked(spill.sheet(part, columns)):
            sheet = spill.sheet(part)
            check(sheet)
            note(sheet)
            spill.drop(part, sheet.lines[~sheet.good()])


def _together(
    spill: Spill, wanted: Callable[[Sheet], Array], columns: Collection[str] | None, check: Act, note: Act
) -> None:
    """Check the wanted rows of all parts with one another; only these columns are brought together (None: all)."""
    taken: list[Sheet] = []
    parts: list[Array] = []
    for part, sheet in enumerate(spill.sheets(columns)):
        rows = np.flatnonzero(wanted(sheet))
        taken.append(sheet.take(rows, columns))
        parts.append(np.full(len(rows), part, np.uint16))
    if not taken:
        return
    whole, part_of = one_sheet(taken), np.concatenate(parts)
    order = np.argsort(whole.lines)
    whole, part_of = whole.take(order), part_of[order]
    del taken, parts
    check(whole)
    note(whole)
    bad = ~whole.good()
    for part in np.unique(part_of[bad]).tolist():
        spill.drop(part, whole.lines[bad & (part_of == part)])
