"""Finding a person: always candidates, each of them a look, and never a name in an address."""

from alongside.people.models import Person
from alongside.records.models import Look
from tests.packs.millbrook_week import ADA


def test_one_who_fits_is_still_a_candidate_and_a_look(town, signed_in):
    client = signed_in("specialist")
    answer = client.post("/desk/find", {"query": ADA}, follow=True)
    assert answer.redirect_chain == [("/desk/find", 302)], "the address says nothing of whom"
    page = answer.content.decode()
    assert f'href="/desk/person/{town.people[ADA].pk}"' in page
    look = Look.objects.get()
    assert (look.about, look.screen, look.account) == (
        town.people[ADA].pk,
        "workplace:find",
        town.accounts["specialist"].pk,
    )
    assert look.purpose


def test_who_is_not_there_is_not_shown_and_it_is_said_how_it_was_understood(town, signed_in):
    answer = signed_in("specialist").post("/desk/find", {"query": "Zzyzx"}, follow=True)
    assert "Nobody was found" in answer.content.decode()
    assert not Look.objects.exists()


def test_pages_follow_in_the_body_and_nobody_is_lost(town, signed_in):
    house = town.people[ADA].place
    for number in range(25):
        Person.objects.create(key=90_000 + number, given_name=f"Lodger{number}", place=house)
    client, seen, page = signed_in("specialist"), [], ""
    for _ in range(2):
        found = client.post("/desk/find", {"query": "H001", "page": page}, follow=True).context["found"]
        seen += [one.id for one in found.candidates]
        page = found.next
    assert len(seen) == len(set(seen)) == Person.objects.filter(place=house).count() > 20
    assert page == ""


def test_an_empty_field_asks_what_to_type(signed_in):
    answer = signed_in("head").post("/desk/find", {"query": " "}, follow=True)
    assert answer.status_code == 200
    assert "Find a person" in answer.content.decode()
