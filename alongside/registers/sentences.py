"""The sentence that says what is wrong with a row, in English; the code beside it is what counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import numpy as np

from alongside.registers import codes
from alongside.registers.cells import DECIMALS
from alongside.registers.codes import Codes
from alongside.registers.csv_rows import split_line
from alongside.registers.kernels import ID_LENGTH, NAME_LENGTH
from alongside.registers.sheet import Sheet
from alongside.rules.schema import (
    AcrossRule,
    AtMostOne,
    Born,
    Column,
    Different,
    KeyFormat,
    NoSharedDay,
    NotBefore,
    Older,
    OnePerAttribute,
    PeopleRule,
    Register,
    Registers,
    RowRule,
    Younger,
)

LONGEST = 80
GENERAL = {
    codes.EMPTY_REQUIRED: "must not be empty",
    codes.IMPOSSIBLE_DATE: "there is no such day",
    codes.BAD_CHECK_NUMBER: "the check number is wrong",
    codes.NEGATIVE_AMOUNT: "must not be negative",
    codes.UNKNOWN_CODE: "is not one of the listed codes",
    codes.OUT_OF_RANGE: "is outside the range",
    codes.FUTURE_DATE: "is later than the day of the extracts",
    codes.OUT_OF_COVER: "is not one of the months that the register covers",
    codes.NOT_ALLOWED_HERE: "must be empty or another value beside the other cells of the row",
    codes.UNKNOWN_PERSON: "no accepted row of the register of persons has this key",
    codes.DUPLICATE_ROW: "an earlier row says the same in every cell",
    codes.KEY_CONFLICT: "another row with the same key says something else",
}


class Cells(Protocol):
    """What rows say in words; they are counted from the first of a sheet."""

    def cell(self, row: int, position: int) -> str:
        """A cell of a row of the right shape, as text."""

    def line(self, row: int) -> str:
        """A row as it stands in the file."""


def set_aside_lines(
    sheet: Sheet, cells: Cells, registers: Registers, words: Codes
) -> Iterator[tuple[int, str, str, str]]:
    """Row, column, code and sentence of every row that was set aside, in the order of rows."""
    register = sheet.register
    phrases: dict[tuple[int, int], str] = {}
    for row in np.flatnonzero(~sheet.good()).tolist():
        error, where, line = int(sheet.error[row]), int(sheet.where[row]), int(sheet.lines[row])
        word = words.words[error]
        if error == codes.WRONG_FIELD_COUNT:
            yield line, "", word, _shape(cells.line(row), len(register.columns))
            continue
        column = register.columns[where]
        if (error, where) not in phrases:
            phrases[error, where] = phrase(error, word, column, register, registers)
        got = short(cells.cell(row, where))
        yield line, column.name, word, f'{column.name}: {phrases[error, where]}, got "{got}"'


def _shape(line: str, due: int) -> str:
    fields = split_line(line)
    if fields is None:
        return f'row: a quote is not closed or text follows it, {due} fields expected, got "{short(line)}"'
    return f'row: {len(fields)} fields found, {due} expected, got "{short(line)}"'


def phrase(error: int, word: str, column: Column, register: Register, registers: Registers) -> str:
    """What is wrong with the cell."""
    if error == codes.BAD_FORMAT:
        return f"must be {form(column, register, registers)}"
    if error in GENERAL:
        return GENERAL[error]
    for rule in (*register.row_rules, *register.people_rules, *register.across_rules):
        if rule.code == word and (not isinstance(rule, NotBefore) or rule.end == column.name):
            return rule_phrase(rule)
    return word.replace("_", " ")


def rule_phrase(rule: RowRule | PeopleRule | AcrossRule) -> str:
    """What is wrong with a row that breaks this rule."""
    match rule:
        case NotBefore(strict=True):
            said = f"must be later than {rule.start}"
        case NotBefore():
            said = f"must not be earlier than {rule.start}"
        case AtMostOne():
            said = f"must not be above {rule.upper}"
        case Different():
            said = f"must not name the same person as {rule.first}"
        case Born():
            exactly = " and, for this kind of row, not after it" if rule.exactly else ""
            said = f"must not be before the birth of a person whom the row names{exactly}"
        case Older():
            said = f"must be born before {rule.younger}"
        case Younger():
            said = f"the person is already {rule.age} on {rule.day}"
        case NoSharedDay():
            said = "the period shares a day with that of another row of the same person"
        case OnePerAttribute():
            said = f"another row names for {rule.of} somebody of the same {rule.attribute}"
    return said


def form(column: Column, register: Register, registers: Registers) -> str:
    """How the cells of a column are written."""

    def key(format: KeyFormat) -> str:
        return f"written like {format.pattern}"

    if column.type in DECIMALS:
        decimals = DECIMALS[column.type]
        return f"digits with exactly {decimals} decimals" if decimals else "digits only"
    forms = {
        "person": key(registers.person_key),
        "place": key(registers.place_key),
        "date": f"a date like {register.dialect.date_pattern}",
        "month": "a month like 2025-03",
        "yes_no": "Y or N",
        "id": f"1-{ID_LENGTH} characters of A-Z, 0-9 and -",
        "name": f"1-{NAME_LENGTH} letters, spaces inside, hyphens, apostrophes",
    }
    return forms[column.type]


def short(value: str) -> str:
    """A value as it can stand in a sentence: not too long, on one line, every sign to be seen."""
    if len(value) > LONGEST:
        value = value[: LONGEST - 3] + "..."
    if value.isprintable():
        return value
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in value)
