"""Rows laid over a store give what a delivery with the same rows gives."""

import json
import random
from datetime import date
from typing import Any

import pytest

from alongside.entitlements.corrections import row_of
from alongside.packs.examples import Example
from alongside.packs.load import Pack
from alongside.rules.evaluator import Book
from alongside.rules.lay_over import lay_over
from alongside.rules.row_change import ChangeDoesNotFit, RowChange
from alongside.rules.run import run_law
from alongside.rules.small import small_facts, written_cell
from tests.packs.example_stores import Told, changeable, decisions, example_stores, key_of

ON = date(2025, 3, 1)
SAMPLE = 48  # every so manyth example: all of them would take minutes


@pytest.fixture(scope="module")
def stores(pack: Pack) -> list[tuple[Example, Told]]:
    return example_stores(pack, SAMPLE)


def test_a_row_that_is_added_counts_as_if_the_delivery_had_brought_it(pack: Pack, book: Book, stores: Any) -> None:
    dice, tried = random.Random(1), 0
    for example, told in stores:
        registers, rows, about = told
        for register, place in list(changeable(pack, told, dice))[:2]:
            row = rows[register][place]
            less = {**rows, register: [*rows[register][:place], *rows[register][place + 1 :]]}
            base = small_facts(registers, less, **about)
            if base.places != example.facts.places:
                continue  # the only row that names a place: of a new house little is known, see test_newcomers
            laid = lay_over(base, [RowChange(register, "add", row=row)])
            found = decisions(book, laid.for_evaluator(), example.on)
            assert found == decisions(book, example.facts, example.on), (example.name, register, row)
            tried += 1
    assert tried > 25


def test_a_row_that_is_taken_away_counts_no_more(pack: Pack, book: Book, stores: Any) -> None:
    dice, tried = random.Random(2), 0
    for example, told in stores:
        registers, rows, about = told
        for register, place in list(changeable(pack, told, dice))[:2]:
            row = rows[register][place]
            less = {**rows, register: [*rows[register][:place], *rows[register][place + 1 :]]}
            lesser = small_facts(registers, less, **about)
            if lesser.places != example.facts.places:
                continue
            laid = lay_over(example.facts, [RowChange(register, "withdraw", key=key_of(pack, register, row))])
            found = decisions(book, laid.for_evaluator(), example.on)
            assert found == decisions(book, lesser, example.on), (example.name, register, row)
            tried += 1
    assert tried > 25


def test_layers_lie_on_one_another(pack: Pack, book: Book, stores: Any) -> None:
    """Two rows taken away one after the other, then brought back in the other order, leave everything as it was."""
    dice, tried = random.Random(6), 0
    for example, told in stores:
        _, rows, _ = told
        pairs = list(changeable(pack, told, dice))[:2]
        facts = example.facts
        taken = [(register, rows[register][place]) for register, place in pairs]
        for register, row in taken:
            facts = lay_over(facts, [RowChange(register, "withdraw", key=key_of(pack, register, row))]).for_evaluator()
        for register, row in taken:
            facts = lay_over(facts, [RowChange(register, "add", row=row)]).for_evaluator()
        assert decisions(book, facts, example.on) == decisions(book, example.facts, example.on), (example.name, taken)
        tried += 1
    assert tried > 25


def test_a_person_put_right_is_as_the_register_would_say(pack: Pack, book: Book, stores: Any) -> None:
    dice, tried = random.Random(3), 0
    persons = pack.registers.persons
    for example, told in stores:
        registers, rows, about = told
        place = dice.randrange(len(rows[persons.name]))
        right = rows[persons.name][place]
        wrong = {**right, "citizenship": "BLR", "sex": "M", "burial_by": None, "burial_in_kind": None}
        wrong["death_date"] = None
        others = [*rows[persons.name][:place], wrong, *rows[persons.name][place + 1 :]]
        base = small_facts(registers, {**rows, persons.name: others}, **about)
        key = key_of(pack, persons.name, right)
        laid = lay_over(base, [RowChange(persons.name, "replace", key=key, row=right)])
        found = decisions(book, laid.for_evaluator(), example.on)
        assert found == decisions(book, example.facts, example.on), (example.name, right)
        tried += 1
    assert tried > 25


def test_what_is_confirmed_is_known(pack: Pack, book: Book, stores: Any) -> None:
    registers, rows, about = next(told for _, told in stores if told[1]["income"])
    example = next(example for example, told in stores if told[1] is rows)
    person = str(rows["income"][0]["snils"])
    partly = {**about, "incomplete": {**(about.get("incomplete") or {}), "income": [person]}}
    base = small_facts(registers, rows, **partly)
    assert decisions(book, base, example.on) != decisions(book, example.facts, example.on)
    number = pack.registers.person_key.number(person)
    laid = lay_over(base, [RowChange("income", "confirm", owner=number)])
    assert decisions(book, laid.for_evaluator(), example.on) == decisions(book, example.facts, example.on)


def test_kernels_read_the_same_overlay(pack: Pack, book: Book, stores: Any) -> None:
    dice = random.Random(4)
    example, told = max(stores, key=lambda pair: sum(len(rows) for rows in pair[1][1].values()))
    registers, rows, about = told
    changes = [
        RowChange(register, "withdraw", key=key_of(pack, register, rows[register][place]))
        for register, place in list(changeable(pack, told, dice))[:6]
    ]
    laid = lay_over(small_facts(registers, rows, **about), changes)
    facts = laid.for_kernels()
    said = decisions(book, laid.for_evaluator(), example.on)
    found = 0
    for case in run_law(pack.law, facts, example.on, pack.law.measures):
        place = case.case.unit.kind == "place"
        units = [int(unit) for unit in case.columns["unit_key"]]
        for position, unit in enumerate(units):
            key = facts.place_text(unit) if place else facts.person_text(unit)
            answer = ("no", "yes", "unknown")[int(case.columns["out_answer"][position])]
            assert said[case.case.name, key][0] == answer
            if answer == "yes":
                assert said[case.case.name, key][3] == (
                    int(case.columns["out_amount"][position]) if said[case.case.name, key][3] is not None else None
                )
            found += 1
    wanted = [value for value in said.values() if value[0] in ("yes", "unknown")]
    assert found == len(wanted) > 0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (RowChange("nothing", "add", row={}), "no register"),
        (RowChange("persons", "add", row={}), "a row with this key already"),
        (RowChange("vehicles", "withdraw", key={"vehicle_id": "V-NONE"}), "no row has this key"),
        (RowChange("vehicles", "add", row={"wheels": 3}), "no column 'wheels'"),
        (RowChange("vehicles", "add", row={"snils": "nobody"}), "cannot be read"),
        (RowChange("income", "confirm", owner=17), "knows nobody"),
    ],
)
def test_a_change_that_does_not_fit_says_why(stores: Any, change: RowChange, says: str) -> None:
    with pytest.raises(ChangeDoesNotFit, match=says):
        lay_over(stores[0][0].facts, [change])


def read_out(facts: Any, register: Any) -> list[dict[str, Any]]:
    """The rows of a register, as JSON keeps them."""
    rows = range(facts.rows(register.name))
    cells = [{column.name: written_cell(facts, register, column, row) for column in register.columns} for row in rows]
    return json.loads(json.dumps(cells))


def test_every_row_that_is_written_down_can_be_laid_as_it_was(pack: Pack, stores: Any) -> None:
    seen: set[str] = set()
    for example, (_, rows, about) in stores:
        for register in pack.registers.all:
            written = read_out(example.facts, register)
            again = rows | {register.name: [row_of(register, row) for row in written]}
            assert read_out(small_facts(pack.registers, again, **about), register) == written, example.name
            seen.update([register.name] if written else ())
    assert len(seen) > 15


def test_a_code_of_a_classification_is_written_as_doctors_write_it(pack: Pack) -> None:
    person = {"snils": "112-233-445 95", "sex": "F", "birth_date": date(1950, 1, 1)}
    row = {"record_id": "R1", "snils": person["snils"], "kind": "DISPENSARY", "code": "I21.0", "since": ON}
    facts = small_facts(pack.registers, {"persons": [person], "medical": [row]}, as_of=ON)
    register = pack.registers["medical"]
    assert read_out(facts, register)[0]["code"] == "I21.0"
    (again,) = [row_of(register, row) for row in read_out(facts, register)]
    key = {"record_id": "R1"}
    laid = lay_over(
        facts, [RowChange("medical", "replace", key=key, row={**(again or {}), "code": "I50"})]
    ).for_evaluator()
    assert written_cell(laid, register, register.column("code"), 1) == "I50"
