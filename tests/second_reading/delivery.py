"""registers.md, a whole delivery: from a folder to accepted rows, rows set aside and what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .across import mark_across, mark_copies
from .cells import Bad, check_medical_code, is_address, is_right_snils, read_cell
from .files import FileError, Row, read_rows
from .layout import REGISTERS, Register
from .manifest import Refused, error_before_reading, read_manifest
from .row_rules import Person, people_error, row_error

__all__ = ["Delivered", "Refused", "read_delivery"]


@dataclass
class Delivered:
    delivery_id: str
    as_of: date
    rows: dict[str, list[dict[str, object]]]  # accepted rows of the registers in it, in file order
    missing: set[str]  # registers not listed or with a file error
    incomplete: dict[str, set[str]]  # register -> SNILS for which it is not complete
    incomplete_addresses: dict[str, set[str]]  # the same by address, where that is asked
    set_aside: list[tuple[str, int, str, str, str]]  # (file, line, column, code, value)
    file_errors: list[tuple[str, str]]  # (file, code)
    read: dict[str, int]  # rows read


def read_delivery(folder: Path) -> Delivered:
    manifest = read_manifest(folder)
    files: dict[str, tuple[str, list[Row]]] = {}  # register -> (file name, rows)
    file_errors: list[tuple[str, str]] = []
    for entry in manifest.entries:
        code = error_before_reading(folder, entry, manifest)
        if code is None:
            try:
                rows = read_rows(folder / entry.name, REGISTERS[entry.register], entry.rows)
                files[entry.register] = (entry.name, rows)
            except FileError as error:
                code = error.code
        if code is not None:
            file_errors.append((entry.name, code))
    # "without `persons` the delivery is refused as a whole"
    if "persons" not in files:
        raise Refused("delivery_without_persons")
    _check_rows(files, manifest.as_of)
    delivered = Delivered(
        manifest.delivery_id,
        manifest.as_of,
        {},
        set(REGISTERS) - set(files),
        {},
        {},
        [],
        sorted(file_errors),
        {},
    )
    for name, register in REGISTERS.items():
        if name in files:
            _hand_over(register, *files[name], delivered)
    delivered.set_aside.sort()  # "sorted by file name, then line"
    return delivered


def _check_rows(files: dict[str, tuple[str, list[Row]]], as_of: date) -> None:
    """ "First `persons` as a whole, then the other registers in the order of section 2"."""
    people: dict[str, Person] = {}
    for name, register in REGISTERS.items():
        if name not in files:
            continue
        file_name, rows = files[name]
        dialect = None if file_name.endswith(".parquet") else register.dialect
        _stages_1_to_3(register, rows, dialect, as_of)
        if name == "persons":
            people = _rest_of_persons(register, rows)
            continue
        for row in _standing(rows):
            row.error = people_error(register, row.values, people)
        mark_copies(register, _standing(rows))
        mark_across(register, _standing(rows), people)


def _standing(rows: list[Row]) -> list[Row]:
    """ "Rows set aside at one stage take no part in the later ones"."""
    return [row for row in rows if row.error is None]


def _stages_1_to_3(register: Register, rows: list[Row], dialect: str | None, as_of: date) -> None:
    for row in rows:
        if row.cells is None:
            row.error = ("", "wrong_field_count")
    for row in _standing(rows):
        row.error = _read_cells(register, row, dialect, as_of)
    for row in _standing(rows):
        row.error = row_error(register, row.values)


def _read_cells(register: Register, row: Row, dialect: str | None, as_of: date) -> tuple[str, str] | None:
    """Stage 2, "left to right": fills row.values up to the leftmost bad cell."""
    assert row.cells is not None
    for column in register.columns:
        try:
            row.values[column.name] = read_cell(column, row.cells[column.name], dialect, as_of)
            if column.type == "text":
                check_medical_code(row.values["kind"], row.values[column.name])
        except Bad as bad:
            return column.name, bad.code
    return None


def _rest_of_persons(register: Register, rows: list[Row]) -> dict[str, Person]:
    """ "For `persons` stage 5 runs before stage 4"."""
    mark_copies(register, _standing(rows))
    # "(for `persons.burial_by`: not a `snils` accepted at stages 1-3 and 5)"
    accepted_so_far = {row.values["snils"] for row in _standing(rows)}
    for row in _standing(rows):
        if row.values["burial_by"] is not None and row.values["burial_by"] not in accepted_so_far:
            row.error = ("burial_by", "unknown_person")
    people = {}
    for row in _standing(rows):
        birth, death = row.values["birth_date"], row.values["death_date"]
        assert isinstance(birth, date)
        people[str(row.values["snils"])] = Person(
            str(row.values["sex"]), birth, death if isinstance(death, date) else None
        )
    return people


def _hand_over(register: Register, file_name: str, rows: list[Row], delivered: Delivered) -> None:
    """One register into the result, with what its rows set aside do to knowledge (section 4)."""
    name = register.name
    delivered.read[name] = len(rows)
    delivered.rows[name] = [row.values for row in _standing(rows)]
    delivered.incomplete[name] = set()
    if name in ("housing_accounts", "registrations"):
        delivered.incomplete_addresses[name] = set()
    for row in rows:
        if row.error is None:
            continue
        column, code = row.error
        delivered.set_aside.append((file_name, row.line, column, code, row.text(column)))
        # "no row of R that was set aside with a code other than `duplicate_row`";
        # "`persons` is complete for everybody"
        if code == "duplicate_row" or name == "persons":
            continue
        delivered.incomplete[name] |= _people_named(register, row)
        if name in delivered.incomplete_addresses:
            delivered.incomplete_addresses[name] |= _addresses_named(row)


def _people_named(register: Register, row: Row) -> set[str]:
    """ "names p (a well-formed SNILS with the right check number) in any of its SNILS columns;
    a `phone_subscriber` does not count"."""
    if row.cells is None:
        texts = row.loose  # "every such SNILS and address that stands in any of its fields"
    else:
        texts = [row.text(column) for column in register.snils_columns() if column != "phone_subscriber"]
    return {text for text in texts if is_right_snils(text)}


def _addresses_named(row: Row) -> set[str]:
    """ "a well-formed `address_id`"."""
    texts = row.loose if row.cells is None else [row.text("address_id")]
    return {text for text in texts if is_address(text)}
