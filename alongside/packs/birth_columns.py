"""What a birth writes into which registers, as `[birth]` of a pack says; the columns are those of `[people]`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from alongside.packs.people_columns import PeopleColumns
from alongside.rules.fault import PackFault, Where
from alongside.rules.schema import CellType, Registers


@dataclass(frozen=True)
class Couples:
    """A register of couples: the columns of the two, and of when it holds."""

    register: str
    first: str
    second: str
    since: str
    until: str


@dataclass(frozen=True)
class Birth:
    """What is written when a birth is entered before a delivery brings it.

    `tie` is the kind of a tie to a parent by birth, `home` the kind of a permanent home, empty where there are no
    kinds. `asked` names columns of the register of persons that the form asks for beside name, sex and day. In
    `nothing_yet` nobody who was just born can have a record; in `by_word` they may, and the parent says whether they
    have. `couples` tells who the other parent may be.
    """

    tie: str = ""
    home: str = ""
    asked: tuple[str, ...] = ()
    nothing_yet: tuple[str, ...] = ()
    by_word: tuple[str, ...] = ()
    couples: Couples | None = None


KEYS = tuple(field.name for field in fields(Birth))
COUPLE: Mapping[str, CellType] = {"first": "person", "second": "person", "since": "date", "until": "date"}


def read_birth(head: Mapping[str, Any], people: PeopleColumns, registers: Registers, file: Path) -> Birth | None:
    """What `[birth]` of pack.toml says, None where it is silent; raises `PackFault` for what there is not."""
    said = head.get("birth")
    if said is None:
        return None
    reader = _Reader(registers, Where(str(file), 0))
    for name in said:
        if name not in KEYS:
            raise reader.fault(f"{name!r} means nothing", f"There are: {', '.join(KEYS)}.")
    if people.ties is not None:
        reader.one_of("tie", said.get("tie"), people.ties.parent)
    if people.homes is not None and people.homes.kind:
        reader.one_of("home", said.get("home"), people.homes.permanent)
    lists = {name: tuple(said.get(name, ())) for name in ("asked", "nothing_yet", "by_word")}
    for name in lists["asked"]:
        reader.one_of("asked", name, [column.name for column in registers.persons.columns])
    others = [register.name for register in registers.all if register is not registers.persons]
    for part in ("nothing_yet", "by_word"):
        for name in lists[part]:
            reader.one_of(part, name, others)
    couples = said.get("couples")
    return Birth(
        tie=str(said.get("tie", "")),
        home=str(said.get("home", "")),
        couples=None if couples is None else reader.couples(couples),
        **lists,
    )


@dataclass(frozen=True)
class _Reader:
    registers: Registers
    where: Where

    def fault(self, what: str, remedy: str) -> PackFault:
        return PackFault(f"[birth] {what}", where=self.where, remedy=remedy)

    def one_of(self, part: str, said: Any, known: Any) -> None:
        if said not in known:
            raise self.fault(f"{part} names {said!r}, which there is not", f"There are: {', '.join(known)}.")

    def couples(self, said: Mapping[str, Any]) -> Couples:
        wanted = {"register", *COUPLE}
        if set(said) != wanted:
            raise self.fault("couples is not whole, or says too much", f"Name {', '.join(sorted(wanted))}.")
        self.one_of("couples.register", said["register"], [register.name for register in self.registers.all])
        register = self.registers[str(said["register"])]
        for name, kind in COUPLE.items():
            fitting = [column.name for column in register.columns if column.type == kind]
            self.one_of(f"couples.{name}", said[name], fitting)
        return Couples(**{name: str(value) for name, value in said.items()})
