"""Stages 3 to 6 for one register, in their order."""

from __future__ import annotations

from alongside.registers.across_rules import check_across
from alongside.registers.codes import Codes
from alongside.registers.copies import check_copies
from alongside.registers.people_rules import People, check_people
from alongside.registers.row_rules import check_rows
from alongside.registers.sheet import Sheet
from alongside.rules.schema import Registers


def check_persons(sheet: Sheet, registers: Registers, words: Codes) -> People:
    """Check the register of persons, and say who exists.

    Copies come before people here: whom a row names is looked up among the persons left after that.
    """
    check_rows(sheet, words)
    check_copies(sheet)
    check_people(sheet, People.of(sheet, registers), words)
    check_across(sheet, People.of(sheet, registers), words)
    return People.of(sheet, registers)


def check_sheet(sheet: Sheet, people: People, words: Codes) -> None:
    """Check any other register against the people who exist."""
    check_rows(sheet, words)
    check_people(sheet, people, words)
    check_copies(sheet)
    check_across(sheet, people, words)
