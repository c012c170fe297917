"""registers.md section 3, stages 5 (copies) and 6 (across rows)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from .files import Row
from .layout import Register
from .row_rules import Person


def mark_copies(register: Register, rows: list[Row]) -> None:
    """Stage 5, of the rows that came so far."""
    column = register.key[0]  # "Where the key has several columns, the column is its first"
    # "all cells equal (by value, not by text) to an earlier row still accepted: the later ones are set aside"
    earlier: set[tuple[object, ...]] = set()
    left: list[Row] = []
    for row in rows:
        cells = tuple(row.values[name] for name in register.names())
        if cells in earlier:
            row.error = (column, "duplicate_row")
        else:
            earlier.add(cells)
            left.append(row)
    # "rows left after that with the same key: all of them are set aside"
    same_key: dict[tuple[object, ...], list[Row]] = {}
    for row in left:
        same_key.setdefault(tuple(row.values[name] for name in register.key), []).append(row)
    for group in same_key.values():
        if len(group) > 1:
            for row in group:
                row.error = (column, "key_conflict")


def mark_across(register: Register, rows: list[Row], people: Mapping[str, Person]) -> None:
    """Stage 6, of the rows that came so far, each seen beside all the others."""
    if register.name == "registrations":
        bad = _overlapping_permanent(rows)
        error = ("since", "overlapping_permanent")
    elif register.name == "marriages":
        bad = _overlapping_marriages(rows, people)
        error = ("married_on", "overlapping_marriage")
    elif register.name == "parent_child":
        bad = _too_many_parents(rows, people)
        error = ("adult_snils", "too_many_parents")
    else:
        return
    for row in bad:
        row.error = error


def _share_a_day(first: tuple[date, date | None], second: tuple[date, date | None]) -> bool:
    """Whether two end-exclusive periods (None: no end) have a common day."""
    since = max(first[0], second[0])
    return all(until is None or since < until for until in (first[1], second[1]))


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _start(row: Row, column: str) -> date:
    value = row.values[column]
    assert isinstance(value, date)
    return value


def _overlapping_permanent(rows: list[Row]) -> list[Row]:
    """ "two P registrations of one person share a day: every row that shares a day with another is set aside
    (a death ends none)"."""
    permanent = [row for row in rows if row.values["kind"] == "P"]
    period = {id(row): (_start(row, "since"), _day(row.values["until"])) for row in permanent}
    return [
        row
        for row in permanent
        if any(
            other is not row
            and other.values["snils"] == row.values["snils"]
            and _share_a_day(period[id(row)], period[id(other)])
            for other in permanent
        )
    ]


def _overlapping_marriages(rows: list[Row], people: Mapping[str, Person]) -> list[Row]:
    """ "two marriages of one person share a day, each ending (end-exclusive) at the earliest of ended_on
    and the two deaths: both"."""

    def couple(row: Row) -> set[object]:
        return {row.values["spouse_a"], row.values["spouse_b"]}

    def period(row: Row) -> tuple[date, date | None]:
        ends = [_day(row.values["ended_on"])] + [people[str(snils)].death for snils in couple(row)]
        filled = [end for end in ends if end is not None]
        return _start(row, "married_on"), min(filled) if filled else None

    # "One begun on or after a death of its party has no day": its end is not later than its start,
    # and so no day lies in it and in another
    return [
        row
        for row in rows
        if any(
            other is not row and couple(row) & couple(other) and _share_a_day(period(row), period(other))
            for other in rows
        )
    ]


def _too_many_parents(rows: list[Row], people: Mapping[str, Person]) -> list[Row]:
    """ "a child with two BIRTH ties, ended or not, to adults of one sex: all of these"."""
    ties: dict[tuple[object, str], list[Row]] = {}
    for row in rows:
        if row.values["kind"] == "BIRTH":
            sex = people[str(row.values["adult_snils"])].sex
            ties.setdefault((row.values["child_snils"], sex), []).append(row)
    return [row for group in ties.values() if len(group) > 1 for row in group]
