"""Four registers: who there is, who lives where, who earned what, what each house is heated with."""

from __future__ import annotations

from collections.abc import Sequence

from alongside.base.text import Text
from alongside.rules.schema import (
    CLOSED,
    OPEN,
    Born,
    Column,
    Dialect,
    Index,
    KeyFormat,
    NoSharedDay,
    NotBefore,
    Register,
    Registers,
)

TOWN_HALL = Text("ратуша", "the town hall")
MILL = Text("мельница", "the mill")
PLAIN = Dialect("plain", "utf-8", b"\n", "YYYY-MM-DD", ".")
OLD = Dialect("old", "windows-1251", b"\r\n", "DD/MM/YYYY", ",")


def check_digit(digits: Sequence[int]) -> bool:
    """The fifth digit is the last one of the sum of the first four."""
    return (digits[0] + digits[1] + digits[2] + digits[3]) % 10 == digits[4]


people = Register(
    name="people",
    title=Text("Книга жителей", "The book of people"),
    holder=TOWN_HALL,
    dialect=PLAIN,
    key=("number",),
    owner="number",
    columns=(
        Column("number", "person"),
        Column("name", "name"),
        Column("born", "date"),
        Column("died", "date", CLOSED),
    ),
    row_rules=(NotBefore("died", "born", strict=False),),
)
residents = Register(
    name="residents",
    title=Text("Домовая книга", "The book of houses"),
    holder=TOWN_HALL,
    dialect=PLAIN,
    key=("resident", "since"),
    owner="resident",
    order=("since",),
    indexes=(Index("house", ("house",), ("resident", "since")),),
    starts="since",
    ends="until",
    place_complete=True,
    columns=(
        Column("resident", "person"),
        Column("house", "place"),
        Column("since", "date"),
        Column("until", "date", CLOSED, past=False),
    ),
    row_rules=(NotBefore("until", "since"),),
    people_rules=(Born("since"),),
    across_rules=(NoSharedDay(("resident",), "since", "until", code="two_homes"),),
)
wages = Register(
    name="wages",
    title=Text("Ведомость мельницы", "The payroll of the mill"),
    holder=MILL,
    dialect=OLD,
    key=("worker", "month"),
    owner="worker",
    order=("month",),
    cover_months=3,
    columns=(
        Column("amount", "money", OPEN, Text("сумма", "the amount")),
        Column("month", "month"),
        Column("worker", "person"),
    ),
)
stoves = Register(
    name="stoves",
    title=Text("Список печей", "The list of stoves"),
    holder=Text("пожарные", "the fire brigade"),
    dialect=OLD,
    key=("stove",),
    owner="house",
    order=("stove",),
    starts="built_on",
    place_complete=True,
    columns=(
        Column("stove", "id"),
        Column("house", "place"),
        Column("fuel", "code", OPEN, Text("топливо", "the fuel"), codes=("WOOD", "COAL", "PEAT")),
        Column("built_on", "date"),
    ),
)

REGISTERS = Registers(
    person_key=KeyFormat("M-9999-9", check_digit),
    place_key=KeyFormat("H999"),
    all=(people, residents, wages, stoves),
    birth="born",
    death="died",
)
