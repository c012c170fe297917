"""A person and a tie as one row of a register says them: what a load reads for everybody, for one who is entered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from alongside.packs.load import Pack
from alongside.people.models import Tie
from alongside.people.search_key import search_key

Row = Mapping[str, Any]  # the cells of a row as corrections keep them


def key_of_person(pack: Pack, row: Row) -> int:
    """The key of the person whose row it is."""
    return number_of(pack, row, pack.registers.persons.owner)


def number_of(pack: Pack, row: Row, column: str) -> int:
    """The key in a cell that names a person; the register has checked that it can be read."""
    number = pack.registers.person_key.number(str(row[column]))
    if number is None:
        raise ValueError(column)
    return number


def person_fields(pack: Pack, row: Row) -> dict[str, Any]:
    """The fields of a `Person` but the key and the home."""
    names, registers = pack.people.columns.names, pack.registers
    parts = {
        "family_name": _text(row, names.family_name),
        "given_name": _text(row, names.given_name),
        "patronymic": _text(row, names.patronymic),
    }
    sex = _text(row, names.sex)
    return {
        **parts,
        "family_key": search_key(parts["family_name"]),
        "given_key": search_key(parts["given_name"]),
        "patronymic_key": search_key(parts["patronymic"]),
        "sex": "" if not sex else "F" if sex == names.female else "M",
        "birth_date": _day(row, registers.birth),
        "death_date": _day(row, registers.death),
    }


def tie_fields(pack: Pack, row: Row) -> dict[str, Any] | None:
    """The fields of a `Tie`, with the keys of child and adult; None where the row ties nobody in this way."""
    ties = pack.people.columns.ties
    if ties is None or row.get(ties.kind) not in (*ties.parent, *ties.guardian):
        return None
    parent = row[ties.kind] in ties.parent
    return {
        "name": str(row[ties.name]),
        "child": number_of(pack, row, ties.child),
        "adult": number_of(pack, row, ties.adult),
        "kind": Tie.Kind.PARENT if parent else Tie.Kind.GUARDIAN,
        "since": _day(row, ties.since),
        "until": _day(row, ties.until),
    }


def home_in(pack: Pack, register: str, row: Row, on: date) -> tuple[int, int] | None:
    """Whose permanent home on a day the row of a register says, and which: the keys of both."""
    homes = pack.people.columns.homes
    if homes is None or homes.register != register or (homes.kind and row.get(homes.kind) not in homes.permanent):
        return None
    since, until = _day(row, homes.since), _day(row, homes.until)
    place = pack.registers.place_key.number(str(row[homes.place]))
    if place is None or since is None or since > on or (until is not None and until <= on):
        return None
    return number_of(pack, row, homes.person), place


def _text(row: Row, column: str) -> str:
    return str(row.get(column) or "").strip() if column else ""


def _day(row: Row, column: str) -> date | None:
    cell = row.get(column) if column else None
    return cell if isinstance(cell, date) or cell is None else date.fromisoformat(cell) if cell else None
