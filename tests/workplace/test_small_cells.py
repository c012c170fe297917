"""What is hidden cannot be had: of any table, whatever 1 to 4 a hidden count is, the same page comes out."""

from datetime import date
from itertools import product

import pytest
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st

from alongside.entitlements.models import Award, Objection, Task
from alongside.people.models import Person
from alongside.workplace.recipients import recipients_of
from alongside.workplace.small_cells import FEW, STEP, Cell, average, cell, total


def shown(table):
    """A table as a page shows it: the cells, the total of each row and column, the total of all."""
    cells = [[cell(count) for count in row] for row in table]
    rows = [total(row) for row in cells]
    columns = [total(column) for column in zip(*cells, strict=True)]
    return cells, rows, columns, total(one for row in cells for one in row)


@given(st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=1, max_size=4))
def test_no_hidden_number_follows_from_all_the_others(table):
    page = shown(table)
    for row, column in product(range(len(table)), range(3)):
        if 0 < table[row][column] < FEW:
            for other in range(1, FEW):
                changed = [list(line) for line in table]
                changed[row][column] = other
                assert shown(changed) == page


@given(st.integers(0, 10_000))
def test_what_is_shown_is_near_and_never_small(count):
    found = cell(count)
    if 0 < count < FEW:
        assert found == Cell(0, few=True)
    else:
        assert not found.few
        assert abs(found.number - count) <= STEP // 2
        assert found.number == 0 or found.number >= STEP
    assert (found.number == 0 and not found.few) == (count == 0)


def test_a_total_of_nothing_but_few_is_few_and_of_nobody_is_nothing():
    assert total([Cell(0, few=True), Cell(0)]) == Cell(0, few=True)
    assert total([Cell(0)]).is_nothing
    assert total([cell(14), cell(3), cell(14)]) == Cell(20)


def test_an_average_is_not_told_of_few_and_tells_no_count():
    assert average(400, FEW - 1) is None
    assert average(93_150 * 7, 7) == average(93_150 * 9, 9) == 93_000


@pytest.fixture
def with_recipients(town, signed_in):
    """Gives the analyst's pages with so many children and so many old people who have milk money."""

    def pages(young, old):
        cache.clear()  # counts are kept for ten minutes
        for model in (Objection, Task, Award):
            model.objects.all().delete()
        Person.objects.filter(key__gte=70_000).delete()
        made = [
            Person.objects.create(key=70_000 + at, birth_date=date(2020, 1, 1) if at < young else date(1940, 1, 1))
            for at in range(young + old)
        ]
        given = {"measure": "milk_money", "unit_kind": "child", "answer": "yes", "stands": "granted", "amount": 93_150}
        rest = {"since": date(2025, 1, 10), "decided_on": date(2025, 3, 1), "delivery": "d", "pack_version": "1"}
        for person in made:
            Award.objects.create(unit=person.key, person=person, payee=person, **given, **rest)
        client = signed_in("analyst")
        found = [client.get(address) for address in ("/desk/measures/milk_money", "/desk/measures")]
        return [(one.context.get("found"), one.context.get("lines")) for one in found]

    return pages


def test_the_pages_are_the_same_whichever_small_number_is_hidden(with_recipients):
    pages = [with_recipients(23, few) for few in (1, 4)]
    assert pages[0] == pages[1]
    recipients = pages[0][0][0]
    assert recipients.totals[-1] == Cell(20)
    assert dict(recipients.bands)["80+"][-1] == Cell(0, few=True)
    assert with_recipients(23, 6) != pages[0]


def test_a_month_counts_what_was_in_force_on_one_of_its_days(with_recipients):
    recipients = with_recipients(12, 0)[0][0]
    assert recipients.months[-1] == date(2025, 3, 1)
    assert [one.number for one in recipients.totals[-4:]] == [0, 10, 10, 10]
    for ended in ({"until": date(2025, 2, 1)}, {"until": None, "stands": "ended", "closed_on": date(2025, 2, 1)}):
        Award.objects.update(**ended)
        later = recipients_of("milk_money", ["wages"], date(2025, 3, 2))
        assert [one.number for one in later.totals[-4:]] == [0, 10, 0, 0]
