"""Groups, measures that read other measures, and kernels that are kept."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

import alongside.rules.columns as columns_room
from alongside.base.compiled import numba
from alongside.rules import (
    amount_of,
    answer,
    criterion,
    group_key,
    lives,
    members,
    roubles,
    rows,
)
from alongside.rules.awards import awards_of
from alongside.rules.columns import GROUP_SIZES, measure_sizes
from alongside.rules.evaluator import Book, Evaluator
from alongside.rules.facts import StoreIsBroken, open_facts, save_facts
from alongside.rules.kernels import load_kernel
from alongside.rules.law import DateOutsideLaw, NoSuchMeasure
from alongside.rules.run import run_law
from alongside.rules.schema import Registers
from tests.rules.laws import (
    ON,
    REGISTERS,
    circle,
    circle_unit,
    facts,
    in_order,
    key,
    law_of,
    note,
    notes,
    people,
    simple,
    someone,
)

TEN = roubles("10", REGISTERS)


# The second reads the answer of the first for another person, the third the amounts for a whole circle.
base = simple("base", 3, criteria=lambda p: (criterion("a", p.a),), amount=lambda p: TEN)
heirs = simple(
    "heirs",
    2,
    criteria=lambda p: (criterion("heir", answer(base.cases[0], p.heir)),),
    amount=lambda p: TEN * 2,
)
shared = simple(
    "shared",
    1,
    unit=circle_unit,
    criteria=lambda g: (criterion("somebody", members(circle, g).any()),),
    considered=lambda g: members(circle, g).any(),
    payee=lambda g: group_key(circle, g),
    amount=lambda g: members(circle, g).sum(lambda p: amount_of(base.cases[0], p)),
)
LAW = law_of(shared, heirs, base)
CAST = [
    someone(1, a=True, heir=key(3)),
    someone(2, a=False, heir=key(3)),
    someone(3, a=True),
    someone(4, heir=key(1)),
    someone(5, a=True, heir=key(4)),
]
STORE = facts(CAST, [note(3, by=key(n), since=date(2020, 1, n)) for n in (1, 2)])


def living(p):
    return (criterion("lives", lives(p)),)


def awards(law, store, measures=None):
    cases = in_order(run_law(law, store, ON, measures or law.measures))
    return [row for case in cases for row in awards_of(case, store, ON).to_pylist()]


def told(rows_):
    return {(r["measure_id"], r["unit_id"]): (r["answer"], r["amount_kopecks"], r["missing"]) for r in rows_}


def test_a_measure_reads_what_others_have_decided_for_other_people():
    found = told(awards(LAW, STORE))
    assert {k: v for k, v in found.items() if k[0] == "base"} == {
        ("base", key(1)): ("yes", 1000, ""),
        ("base", key(3)): ("yes", 1000, ""),
        ("base", key(4)): ("unknown", None, "people.a"),
        ("base", key(5)): ("yes", 1000, ""),
    }
    assert {k: v for k, v in found.items() if k[0] == "heirs"} == {
        ("heirs", key(1)): ("yes", 2000, ""),
        ("heirs", key(2)): ("yes", 2000, ""),
        ("heirs", key(4)): ("yes", 2000, ""),
        ("heirs", key(5)): ("unknown", None, "people.a"),
    }
    assert {k: v for k, v in found.items() if k[0] == "shared"} == {
        ("shared", key(3)): ("yes", 2000, ""),
        ("shared", key(4)): ("yes", 1000, ""),
        ("shared", key(1)): ("unknown", None, "people.a"),
    }


def test_one_measure_alone_is_decided_as_among_all():
    assert awards(LAW, STORE, [heirs]) == [row for row in awards(LAW, STORE) if row["measure_id"] == "heirs"]


def test_rows_come_by_the_number_of_the_measure_and_by_unit():
    found = [(row["measure_id"], row["unit_id"]) for row in awards(LAW, STORE)]
    order = ["shared", "heirs", "base"]
    assert found == sorted(found, key=lambda pair: (order.index(pair[0]), pair[1]))


def test_the_evaluator_forms_the_group_of_the_kernels_where_near_names_its_members():
    evaluator = Evaluator(Book(LAW), STORE, ON)
    assert evaluator.members("group:circle", 2) == [0, 1, 2]
    decision = evaluator.decide(shared.cases[0], 2)
    assert (decision.answer, decision.amount, decision.payee) == ("yes", 2000, 2)
    assert evaluator.decide(shared.cases[0], 1).answer == "not_considered"


def test_a_group_larger_than_the_bound_is_decided_once_with_larger_bounds(monkeypatch):
    many = GROUP_SIZES[0] + 6
    cast = [someone(1, a=True), *(someone(n, a=True, heir=key(1)) for n in range(2, many + 1))]
    store = facts(cast, [note(1, by=key(n), since=date(2020, 1, 1)) for n in range(2, many + 1)])
    bounds = []

    def watched(of, group):
        bounds.append(group)
        return measure_sizes(of, group)

    monkeypatch.setattr(columns_room, "measure_sizes", watched)
    found = awards(LAW, store, [base, shared])
    assert bounds == list(GROUP_SIZES[:2])
    assert [row["amount_kopecks"] for row in found if row["measure_id"] == "shared"] == [1000 * many]
    assert len([row for row in found if row["measure_id"] == "base"]) == many
    assert Evaluator(Book(LAW), store, ON).decide(shared.cases[0], 0).amount == 1000 * many


def test_more_rows_than_before_are_counted_with_larger_bounds():
    assert measure_sizes(facts([someone(1)])).most_rows("notes", "about") == 64
    many = facts([someone(1)], [note(1, since=date(1950 + n, 1, 1)) for n in range(65)])
    assert measure_sizes(many).most_rows("notes", "about") == 256


def test_a_store_says_how_many_rows_an_owner_has_at_most_and_rows_laid_over_it_are_counted():
    cast = [someone(n) for n in range(1, 7)]
    store = facts(cast, [note(n, by=key(6), since=date(2020, n, 1)) for n in range(1, 6)])
    assert store["notes.about.most"].tolist() == [1] and store["notes.by.most"].tolist() == [5]
    assert facts(cast)["notes.by.most"].tolist() == [0]
    laid = {"notes.by.start": np.zeros(6, np.int64), "notes.by.end": np.array([0, 0, 0, 65, 0, 0])}
    sizes = measure_sizes(replace(store, arrays={**store.arrays, **laid}))
    assert sizes.most_rows("notes", "by") == 256 and sizes.most_rows("notes", "about") == 64


def test_small_columns_are_cut_from_one_piece_of_memory_and_never_share_a_cell():
    run = columns_room.Run(LAW, STORE, 0, measure_sizes(STORE))
    kinds = [(7, "uint8"), (1000, "int32"), (1, "int64"), (columns_room.SLAB // 8 - 1000, "uint8")] * 5
    columns = [run.cut(size, dtype) for size, dtype in kinds]
    large = run.cut(columns_room.SLAB, "int32")
    assert [(len(column), str(column.dtype)) for column in columns] == kinds
    assert not any(column.any() for column in (*columns, large))
    assert all(column.ctypes.data % column.itemsize == 0 for column in columns)
    for number, column in enumerate((*columns, large)):
        column.fill(number)
    assert [set(column.tolist()) for column in (*columns, large)] == [{number} for number in range(len(kinds) + 1)]


def test_a_column_let_go_is_used_again_those_in_memory_first(monkeypatch):
    run = columns_room.Run(LAW, STORE, 0, measure_sizes(STORE))
    run.columns["def.kept"] = columns_room.new_column(run, 50, "int32")
    run.columns["def.one"] = one = columns_room.new_column(run, 50, "int32")
    monkeypatch.setattr(columns_room, "IN_MEMORY", 400)
    run.columns["def.two"] = two = columns_room.new_column(run, 50, "int32")
    assert isinstance(two, np.memmap) and not isinstance(one, np.memmap)
    two.fill(7)
    run.let_go("def.one.")
    run.let_go("def.two.")
    assert columns_room.new_column(run, 50, "int32") is one
    again = columns_room.new_column(run, 50, "int32", zeros=True)
    assert again is two and not again.any()
    run.columns = {"def.three": again, "def.four": columns_room.new_column(run, 25, "int32")}
    run.let_go("def.")
    monkeypatch.setattr(columns_room, "IN_MEMORY", 0)
    for size in (30, 25):  # what lies free in memory makes way
        assert isinstance(columns_room.new_column(run, size, "int32"), np.memmap)
    assert columns_room.new_column(run, 50, "int32") is two


def test_a_rule_that_has_not_changed_is_not_compiled_again(monkeypatch):
    first = awards(LAW, STORE)
    compiled = []
    numba_njit = numba.njit

    def watched(*arguments, **options):
        wrap = numba_njit(*arguments, **options)

        def compiling(function):
            made = wrap(function)
            compiled.append(sum(made.stats.cache_misses.values()))
            return made

        return compiling

    monkeypatch.setattr(numba, "njit", watched)
    assert awards(LAW, STORE) == first and not compiled  # one process loads a kernel once
    load_kernel.cache_clear()
    assert awards(LAW, STORE) == first
    assert compiled and sum(compiled) == 0


def test_a_store_says_the_same_when_it_is_opened_again(tmp_path):
    save_facts(STORE, tmp_path / "store")
    opened = open_facts(tmp_path / "store", REGISTERS)
    assert (opened.delivery_id, opened.as_of, opened.persons) == (STORE.delivery_id, STORE.as_of, 5)
    assert sorted(opened.arrays) == sorted(STORE.arrays)
    assert awards(LAW, opened) == awards(LAW, STORE)


def test_a_store_of_another_town_is_refused(tmp_path):
    save_facts(STORE, tmp_path / "store")
    other = Registers(REGISTERS.person_key, REGISTERS.place_key, (people,), birth="born", death="died")
    with pytest.raises(StoreIsBroken, match="written for another version or another pack"):
        open_facts(tmp_path / "store", other)
    with pytest.raises(StoreIsBroken, match="holds no fact store"):
        open_facts(tmp_path / "nothing", REGISTERS)


def test_a_day_outside_the_law_and_an_unknown_measure_are_refused():
    for day in (date(2019, 12, 31), date(2030, 1, 1)):
        with pytest.raises(DateOutsideLaw):
            list(run_law(LAW, STORE, day, LAW.measures))
    with pytest.raises(NoSuchMeasure, match="There are: shared, heirs, base"):
        LAW.measure("bases")


def test_an_amount_of_nothing_is_a_no_and_of_something_unknown_is_unknown():
    worth = simple("worth", 1, criteria=living, amount=lambda p: rows(notes, of=p).accepted().sum(lambda r: r.guess))
    store = facts([someone(1), someone(2), someone(3)], [note(2, guess=None), note(3, guess=1)])
    assert told(awards(law_of(worth), store)) == {
        ("worth", key(2)): ("unknown", None, "notes.guess"),
        ("worth", key(3)): ("yes", 1, ""),
    }
    evaluator = Evaluator(Book(law_of(worth)), store, ON)
    said = [evaluator.decide(worth.cases[0], unit).criteria[-1] for unit in range(3)]
    assert [(one.id, one.answer) for one in said] == [
        ("amount_above_zero", "no"),
        ("amount_above_zero", "unknown"),
        ("amount_above_zero", "yes"),
    ]


def test_what_is_given_in_kind_needs_no_amount():
    gift = simple("gift", 1, frequency="in_kind", criteria=lambda p: (criterion("a", p.a),))
    found = awards(law_of(gift), STORE)
    assert [(row["unit_id"], row["answer"], row["amount_kopecks"]) for row in found] == [
        (key(1), "yes", 0),
        (key(3), "yes", 0),
        (key(4), "unknown", None),
        (key(5), "yes", 0),
    ]
    assert found[0]["criteria"] == "a=yes"


def test_nobody_is_paid_in_the_place_of_a_payee_who_is_none():
    lost = simple("lost", 1, amount=lambda p: TEN, payee=lambda p: p.heir)
    rows_ = awards(law_of(lost), facts([someone(1), someone(2)]))
    assert key(2) not in [row["payee_id"] for row in rows_]


def test_a_measure_without_criteria_can_be_explained_too():
    plain = simple("plain", 1, amount=lambda p: TEN)
    assert Evaluator(Book(law_of(plain)), STORE, ON).decide(plain.cases[0], 0).amount == 1000
