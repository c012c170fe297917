"""A made-up city of the shipped pack: loaded, swept and applied, and held against what other parts of the house say."""

from collections import Counter
from datetime import UTC, date, datetime

import pyarrow.parquet as pq
import pytest

from alongside.cli.city import generate_city
from alongside.entitlements.apply_sweep import apply_sweep
from alongside.entitlements.models import Award, Change, Correction, Task
from alongside.entitlements.recompute import recompute, recompute_all
from alongside.packs.difference import sweep_since
from alongside.packs.held_sweep import open_sweep
from alongside.packs.reasons import Decider
from alongside.packs.sweep import sweep
from alongside.people.load_people import load_people
from alongside.records.actor import CITY
from alongside.registers import ingest_delivery, open_delivery
from alongside.rules.evaluator import Book
from alongside.rules.facts import Facts
from tests.packs.delivered import alone
from tests.packs.small_city import pack as shipped

AT = datetime(2025, 3, 1, 6, tzinfo=UTC)
FIRST, NEXT = date(2025, 3, 1), date(2025, 4, 1)
PEOPLE = 1000


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    """A store with a delivery of a city, a sweep of it, and one a month later with what is different."""
    folder = tmp_path_factory.mktemp("city")
    generate_city(shipped(), people=PEOPLE, seed=3, out=folder / "delivery", on=FIRST, dirt=0.01)
    ingest_delivery(folder / "delivery", folder / "store", shipped().registers)
    with alone():
        sweep(shipped(), folder / "store", FIRST, folder / "first")
        sweep_since(shipped(), folder / "store", NEXT, folder / "next", folder / "first", reasons=PEOPLE)
    return folder


def apply(city, name, *, limited=True):
    held = open_sweep(city / name)
    facts = open_delivery(city / "store", shipped().registers, held.delivery_id)
    return apply_sweep(folder=city / name, pack=shipped(), facts=facts, at=AT, by=CITY, limited=limited)


@pytest.fixture
def applied(city, db):
    """The people of the city and its first sweep in the database."""
    facts = open_delivery(city / "store", shipped().registers)
    load_people(facts=facts, columns=shipped().people.columns, at=AT, by=CITY)
    return apply(city, "first")


def test_every_row_of_a_first_sweep_becomes_an_award(city, applied):
    rows = pq.read_table(city / "first" / "awards.parquet").to_pylist()
    assert Award.objects.count() == Change.objects.count() == len(rows) > PEOPLE
    by_answer = Counter((row["measure_id"], row["answer"]) for row in rows)
    stored = Counter(Award.objects.values_list("measure", "answer"))
    assert stored == by_answer
    sums = sum(row["amount_kopecks"] or 0 for row in rows)
    assert sum(amount or 0 for amount in Award.objects.values_list("amount", flat=True)) == sums
    waiting = {name.partition(".")[0] for row in rows for name in row["missing"].split(",") if name}
    assert set(Task.objects.values_list("register", flat=True)) == waiting
    assert not Task.objects.filter(award__isnull=False).exists(), "nothing is in doubt that stood"


def test_what_is_given_once_joins_the_register_of_what_is_assigned(applied):
    assigned = shipped().applying.assigned
    assert assigned is not None
    once = {name for name, text in shipped().texts.items() if text.given_once}
    granted = Award.objects.filter(stands="granted", measure__in=once).select_related("person", "payee")
    rows = {row[assigned.id]: row for row in Correction.objects.values_list("row", flat=True) if row}
    assert len(rows) == len(granted) > 10
    key = shipped().registers.person_key
    for award in granted:
        assert award.payee is not None
        row = rows[f"AWARD-{award.pk}"]
        assert (row[assigned.measure], row[assigned.to]) == (award.measure, key.text(award.payee.key))
        assert row.get(assigned.about) == (key.text(award.person.key) if award.person else None)
        assert row[assigned.on] == "2025-03-01"


def test_the_turns_of_a_second_sweep_are_those_that_the_difference_tells(city, applied):
    apply(city, "next", limited=False)
    told = pq.read_table(city / "next" / "difference.parquet").to_pylist()
    stays = {name for name, text in shipped().texts.items() if text.stands_until_its_end or text.given_once}
    key, place = shipped().registers.person_key, shipped().registers.place_key

    def unit(row):
        return (place if row["unit_kind"] == "dwelling" else key).number(row["unit_id"])

    kinds = {"gained": {"began"}, "lost": {"ending", "ended", "lapsed", "expired"}, "no_longer_unknown": {"closed"}}
    for kind, turns in kinds.items():
        expected = {(row["measure_id"], unit(row)) for row in told if row["kind"] == kind}
        second = Change.objects.filter(on=NEXT, kind__in=turns).select_related("award")
        found = {(change.award.measure, change.award.unit) for change in second}
        assert {one for one in found if one[0] not in stays} == {one for one in expected if one[0] not in stays}, kind
    speaks = {(row["measure_id"], unit(row)): row["speaks"] for row in told if row["kind"] == "lost"}
    ends = Change.objects.filter(on=NEXT, kind__in=["ending", "ended", "lapsed", "expired"]).select_related("award")
    assert ends
    assert all(change.criteria == speaks[change.award.measure, change.award.unit] for change in ends)


def test_any_decision_comes_out_the_same_again(city, applied):
    apply(city, "next", limited=False)
    awards = Award.objects.open().select_related("payee").order_by("pk")[::9]
    facts: dict[str, Facts] = {}

    def facts_of(delivery, edition):
        assert edition == 0, "these sweeps read no corrections"
        return facts.setdefault(delivery, open_delivery(city / "store", shipped().registers, delivery))

    found = list(recompute_all(awards, shipped(), facts_of))
    assert len(found) > 100
    assert [one.differences for one in found if not one.equal] == []
    assert {one.award.decided_on for one in found} == {FIRST, NEXT}


def test_a_decision_that_was_tampered_with_does_not_come_out_the_same(city, applied):
    facts = open_delivery(city / "store", shipped().registers)
    award = Award.objects.filter(answer="yes", amount__gt=0).select_related("payee").first()
    assert award is not None
    award.amount = (award.amount or 0) + 1
    found = recompute(award, shipped(), Decider(Book(shipped().law), facts, award.decided_on))
    assert [(one.column, int(one.written) - int(one.computed)) for one in found.differences] == [("amount", 1)]
