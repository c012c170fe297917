"""A definition is found for those for whom somebody wants it; what is said of everybody stays the same."""

from datetime import date
from random import Random

import pytest

from alongside.rules import age, all_of, any_of, choose, criterion, define, group_of, members, roubles, rows, when
from alongside.rules import columns as columns_room
from alongside.rules import run as run_room
from alongside.rules.course import course_of
from alongside.rules.run import run_law
from tests.rules.laws import (
    ON,
    assert_decided_alike,
    circle,
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


def grown(p):
    return age(p) >= 18


def few(p):
    return roubles("0.03", p)


def worth_of(p, kind):
    return rows(notes, of=p).where(lambda r: r.kind == kind).sum(lambda r: r.worth + r.guess)


@define(person)
def of_the_grown(p):
    """Asked among criteria, of which one says who is grown; what is missing differs."""
    return when(p.c, worth_of(p, "X"), otherwise=worth_of(p, "Y"))


@define(person)
def beneath(p):
    """Asked by a definition that is itself asked about the grown alone, and there of the living."""
    return worth_of(p, "Y")


@define(person)
def above(p):
    """Asks `beneath` of the living, and is asked about the grown."""
    return when(p.died > today, beneath(p), otherwise=worth_of(p, "X"))


@define(person)
def above_again(p):
    """Asks `beneath` as `above` does."""
    return when(p.died > today, beneath(p), otherwise=worth_of(p, "Z"))


@define(person)
def two_ways(p):
    """Asked about the grown by one case, and about small children by another."""
    return worth_of(p, "Z")


@define(person)
def of_the_small(p):
    """Asked in an `any_of` about those who are not grown."""
    return worth_of(p, "X") >= few(p) * 3


@define(person)
def else_of_the_small(p):
    """Asked about them where it is the other of two values."""
    return worth_of(p, "X") >= few(p) * 2


@define(person)
def beside_a_no(p):
    """Asked about them beside an `any_of` that must not hold."""
    return worth_of(p, "X") >= few(p)


@define(person)
def of_friends(p):
    """Asked about the grown by one case, and about whoever somebody's note names."""
    return worth_of(p, "Y") > few(p)


@define(person)
def last_day(p):
    """A date, and not known where a guess is missing: asked about the grown."""
    return when(worth_of(p, "Z") > few(p), p.born, otherwise=p.died)


def by_wanted(name, number, *tests, amount=None, considered=None):
    def asked(p):
        return tuple(criterion(f"c{place}", test(p)) for place, test in enumerate(tests))

    more = {field: made for field, made in (("amount", amount), ("considered", considered)) if made is not None}
    return simple(name, number, criteria=asked, frequency="monthly" if amount else "in_kind", **more)


def friend_is_fine(p):
    return rows(notes, of=p).any(lambda r: of_friends(r.by))


def measures(again, number):
    return (
        by_wanted(
            f"grown{again}",
            number + 1,
            lambda p: p.a,
            lambda p: of_the_grown(p) >= few(p),
            grown,
            amount=lambda p: above(p) + above_again(p),
        ),
        by_wanted(f"old{again}", number + 2, lambda p: two_ways(p) > few(p), considered=grown),
        by_wanted(f"small{again}", number + 3, lambda p: all_of(age(p) < 7, p.b, two_ways(p) > few(p))),
        by_wanted(f"others{again}", number + 4, lambda p: any_of(grown(p), of_the_small(p)), lambda p: p.a),
        by_wanted(f"chosen{again}", number + 5, lambda p: choose(grown(p), p.b, otherwise=else_of_the_small(p))),
        by_wanted(f"beside{again}", number + 9, lambda p: all_of(~any_of(p.b, grown(p)), beside_a_no(p))),
        by_wanted(f"friends{again}", number + 6, of_friends, considered=grown),
        by_wanted(f"fine{again}", number + 7, friend_is_fine),
        by_wanted(f"day{again}", number + 8, lambda p: last_day(p) > today, considered=grown),
    )


LAW = law_of(*measures("", 0), *measures("_again", 20))  # what one part alone reads would have no column


def store(seed):
    """People of all ages, some dead, with notes whose guesses may be missing."""
    draw = Random(seed)
    cast, told = [], []
    for n in range(1, 161):
        more = {name: draw.random() < 0.6 for name in ("a", "b", "c") if draw.random() < 0.8}
        gone = {"died": date(2024, 5, 1)} if draw.random() < 0.3 else {}
        cast.append(someone(n, born=date(draw.randrange(1960, 2025), draw.randrange(1, 13), 1), **more, **gone))
        for month in draw.sample(range(1, 13), draw.randrange(6)):
            guess = {"guess": draw.randrange(9)} if draw.random() < 0.7 else {}
            by = key(draw.randrange(1, 161))
            told.append(
                note(n, by=by, kind=draw.choice("XYZ"), worth=draw.randrange(5), since=date(2023, month, 1)) | guess
            )
    return facts(cast, told)


def test_a_definition_is_wanted_for_whom_the_tests_beside_it_leave():
    assert set(course_of(LAW, LAW.measures).spared.wanted) == {
        "of_the_grown",
        "beneath",
        "above",
        "above_again",
        "two_ways",
        "of_the_small",
        "else_of_the_small",
        "beside_a_no",
        "last_day",
    }, "and not `of_friends`, which is asked about other people, too"


def test_what_a_group_is_formed_by_or_asks_of_its_members_is_wanted_for_everybody():
    @define(person)
    def of_a_ring(p):
        return worth_of(p, "X") > few(p)

    ring = by_wanted("ring", 1, lambda p: members(circle, group_of(circle, p)).any(of_a_ring), considered=grown)
    law = law_of(ring, by_wanted("one", 2, of_a_ring, considered=grown))
    assert not course_of(law, law.measures).spared.wanted


@pytest.mark.parametrize("seed", range(4))
def test_answers_and_amounts_are_those_of_the_evaluator(seed):
    assert_decided_alike(LAW, store(seed))


def test_for_others_nothing_is_found(monkeypatch):
    of, kept = store(1), {}
    begin = columns_room.begin_definition

    def watched(run, definition, kernel, threads):
        finish = begin(run, definition, kernel, threads)

        def finish_and_look():
            finish()
            kept[definition.name] = run.columns[f"def.{definition.name}"].tolist()
            missing = run.columns.get(f"def.{definition.name}.missing.of")
            kept[f"{definition.name} missing"] = [] if missing is None else missing.tolist()

        return finish_and_look

    monkeypatch.setattr(run_room, "begin_definition", watched)
    list(run_law(LAW, of, ON, LAW.measures))
    years = [(ON - born).days / 365.25 for born in dates(of, "people.born")]
    small = [n for n, old in enumerate(years) if old < 18]
    assert small
    assert {kept["of_the_grown"][n] for n in small} == {0}
    assert any(kept["of_the_grown"])
    assert {kept["last_day"][n] for n in small} == {1 << 30}, "no day"
    assert not set(kept["of_the_grown missing"]) & set(small)
    assert kept["of_the_grown missing"]
    for name in ("of_the_small", "else_of_the_small", "beside_a_no"):
        assert not set(kept[f"{name} missing"]) - set(small)
        assert {value for n, value in enumerate(kept[name]) if n not in small} == {0}
        assert {kept[name][n] for n in small} == {0, 1, 2}
    alive = {n for n, day in enumerate(dates(of, "people.died")) if day > ON}
    assert not set(kept["beneath missing"]) - alive
    assert set(kept["beneath missing"]) <= set(kept["above missing"])


def dates(of, name):
    return [date.fromordinal(date(1970, 1, 1).toordinal() + min(int(day), 1 << 20)) for day in of.arrays[name]]
