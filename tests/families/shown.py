"""A family as an entry of a measure's examples.yaml: what a failing test prints, and a person can keep."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.second_reading.layout import REGISTERS, Column

from .family import Family, Row

NAMES = ("Anna", "Boris", "Clara", "Dmitry", "Elena", "Fyodor", "Galina")
DIGITS = {"money": 2, "dec2": 2, "dec3": 3}
SILENT = {"last_name", "first_name"}


def names_of(family: Family) -> dict[str, str]:
    """Key -> name, in one order."""
    keys = family.keys
    return dict(zip(keys, NAMES if len(keys) <= len(NAMES) else [f"P{n:03d}" for n in range(len(keys))], strict=False))


def as_example(family: Family) -> str:
    """The family as YAML; what is expected of it, and by which law, is left to say."""
    return "\n".join(_lines(family)) + "\n"


def _lines(family: Family) -> Iterator[str]:
    names = names_of(family)
    yield "- name: drawn"
    yield f"  on: {family.on}"
    if family.as_of != family.on:
        yield f"  as_of: {family.as_of}"
    yield "  law: to be said"
    if family.missing:
        yield f"  missing_registers: [{', '.join(sorted(family.missing))}]"
    for title, holes in (("incomplete", family.incomplete), ("incomplete_places", family.incomplete_addresses)):
        filled = {name: sorted(names.get(one, one) for one in who) for name, who in holes.items() if who}
        if filled:
            said = [f"{name}: [{', '.join(who)}]" for name, who in sorted(filled.items())]
            yield f"  {title}: {{{', '.join(said)}}}"
    yield "  people:"
    for row in sorted(family.rows["persons"], key=lambda row: str(row["snils"])):
        yield f"    {names[str(row['snils'])]}: {_cells('persons', row, names, leave={'snils', *SILENT})}"
    if any(rows for name, rows in family.rows.items() if name != "persons"):
        yield "  rows:"
    for name, rows in family.rows.items():
        if rows and name != "persons":
            yield f"    {name}:"
            yield from (f"      - {_cells(name, row, names)}" for row in rows)
    yield "  expect: []"


def _cells(register: str, row: Row, names: dict[str, str], leave: set[str] | None = None) -> str:
    cells = []
    for column in REGISTERS[register].columns:
        value = row[column.name]
        if column.name in (leave or ()) or (value is None and not _is_silent(register, column)):
            continue
        cells.append(f"{column.name}: {'' if value is None else _text(column, value, names)}".rstrip())
    return "{" + ", ".join(cells) + "}"


def _is_silent(register: str, column: Column) -> bool:
    """Where an example that says nothing says something: an empty cell has to be written."""
    return (register, column.name) in {("persons", "citizenship"), ("insurance_record", "points")}


def _text(column: Column, value: object, names: dict[str, str]) -> str:
    if isinstance(value, bool):
        return "Y" if value else "N"
    if isinstance(value, date):
        return value.isoformat()
    if column.type in DIGITS and isinstance(value, int):
        one = 10 ** DIGITS[column.type]
        return f"{value // one}.{value % one:0{DIGITS[column.type]}d}"
    return names.get(str(value), f'"{value}"' if column.type in ("code", "id", "month") else str(value))
