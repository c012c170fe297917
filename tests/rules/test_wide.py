"""Numbers of 128 bits: exact where 64 do not suffice, refused where 127 do not."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.base.compiled import numba
from alongside.rules import define, floor_divide, half_up, rows, smallest_of
from alongside.rules.fault import PackFault
from alongside.rules.wide import (
    narrow,
    wide,
    wide_add,
    wide_equal,
    wide_floor,
    wide_half_up,
    wide_less,
    wide_multiply,
    wide_subtract,
)
from tests.rules.laws import by_evaluator, by_kernels, facts, note, notes, person, settled, someone

small = st.integers(-(2**62), 2**62)
MOST = 99_999_999_999


@numba.njit
def everything(a, b, c, by):
    product = wide_multiply(wide(a), wide(b))
    total = wide_add(product, wide(c))
    less = wide_subtract(product, wide(c))
    half = wide_half_up(total, wide(by))
    down = wide_floor(total, wide(by))
    return product, total, less, half, down, wide_less(product, total), wide_equal(total, less)


def number(pair):
    high, low = int(pair[0]), int(pair[1]) & (2**64 - 1)
    return (high << 64) + low


@settings(max_examples=400, deadline=None)
@given(small, small, small, st.integers(1, 2**62))
def test_wide_arithmetic_is_that_of_python(a, b, c, by):
    product, total, less, half, down, is_less, is_same = everything(a, b, c, by)
    assert number(product) == a * b
    assert number(total) == a * b + c
    assert number(less) == a * b - c
    assert number(half) == (2 * (a * b + c) + by) // (2 * by)
    assert number(down) == (a * b + c) // by
    assert is_less == (c > 0)
    assert is_same == (c == 0)


def test_a_wide_number_divided_by_nothing_is_nothing():
    assert [number(pair) for pair in everything(5, 5, 5, 0)[3:5]] == [0, 0]
    assert numba.njit(lambda a: narrow(wide(a)))(-7) == -7


def first(p):
    return rows(notes, of=p).accepted().first("since")


def total_of(p):
    return rows(notes, of=p).accepted().sum(lambda r: r.worth)


@define(person)
def share(p):
    """A product of two amounts needs 74 bits and more; what comes of it is bounded by one word again."""
    return smallest_of(half_up(first(p).worth * total_of(p), 1000 * first(p).worth), total_of(p))


@define(person)
def above(p):
    return first(p).worth * first(p).worth < first(p).worth * total_of(p)


@define(person)
def parts(p):
    squares = rows(notes, of=p).accepted().sum(lambda r: half_up(r.worth * r.worth, r.worth))
    return smallest_of(floor_divide(squares, 7), total_of(p))


def test_kernels_are_exact_to_the_kopeck_where_64_bits_are_not_enough():
    worths = {1: [MOST, MOST - 1, MOST - 2], 2: [3, 5], 3: [MOST], 4: []}
    written = [
        note(n, worth=worth, since=date(2020, 1, day))
        for n, all_of in worths.items()
        for day, worth in enumerate(all_of, start=1)
    ]
    store = facts([someone(n) for n in worths], written)
    expected: dict[str, list[int]] = {"share": [], "above": [], "parts": []}
    for all_of in worths.values():
        head, total = (all_of[0] if all_of else -1), sum(all_of)
        by = 1000 * head
        expected["share"].append((2 * head * total + by) // (2 * by) if by > 0 else 0)
        expected["above"].append(int(head * head < head * total))
        expected["parts"].append(total // 7)
    for find in (by_kernels, by_evaluator):
        found = settled(find(store, share, above, parts))
        assert {name: [value for value, _ in values] for name, values in found.items()} == expected


def test_a_number_that_may_pass_127_bits_is_refused_with_its_line():
    grown = define(person, "grown")(
        lambda p: half_up(first(p).worth * first(p).worth * (10**18) * (10**9), first(p).worth)
    )
    with pytest.raises(PackFault, match=r"test_wide\.py:\d+: this number can grow past 127 bits\. Divide earlier"):
        by_kernels(facts([someone(1)]), grown)


def test_a_named_definition_that_does_not_fit_64_bits_stops_the_run_and_never_wraps():
    heavy = define(person, "heavy")(lambda p: first(p).worth * first(p).worth)
    user = define(person, "user")(lambda p: heavy(p) > heavy(p) * 1)
    with pytest.raises(OverflowError, match="does not fit 64 bits"):
        by_kernels(facts([someone(1)], [note(1, worth=MOST)]), user)


def test_what_is_not_known_does_not_stop_a_run():
    guessed = define(person, "guessed")(lambda p: rows(notes, of=p).sum(lambda r: r.guess))
    user = define(person, "user")(lambda p: half_up(guessed(p) * guessed(p), first(p).worth))
    store = facts([someone(1), someone(2)], [note(1, worth=7), note(2, worth=5, guess=15)])
    for find in (by_kernels, by_evaluator):
        (unknown, missing), known = settled(find(store, guessed, user))["user"]
        assert (unknown, known) == (None, (45, 0))
        assert missing
