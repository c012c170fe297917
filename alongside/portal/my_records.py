"""What the registers say about a person, row by row, in the words of the pack: nothing that a rule reads is hidden."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from alongside.base.text import Language
from alongside.base.wording import SPACE, date_text, money_text, month_text, number_text
from alongside.packs import phrases
from alongside.packs.explain import Explainer
from alongside.people.models import Person
from alongside.rules.language import number_day
from alongside.rules.schema import CLASSES_FROM, EMPTY, NEVER, Column, Register, class_text
from alongside.rules.small import written_cell

FEW = 5
PAGE = 24


@dataclass(frozen=True)
class Cell:
    """One cell: the column by its name and in words, and what stands in it."""

    column: str
    title: str
    text: str


@dataclass(frozen=True)
class Record:
    """One row of a register about a person: `number` counts the person's rows of it, the latest first, from 1.

    `key` names the row by its key cells, written as corrections keep them.
    """

    number: int
    cells: tuple[Cell, ...]
    key: Mapping[str, str | int | None]


@dataclass(frozen=True)
class RegisterOfMine:
    """A register, who holds it, of which day it is, and the rows about one person.

    `state`: "whole"; "late" where the register did not arrive; "unread" where a row about the person could not be read
    and was set aside, so that the register is not known to be whole for them.
    """

    name: str
    title: str
    holder: str
    as_of: date | None
    state: str
    count: int
    records: tuple[Record, ...]


def my_registers(found: Explainer, person: Person, language: Language) -> list[RegisterOfMine]:
    """Every register of the pack, each with the latest few rows about a person."""
    return [my_register(found, person, register, language, limit=FEW) for register in found.facts.registers.all]


def my_register(
    found: Explainer, person: Person, register: Register, language: Language, *, skip: int = 0, limit: int = PAGE
) -> RegisterOfMine:
    """One register with `limit` rows about a person, the latest first, after `skip` of them."""
    index = found.facts.find_person(person.key)
    place = found.facts.find_place(person.place) if person.place is not None else None
    rows = [] if index is None else list(_rows(found, register, index, place))
    teller = _Teller(found, register, index, language)
    return RegisterOfMine(
        name=register.name,
        title=register.title[language],
        holder=register.holder[language],
        as_of=found.facts.as_of,
        state=_state(found, register, index, place),
        count=len(rows),
        records=tuple(
            Record(number, teller.cells(row), teller.key(row))
            for number, row in enumerate(rows[skip : skip + limit], start=skip + 1)
        ),
    )


def unread_register(register: Register, language: Language) -> RegisterOfMine:
    """A register of which nothing has been taken in yet."""
    return RegisterOfMine(
        register.name, register.title[language], register.holder[language], None, state="late", count=0, records=()
    )


def _state(found: Explainer, register: Register, index: int | None, place: int | None) -> str:
    facts = found.facts
    if register.name in facts.missing_registers:
        return "late"
    bit = 1 << facts.registers.all.index(register)
    unread = index is not None and int(facts.array("person.incomplete")[index]) & bit
    if not unread and register.place_complete and place is not None:
        unread = int(facts.array("place.incomplete")[place]) & bit
    return "unread" if unread else "whole"


def _rows(found: Explainer, register: Register, index: int, place: int | None) -> Iterator[int]:
    """The rows that are about a person, the latest first: their own, those that name them, those of their home."""
    facts = found.facts
    if register is facts.registers.persons:
        yield index
        return
    if register.name in facts.missing_registers:
        return
    ways = [(register.owner, (register.owner,)), *((way.name, way.columns) for way in register.indexes)]
    seen: dict[int, None] = {}
    for name, columns in ways:
        kind = register.column(columns[0]).type
        at_home = kind == "place" and name == register.owner and place is not None
        if kind == "person" or at_home:
            seen |= dict.fromkeys(_indexed(found, register.name, name, place if at_home else index))
    yield from reversed(seen)


def _indexed(found: Explainer, register: str, way: str, owner: int | None) -> list[int]:
    facts = found.facts
    assert owner is not None
    begin, end = int(facts.array(f"{register}.{way}.start")[owner]), int(facts.array(f"{register}.{way}.end")[owner])
    listed = f"{register}.{way}.row"
    if listed not in facts.arrays:
        return list(range(begin, end))
    rows = facts.array(listed)
    return [int(rows[at]) for at in range(begin, end)]


class _Teller:
    """Puts the cells of one register into words for one person."""

    def __init__(self, found: Explainer, register: Register, index: int | None, language: Language) -> None:
        self.found = found
        self.register = register
        self.index = index
        self.language = language

    def cells(self, row: int) -> tuple[Cell, ...]:
        """The cells that a person reads: columns with words, empty cells left out."""
        told = []
        for column in self.register.columns:
            title = self._title(column)
            text = self._text(column, row) if title else ""
            if text:
                told.append(Cell(column.name, title, text))
        return tuple(told)

    def key(self, row: int) -> dict[str, str | int | None]:
        """The key cells of a row: keys, ids, codes, dates and months as text."""
        columns = [self.register.column(name) for name in self.register.key]
        return {column.name: written_cell(self.found.facts, self.register, column, row) for column in columns}

    def _number(self, column: Column, row: int) -> int:
        """The stored number of a cell. The persons register is kept by its key: there the row number is the person."""
        name = f"{self.register.name}.{column.name}"
        return int(self.found.facts.array(name)[row]) if name in self.found.facts.arrays else row

    def _title(self, column: Column) -> str:
        """The name of a column; a pack that names no columns of a register shows all but numbers of records."""
        words = self.found.pack.columns.get(f"{self.register.name}.{column.name}")
        if words is not None:
            return words[self.language]
        named = any(name.startswith(f"{self.register.name}.") for name in self.found.pack.columns)
        if named or column.type == "id":
            return ""
        return column.title[self.language] or column.name.replace("_", " ")

    def _text(self, column: Column, row: int) -> str:
        facts, name = self.found.facts, self.register.name
        if column.type == "name":
            return facts.name_text(name, column.name, row)
        if column.type == "id":
            return facts.id_text(name, column.name, row)
        value = self._number(column, row)
        if value == (NEVER if column.type == "date" else EMPTY) or value < EMPTY:
            return ""
        return self._value(column, value)

    def _value(self, column: Column, value: int) -> str:
        language = self.language
        match column.type:
            case "person":
                if value == self.index and self.register is self.found.facts.registers.persons:
                    return self.found.facts.person_text(value)
                return self.found.name(value)
            case "place":
                return self.found.facts.place_text(value)
            case "date":
                return date_text(number_day(value), language)
            case "month":
                return month_text(date(value // 12, value % 12 + 1, 1), language)
            case "money":
                return money_text(value, language)
            case "yes_no":
                return (phrases.YES if value else phrases.NO)[language].lower()
            case "code":
                return self._code(column, value)
            case "dec2" | "dec3":
                return _decimal(value, 2 if column.type == "dec2" else 3, language)
        return number_text(value, language) if value >= 10_000 else str(value)

    def _code(self, column: Column, value: int) -> str:
        if value >= CLASSES_FROM:
            return class_text(value)
        code = column.codes[value]
        words = self.found.pack.words.get(f"{self.register.name}.{column.name}", {}).get(code)
        if words is None and code in self.found.pack.texts:
            words = self.found.pack.texts[code].name
        return words[self.language] if words is not None else code


def _decimal(value: int, digits: int, language: Language) -> str:
    whole, rest = divmod(value, 10**digits)
    part = f"{rest:0{digits}d}".rstrip("0")
    mark = "," if language == "ru" else "."
    return number_text(whole, language).replace(" ", SPACE) + (f"{mark}{part}" if part else "")
