"""Somebody whom no delivery names yet is entered: decided for at once, and found by the delivery that brings them."""

from datetime import date
from typing import Any

import pytest

from alongside.entitlements import law
from alongside.entitlements.correct import correct
from alongside.entitlements.corrections import edition_now, facts_with, in_force
from alongside.entitlements.models import Award, Correction
from alongside.entitlements.recompute import recompute
from alongside.entitlements.refusals import CorrectionDoesNotFit
from alongside.entitlements.settle_corrections import settle_corrections
from alongside.people.load_people import load_people
from alongside.people.models import NameForm, Person
from alongside.records.actor import CITY, Actor
from alongside.records.models import Entry
from tests.entitlements.town import ADA, APRIL, AT, CLEO, MARCH, milk

SPECIALIST = Actor(role="specialist", account=3, represented=1, purpose="at the counter")
CLEOS, BORN = 44, "2025-02-20"
PERSON = {"number": CLEO, "name": "Cleopatrina", "born": BORN, "died": None}
HOME = {"resident": CLEO, "house": "H001", "since": BORN, "until": None}


@pytest.fixture
def put_right(town, monkeypatch):
    """Put a fact right by the delivery of March, in which Ada earns little."""
    town.wages = 1
    held = town.facts(MARCH)
    monkeypatch.setattr(law, "facts", lambda delivery: held)

    def act(register, act="add", owner=CLEOS, **what):
        about: Any = {"source": "a birth certificate", "reason": "a child was born"}
        about |= {"delivery": held.delivery_id, "at": AT, "on": MARCH, "by": SPECIALIST}
        return correct(register=register, act=act, owner=owner, **what, **about)

    return act


@pytest.fixture
def entered(town, put_right):
    """Cleo entered, at home, and known to have no wages."""
    town.apply(milk())
    put_right("people", row=PERSON)
    put_right("residents", row=HOME)
    put_right("residents", "confirm")
    put_right("wages", "confirm")
    return put_right


def test_what_begins_for_a_newcomer_begins_at_once_and_is_computed_again(town, entered):
    person = Person.objects.get(key=CLEOS)
    assert (person.given_name, person.birth_date, person.held, person.awaited) == (
        "Cleopatrina",
        date(2025, 2, 20),
        True,
        True,
    )
    assert (person.place, NameForm.objects.get(text=person.given_key).given) == (1, 1)
    award = Award.objects.get(unit=CLEOS)
    assert (award.measure, award.answer, award.person, award.payee) == ("milk_money", "yes", person, town.ada)
    assert recompute(award, town.pack).equal
    assert award.corrections == edition_now()
    facts = facts_with("", edition_now())
    assert facts.name_text("people", "name", facts.find_person(CLEOS) or 0) == "Cleopatrina"


def test_until_a_register_says_so_nothing_is_known_of_a_newcomer(town, put_right):
    town.apply(milk())
    put_right("people", row=PERSON)
    put_right("residents", row=HOME)
    award = Award.objects.get(unit=CLEOS)
    assert (award.answer, award.stands) == ("unknown", "asked")
    mine = Award.objects.get(unit=town.ben.key)
    assert (mine.answer, mine.stands, mine.amount) == ("unknown", "granted", 93150), "what stood stands"
    put_right("residents", "confirm")
    put_right("wages", "confirm")
    assert Award.objects.get(unit=CLEOS).answer == "yes"
    assert Award.objects.get(unit=town.ben.key).answer == "yes"


def test_a_number_that_is_written_wrongly_and_one_that_is_known_are_refused(town, put_right):
    for number in ("M-0004-5", ADA, "forty-four"):
        with pytest.raises(CorrectionDoesNotFit):
            put_right("people", row={**PERSON, "number": number})
    assert not Correction.objects.exists()
    assert Person.objects.count() == 2


def test_who_was_entered_by_mistake_is_taken_back_and_what_began_ends(town, entered):
    with pytest.raises(CorrectionDoesNotFit):
        entered("people", "withdraw", row_key={"number": CLEO})
    entered("residents", "withdraw", row_key={"resident": CLEO, "since": BORN})
    entered("people", "withdraw", row_key={"number": CLEO})
    person = Person.objects.get(key=CLEOS)
    assert (person.held, person.awaited) == (False, False)
    award = Award.objects.get(unit=CLEOS)
    assert award.answer == "no"
    assert facts_with("", edition_now()).find_person(CLEOS) is None
    assert not in_force(edition_now()).filter(act="add").exists()
    assert Award.objects.get(unit=town.ben.key).answer == "yes"
    assert [
        entry.name for entry in Entry.objects.filter(about=person.pk, name__startswith="people.").order_by("pk")
    ] == [
        "people.add_person",
        "people.take_back_person",
    ]


def deliver(town, *, names=True, **cells):
    """The delivery of April: with Cleo, if it names her."""
    delivery = town.facts(APRIL)
    if not names:
        return delivery
    held = town.held
    town.held = [*held, CLEO]
    try:
        return town.facts(APRIL, **cells)
    finally:
        town.held = held


def test_a_delivery_finds_the_person_it_was_waited_for(town, entered):
    person = Person.objects.get(key=CLEOS)
    load_people(facts=deliver(town, names=False), columns=town.pack.people.columns, at=AT, by=CITY)
    person.refresh_from_db()
    assert (person.held, person.awaited) == (True, True), "she is not gone because nobody has named her yet"
    load_people(facts=deliver(town), columns=town.pack.people.columns, at=AT, by=CITY, even_if_older=True)
    again = Person.objects.get(key=CLEOS)
    assert (again.pk, again.held, again.awaited, again.given_name) == (person.pk, True, False, "Somebody")
    load_people(facts=deliver(town, names=False), columns=town.pack.people.columns, at=AT, by=CITY, even_if_older=True)
    assert not Person.objects.get(key=CLEOS).held, "a delivery brought her, and a delivery takes her out"


@pytest.mark.parametrize(
    ("said", "settled"),
    [({"names": False}, (0, 0, 4)), ({}, (4, 0, 0)), ({"born": date(2025, 2, 21)}, (3, 1, 0))],
)
def test_a_delivery_ends_what_it_brings_and_contradicts_what_it_says_otherwise(town, entered, said, settled):
    found = settle_corrections(facts=deliver(town, **said), at=AT, by=CITY)
    assert (found.brought, found.contradicted, found.awaited) == settled
