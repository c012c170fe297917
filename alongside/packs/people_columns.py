"""Which columns of which registers say who people are: `[people]` of pack.toml, held against the registers."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from alongside.rules.fault import PackFault, Where
from alongside.rules.schema import MANDATORY, CellType, Column, Register, Registers


@dataclass(frozen=True)
class NameColumns:
    """The columns of the register of persons that name a person; an empty text is a column that is not kept.

    Births and deaths are where `Registers.birth` and `Registers.death` say; `female` is the code of a woman.
    """

    family_name: str = ""
    given_name: str = ""
    patronymic: str = ""
    sex: str = ""
    female: str = ""


NO_NAMES = NameColumns()


@dataclass(frozen=True)
class TieColumns:
    """A register of who raises whom: its columns, and which codes of `kind` make a parent and which a guardian."""

    register: str
    name: str
    child: str
    adult: str
    kind: str
    parent: tuple[str, ...]
    guardian: tuple[str, ...]
    since: str
    until: str


@dataclass(frozen=True)
class HomeColumns:
    """A register of where people live: its columns, and which codes of `kind` make a home permanent (without a kind:
    every row)."""

    register: str
    person: str
    place: str
    since: str
    until: str
    kind: str = ""
    permanent: tuple[str, ...] = ()


@dataclass(frozen=True)
class PeopleColumns:
    """What a site must know of people to find them and to see who may act for whom."""

    names: NameColumns = NO_NAMES
    ties: TieColumns | None = None
    homes: HomeColumns | None = None


NOTHING_SAID = PeopleColumns()
NAMES: dict[str, CellType] = {"family_name": "name", "given_name": "name", "patronymic": "name", "sex": "code"}
TIES: dict[str, CellType] = {
    "name": "id",
    "child": "person",
    "adult": "person",
    "kind": "code",
    "since": "date",
    "until": "date",
}
HOMES: dict[str, CellType] = {"person": "person", "place": "place", "since": "date", "until": "date", "kind": "code"}
CODES = ("parent", "guardian", "permanent")
PARTS: Mapping[str, tuple[str, ...]] = {
    "columns": tuple(field.name for field in fields(NameColumns)),
    "ties": tuple(field.name for field in fields(TieColumns)),
    "homes": tuple(field.name for field in fields(HomeColumns)),
}


def read_people_columns(said: Mapping[str, Any], registers: Registers, file: Path) -> PeopleColumns:
    """The mapping in `[people]` of pack.toml, without names where it says nothing; raises `PackFault` where it names
    what no register has."""
    if not any(part in said for part in PARTS):
        return NOTHING_SAID
    reader = _Reader(registers, file)
    ties, homes = said.get("ties"), said.get("homes")
    return PeopleColumns(
        names=reader.names(said.get("columns", {})),
        ties=reader.ties(ties) if ties is not None else None,
        homes=reader.homes(homes) if homes is not None else None,
    )


@dataclass(frozen=True)
class _Reader:
    registers: Registers
    file: Path

    def names(self, said: Any) -> NameColumns:
        part = self._part("columns", said)
        found = {
            field: self._column("columns", self.registers.persons, part, field, kind)
            for field, kind in NAMES.items()
            if field in part
        }
        if not found.get("family_name") and not found.get("given_name"):
            raise self._fault("columns", "no column says how a person is called", "Add given_name or family_name.")
        female = part.get("female", "")
        if ("sex" in found) != bool(female):
            raise self._fault("columns", "'sex' and 'female' go together", "Say which code of 'sex' means a woman.")
        if female:
            self._codes("columns", self.registers.persons.column(found["sex"]), "female", [female])
        return NameColumns(**found, female=str(female))

    def ties(self, said: Any) -> TieColumns:
        part = self._part("ties", said)
        register = self._register("ties", part)
        found = {field: self._column("ties", register, part, field, kind) for field, kind in TIES.items()}
        for field in ("name", "child", "adult", "kind", "since"):
            self._filled("ties", register.column(found[field]))
        kind = register.column(found["kind"])
        parent, guardian = (self._codes("ties", kind, field, part.get(field, [])) for field in ("parent", "guardian"))
        both = set(parent) & set(guardian)
        if both or not parent + guardian:
            what = f"{min(both)!r} makes a parent and a guardian" if both else "no code makes a parent or a guardian"
            raise self._fault("ties", what, "Give 'parent' and 'guardian' codes of their own.")
        return TieColumns(
            register.name,
            parent=parent,
            guardian=guardian,
            **found,
        )

    def homes(self, said: Any) -> HomeColumns:
        part = self._part("homes", said)
        register = self._register("homes", part)
        asked = {field: kind for field, kind in HOMES.items() if field != "kind" or "kind" in part}
        found = {field: self._column("homes", register, part, field, kind) for field, kind in asked.items()}
        for field in ("person", "place", "since"):
            self._filled("homes", register.column(found[field]))
        if ("kind" in found) != ("permanent" in part):
            raise self._fault("homes", "'kind' and 'permanent' go together", "Say which codes of 'kind' are permanent.")
        codes = (
            self._codes("homes", register.column(found["kind"]), "permanent", part["permanent"])
            if asked.get("kind")
            else ()
        )
        return HomeColumns(register=register.name, **found, permanent=codes)

    def _part(self, name: str, said: Any) -> Mapping[str, Any]:
        if not isinstance(said, Mapping):
            raise self._fault(name, "columns by their meaning are expected", f"Write [people.{name}] and name them.")
        unknown = next((key for key in said if key not in PARTS[name]), None)
        if unknown is not None:
            raise self._fault(name, f"{unknown!r} means nothing here", _meant(unknown, PARTS[name]))
        return said

    def _register(self, part: str, said: Mapping[str, Any]) -> Register:
        name = said.get("register")
        names = [register.name for register in self.registers.all]
        if name not in names:
            raise self._fault(part, f"there is no register {name!r}", _meant(str(name), names))
        return self.registers[str(name)]

    def _column(self, part: str, register: Register, said: Mapping[str, Any], field: str, kind: CellType) -> str:
        name = said.get(field)
        if not isinstance(name, str) or not name:
            raise self._fault(part, f"{field!r} is missing", f"Name the column of {register.name} that says it.")
        names = [column.name for column in register.columns]
        if name not in names:
            raise self._fault(part, f"{register.name} has no column {name!r}", _meant(name, names))
        if register.column(name).type != kind:
            fit = [column.name for column in register.columns if column.type == kind]
            what = f"{field!r} must be a {kind} column, and {register.name}.{name} is a {register.column(name).type}"
            raise self._fault(part, what, f"Columns that fit: {', '.join(fit) or 'none'}.")
        return name

    def _filled(self, part: str, column: Column) -> None:
        if column.empty is not MANDATORY:
            raise self._fault(part, f"{column.name!r} may be empty", "Name a column that every row fills.")

    def _codes(self, part: str, column: Column, field: str, said: Any) -> tuple[str, ...]:
        if not isinstance(said, list) or not all(isinstance(code, str) for code in said):
            raise self._fault(part, f"{field!r} is no list of codes", f'Write {field} = ["..."].')
        wrong = next((code for code in said if code not in column.codes), None)
        if wrong is not None:
            raise self._fault(part, f"{column.name!r} has no code {wrong!r}", _meant(wrong, column.codes))
        return tuple(said)

    def _fault(self, part: str, what: str, remedy: str) -> PackFault:
        return PackFault(
            f"[people.{part}] {what}", where=Where(str(self.file), _line_of(self.file, part)), remedy=remedy
        )


def _line_of(file: Path, part: str) -> int:
    lines = enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
    return next((number for number, line in lines if line.strip() == f"[people.{part}]"), 0)


def _meant(name: str, names: Collection[str]) -> str:
    near = difflib.get_close_matches(name, list(names), n=1)
    return f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(names)}."
