"""Whoever's decision a changed row turns is among those whom the walk back finds."""

import random
from typing import Any

import pytest

from alongside.packs.load import Pack
from alongside.rules.evaluator import Book, Evaluator
from alongside.rules.facts import Facts
from alongside.rules.lay_over import lay_over
from alongside.rules.reach import Reach, Walk
from alongside.rules.row_change import RowChange
from alongside.rules.small import small_facts
from tests.packs.example_stores import changeable, decisions, example_stores, key_of

SAMPLE = 60


@pytest.fixture(scope="module")
def reach(pack: Pack) -> Reach:
    return Reach(pack.law)


def turned(book: Book, before: Facts, after: Facts, on: Any) -> set[tuple[str, str]]:
    first, second = decisions(book, before, on), decisions(book, after, on)
    return {unit for unit, said in first.items() if said != second[unit]}


def found_by_walk(book: Book, reach: Reach, facts: Facts, change: RowChange, on: Any) -> tuple[set[Any], Facts]:
    laid = lay_over(facts, [change])
    after = laid.for_evaluator()
    walk = Walk(reach, Evaluator(book, facts, on), Evaluator(book, after, on))
    walk.from_overlay(laid)
    cases = walk.cases()
    names = {
        (case.name, facts.place_text(unit) if case.unit.kind == "place" else facts.person_text(unit))
        for case, unit in cases
    }
    return names, after


def test_everybody_whose_decision_turns_is_found(pack: Pack, book: Book, reach: Reach) -> None:
    dice = random.Random(5)
    tried = all_turned = 0
    for example, told in example_stores(pack, SAMPLE):
        registers, rows, about = told
        facts = small_facts(registers, rows, **about)
        for register, place in list(changeable(pack, told, dice))[:2]:
            change = RowChange(register, "withdraw", key=key_of(pack, register, rows[register][place]))
            found, after = found_by_walk(book, reach, facts, change, example.on)
            wanted = turned(book, facts, after, example.on)
            assert wanted <= found, (example.name, register, sorted(wanted - found))
            tried += 1
            all_turned += len(wanted)
        person = rows["persons"][dice.randrange(len(rows["persons"]))]
        other = {**person, "sex": "M" if person["sex"] == "F" else "F", "citizenship": "BLR"}
        change = RowChange("persons", "replace", key={"snils": person["snils"]}, row=other)
        found, after = found_by_walk(book, reach, facts, change, example.on)
        wanted = turned(book, facts, after, example.on)
        assert wanted <= found, (example.name, person, sorted(wanted - found))
        all_turned += len(wanted)
    assert tried > 25
    assert all_turned > 25


def test_a_confirmation_finds_whom_it_concerns(pack: Pack, book: Book, reach: Reach) -> None:
    tried = 0
    for example, told in example_stores(pack, SAMPLE * 3):
        registers, rows, about = told
        for register in ("income", "parent_child", "registrations"):
            person = str(rows["persons"][0]["snils"])
            facts = small_facts(registers, rows, **{**about, "incomplete": {register: [person]}})
            change = RowChange(register, "confirm", owner=pack.registers.person_key.number(person))
            found, after = found_by_walk(book, reach, facts, change, example.on)
            wanted = turned(book, facts, after, example.on)
            assert wanted <= found, (example.name, register, sorted(wanted - found))
            tried += len(wanted)
    assert tried > 8


def test_a_stranger_is_not_found(pack: Pack, book: Book, reach: Reach) -> None:
    example, told = next((example, told) for example, told in example_stores(pack, 1) if told[1]["income"])
    registers, rows, about = told
    stranger = {**rows["persons"][0], "snils": "999-999-990 00", "burial_by": None}
    facts = small_facts(registers, {**rows, "persons": [*rows["persons"], stranger]}, **about)
    change = RowChange("income", "withdraw", key=key_of(pack, "income", rows["income"][0]))
    found, _ = found_by_walk(book, reach, facts, change, example.on)
    assert {person for _, person in found} >= {rows["income"][0]["snils"]}
    assert stranger["snils"] not in {person for _, person in found}
