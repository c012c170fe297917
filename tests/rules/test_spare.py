"""What a run need not find for everybody: answers stay the same, and only those are asked about whom somebody asks."""

from dataclasses import replace
from datetime import date
from typing import Any

from alongside.rules import Unit, answer, criterion, define, group_of, members, rows
from alongside.rules import columns as columns_room
from alongside.rules import run as run_room
from alongside.rules.evaluator import Book, Evaluator
from alongside.rules.law import order_of_parts
from alongside.rules.run import run_law
from alongside.rules.spare import Asking, spare
from tests.rules.laws import (
    ON,
    REGISTERS,
    circle,
    circle_unit,
    facts,
    key,
    law_of,
    note,
    notes,
    person,
    simple,
    someone,
    today,
)


@define(person)
def spotless(p):
    """Read by `all_spotless` alone, about the members of a ring."""
    return p.b & rows(notes, of=p).all(lambda r: r.guess > 0)


@define(circle_unit)
def all_spotless(g):
    """Read by the two cases of one measure alone."""
    return members(circle, g).all(spotless)


@define(circle_unit)
def eldest_is_clear(g):
    """Read by a measure and by whom another considers."""
    return members(circle, g).accepted().any(lambda p: rows(notes, of=p).accepted().any())


@define(circle_unit)
def some_c(g):
    """Read by the second case and by another measure: found for everybody, after the first case."""
    return members(circle, g).any(lambda p: p.c)


@define(person)
def has_come(p):
    """Read as `told_well` is, and found without a loop."""
    return p.born <= today


@define(person)
def told_well(p):
    """Read by two cases of one measure alone, about their own unit."""
    return rows(notes, of=p).all(lambda r: r.guess >= 0)


def for_one(p):
    spotless_ring = criterion("spotless", all_spotless(group_of(circle, p)))
    return (criterion("a", p.a), criterion("come", has_come(p)), criterion("told", told_well(p)), spotless_ring)


def for_all(g):
    return (criterion("some_c", some_c(g)), criterion("spotless", all_spotless(g)))


def for_third(p):
    return (criterion("c", p.c), criterion("come", has_come(p)), criterion("told", told_well(p)))


def somebody(g):
    return members(circle, g).any()


def of_ring(name, number, criteria, considered=somebody):
    return simple(
        name,
        number,
        unit=circle_unit,
        criteria=criteria,
        considered=considered,
        payee=lambda g: members(circle, g).first(lambda p: p),
        frequency="in_kind",
    )


ONE = simple("clean", 1, criteria=for_one, frequency="in_kind")
THIRD = simple(
    "clean",
    1,
    unit=Unit("third", "person", REGISTERS),
    criteria=for_third,
    frequency="in_kind",
    considered=lambda p: p.died > today,
)
CLEAN = replace(ONE, cases=(*ONE.cases, *of_ring("clean", 1, for_all).cases, *THIRD.cases))


def strict(g):
    return (criterion("clear", eldest_is_clear(g)), criterion("some_c", some_c(g)))


STRICT = of_ring("strict", 2, strict, considered=eldest_is_clear)
LAW = law_of(CLEAN, STRICT)


def store():
    """Rings of three, with every mix of what is asked first and what is asked last, and of what is not known."""
    known = (True, False, None)
    cast, told = [], []
    for n in range(81):
        first, last, third, guess = known[n % 3], known[n // 3 % 3], known[n // 9 % 3], known[n // 27]
        one = 3 * n + 1
        parts = {name: value for name, value in (("a", first), ("b", last), ("c", third)) if value is not None}
        cast += [someone(one, **parts), *(someone(one + m, a=False, b=True, c=False, heir=key(one)) for m in (1, 2))]
        worth = {} if guess is None else {"guess": 5 if guess else 0}
        told += [note(one, by=key(one + m), since=date(2020, 1, m), **worth) for m in (1, 2)]
    return facts(cast, told)


def test_what_few_are_asked_about_is_known_by_who_reads_it():
    spared = spare(LAW, order_of_parts(LAW, LAW.measures))
    asked = {"all_spotless", "told_well"}
    assert set(spared.asked) == asked, "who is considered must be known first, and what takes no loop is not spared"
    assert "spotless" in spared.columnless
    assert {one.case.name for one in spared.asking} == {case.name for case in CLEAN.cases}
    run = spared.in_order(order_of_parts(LAW, LAW.measures))
    placed = [("asks " if isinstance(part, Asking) else "") + part.name for part in run]
    assert placed.index("some_c") < placed.index("asks clean/circle") < placed.index("all_spotless")
    assert placed.index("all_spotless") < placed.index("clean/person")
    assert all(placed.count(name) == 1 for name in ("told_well", "all_spotless", "clean/person", "clean/circle"))
    alone = spare(LAW, [part for part in order_of_parts(LAW, LAW.measures) if part is not CLEAN.cases[0]])
    assert set(alone.asked) == set(), "each has one reader, about its own unit: written into it"


def test_cases_that_another_part_reads_between_them_do_not_wait():
    between = simple(
        "between", 3, criteria=lambda p: (criterion("clean", answer(ONE.cases[0], p)),), frequency="in_kind"
    )
    order = order_of_parts(LAW, LAW.measures)
    _first, *others = [part for part in order if part in CLEAN.cases]
    rest = [part for part in order if part not in others]
    law = law_of(CLEAN, STRICT, between)
    assert spare(law, [*rest, *others]).asked
    assert not spare(law, [*rest, between.cases[0], *others]).asked


def test_answers_are_those_of_the_evaluator_and_only_rings_somebody_asks_about_are_marked(monkeypatch):
    facts_ = store()
    marked: dict[str, Any] = {}

    def watched(run, asking, kernel, threads):
        finish = marking(run, asking, kernel, threads)

        def finish_and_look():
            finish()
            marked[f"{asking.case.name} {asking.kind}"] = run.columns[asking.column].tolist()

        return finish_and_look

    marking = columns_room.begin_marks
    monkeypatch.setattr(run_room, "begin_marks", watched)
    monkeypatch.setattr(run_room, "AT_ONCE", 1)
    found = {rows_.case.name: rows_.columns for rows_ in run_law(LAW, facts_, ON, LAW.measures)}
    evaluator = Evaluator(Book(LAW), facts_, ON)
    names = {"yes": 1, "unknown": 2}
    for case in CLEAN.cases:
        said = {n: evaluator.decide(case, n) for n in range(facts_.persons)}
        want = {n: names[one.answer] for n, one in said.items() if one.answer in names}
        columns = found[case.name]
        assert dict(zip(columns["unit_key"].tolist(), columns["out_answer"].tolist(), strict=True)) == want
        assert {1, 2} == set(want.values())
    first = [n % 3 != 1 for n in range(81)]
    third = [n // 9 % 3 != 1 for n in range(81)]
    assert marked["clean/person group:circle"] == [int(yes) for yes in first], "all but those whose first member fails"
    assert marked["clean/circle group:circle"] == [int(a or c) for a, c in zip(first, third, strict=True)]
    assert marked["clean/person person"][::3] == [int(yes) for yes in first]
    assert marked["clean/third person"][::3] == [int(a or c) for a, c in zip(first, third, strict=True)]
