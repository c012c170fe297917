"""A few people written out as rows: the demo pack, keys by number, and a store of them."""

from datetime import date
from functools import cache
from pathlib import Path

from alongside.packs import load_pack
from alongside.rules.evaluator import Book
from alongside.rules.small import small_facts
from tests.second_reading.random_city import write_random_city

ROOT = Path(__file__).resolve().parents[2]
ON = date(2025, 3, 1)


@cache
def pack():
    return load_pack(ROOT / "packs" / "moscow")


@cache
def book():
    return Book(pack().law)


def key(number):
    return f"{number:03d}-000-000 00"


def someone(number, name, sex, born, **cells):
    return {"snils": key(number), "first_name": name, "last_name": "Примерова", "sex": sex, "birth_date": born, **cells}


def tie(child, adult, since, kind="BIRTH", **cells):
    cells = {"tie_id": f"t{child}{adult}{kind}", "kind": kind, "since": since, **cells}
    return {"child_snils": key(child), "adult_snils": key(adult), **cells}


def marriage(first, second, since, **cells):
    ids = {"marriage_id": f"m{first}{second}", "spouse_a": key(first), "spouse_b": key(second)}
    return {**ids, "married_on": since, **cells}


def home(number, place, since=date(2020, 1, 1), **cells):
    ids = {"registration_id": f"r{number}{place}", "snils": key(number), "address_id": f"A{place:07d}"}
    return {**ids, "kind": "P", "since": since, **cells}


def store(rows, **more):
    """A store of these rows, `register: [row, ...]`; every register is complete unless `more` says otherwise."""
    return small_facts(pack().registers, rows, as_of=ON, **more)


def random_city(folder, seed):
    """Write a random city into a folder; gives its day of decision."""
    on = write_random_city(folder, seed)["on"]
    assert isinstance(on, date)
    return on


def delivered_store(delivered):
    """The store of a delivery as the second reading read it."""
    return small_facts(
        pack().registers,
        delivered.rows,
        as_of=delivered.as_of,
        missing=[register.name for register in pack().registers.all if register.name not in delivered.rows],
        incomplete=delivered.incomplete,
        incomplete_places=delivered.incomplete_addresses,
    )
