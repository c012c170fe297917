"""Rows that several parts of a law look for alike are found once; what is said of them stays the same."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import numpy as np
import pytest

from alongside.rules import columns as columns_room
from alongside.rules import criterion, define, rows
from alongside.rules import run as run_room
from alongside.rules.course import course_of
from alongside.rules.form import form
from alongside.rules.run import run_law
from alongside.rules.schema import EMPTY
from alongside.rules.standing import Standing
from tests.packs.small_city import pack
from tests.rules.laws import (
    ON,
    assert_decided_alike,
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


def mine(p):
    return rows(notes, of=p).holding()


def of_the_living(p):
    """Notes that somebody wrote about people who live: the tests look at the row, and at whom it names."""
    return rows(notes, of=p, by="by").holding().where(lambda r: r.about.died > today)


@define(person)
def worth(p):
    """Reads rows found before, and asks more of them."""
    return mine(p).where(lambda r: r.kind == "X").sum(lambda r: r.worth)


@define(person)
def writers(p):
    """A loop within a loop over rows found before."""
    return mine(p).count(lambda r: rows(notes, of=r.by).holding().any(lambda one: one.kind == "Y"))


@define(person)
def dearest(p):
    """A choice among rows found before."""
    return mine(p).latest("worth", "since").worth


@define(person)
def guessed(p):
    """Not known where a guess is missing in a row that stands."""
    return mine(p).where(lambda r: r.kind != "Z").sum(lambda r: r.guess)


def measure_of(name, number, *criteria, amount=None):
    asked = lambda p: tuple(criterion(f"c{place}", one(p)) for place, one in enumerate(criteria))  # noqa: E731
    more = {} if amount is None else {"amount": amount}
    return simple(name, number, criteria=asked, frequency="monthly" if more else "in_kind", **more)


LAW = law_of(
    measure_of("worth", 1, lambda p: mine(p).any(), amount=worth),
    measure_of("writers", 2, lambda p: writers(p) >= 1),
    measure_of("dearest", 3, amount=dearest),
    measure_of("guessed", 4, lambda p: p.a, amount=guessed),
    measure_of("one", 5, lambda p: of_the_living(p).any(lambda r: r.about.a)),
    measure_of("two", 6, lambda p: of_the_living(p).count(lambda r: (r.kind == "X") & r.about.a) >= 1),
    measure_of("three", 7, lambda p: of_the_living(p).all(lambda r: r.about.b)),
    measure_of("all_notes", 8, lambda p: rows(notes, of=p).any(lambda r: r.kind == "Z")),
)


def store(seed):
    """A town of notes, some over, some not begun, about the living and the dead, and about nobody who writes."""
    draw = Random(seed)
    cast = [
        someone(
            n,
            **({"died": date(2024, 5, 1)} if draw.random() < 0.3 else {}),
            **({"a": draw.random() < 0.5} if draw.random() < 0.8 else {}),
            **({"b": draw.random() < 0.5} if draw.random() < 0.8 else {}),
        )
        for n in range(1, 61)
    ]
    told = []
    for n in range(1, 61):
        for month in draw.sample(range(1, 13), draw.randrange(6)):
            more: dict[str, Any] = {"until": date(2025, draw.choice((3, 4)), 15)} if draw.random() < 0.4 else {}
            more |= {"guess": draw.randrange(9)} if draw.random() < 0.7 else {}
            since = date(draw.choice((2023, 2025)), month, 1)
            told.append(
                note(n, by=key(draw.randrange(1, 61)), kind=draw.choice("XYZ"), worth=draw.randrange(9), since=since)
                | more
            )
    return facts(cast, told)


def test_what_three_parts_look_for_is_found_once_and_what_two_look_for_is_not():
    standing = {step.name: step for step in course_of(LAW, LAW.measures).steps if isinstance(step, Standing)}
    assert set(standing) == {"rows.notes.about.0", "rows.notes.by.0"}
    assert len(standing["rows.notes.about.0"].relation.tests) == 2, "since and until; the kind is asked of those found"
    assert len(standing["rows.notes.by.0"].relation.tests) == 3, "whether whom the row names is alive, too"
    beside = {name: [cell.column for cell in one.cells] for name, one in standing.items()}
    assert beside == {"rows.notes.about.0": ["kind"], "rows.notes.by.0": ["about"]}
    few = law_of(*LAW.measures[:2])
    names = {step.name for step in course_of(few, few.measures).steps if isinstance(step, Standing)}
    assert names == {"rows.notes.about.0"}
    two = law_of(*LAW.measures[4:6])
    assert not course_of(two, two.measures).spared.standing


def test_rows_that_a_loop_finds_by_their_order_are_not_found_beforehand():
    law = pack().law
    indexes = {use.rows.source.register for use in course_of(law, law.measures).spared.standing.values()}
    assert {"registrations", "flags", "parent_child"} <= indexes
    assert "income" not in indexes, "months from a month on lie side by side, and are most of the rows there are"


@pytest.mark.parametrize("seed", range(4))
def test_answers_and_amounts_are_those_of_the_evaluator(seed):
    assert_decided_alike(LAW, store(seed))


def test_rows_that_were_laid_over_a_store_are_found_where_they_lie(monkeypatch):
    """Behind the last of the delivery: an owner's rows need not begin where those of the one before end."""
    of = store(5)
    starts, many = of["notes.about.start"], of.rows("notes")
    owners = np.argsort(np.diff(starts), kind="stable")[:-4:-1]  # who has most
    sizes = np.diff(starts)[owners]
    moved = np.concatenate([np.arange(starts[owner], starts[owner + 1]) for owner in owners])
    begins, ends = starts[:-1].copy(), starts[1:].copy()
    ends[owners] = many + np.cumsum(sizes)
    begins[owners] = ends[owners] - sizes
    arrays = {"notes.about.start": np.append(begins, many), "notes.about.end": ends}
    for column in notes.columns:
        name = f"notes.{column.name}"
        arrays[name] = np.append(of[name], of[name][moved])
    laid = replace(of, arrays={**of.arrays, **arrays})
    monkeypatch.setattr(columns_room, "CHUNK", 7)
    assert min(sizes) > 1
    assert_decided_alike(LAW, laid)
    decided = [[row.columns for row in run_law(LAW, one, ON, LAW.measures)] for one in (of, laid)]
    for before, after in zip(*decided, strict=True):
        assert all(np.array_equal(before[name], after[name]) for name in before)


def test_rows_that_stand_are_those_of_each_owner_in_their_order(monkeypatch):
    of, kept = store(9), {}
    begin = columns_room.begin_rows

    def watched(run, standing, kernel, threads):
        finish = begin(run, standing, kernel, threads)

        def finish_and_look():
            finish()
            kept.update({name: column.copy() for name, column in run.columns.items() if name.startswith("rows.")})

        return finish_and_look

    monkeypatch.setattr(run_room, "begin_rows", watched)
    monkeypatch.setattr(columns_room, "CHUNK", 7)  # and so in many chunks
    list(run_law(LAW, of, ON, LAW.measures))
    since, until = of.arrays["notes.since"], of.arrays["notes.until"]
    day = (ON - date(1970, 1, 1)).days
    first, kinds = of.arrays["notes.about.start"], of.arrays["notes.kind"]
    assert len(kept["rows.notes.about.0.row"]) > 20
    for one in range(of.persons):
        want = [row for row in range(first[one], first[one + 1]) if since[row] <= day < until[row]]
        start, end = kept["rows.notes.about.0.start"][one : one + 2]
        assert kept["rows.notes.about.0.row"][start:end].tolist() == want
        assert kept["rows.notes.about.0.kind"][start:end].tolist() == [kinds[row] for row in want]


def test_a_step_begins_when_all_that_it_reads_has_ended_and_columns_are_let_go_after_their_last_reader(monkeypatch):
    course, gone = course_of(LAW, LAW.measures), []
    ended: set[int] = set()
    assert all(number < place for place, before in enumerate(course.after) for number in before)
    begin, let_go = run_room._begin, columns_room.Run.let_go

    def watched(run, step, *others):
        number = course.steps.index(step)
        assert course.after[number] <= ended
        assert not any(prefix in gone for prefix in course.reads[number])
        finish = begin(run, step, *others)

        def finish_and_tell():
            found = finish()
            ended.add(number)
            return found

        return finish_and_tell

    def watched_let_go(run, prefix):
        assert all(number in ended for number in course.readers()[prefix])
        gone.append(prefix)
        let_go(run, prefix)

    monkeypatch.setattr(run_room, "_begin", watched)
    monkeypatch.setattr(columns_room.Run, "let_go", watched_let_go)
    list(run_law(LAW, store(2), ON, LAW.measures))
    assert len(ended) == len(course.steps)
    assert {"rows.notes.about.0.", "rows.notes.by.0."} <= {*gone}


def test_groups_are_formed_in_one_walk_as_by_sorting():
    draw = np.random.default_rng(5)
    for size in (0, 1, 7, 400):
        key_ = np.where(draw.random(size) < 0.2, EMPTY, draw.integers(0, max(1, size), size)).astype(np.int32)
        formed = form(key_)
        keys = sorted({one for one in key_.tolist() if one != EMPTY})
        assert formed["key"].tolist() == keys
        want = [[n for n, one in enumerate(key_.tolist()) if one == k] for k in keys]
        cuts = list(zip(formed["start"][:-1], formed["start"][1:], strict=True))
        assert [formed["members"][a:b].tolist() for a, b in cuts] == want
        assert formed["of"].tolist() == [keys.index(one) if one != EMPTY else EMPTY for one in key_.tolist()]
