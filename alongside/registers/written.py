"""Accepted cells as they stood in their file: a row that is set aside late is shown without reading it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from alongside.registers.cells import DECIMALS, EPOCH
from alongside.registers.people_rules import People
from alongside.registers.sheet import Sheet
from alongside.rules.schema import CLASSES_FROM, EMPTY, NEVER, Column, Registers, class_text

ISO = "YYYY-MM-DD"


@dataclass(frozen=True)
class WrittenCells:
    """The cells of a sheet whose rows had the right shape and right cells, so that each has one way to be written.

    (An amount in a CSV may have zeros before it; they are not shown.)
    """

    sheet: Sheet
    registers: Registers
    people: People | None
    as_text: bool  # whether the file is a CSV in its register's dialect

    def line(self, row: int) -> str:
        """All cells of a row; where a field is missing or one too many, the row was shown when it was read."""
        return ";".join(self.cell(row, position) for position in range(len(self.sheet.register.columns)))

    def cell(self, row: int, position: int) -> str:
        """A cell as text."""
        column = self.sheet.register.columns[position]
        if column.type == "name":
            text, begins = self.sheet.names[column.name]
            return bytes(text[begins[row] : begins[row + 1]]).decode()
        value = self.sheet.columns[column.name][row]
        if column.type == "id":
            return bytes(value).decode()
        if value == (NEVER if column.type == "date" else EMPTY):
            return ""
        return self._number(column, int(value))

    def _number(self, column: Column, value: int) -> str:
        dialect = self.sheet.register.dialect
        if column.type == "person":
            if self.sheet.placed:
                assert self.people is not None
                value = int(self.people.keys[value])
            return self.registers.person_key.text(value)
        if column.type == "place":
            return self.registers.place_key.text(value)
        if column.type == "date":
            day = date.fromordinal(value + EPOCH)
            return day_text(day, dialect.date_pattern if self.as_text else ISO)
        if column.type == "month":
            return f"{value // 12:04d}-{value % 12 + 1:02d}"
        if column.type == "yes_no":
            return "NY"[value]
        if column.type == "code":
            return class_text(value) if value >= CLASSES_FROM else column.codes[value]
        decimals = DECIMALS[column.type]
        digits = str(value).zfill(decimals + 1)
        mark = dialect.decimal_mark if self.as_text else "."
        return f"{digits[:-decimals]}{mark}{digits[-decimals:]}" if decimals else digits


def day_text(day: date, pattern: str) -> str:
    """A day written as a dialect does."""
    parts = {"Y": f"{day.year:04d}", "M": f"{day.month:02d}", "D": f"{day.day:02d}"}
    seen = dict.fromkeys(parts, 0)
    text = ""
    for sign in pattern:
        if sign in parts:
            text += parts[sign][seen[sign]]
            seen[sign] += 1
        else:
            text += sign
    return text
