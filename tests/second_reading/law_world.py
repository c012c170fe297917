"""One delivery on one date: persons, rows, what is complete (registers.md section 4; law.md A1, A3)."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Protocol, TypeVar, cast

from tests.second_reading.law_dates import full_years
from tests.second_reading.law_logic import NO, YES, Fact, unknown

Row = dict[str, Any]
Test = Callable[[Row], "Fact | bool"]
FIRST_DATE = date(2023, 1, 1)
END_DATE = date(2027, 1, 1)
STARTS = ("since", "first_day", "married_on", "applied_on", "assigned_on")
ENDS = ("until", "ended_on", "removed_on")


class Delivered(Protocol):
    """What tests/second_reading/delivery.py hands over."""

    delivery_id: str
    as_of: date
    rows: dict[str, list[dict[str, object]]]
    missing: set[str]
    incomplete: dict[str, set[str]]
    incomplete_addresses: dict[str, set[str]]


class World:
    """A delivery read on one date; everything already worked out is remembered in `found`."""

    def __init__(self, delivered: Delivered, on: date) -> None:
        """A1: on must lie within the law."""
        if not FIRST_DATE <= on < END_DATE:
            raise ValueError("date_outside_law")
        self.delivered = delivered
        self.on = on
        self.as_of = delivered.as_of
        self.found: dict[Any, Any] = {}
        self.indexes: dict[tuple[str, str], dict[str, list[Row]]] = {}
        self.persons: dict[str, Row] = {str(row["snils"]): row for row in self.rows("persons")}
        self.living: list[str] = sorted(p for p in self.persons if self.lives(p, on))
        self.dead: list[str] = sorted(p for p in self.persons if self.exists(p, on) and not self.lives(p, on))

    def rows(self, register: str) -> list[Row]:
        """The accepted rows of a register; a missing register has none."""
        if register in self.delivered.missing:
            return []
        return cast(list[Row], self.delivered.rows.get(register, []))

    def about(self, register: str, who: str, column: str = "snils") -> list[Row]:
        """The accepted rows whose `column` names this person (or address)."""
        index = self.indexes.get((register, column))
        if index is None:
            index = {}
            for row in self.rows(register):
                index.setdefault(str(row[column]), []).append(row)
            self.indexes[register, column] = index
        return index.get(who, [])

    def exists(self, p: str, d: date) -> bool:
        """A1: a person exists on d if birth_date <= d; without an accepted row nobody exists."""
        return p in self.persons and bool(self.persons[p]["birth_date"] <= d)

    def lives(self, p: str, d: date) -> bool:
        """A1: exists on d, and death_date is empty or after d."""
        if not self.exists(p, d):
            return False
        death = self.persons[p]["death_date"]
        return death is None or bool(d < death)

    def is_dead(self, p: str) -> bool:
        """Dead on `on`; a death after `on` has not happened."""
        return self.exists(p, self.on) and not self.lives(p, self.on)

    def is_living(self, p: str) -> bool:
        """Lives on `on`."""
        return self.lives(p, self.on)

    def birth(self, p: str) -> date:
        return cast(date, self.persons[p]["birth_date"])

    def sex(self, p: str) -> str:
        return cast(str, self.persons[p]["sex"])

    def age(self, p: str, d: date | None = None) -> int:
        """A2: age(p, d), on `on` unless another date is named."""
        return full_years(self.birth(p), self.on if d is None else d)

    def complete(self, register: str, *people: str) -> Fact:
        """Is the register complete for each of these: yes, or not known for want of it."""
        if register == "persons":
            return YES
        if register in self.delivered.missing:
            return unknown([f"{register}.*"])
        incomplete = self.delivered.incomplete.get(register, set())
        if any(p in incomplete for p in people):
            return unknown([f"{register}.*"])
        return YES

    def complete_for_address(self, register: str, address: str) -> Fact:
        """The same, asked for an address."""
        if register in self.delivered.missing:
            return unknown([f"{register}.*"])
        if address in self.delivered.incomplete_addresses.get(register, set()):
            return unknown([f"{register}.*"])
        return YES


Function = TypeVar("Function", bound=Callable[..., Any])


def remembered(function: Function) -> Function:
    """Work a definition out once for a world and its arguments."""

    @functools.wraps(function)
    def recalled(w: World, *arguments: Any) -> Any:
        key = (function.__module__, function.__qualname__, arguments)
        if key not in w.found:
            w.found[key] = function(w, *arguments)
        return w.found[key]

    return cast(Function, recalled)


def holds(row: Row, d: date) -> bool:
    """registers.md, Periods: the row holds on d."""
    for column in STARTS:
        if column in row and not row[column] <= d:
            return False
    for column in ENDS:
        if row.get(column) is not None and not d < row[column]:
            return False
    return row.get("last_day") is None or bool(d <= row["last_day"])


def cell(row: Row, register: str, column: str) -> Fact:
    """The value of an open cell: not known when it is empty."""
    if row[column] is None:
        return unknown([f"{register}.{column}"])
    return Fact(row[column])


def person_cell(w: World, p: str, column: str) -> Fact:
    """An open cell of `persons`, which is complete for everybody."""
    return cell(w.persons[p], "persons", column)


def some_row(rows: Iterable[Row], test: Test, completeness: Fact) -> Fact:
    """registers.md section 4: "there is a row with a property", over these accepted rows.

    Yes if an accepted row has it; else not known if the register is not complete, or a row would have it
    but for something not known in it; else no.
    """
    missing: frozenset[str] = frozenset()
    for row in rows:
        has = test(row)
        if has is True:
            return YES
        if isinstance(has, Fact):
            if has.is_yes:
                return YES
            missing = missing | has.missing
    missing = missing | completeness.missing
    if missing:
        return unknown(missing)
    return NO


def there_is(w: World, register: str, p: str, test: Test, column: str = "snils", *, d: date | None = None) -> Fact:
    """There is a row of the register about p, holding on d (`on` if not named), with a property."""
    day = w.on if d is None else d
    rows = [row for row in w.about(register, p, column) if holds(row, day)]
    return some_row(rows, test, w.complete(register, p))


def there_ever_is(w: World, register: str, p: str, test: Test, column: str = "snils") -> Fact:
    """A3 "ever": the row began by `on`, whether it still holds or not."""
    rows = [row for row in w.about(register, p, column) if has_begun(w, row)]
    return some_row(rows, test, w.complete(register, p))


def has_begun(w: World, row: Row) -> bool:
    """Rows that begin after `on` do not count."""
    return all(row[column] <= w.on for column in STARTS if column in row)
