"""One row checked by itself: what a register would set aside is not taken from a person at a counter either."""

from __future__ import annotations

from collections.abc import Mapping

from alongside.base.refusal import Refusal
from alongside.rules.schema import (
    EMPTY,
    MANDATORY,
    NEVER,
    AtMostOne,
    Column,
    Different,
    NotBefore,
    Register,
    Registers,
    When,
)
from alongside.rules.small import cell_number


class RowIsBad(Refusal):
    """The row breaks a rule of its register: `column` says where, `why` which kind of rule, for whoever words it."""

    code = "row_is_bad"

    def __init__(self, column: str, why: str, message: str, remedy: str) -> None:
        super().__init__(f"{column}: {message}", remedy=remedy)
        self.column, self.why = column, why


def check_row(registers: Registers, name: str, row: Mapping[str, object]) -> None:
    """Refuse a row (cells as `small_facts` takes them) that its register would set aside by shape or row rules."""
    register = registers[name]
    for column in register.columns:
        _check_cell(registers, register, column, row)
    numbers = {column.name: _number(registers, column, row.get(column.name)) for column in register.columns}
    for rule in register.row_rules:
        bad = _broken(rule, numbers)
        if bad:
            raise RowIsBad(
                bad,
                "disagrees",
                "does not agree with the other cells.",
                "Look at both dates, both people or both parts.",
            )


def _check_cell(registers: Registers, register: Register, column: Column, row: Mapping[str, object]) -> None:
    cell = row.get(column.name)
    filled = cell is not None and cell != ""
    if filled and not all(_holds(when, row) for when in column.only_with):
        raise RowIsBad(column.name, "empty", "may not be filled here.", "Leave it empty.")
    needed = column.empty is MANDATORY and not column.only_with
    if not filled and (needed or (column.required_with is not None and _holds(column.required_with, row))):
        raise RowIsBad(column.name, "missing", "is missing.", "Fill it in.")
    if any(cell == word and _holds(when, row) for word, when in column.never):
        raise RowIsBad(column.name, "value", "may not be this here.", "Choose another value.")
    _number(registers, column, cell)


def _number(registers: Registers, column: Column, cell: object) -> int:
    if column.type in ("id", "name"):
        return EMPTY
    try:
        number = cell_number(registers, column, cell)
    except (ValueError, KeyError) as error:
        raise RowIsBad(
            column.name, "unreadable", "this value cannot be read.", "Write it as the register does."
        ) from error
    form = {"person": registers.person_key, "place": registers.place_key}.get(column.type)
    if form is not None and number != EMPTY and not form.is_right(number):
        raise RowIsBad(column.name, "check_number", "the check number is wrong.", "Compare it with the paper.")
    return number


def _holds(when: When, row: Mapping[str, object]) -> bool:
    cell = row.get(when.column)
    filled = cell is not None and cell != ""
    return filled and (not when.values or cell in when.values)


def _broken(rule: NotBefore | AtMostOne | Different, numbers: Mapping[str, int]) -> str:
    """The column where a row breaks a rule; empty where it does not."""
    if isinstance(rule, NotBefore):
        end, start = numbers[rule.end], numbers[rule.start]
        early = end <= start if rule.strict else end < start
        return rule.end if early and NEVER not in (end, start) else ""
    if isinstance(rule, AtMostOne):
        return rule.lower if numbers[rule.lower] > numbers[rule.upper] != EMPTY else ""
    return rule.second if numbers[rule.first] == numbers[rule.second] != EMPTY else ""
