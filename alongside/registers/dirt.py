"""Spoil some rows of a register, each with one fault of those that a reader must find."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa

from alongside.registers.cells import DECIMALS
from alongside.registers.csv_rows import QUOTE, SEPARATOR, split_line
from alongside.registers.parquet_rows import parquet_type
from alongside.registers.write_csv import csv_lines
from alongside.rules.schema import (
    MANDATORY,
    AtMostOne,
    Born,
    Column,
    KeyFormat,
    NotBefore,
    Older,
    Register,
    Registers,
    When,
    Younger,
)

Row = dict[str, Any]
Fault = Callable[[Row], list[Row]]  # a row into the rows that stand for it
BAD_TEXTS = {"code": "NO_SUCH_CODE", "id": "bad id", "place": "B1", "name": "R2-D2"}
LONG_AGO = date(1850, 1, 1)


@dataclass
class Dirt:
    """Spoils rows; the same seed, registers and tables in the same order give the same rows."""

    registers: Registers
    as_of: date
    seed: int
    text: bool  # whether the file is text, so that lines and cells can be spoiled as text

    def __post_init__(self) -> None:
        self.count = 0
        self.strangers = strangers(self.registers.person_key, np.random.default_rng([self.seed, 1]))

    def spoil(self, register: Register, table: Any, share: float) -> tuple[Any, Any, list[str]]:
        """The rows left clean, the rows spoiled as cells, and those spoiled as text (lines)."""
        self.count += 1
        rng = np.random.default_rng([self.seed, zlib.crc32(register.name.encode()), self.count])
        chosen = rng.random(table.num_rows) < share
        clean, victims = table.filter(pa.array(~chosen)), table.filter(pa.array(chosen))
        as_text = rng.random(victims.num_rows) < (0.3 if self.text else 0.0)
        schema = pa.schema([(column.name, parquet_type(column)) for column in register.columns])
        rows: list[Row] = []
        faults = list(self.faults(register, rng))
        for row in victims.filter(pa.array(~as_text)).select(schema.names).to_pylist():
            rows += faults[rng.integers(len(faults))](row)
        lines: list[str] = []
        for line in csv_lines(victims.filter(pa.array(as_text)), register) if self.text else ():
            lines.append(spoil_line(line, register, rng))
        return clean, pa.Table.from_pylist(rows, schema=schema), lines

    def faults(self, register: Register, rng: np.random.Generator) -> Iterator[Fault]:
        """Everything that can be wrong with a row of this register in typed cells."""
        yield lambda row: [row, dict(row)]
        yield lambda row: [row, self._other_value(row, register)]
        for column in register.columns:
            if column.empty is MANDATORY:
                yield _with(column.name, None)
            yield from self._cell_faults(column, register, rng)
            yield from self._condition_faults(column, register)
        for rule in (*register.row_rules, *register.people_rules):
            yield from self._rule_faults(rule, register)
        for across in register.across_rules:
            yield _twice(across.when, register, rng)

    def _cell_faults(self, column: Column, register: Register, rng: np.random.Generator) -> Iterator[Fault]:
        name = column.name
        if column.type == "person":
            yield lambda row: [{**row, name: wrong_check(row[name], self.registers.person_key)}]
            yield lambda row: [{**row, name: self.strangers[rng.integers(len(self.strangers))]}]
        elif column.type == "date" and column.past:
            yield _with(name, self.as_of + timedelta(1))
        elif column.type in ("money", "dec2", "dec3"):
            yield _with(name, Decimal(-1).scaleb(-DECIMALS[column.type]))
            yield _with(name, Decimal(10**10))
        elif column.type == "int":
            yield _with(name, -1)
            yield _with(name, 100_000)
        elif column.type == "month":
            yield _with(name, f"{self.as_of:%Y-%m}" if register.cover_months else "2025-13")
        elif column.type in BAD_TEXTS:
            yield _with(name, BAD_TEXTS[column.type])

    def _condition_faults(self, column: Column, register: Register) -> Iterator[Fault]:
        for when in column.only_with:
            yield _filled_against(column, when, register, self.as_of)
        if column.required_with:
            yield _holding_with(column.required_with, column.name, None)
        for word, when in column.never:
            yield _holding_with(when, column.name, word == "Y" if column.type == "yes_no" else word)

    def _rule_faults(self, rule: Any, register: Register) -> Iterator[Fault]:
        if isinstance(rule, NotBefore):
            yield lambda row: [{**row, rule.end: _day_before(row[rule.start])}]
        elif isinstance(rule, AtMostOne):
            yield lambda row: [{**row, rule.lower: (row[rule.upper] or 1) + 1}]
        elif isinstance(rule, Born):
            yield _with(rule.day, LONG_AGO)
        elif isinstance(rule, Older):
            yield lambda row: [_swapped(row, rule, register, self.as_of)]
        elif isinstance(rule, Younger):
            yield _holding_with(rule.when, rule.day, self.as_of)
        else:
            yield lambda row: [{**row, rule.second: row[rule.first]}]

    def _other_value(self, row: Row, register: Register) -> Row:
        """The same key with something else beside it."""
        for column in register.columns:
            value = row[column.name]
            if column.name in register.key or value is None:
                continue
            if column.type in ("money", "dec2", "dec3", "int"):
                return {**row, column.name: value + 1 if value < 1 else value - 1}
            if column.type == "date":
                return {**row, column.name: value + timedelta(1)}
        return dict(row)


def spoil_line(line: str, register: Register, rng: np.random.Generator) -> str:
    """A line with the wrong shape, or with a cell that is written wrongly."""
    fields = split_line(line) or [line]
    at = int(rng.integers(len(fields)))
    spoiled_cell = {
        0: f"{QUOTE}{fields[at]}",
        1: f"{QUOTE}{fields[at]}{QUOTE}x",
        2: f"{fields[at]} ",
        3: "31/02/24",
    }
    which = int(rng.integers(9))
    if which in spoiled_cell:
        return SEPARATOR.join([*fields[:at], spoiled_cell[which], *fields[at + 1 :]])
    if which == 4:
        return _impossible_day(fields, register)
    if which == 5:  # a fault of nothing but the writing: the row says what it said
        return SEPARATOR.join(f"{QUOTE}{field.replace(QUOTE, QUOTE * 2)}{QUOTE}" for field in fields)
    return {6: SEPARATOR.join(fields[:-1]), 7: f"{line}{SEPARATOR}", 8: ""}[which]


def _impossible_day(fields: list[str], register: Register) -> str:
    days = [place for place, column in enumerate(register.columns) if column.type == "date"]
    at = next((place for place in days if place < len(fields) and fields[place]), 0)
    pattern = register.dialect.date_pattern if days else "MM"
    fields[at] = pattern.replace("YYYY", "2023").replace("MM", "02").replace("DD", "30")
    return SEPARATOR.join(fields)


def strangers(key: KeyFormat, rng: np.random.Generator) -> list[str]:
    """Some right keys of persons, taken at random, so most likely nobody's."""
    found: list[str] = []
    while len(found) < 100:
        first = int(rng.integers(10 ** min(key.digits - 2, 17))) * 100
        right = next((first + end for end in range(100) if key.is_right(first + end)), None)
        if right is not None:
            found.append(key.text(right))
    return found


def wrong_check(text: str | None, key: KeyFormat) -> str:
    """A key like this one whose check number is wrong (or that is no key, where none is checked)."""
    number = key.number(text or "") or 0
    for other in range(number // 100 * 100, number // 100 * 100 + 100):
        if not key.is_right(other):
            return key.text(other)
    return "X"


def _with(name: str, value: Any) -> Fault:
    return lambda row: [{**row, name: value}]


def _holding_with(when: When, name: str, value: Any) -> Fault:
    return lambda row: [{**_holding(row, when), name: value}]


def _filled_against(column: Column, when: When, register: Register, as_of: date) -> Fault:
    return lambda row: [{**_breaking(row, when, register), column.name: _some_value(column, as_of)}]


def _twice(when: When | None, register: Register, rng: np.random.Generator) -> Fault:
    return lambda row: [_holding(row, when), _with_new_key(_holding(row, when), register, rng)]


def _swapped(row: Row, rule: Older, register: Register, as_of: date) -> Row:
    """The elder as the younger; on a day and of a kind where nothing else is wrong with that."""
    for born in register.people_rules:
        if isinstance(born, Born):
            row = {**row, born.day: as_of}
            row = _breaking(row, born.exactly[1], register) if born.exactly else row
    return {**row, rule.elder: row[rule.younger], rule.younger: row[rule.elder]}


def _day_before(day: date | None) -> date:
    return (day or LONG_AGO) - timedelta(1)


def _holding(row: Row, when: When | None) -> Row:
    """The row, changed so that the condition holds (a cell that must only be filled stays as it is)."""
    return {**row, when.column: when.values[0]} if when and when.values else row


def _breaking(row: Row, when: When, register: Register) -> Row:
    """The row, changed so that the condition does not hold."""
    column = register.column(when.column)
    others = [word for word in column.codes if word not in when.values]
    return {**row, when.column: others[0] if when.values and others else None}


def _with_new_key(row: Row, register: Register, rng: np.random.Generator) -> Row:
    """The row once more under another id."""
    return {**row, register.key[0]: f"{row[register.key[0]] or ''}"[:9] + f"-{rng.integers(10**9)}"}


def _some_value(column: Column, as_of: date) -> Any:
    if column.type in ("person", "place", "id"):
        return "A0000001" if column.type == "place" else "X1"
    if column.type == "code":
        return column.codes[0]
    return {"date": as_of, "yes_no": False, "int": 1, "month": f"{as_of:%Y-%m}"}.get(column.type, Decimal(1))
