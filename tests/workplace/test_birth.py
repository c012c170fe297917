"""A birth at the desk: entered from its paper by who may, once, and said to whom it brings something."""

import pytest

from alongside.entitlements.models import Award, Correction
from alongside.people.models import Person
from alongside.records.models import Entry, Look
from tests.packs.millbrook_week import ADA, BEN, ON

WHY = "They came and asked"
CLEO, CLEOS = "M-0011-2", 112
PAPER = {"number": CLEO, "cell_name": "Cleopatrina", "born": "20.02.2025", "at_home": "yes", "source": "certificate 7"}


@pytest.fixture
def ada(town):
    return town.people[ADA]


@pytest.fixture
def desk(signed_in, ada):
    """The form from Ada's page; `desk(number=...)` sends it."""
    client, address = signed_in("specialist", purpose=WHY, of=ada), f"/desk/person/{ada.pk}/birth"
    return lambda **said: client.post(address, said, follow=True) if said else client.get(address)


def faults(page):
    return {field: list(errors) for field, errors in page.context["form"].errors.items()}


def test_it_is_entered_and_the_page_says_what_it_brings(desk, town, ada):
    page = desk(**PAPER)
    child = Person.objects.get(key=CLEOS)
    assert page.request["PATH_INFO"] == f"/desk/person/{child.pk}/birth/brings"
    assert (child.given_name, child.place, child.awaited) == ("Cleopatrina", ada.place, True)
    award = Award.objects.get(person=child)
    text = page.content.decode()
    assert (award.measure, award.answer, award.payee) == ("milk_money", "yes", ada)
    for said in (
        "Cleopatrina",
        "1 thing begins",
        "Milk money",
        f"{(award.amount or 0) / 100:.2f}",
        "Adamantina",
        "do not name the child yet",
    ):
        assert said in text, said
    assert "Cleopatrina" not in page.request["PATH_INFO"]
    assert CLEO not in page.request["PATH_INFO"]
    looked = Look.objects.filter(screen="workplace:birth")
    assert {(one.about, one.purpose) for one in looked} == {(child.pk, WHY), (ada.pk, WHY)}
    entry = Entry.objects.get(name="entitlements.enter_birth")
    assert (entry.about, entry.role, entry.account) == (child.pk, "specialist", town.accounts["specialist"].pk)


def test_the_card_leads_to_the_form_and_shows_the_child_afterwards(desk, signed_in, ada):
    card = signed_in("specialist", purpose=WHY, of=ada)
    assert f"/desk/person/{ada.pk}/birth" in card.get(f"/desk/person/{ada.pk}").content.decode()
    desk(**PAPER)
    assert "Cleopatrina" in card.get(f"/desk/person/{ada.pk}").content.decode()


def test_sent_twice_it_is_one_child(desk):
    desk(**PAPER)
    page = desk(**PAPER)
    assert page.status_code == 200
    assert Person.objects.filter(key=CLEOS).count() == 1
    assert Correction.objects.filter(register="people").count() == 1
    assert Entry.objects.filter(name="entitlements.enter_birth").count() == 1


def test_a_number_that_is_known_leads_to_whose_it_is(desk, town):
    page = desk(**{**PAPER, "number": BEN})
    assert "already" in faults(page)["number"][0]
    assert f"/desk/person/{town.people[BEN].pk}" in page.content.decode()
    assert not Correction.objects.filter(register="people").exists()


@pytest.mark.parametrize(
    ("said", "field", "told"),
    [
        ({"number": "M-0011-3"}, "number", "check number"),
        ({"number": "eleven"}, "number", "like M-1234-5"),
        ({"born": f"{ON.replace(day=ON.day + 1):%d.%m.%Y}"}, "born", "not come yet"),
        ({"born": "01.01.1970"}, "born", "not born then"),
        ({"born": "yesterday"}, "born", "valid date"),
        ({"cell_name": ""}, "cell_name", "required"),
        ({"source": ""}, "source", "required"),
        ({"at_home": ""}, "at_home", "required"),
        ({"home_since": "01.01.2025"}, "home_since", "between the birth and today"),
    ],
)
def test_what_is_not_right_is_said_at_its_field_and_nothing_is_kept(desk, said, field, told):
    page = desk(**{**PAPER, **said})
    assert told in faults(page)[field][0]
    assert not Person.objects.filter(key=CLEOS).exists()
    assert not Entry.objects.filter(name="entitlements.enter_birth").exists()


@pytest.mark.parametrize("role", ["analyst", "auditor", "administrator", "resident"])
def test_who_may_not_is_turned_away(signed_in, ada, role):
    client = signed_in(role)
    for method in ("get", "post"):
        assert getattr(client, method)(f"/desk/person/{ada.pk}/birth", PAPER).status_code == 403
        assert getattr(client, method)(f"/desk/person/{ada.pk}/birth/brings").status_code in (403, 405)
    assert not Person.objects.filter(key=CLEOS).exists()


def test_why_is_asked_before_anybody_is_shown(signed_in, ada):
    page = signed_in("specialist").get(f"/desk/person/{ada.pk}/birth")
    assert "Adamantina" not in page.content.decode()
    assert not Look.objects.exists()


def test_of_whom_a_delivery_brought_there_is_no_such_page(signed_in, ada):
    page = signed_in("specialist", purpose=WHY, of=ada).get(f"/desk/person/{ada.pk}/birth/brings")
    assert page.status_code == 404
