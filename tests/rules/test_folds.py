"""Questions over rows: is there one, how many, the sum, the largest, the first; kernels and evaluator against lists."""

from datetime import date, timedelta
from random import Random

import pytest

from alongside.rules import define, lives, month_of, months, rows
from tests.rules.laws import (
    REGISTERS,
    by_evaluator,
    by_kernels,
    facts,
    key,
    note,
    notes,
    people,
    person,
    settled,
    someone,
    today,
)

WHOLE = 1 << REGISTERS.missing_names().index("notes.*")
GUESS = 1 << REGISTERS.missing_names().index("notes.guess")
EMPTY_A = 1 << REGISTERS.missing_names().index("people.a")
KINDS = ("X", "Y", "Z")


def about(p):
    return rows(notes, of=p)


@define(person)
def has_y(p):
    return about(p).any(lambda r: r.kind == "Y")


@define(person)
def guessed_high(p):
    return about(p).any(lambda r: r.guess > r.worth)


@define(person)
def how_many(p):
    return about(p).accepted().count()


@define(person)
def kinds(p):
    return about(p).accepted().count(distinct=True)


@define(person)
def guessed(p):
    return about(p).accepted().sum(lambda r: r.guess)


@define(person)
def most(p):
    return about(p).accepted().largest(lambda r: r.worth, lambda r: r.kind != "Z")


@define(person)
def least(p):
    return about(p).accepted().smallest(lambda r: r.worth)


@define(person)
def best(p):
    return about(p).accepted().pick(("kind", True), ("worth", False), ("since", True)).worth


@define(person)
def written_for(p):
    return rows(notes, of=p, by="by").holding().accepted().each(lambda r: r.about).where(lives).count()


@define(person)
def months_with(p):
    window = months(month_of(today).plus_months(-4), 4)
    return window.count(lambda m: about(p).accepted().any(lambda r: month_of(r.since) == m))


ALL = (has_y, guessed_high, how_many, kinds, guessed, most, least, best, written_for, months_with)


def random_store(seed):
    random = Random(seed)
    cast = [someone(n, died=date(2024, 1, 1) if random.random() < 0.3 else None) for n in range(1, 8)]
    written = []
    for number in range(random.randint(0, 30)):
        since = date(2024, 11, 1) + timedelta(days=7 * number)
        written.append(
            note(
                random.randint(1, 7),
                by=key(random.randint(1, 7)),
                kind=random.choice(KINDS),
                worth=random.randint(0, 3) * 100,
                guess=random.choice((None, 0, 150, 250)),
                since=since,
                until=random.choice((None, since + timedelta(days=40))),
            )
        )
    holes = {"notes": [key(n) for n in range(1, 8) if random.random() < 0.2]}
    return cast, written, holes


def careful(cast, written, holes):
    """What a careful reader finds for each person and question."""
    dead = {p["id"] for p in cast if p["died"]}
    found: dict[str, list[object]] = {name.definition.name: [] for name in ALL}
    for p in (p["id"] for p in cast):
        own = sorted((r for r in written if r["about"] == p), key=lambda r: (KINDS.index(r["kind"]), r["since"]))
        hole = WHOLE if p in holes["notes"] else 0
        blank = GUESS if any(r["guess"] is None for r in own) else 0

        def said(name, value, missing=0):
            found[name].append((None, missing) if missing else (int(value), 0))

        some = any(r["kind"] == "Y" for r in own)
        said("has_y", some, 0 if some else hole)
        high = any(r["guess"] is not None and r["guess"] > r["worth"] for r in own)
        said("guessed_high", high, 0 if high else hole | blank)
        said("how_many", len(own))
        said("kinds", len({r["kind"] for r in own}))
        said("guessed", sum(r["guess"] or 0 for r in own), blank)
        said("most", max((r["worth"] for r in own if r["kind"] != "Z"), default=0))
        said("least", min((r["worth"] for r in own), default=0))
        order = sorted(own, key=lambda r: (-KINDS.index(r["kind"]), r["worth"], -r["since"].toordinal()))
        said("best", order[0]["worth"] if order else 0)
        on = date(2025, 3, 31)
        holding = [r for r in written if r["since"] <= on and (r["until"] is None or on < r["until"])]
        said("written_for", sum(r["by"] == p and r["about"] not in dead for r in holding))
        begun = {(r["since"].year, r["since"].month) for r in own}
        said("months_with", len(begun & {(2024, 11), (2024, 12), (2025, 1), (2025, 2)}))
    return found


@pytest.mark.parametrize("seed", range(12))
def test_folds_find_what_a_careful_reader_finds(seed):
    cast, written, holes = random_store(seed)
    store = facts(cast, written, incomplete=holes)
    expected = careful(cast, written, holes)
    assert settled(by_evaluator(store, *ALL)) == expected
    assert settled(by_kernels(store, *ALL)) == expected


def test_a_register_that_did_not_arrive_leaves_everybody_unknown_not_without():
    store = facts([someone(1), someone(2)], missing=["notes"])
    for found in (by_evaluator(store, has_y), by_kernels(store, has_y)):
        assert settled(found)["has_y"] == [(None, WHOLE)] * 2


@define(person)
def at_least_two(p):
    return months(month_of(today), 3).at_least(2, lambda m: p.a & (m >= month_of(today).plus_months(1)))


@define(person)
def at_least_three(p):
    return months(month_of(today), 3).at_least(3, lambda m: p.a & (m >= month_of(today).plus_months(1)))


def test_at_least_so_many_is_a_no_once_the_unknown_ones_cannot_be_enough():
    store = facts([someone(1, a=True), someone(2, a=False), someone(3)])
    for find in (by_evaluator, by_kernels):
        found = settled(find(store, at_least_two, at_least_three))
        assert found["at_least_two"] == [(1, 0), (0, 0), (None, EMPTY_A)]
        assert found["at_least_three"] == [(0, 0), (0, 0), (0, 0)]


@define(person)
def two_guessed(p):
    return about(p).at_least(2, lambda r: r.guess > 0 * r.worth)


def test_at_least_two_of_one_row_is_a_no_where_the_register_is_complete():
    store = facts([someone(1)], [note(1, guess=None)])
    assert settled(by_evaluator(store, two_guessed))["two_guessed"] == [(0, 0)]


@define(person)
def heir_lives(p):
    return lives(p.heir)


@define(person)
def has_heir(p):
    return p.heir.is_some()


@define(person)
def heirs_notes(p):
    return rows(notes, of=p.heir).count()


def test_a_person_who_does_not_exist_fills_the_cell_and_lives_nowhere():
    cast = [someone(1, heir=key(2)), someone(2, heir=key(999)), someone(3)]
    store = facts(cast, [note(2)])
    assert store.arrays[f"{people.name}.heir"].tolist() == [1, -2, -1]
    for find in (by_evaluator, by_kernels):
        found = settled(find(store, heir_lives, has_heir, heirs_notes))
        assert [value for value, _ in found["has_heir"]] == [1, 1, 0]
        assert [value for value, _ in found["heir_lives"]] == [1, 0, 0]
        assert [value for value, _ in found["heirs_notes"]] == [1, 0, 0]


@define(person)
def due_later(p):
    return about(p).accepted().any(lambda r: r.due > today)


DUE = 1 << REGISTERS.missing_names().index("notes.due")


def test_an_open_date_that_is_empty_is_not_known():
    store = facts([someone(1)], [note(1, due=None)])
    assert settled(by_evaluator(store, due_later))["due_later"] == [(None, DUE)]


def test_the_last_day_of_1969_is_a_date_like_any_other():
    store = facts([someone(1)], [note(1, due=date(1969, 12, 31))])
    assert settled(by_evaluator(store, due_later))["due_later"] == [(0, 0)]
