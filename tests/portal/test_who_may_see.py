"""Every page of a resident, and who may not see it: what is somebody else's is not there at all."""

import re
from datetime import date

import pytest
from django.test import Client

from alongside.people.models import Account, Mandate
from tests.portal.cast import NOW
from tests.portal.city import BACKEND

OPEN = [
    "/",
    "/all",
    "/all/unified_allowance",
    "/family",
    "/data",
    "/data/income",
    "/data/persons/wrong?row=1",
    "/looks",
]
POSTS = ["accept", "apply", "refuse", "take-back"]
SINCE = date(2025, 1, 1)


def lend(city, name, to, **more):
    """A mandate by which one may act for another."""
    given = {"kind": Mandate.Kind.CONSENT, "since": SINCE, **more}
    return Mandate.objects.create(represented=city.people[name], holder=city.people[to], **given)


@pytest.mark.parametrize("path", OPEN)
def test_who_has_not_signed_in_is_sent_to_the_door(city, path):
    answer = Client().get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


@pytest.mark.parametrize("path", OPEN)
def test_staff_have_no_pages_of_a_resident(city, path):
    staff = Account.objects.create_user("olga", role=Account.Role.SPECIALIST)
    client = Client()
    client.force_login(staff, backend=BACKEND)
    assert client.get(path).status_code == 403


@pytest.mark.parametrize("path", OPEN)
def test_everybody_has_their_own_pages(city, path):
    for name in ("anna", "boris", "vera", "yegor"):
        assert city.visit(name).get(path).status_code == 200


def test_a_neighbour_learns_nothing_of_an_award_not_even_that_it_is_there(city):
    award = city.award("unified_allowance", "vera")
    neighbour = city.visit("yegor")
    missing = neighbour.get("/help/999999")
    found = neighbour.get(f"/help/{award.pk}")
    assert (found.status_code, missing.status_code) == (404, 404)
    said = [
        re.sub(rb"csrfmiddlewaretoken. value=.\w+|/help/\d+|hx-headers='[^']*'", b"", page.content)
        for page in (found, missing)
    ]
    assert said[0] == said[1]


@pytest.mark.parametrize("act", POSTS)
def test_a_neighbour_cannot_act_on_an_award(city, act):
    award = city.award("free_travel", "vera")
    assert city.visit("yegor").post(f"/help/{award.pk}/{act}").status_code == 404
    award.refresh_from_db()
    assert award.stands == "offered"


def test_both_parents_see_what_belongs_to_their_child(city):
    award = city.award("unified_allowance", "vera")
    assert city.visit("anna").get(f"/help/{award.pk}").status_code == 200
    assert city.visit("boris").get(f"/help/{award.pk}").status_code == 200


def test_a_parent_does_not_see_what_belongs_to_the_other_alone(city):
    award = city.award("free_travel", "anna")
    assert city.visit("boris").get(f"/help/{award.pk}").status_code == 404


def test_a_parent_whose_mandate_is_over_sees_nothing_of_the_child(city):
    Mandate.objects.filter(holder=city.people["boris"]).update(revoked_at=NOW)
    award = city.award("unified_allowance", "vera")
    father = city.visit("boris")
    assert father.get(f"/help/{award.pk}").status_code == 404
    assert father.get(f"/data?of={city.people['vera'].pk}").status_code == 404


@pytest.mark.parametrize("path", ["/data", "/data/income", "/looks"])
def test_the_records_of_a_stranger_are_not_there(city, path):
    assert city.visit("yegor").get(f"{path}?of={city.people['vera'].pk}").status_code == 404
    assert city.visit("anna").get(f"{path}?of={city.people['boris'].pk}").status_code == 404
    assert city.visit("anna").get(f"{path}?of={city.people['vera'].pk}").status_code == 200


def test_a_delegate_sees_only_the_measures_that_were_given(city):
    delegate = city.visit("yegor", lend(city, "anna", "yegor", measures=["large_family_utilities"]))
    given, other = city.award("large_family_utilities", "anna"), city.award("large_family_cost_of_living", "anna")
    page = delegate.get("/").content.decode()
    assert f"/help/{given.pk}" in page
    assert f"/help/{other.pk}" not in page
    assert delegate.get(f"/help/{given.pk}").status_code == 200
    assert delegate.get(f"/help/{other.pk}").status_code == 404
    assert delegate.get("/all/large_family_utilities").status_code == 200
    assert delegate.get("/all/unified_allowance").status_code == 404
    everything = delegate.get("/all").content.decode()
    assert everything.count('class="name"') == 1


@pytest.mark.parametrize("path", ["/family", "/data", "/data/income", "/looks"])
def test_a_delegate_for_some_measures_does_not_see_the_whole_person(city, path):
    delegate = city.visit("yegor", lend(city, "anna", "yegor", measures=["large_family_utilities"]))
    assert delegate.get(path).status_code == 403


def test_a_delegate_for_some_measures_is_not_told_of_life_events(city):
    limited = city.visit("yegor", lend(city, "anna", "yegor", measures=["birth_grant"]))
    assert 'id="event"' not in limited.get("/").content.decode()
    assert 'id="event"' in city.visit("anna").get("/").content.decode()


def test_a_delegate_for_everything_does_not_get_the_children_with_it(city):
    delegate = city.visit("yegor", lend(city, "anna", "yegor"))
    assert delegate.get("/data").status_code == 200
    assert delegate.get(f"/data?of={city.people['vera'].pk}").status_code == 404


def test_a_mandate_that_lets_only_look_has_no_buttons_and_no_acts(city):
    delegate = city.visit("yegor", lend(city, "anna", "yegor", may_act=False))
    award = city.award("free_travel", "anna")
    page = delegate.get(f"/help/{award.pk}")
    assert page.status_code == 200
    assert f"/help/{award.pk}/accept" not in page.content.decode()
    for act in POSTS:
        assert delegate.post(f"/help/{award.pk}/{act}").status_code == 403
    award.refresh_from_db()
    assert award.stands == "offered"


def test_no_address_on_any_page_names_a_person(city):
    client = city.visit("anna")
    keys = [str(person.key) for person in city.people.values()]
    for path in OPEN:
        page = client.get(path).content.decode()
        addresses = [part.split('"', 1)[0] for part in page.split('href="')[1:]]
        assert not [where for where in addresses for key in keys if key in where]
