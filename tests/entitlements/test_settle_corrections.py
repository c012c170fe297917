"""What a delivery does to what was put right before it came."""

import pytest

from alongside.entitlements.corrections import edition_now, facts_with, in_force
from alongside.entitlements.models import Correction
from alongside.entitlements.settle_corrections import settle_corrections
from alongside.records.actor import CITY
from alongside.records.models import Entry
from tests.entitlements.test_correct import WAGES, put_right  # noqa: F401 - a fixture
from tests.entitlements.town import ADA, APRIL, AT, NUMBERS


@pytest.fixture
def april(town):
    """The delivery of April, in which Ada's wages are as `wages` says."""

    def deliver(wages):
        town.wages = wages
        return town.facts(APRIL)

    return deliver


def settle(facts):
    return settle_corrections(facts=facts, at=AT, by=CITY)


def test_a_correction_ends_when_a_delivery_brings_the_same_fact(put_right, april):  # noqa: F811
    put_right("wages", row_key=WAGES, row={**WAGES, "amount": 700})
    facts = april(7)
    assert settle(facts).brought == 1
    correction = Correction.objects.get()
    assert (correction.brought_by, correction.until_edition) == (facts.delivery_id, edition_now())
    assert list(in_force(edition_now())) == []
    assert Entry.objects.filter(name="entitlements.settle_corrections").count() == 1
    assert settle(facts).brought == 0


def test_a_delivery_that_says_otherwise_is_a_disagreement_and_the_correction_stays(put_right, april):  # noqa: F811
    put_right("wages", row_key=WAGES, row={**WAGES, "amount": 700})
    facts = april(9)
    assert settle(facts).contradicted == 1
    assert Correction.objects.get().contradicted_by == facts.delivery_id
    assert len(in_force(edition_now())) == 1
    settle(facts)
    assert Entry.objects.filter(name="entitlements.settle_corrections").count() == 1, "it is told once"


def test_what_was_added_is_awaited_until_it_comes_and_then_put_right_where_it_comes_otherwise(
    put_right,  # noqa: F811
    april,
):
    row = {"worker": ADA, "month": "2024-11", "amount": 700}
    put_right("wages", "add", row=row)
    assert settle(april(7)).awaited == 1
    stove = {"stove": "S2", "house": "H001", "fuel": "COAL", "built_on": "2002-02-02"}
    put_right("stoves", "add", row=stove, owner=1, owner_kind="place")
    Correction.objects.filter(register="stoves").update(row={**stove, "stove": "S1"})
    assert settle(april(7)).contradicted == 1
    facts = facts_with("", edition_now())
    assert int(facts.array("stoves.house.end")[0]) - int(facts.array("stoves.house.start")[0]) == 1, "not two stoves"


def test_what_was_taken_away_and_is_gone_is_settled(put_right, april):  # noqa: F811
    put_right("wages", "withdraw", row_key={"worker": ADA, "month": "2025-01"})
    assert settle(april(1)).contradicted == 1
    Correction.objects.update(row_key={"worker": ADA, "month": "2021-01"})
    assert settle(april(1)).brought == 1


def test_a_register_that_is_whole_again_needs_no_confirmation(put_right, april):  # noqa: F811
    put_right("wages", "confirm", owner=NUMBERS[ADA])
    assert settle(april(1)).brought == 1


def test_dates_are_compared_as_dates(put_right, april):  # noqa: F811
    row = {"resident": ADA, "house": "H001", "since": "2021-05-01"}
    put_right("residents", row_key={"resident": ADA, "since": "2021-05-01"}, row=row)
    assert settle(april(1)).brought == 1
