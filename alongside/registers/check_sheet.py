"""Stages 1 to 6 for one register: its file is read some rows at a time, what is accepted lies in a spill."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from alongside.registers import spill as spills
from alongside.registers.ahead import ahead
from alongside.registers.cells import Delivered
from alongside.registers.check_spill import check_spilled_across, check_spilled_copies
from alongside.registers.codes import Codes
from alongside.registers.completeness import Named
from alongside.registers.manifest import Entry
from alongside.registers.people_rules import People, asked_of_people, check_people
from alongside.registers.read_sheet import months_covered, read_sheet
from alongside.registers.row_rules import check_rows
from alongside.registers.set_aside import SetAside
from alongside.registers.sheet import Block, Rows, Sheet
from alongside.registers.spill import Spill
from alongside.rules.facts import Array
from alongside.rules.order import distinct
from alongside.rules.schema import EMPTY, Register, Registers

Step = Callable[[int], Any]  # is told how many rows were read


@dataclass
class Known:
    """What is known of a delivery while its registers are checked, one after the other."""

    registers: Registers
    as_of: date
    work: Path  # a folder that is removed in the end
    words: Codes
    people: People | None = None
    places: Array = field(default_factory=lambda: np.zeros(0, np.int64))  # key digits of accepted rows, sorted

    def folder(self, register: Register) -> Path:
        """Where what is needed of a register on the way lies."""
        return self.work / register.name


@dataclass
class CheckedRegister:
    """A register that was read and checked; `renumber` says how many of the persons before each position are still
    there, None where all are."""

    rows: int
    spill: Spill
    set_aside: SetAside
    renumber: Array | None = None


def check_persons(rows: Rows, entry: Entry, known: Known, step: Step) -> CheckedRegister:
    """Check the register of persons; then it is known who exists.

    Copies come before people here: whom a row names is looked up among the persons left after that.
    """
    register = known.registers.persons
    aside = _set_aside(entry, register, known)
    read = Spill(known.folder(register) / "read", register, len(rows), placed=False, splits=None)
    for sheet, block in ahead(_sheets(rows, register, known)):
        aside.note_block(sheet, block)
        read.add(sheet)
        step(len(sheet))
    read.flush()
    check_spilled_copies(read, aside.note_later)
    asked = (register.owner, *asked_of_people(known.registers))
    cells = {name: read.column(name) for name in asked}
    people = aside.people = known.people = People(cells.pop(register.owner), cells, known.registers)
    gone: list[Array] = [np.zeros(0, np.int32)]

    def note(sheet: Sheet) -> None:
        aside.note_later(sheet)
        gone.append(sheet.found[register.owner][~sheet.good()])

    splits = _splits(rows, register, known)
    spill = Spill(known.folder(register) / "rows", register, len(rows), placed=True, splits=splits)
    for part, sheet in enumerate(read.sheets()):
        check_people(sheet, people, known.words)
        note(sheet)
        spill.add(sheet)
        read.delete(part)
    spill.flush()
    people.forget(np.concatenate(gone))
    check_spilled_across(spill, people, known.words, note)
    left = np.ones(len(people.keys), bool)
    left[np.concatenate(gone)] = False
    known.people = people if left.all() else people.without(~left)
    renumber = None if left.all() else np.concatenate([[0], np.cumsum(left)]).astype(np.int32)
    _add_places(spill, known)
    return CheckedRegister(len(rows), spill, aside, renumber)


def check_register(rows: Rows, entry: Entry, register: Register, known: Known, step: Step) -> CheckedRegister:
    """Check any other register against the people who exist."""
    assert known.people is not None
    aside = _set_aside(entry, register, known)
    splits = _splits(rows, register, known)
    spill = Spill(known.folder(register) / "rows", register, len(rows), placed=True, splits=splits)
    for sheet, block in ahead(_sheets(rows, register, known)):
        check_people(sheet, known.people, known.words)
        aside.note_block(sheet, block)
        spill.add(sheet)
        step(len(sheet))
    spill.flush()
    check_spilled_copies(spill, aside.note_later)
    check_spilled_across(spill, known.people, known.words, aside.note_later)
    _add_places(spill, known)
    return CheckedRegister(len(rows), spill, aside)


def _sheets(rows: Rows, register: Register, known: Known) -> Iterator[tuple[Sheet, Block]]:
    """The rows of a file, some at a time, after stages 1 to 3."""
    cover = months_covered(register, known.as_of)
    delivered = Delivered(known.registers, register.dialect, known.as_of, cover)
    for block in rows.blocks():
        sheet = read_sheet(block, delivered, register)
        check_rows(sheet, known.words)
        yield sheet, block


def _set_aside(entry: Entry, register: Register, known: Known) -> SetAside:
    known.folder(register).mkdir()
    named = Named(register, known.registers, known.people)
    return SetAside(known.folder(register) / "set_aside.csv", entry.name, known.registers, known.words, named)


def _splits(rows: Rows, register: Register, known: Known) -> Array:
    """Owners that cut a register of so many rows into parts of about the same size.

    Places may follow that are not known yet; they lie in a part whatever their keys are, and all in one where no
    register before has named a place.
    """
    assert known.people is not None
    parts = min(-(-len(rows) // spills.PART), spills.MOST_PARTS)
    if register.column(register.owner).type == "person":
        return np.linspace(0, len(known.people.keys), parts + 1).astype(np.int64)[1:-1]
    if not len(known.places):
        return known.places
    return np.unique(known.places[np.linspace(0, len(known.places) - 1, parts + 1).astype(np.int64)[1:-1]])


def _add_places(spill: Spill, known: Known) -> None:
    columns = [column.name for column in spill.register.columns if column.type == "place"]
    for sheet in spill.sheets(columns) if columns else ():
        keys = np.concatenate([sheet.columns[name] for name in columns])
        known.places = distinct(np.concatenate([known.places, distinct(keys[keys != EMPTY])]))
