"""The pack's examples with the rows their stores are made of, to change a row and see what follows."""

import random
from collections.abc import Iterator
from typing import Any

import pytest

from alongside.packs import examples
from alongside.packs.load import Pack
from alongside.rules.evaluator import Book, Decision, Evaluator
from alongside.rules.facts import Facts
from alongside.rules.small import small_facts

Told = tuple[Any, dict[str, list[dict[str, object]]], dict[str, Any]]


def example_stores(pack: Pack, every: int) -> list[tuple[examples.Example, Told]]:
    """Every so manyth example, with registers, rows and what else its store was made of."""
    told: list[Told] = []

    def listen(registers: Any, rows: Any, **about: Any) -> Facts:
        told.append((registers, rows, about))
        return small_facts(registers, rows, **about)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(examples, "small_facts", listen)
        found = examples.read_examples(pack)
    return list(zip(found, told, strict=True))[::every]


def decisions(book: Book, facts: Facts, on: Any) -> dict[tuple[str, str], Any]:
    """What is decided of every unit, by keys and not by places."""
    evaluator = Evaluator(book, facts, on)
    found = {}
    for measure in book.law.measures:
        for case in measure.cases:
            place = case.unit.kind == "place"
            for unit in range(facts.places if place else facts.persons):
                key = facts.place_text(unit) if place else facts.person_text(unit)
                found[case.name, key] = told(evaluator.decide(case, unit), facts)
    return found


def told(said: Decision, facts: Facts) -> tuple[Any, ...]:
    """All that a decision says."""
    payee = None if said.payee is None else facts.person_text(said.payee)
    return (said.answer, said.criteria, said.missing, said.amount, said.since, said.until, payee)


def changeable(pack: Pack, store: Told, dice: random.Random) -> Iterator[tuple[str, int]]:
    """Rows of any register but the persons' own that no other row shares its key with, in any order."""
    _, rows, about = store
    persons = pack.registers.persons.name
    places = [(name, n) for name, found in rows.items() for n in range(len(found))]
    places = [place for place in places if place[0] != persons and place[0] not in set(about.get("missing", ()))]
    dice.shuffle(places)
    for name, n in places:
        keys = [key_of(pack, name, row) for row in rows[name]]
        if keys.count(keys[n]) == 1:
            yield name, n


def key_of(pack: Pack, register: str, row: dict[str, object]) -> dict[str, object]:
    """The cells that name a row."""
    return {name: row.get(name) for name in pack.registers[register].key}
