"""Counts that two questions a little apart may be asked of: a difference between them says nothing of one person."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.packs.compare_terms import Crowd
from alongside.workplace.by_lot import MONEY_FROM, STEP, is_coarse, marks, near_coarse, shown_count, shown_money

MARKS = st.integers(0, 2**64 - 1)


def crowd(count, mark, each=1_000_00, most=None):
    return Crowd(count, count * each, each if most is None else most, mark)


def draws(count, times=4000):
    """What is shown of crowds of this size, each of other people."""
    mark = marks()
    summed = mark(np.arange(times * count, dtype=np.int64)).reshape(times, count).sum(axis=1, dtype=np.uint64)
    return [shown_count(crowd(count, int(one))) for one in summed]


@given(st.integers(0, 100_000), MARKS)
def test_a_count_is_shown_as_a_ten_next_to_it_and_always_the_same(count, mark):
    found = shown_count(crowd(count, mark))
    assert found % STEP == 0
    assert abs(found - count) < STEP
    assert found == shown_count(crowd(count, mark))


@pytest.mark.parametrize("count", [1, 4, 9, 23, 57])
def test_rounding_favours_neither_side(count):
    found = draws(count)
    assert sum(found) / len(found) == pytest.approx(count, abs=0.5)
    assert set(found) == {count // STEP * STEP, count // STEP * STEP + STEP}


@pytest.mark.parametrize("count", range(1, 30))
def test_one_person_more_is_not_seen_in_the_difference(count):
    """Whatever the difference between two answers is, it is found with and without one person more."""
    mark, people = marks(), np.arange(400 * count, dtype=np.int64).reshape(400, count)
    sums = mark(people).sum(axis=1, dtype=np.uint64)
    added = mark(np.arange(10**6, 10**6 + 400, dtype=np.int64))
    seen = set()
    for one, more in zip(sums, added, strict=True):
        before = shown_count(crowd(count, int(one)))
        after = shown_count(crowd(count + 1, (int(one) + int(more)) % 2**64))
        seen.add(after - before)
    assert 0 in seen
    assert seen - {0} or (count + 1) % STEP == 0 or count % STEP == 0
    assert seen <= {-STEP, 0, STEP}


def test_nobody_and_a_few_may_look_the_same():
    assert shown_count(crowd(0, 0)) == 0
    assert 0 in draws(9)
    assert STEP in draws(1)


def test_another_secret_throws_other_lots(settings):
    people = np.arange(50, dtype=np.int64)
    first = marks()(people)
    settings.SECRET_KEY = "another"
    assert not np.array_equal(first, marks()(people))
    assert len(set(first.tolist())) == len(people)


@given(st.integers(0, 400), MARKS, st.integers(1, 10**9))
def test_money_is_said_in_two_figures_and_never_of_few(count, mark, each):
    told = crowd(count, mark, each)
    found = shown_money(told)
    if shown_count(told) < MONEY_FROM:
        assert found is None
        return
    assert found is not None
    assert len(str(found).rstrip("0")) <= 2
    assert abs(found - told.kopecks) * 10 <= told.kopecks


def test_money_is_not_said_where_one_has_most_of_it():
    assert shown_money(crowd(100, 7)) is not None
    assert shown_money(Crowd(100, 10_000, 5_001, 7)) is None
    assert shown_money(Crowd(100, 10_000, 5_000, 7)) is not None


@pytest.mark.parametrize(
    ("kopecks", "coarse"), [(0, True), (2_630_000, True), (2_634_000, False), (125, True), (1255, False)]
)
def test_a_term_is_changed_in_three_figures(kopecks, coarse):
    assert is_coarse(kopecks) is coarse
    assert all(is_coarse(one) for one in near_coarse(kopecks))


def test_the_nearest_numbers_are_named():
    assert near_coarse(2_634_200) == (2_630_000, 2_640_000)
    assert near_coarse(9_999_00) == (999_000, 1_000_000)
