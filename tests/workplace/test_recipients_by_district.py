"""Recipients by district: everybody is in one or in none known, and nothing hidden follows from two tables at once."""

from datetime import date
from itertools import product

import pytest
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st

from alongside.base.text import Text
from alongside.entitlements.law import pack
from alongside.entitlements.models import Award, Objection, Task
from alongside.packs.districts import District
from alongside.people.models import Person
from alongside.workplace.recipients import NO_DISTRICT, in_force, months_before, recipients_of
from alongside.workplace.small_cells import FEW, Cell, bounds, cell, open_together
from tests.packs.millbrook_week import ADA, ON

NORTH = District("north", Text("Север", "North"), ((0, 99), (200, 299)))
SOUTH = District("south", Text("Юг", "South"), ((100, 199),))
GIVEN = {"measure": "milk_money", "unit_kind": "child", "answer": "yes", "stands": "granted", "amount": 93_150}
REST = {"since": date(2025, 1, 10), "decided_on": date(2025, 3, 1), "delivery": "d", "pack_version": "1"}
YEARS = {"0-17": 2015, "80+": 1940}


def settle(*crowds):
    """Awards of milk money: so many at this place (None: no home) for people of this age."""
    for model in (Objection, Task, Award):
        model.objects.all().delete()
    Person.objects.filter(key__gte=70_000).delete()
    number = 70_000
    for count, place, band in crowds:
        for _ in range(count):
            number += 1
            person = Person.objects.create(key=number, birth_date=date(YEARS[band], 1, 1), place=place)
            Award.objects.create(unit=number, person=person, payee=person, **GIVEN, **REST)


def by_district(districts=(NORTH, SOUTH)):
    return recipients_of("milk_money", [], ON, districts)


def test_everybody_is_counted_where_they_live_and_nobody_is_left_out(town):
    settle((12, 5, "0-17"), (13, 250, "80+"), (23, 150, "0-17"), (11, None, "80+"), (21, 700, "0-17"))
    found = by_district()
    assert dict(found.districts) == {0: Cell(30), 1: Cell(20), NO_DISTRICT: Cell(30)}
    assert not found.hides_districts


def test_a_home_is_counted_where_it_stands(town):
    settle()
    for place in [*range(80, 92), *range(190, 200), *range(900, 923)]:
        kept = {**GIVEN, "unit_kind": "house"}
        Award.objects.create(unit=place, person=None, payee=town.people[ADA], **kept, **REST)
    assert dict(by_district().districts) == {0: Cell(10), 1: Cell(10), NO_DISTRICT: Cell(20)}


def test_a_pack_without_districts_has_no_such_table(town, signed_in):
    assert pack().districts == ()
    assert by_district(()).districts is None
    assert "By district" not in signed_in("analyst").get("/desk/measures/milk_money").content.decode()


def test_districts_are_not_said_where_ages_and_districts_together_give_somebody_away(town):
    settle((1, 5, "0-17"), (1, 150, "0-17"), (1, None, "0-17"))
    found = by_district()
    assert found.districts is None
    assert found.hides_districts
    settle((30, 5, "0-17"), (30, 150, "80+"), (3, None, "0-17"))
    assert dict(by_district().districts)[NO_DISTRICT] == Cell(0, few=True)


def test_the_page_draws_districts_or_says_why_not(town, signed_in, monkeypatch):
    monkeypatch.setattr("alongside.workplace.views.measures.pack", lambda: Dressed(pack()))
    settle((30, 5, "0-17"), (21, 150, "80+"), (3, None, "0-17"))
    answer = signed_in("analyst").get("/desk/measures/milk_money")
    bars, total = answer.context["districts"]
    assert [(bar.name, bar.cell.number, bar.length) for bar in bars] == [
        ("North", 30, 1000),
        ("South", 20, 666),
        ("", 0, 12),
    ]
    assert total == Cell(50)
    assert "no district known" in answer.content.decode()
    settle((1, 5, "0-17"), (1, 150, "0-17"))
    cache.clear()  # counts are kept for a while
    assert "districts would give somebody away" in signed_in("head").get("/desk/measures/milk_money").content.decode()


def test_the_page_asks_the_database_few_questions(town, signed_in, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr("alongside.workplace.views.measures.pack", lambda: Dressed(pack()))
    settle((30, 5, "0-17"), (21, 150, "80+"))
    client = signed_in("analyst")
    with django_assert_max_num_queries(8):
        client.get("/desk/measures/milk_money")


class Dressed:
    """The pack of the town with two districts."""

    def __init__(self, found):
        self.found = found
        self.districts = (NORTH, SOUTH)

    def __getattr__(self, name):
        return getattr(self.found, name)


@pytest.mark.parametrize("since", [None, date(2024, 3, 31), date(2024, 4, 1), date(2024, 12, 31), ON, date(2025, 4, 1)])
@pytest.mark.parametrize("ends", [None, date(2024, 4, 1), date(2024, 4, 2), date(2025, 3, 1), date(2025, 3, 2)])
def test_months_are_counted_as_one_by_one(town, since, ends):
    settle((20, 5, "0-17"))
    for field, value in (("until", ends), ("closed_on", ends)):
        if value is not None and since is not None and value <= since:
            continue
        Award.objects.update(**{"since": since, "until": None, "closed_on": None, field: value})
        totals = by_district().totals or (Cell(0),) * 12
        counted = [Award.objects.filter(in_force(month)).count() for month in months_before(ON)]
        assert [one.number for one in totals] == counted


CELLS = st.one_of(st.just(Cell(0)), st.just(Cell(0, few=True)), st.sampled_from([10, 20]).map(Cell))


def worlds(table, total):
    """Every way in which the cells of a table with few can add up with the others to a total: the values they take."""
    found = set()
    fixed = [bounds(one) for one in table if not one.few]
    low, high = (sum(edge) for edge in zip(*fixed, strict=True)) if fixed else (0, 0)
    few = sum(one.few for one in table)
    for values in product(range(1, FEW), repeat=few):
        if low <= total - sum(values) <= high:
            found.add(values)
    return found


@given(st.lists(CELLS, min_size=1, max_size=4), st.lists(CELLS, min_size=1, max_size=4))
def test_tables_stand_together_only_where_no_hidden_number_is_narrowed(ages, places):
    both = [(worlds(ages, total), worlds(places, total)) for total in range(1, 120)]
    possible = [(first, second) for first, second in both if first and second]
    if not possible:
        return  # no people make these two tables
    free = True
    for at in (0, 1):
        found = set().union(*(pair[at] for pair in possible))
        for position in range(len(next(iter(found)))):
            free = free and {one[position] for one in found} == set(range(1, FEW))
    assert open_together([ages, places]) == free


@given(st.integers(0, 10_000))
def test_a_cell_may_stand_for_what_it_stands_for(count):
    low, high = bounds(cell(count))
    assert low <= count <= high
    assert cell(low) == cell(high) == cell(count)
