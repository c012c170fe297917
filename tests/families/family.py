"""A family as rows of registers: what is drawn, decided by several readers, forgotten piece by piece and printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from packs.moscow.registers import REGISTERS
from tests.second_reading.across import mark_across, mark_copies
from tests.second_reading.files import Row as Checked
from tests.second_reading.layout import REGISTERS as LAYOUT
from tests.second_reading.row_rules import Person, people_error, row_error

Row = dict[str, object]
Names = dict[str, set[str]]


@dataclass
class Family:
    """People and rows on one day, in the shape in which the second reading takes a delivery."""

    on: date
    as_of: date
    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in LAYOUT})
    missing: set[str] = field(default_factory=set)
    incomplete: Names = field(default_factory=dict)
    incomplete_addresses: Names = field(default_factory=dict)
    delivery_id: str = "drawn"

    def add(self, register: str, **cells: object) -> Row:
        """A row; the columns that are not given are empty."""
        row: Row = {**dict.fromkeys(LAYOUT[register].names()), **cells}
        self.rows[register].append(row)
        return row

    def copy(self) -> Family:
        """The same family, to be changed."""
        return replace(
            self,
            rows={name: [dict(row) for row in rows] for name, rows in self.rows.items()},
            missing=set(self.missing),
            incomplete={name: set(who) for name, who in self.incomplete.items()},
            incomplete_addresses={name: set(where) for name, where in self.incomplete_addresses.items()},
        )

    def count(self) -> int:
        """How many rows there are, and pieces that are not known."""
        holes = [*self.incomplete.values(), *self.incomplete_addresses.values()]
        return sum(map(len, self.rows.values())) + sum(map(len, holes)) + len(self.missing)

    @property
    def keys(self) -> list[str]:
        """The keys of the people, in order."""
        return sorted(str(row["snils"]) for row in self.rows["persons"])


def person_key(family: int, number: int) -> str:
    """The key of a family's person; keys of one family lie together, in the order of numbers."""
    return REGISTERS.person_key.text((family + 1) * 10_000 + number * 100)


def place_key(family: int, number: int) -> str:
    """The key of a family's address."""
    return REGISTERS.place_key.text((family + 1) * 10 + number)


def keep_valid(family: Family) -> Family:
    """Without the rows that the registers would set aside (by the second reading of their rules)."""
    checked = {
        name: [Checked(line, None, [], dict(row)) for line, row in enumerate(rows)]
        for name, rows in family.rows.items()
    }
    people: dict[str, Person] = {}
    for name, register in LAYOUT.items():
        rows = checked[name]
        for row in rows:
            row.error = row_error(register, row.values)
        if name == "persons":
            people = _people(rows)
            for row in rows:
                if row.error is None and row.values["burial_by"] not in (None, *people):
                    row.error = ("burial_by", "unknown_person")
            people = _people(rows)
            continue
        for row in _standing(rows):
            row.error = people_error(register, row.values, people)
        mark_copies(register, _standing(rows))
        mark_across(register, _standing(rows), people)
    kept = {name: [dict(row.values) for row in _standing(rows)] for name, rows in checked.items()}
    return replace(family, rows=kept)


def _standing(rows: Iterable[Checked]) -> list[Checked]:
    return [row for row in rows if row.error is None]


def _people(rows: Iterable[Checked]) -> dict[str, Person]:
    found = {}
    for row in _standing(rows):
        birth, death = row.values["birth_date"], row.values["death_date"]
        assert isinstance(birth, date)
        found[str(row.values["snils"])] = Person(
            str(row.values["sex"]), birth, death if isinstance(death, date) else None
        )
    return found


def together(families: Iterable[Family]) -> Family:
    """Families of one day and one delivery, with keys of their own, in one store."""
    every = list(families)
    made = every[0].copy()
    for other in every[1:]:
        assert (other.on, other.as_of, other.missing) == (made.on, made.as_of, made.missing)
        for name, rows in other.rows.items():
            made.rows[name] += rows
        for mine, theirs in (
            (made.incomplete, other.incomplete),
            (made.incomplete_addresses, other.incomplete_addresses),
        ):
            for name, who in theirs.items():
                mine.setdefault(name, set()).update(who)
    return made


def renamed(family: Family, new: Mapping[str, str]) -> Family:
    """The same family with other keys."""
    made = family.copy()
    for name, rows in made.rows.items():
        columns = [c.name for c in LAYOUT[name].columns if c.type in ("snils", "address")]
        for row in rows:
            for column in columns:
                row[column] = new.get(str(row[column]), row[column])
    for holes in (made.incomplete, made.incomplete_addresses):
        for name, who in holes.items():
            holes[name] = {new.get(one, one) for one in who}
    return made
