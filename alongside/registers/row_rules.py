"""Stage 3: what the cells of one row say of one another."""

from __future__ import annotations

from alongside.registers import codes
from alongside.registers.codes import Codes
from alongside.registers.sheet import Sheet, is_one_of
from alongside.rules.facts import Array
from alongside.rules.schema import EMPTY, NEVER, AtMostOne, Different, NotBefore, RowRule


def check_rows(sheet: Sheet, words: Codes) -> None:
    """Set aside rows by the conditions of their columns and the register's row rules, in this order."""
    columns = sheet.register.columns
    for column in columns:
        for when in column.only_with:
            sheet.set_aside(sheet.filled(column.name) & ~sheet.holds(when), codes.NOT_ALLOWED_HERE, column.name)
        for word, when in column.never:
            forbidden = is_one_of(column, sheet.columns[column.name], (word,)) & sheet.holds(when)
            sheet.set_aside(forbidden, codes.NOT_ALLOWED_HERE, column.name)
    for column in columns:
        if column.required_with:
            absent = ~sheet.filled(column.name) & sheet.holds(column.required_with)
            sheet.set_aside(absent, codes.EMPTY_REQUIRED, column.name)
    for rule in sheet.register.row_rules:
        bad, shown = broken(rule, sheet)
        sheet.set_aside(bad, words.number(rule.code), shown)


def broken(rule: RowRule, sheet: Sheet) -> tuple[Array, str]:
    """The rows that break a rule, and the column where it shows."""
    columns = sheet.columns
    if isinstance(rule, NotBefore):
        end, start = columns[rule.end], columns[rule.start]
        early = end <= start if rule.strict else end < start
        return early & (end != NEVER) & (start != NEVER), rule.end
    if isinstance(rule, AtMostOne):
        lower, upper = columns[rule.lower], columns[rule.upper]
        return (lower > upper) & (upper != EMPTY), rule.lower
    assert isinstance(rule, Different)
    return (columns[rule.first] == columns[rule.second]) & (columns[rule.second] != EMPTY), rule.second
