"""What a run need not find for everybody: answers stay the same, and only those are asked about whom somebody asks."""

from dataclasses import replace
from datetime import date
from typing import Any

from alongside.base.text import Text
from alongside.rules import Unit, criterion, define, group, group_of, members, rows, when
from alongside.rules import columns as columns_room
from alongside.rules import run as run_room
from alongside.rules.evaluator import Book, Evaluator
from alongside.rules.law import order_of_parts
from alongside.rules.run import run_law
from alongside.rules.spare import spare
from tests.rules.laws import ON, REGISTERS, facts, key, law_of, note, notes, person, simple, someone


@define(person)
def elder(p):
    """The heir one names, or oneself."""
    return when(p.heir.is_some(), p.heir, otherwise=p)


def beside(p):
    return (rows(notes, of=p).accepted().each(lambda r: r.by),)


ring = group(elder, beside, name="ring", title=Text("", ""))
ring_unit = Unit("ring", "group:ring", REGISTERS)


@define(person)
def spotless(p):
    """Read by `all_spotless` alone, about the members of a ring."""
    return p.b & rows(notes, of=p).all(lambda r: r.guess > 0)


@define(ring_unit)
def all_spotless(g):
    """Read by the two cases of one measure alone."""
    return members(ring, g).all(spotless)


@define(ring_unit)
def eldest_is_clear(g):
    """Read by a measure and by whom another considers."""
    return members(ring, g).accepted().any(lambda p: rows(notes, of=p).accepted().any())


def for_one(p):
    return (criterion("a", p.a), criterion("spotless", all_spotless(group_of(ring, p))))


def for_all(g):
    return (criterion("some_c", members(ring, g).any(lambda p: p.c)), criterion("spotless", all_spotless(g)))


def somebody(g):
    return members(ring, g).any()


def of_ring(name, number, criteria, considered=somebody):
    return simple(
        name,
        number,
        unit=ring_unit,
        criteria=criteria,
        considered=considered,
        payee=lambda g: members(ring, g).first(lambda p: p),
        frequency="in_kind",
    )


ONE = simple("clean", 1, criteria=for_one, frequency="in_kind")
CLEAN = replace(ONE, cases=(*ONE.cases, *of_ring("clean", 1, for_all).cases))
STRICT = of_ring("strict", 2, lambda g: (criterion("clear", eldest_is_clear(g)),), considered=eldest_is_clear)
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
    assert set(spared.asked) == {"all_spotless"}, "who is considered must be known before anybody asks"
    assert "spotless" in spared.columnless
    assert {one.case.name for one in spared.asking} == {case.name for case in CLEAN.cases}
    alone = spare(LAW, [part for part in order_of_parts(LAW, LAW.measures) if part is not CLEAN.cases[0]])
    assert set(alone.asked) == set(), "one reader about its own unit: written into it"


def test_answers_are_those_of_the_evaluator_and_only_rings_somebody_asks_about_are_marked(monkeypatch):
    facts_ = store()
    marked: list[Any] = []

    def watched(run, asking, kernel, threads):
        marking(run, asking, kernel, threads)
        marked.append(run.columns[asking.column].copy())

    marking = columns_room.mark_asked
    monkeypatch.setattr(run_room, "mark_asked", watched)
    found = {rows_.case.name: rows_.columns for rows_ in run_law(LAW, facts_, ON, LAW.measures)}
    evaluator = Evaluator(Book(LAW), facts_, ON)
    names = {"yes": 1, "unknown": 2}
    for case in CLEAN.cases:
        said = {n: evaluator.decide(case, n) for n in range(facts_.persons)}
        want = {n: names[one.answer] for n, one in said.items() if one.answer in names}
        columns = found[case.name]
        assert dict(zip(columns["unit_key"].tolist(), columns["out_answer"].tolist(), strict=True)) == want
        assert {1, 2} == set(want.values())
    asked_a, asked_both = marked
    assert asked_a.tolist() == [int(n % 3 != 1) for n in range(81)], "all but those whose first member fails"
    assert asked_both.tolist() == [int(n % 3 != 1 or n // 9 % 3 != 1) for n in range(81)]
