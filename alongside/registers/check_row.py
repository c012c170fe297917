"""One row checked by itself: what a register would set aside is not taken from a person at a counter either."""

from __future__ import annotations

from collections.abc import Callable, Mapping

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

Known = Callable[[str, int], bool]
"""Whether a person or a place is known by the digits of their key."""


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


def check_numbers(registers: Registers, name: str, row: Mapping[str, object], known: Known) -> None:
    """Refuse a row that names somebody, or a place, of whom nobody knows by a key whose check number is wrong."""
    forms = {"person": registers.person_key, "place": registers.place_key}
    for column in registers[name].columns:
        number = _number(registers, column, row.get(column.name)) if column.type in forms else EMPTY
        if number != EMPTY and not forms[column.type].is_right(number) and not known(column.type, number):
            raise RowIsBad(column.name, "check_number", "the check number is wrong.", "Compare it with the paper.")


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
        return cell_number(registers, column, cell)
    except (ValueError, KeyError) as error:
        raise RowIsBad(
            column.name, "unreadable", "this value cannot be read.", "Write it as the register does."
        ) from error


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
