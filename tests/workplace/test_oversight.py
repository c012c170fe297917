"""The auditor reads who looked and why; the administrator sees accounts; every page of the desk turns others away."""

import pytest
from django.urls import reverse

from alongside.records.models import Look
from alongside.workplace.urls import urlpatterns
from tests.packs.millbrook_week import ADA
from tests.records.ready_town import STAFF

NUMBERED = ("task_id", "person_id", "award_id", "sweep_id", "what_if_id", "mandate_id")
EXAMPLES = {"measure": "milk_money", **dict.fromkeys(NUMBERED, 1)}
COUNTER, NUMBERS, ANALYST = {"specialist", "head"}, {"analyst", "head"}, {"analyst"}
WHO = {
    "home": set(STAFF),
    **dict.fromkeys(("measures", "measure", "sweeps", "let_sweep_go", "dismiss_sweep"), NUMBERS),
    **dict.fromkeys(("ask_what_if", "what_if", "ask_again"), ANALYST),
    "audit": {"auditor"},
    "accounts": {"administrator"},
}
"""Who may see which page; every other page of the desk is the counter's."""

PAGES = [(one.name or "", tuple(one.pattern.converters)) for one in urlpatterns]


@pytest.mark.parametrize("role", ["resident", *STAFF])
def test_each_role_sees_its_own_pages_and_no_others(town, signed_in, role):
    client = signed_in(role)
    for name, takes in PAGES:
        path = reverse(f"workplace:{name}", kwargs={one: EXAMPLES[one] for one in takes})
        for method in ("get", "post"):
            status = getattr(client, method)(path).status_code
            may = role in WHO.get(name, COUNTER)
            assert (status != 403) == may, f"{role} {method} {path}: {status}"


def test_an_auditor_reads_looks_by_purpose_and_sees_no_name(town, signed_in):
    specialist = signed_in("specialist", purpose="They asked by telephone", of=town.people[ADA])
    specialist.get(f"/desk/person/{town.people[ADA].pk}")
    client = signed_in("auditor")
    answer = client.post("/desk/audit", {"number": ADA, "why": "A complaint of March."}, follow=True)
    assert answer.redirect_chain == [("/desk/audit", 302)]
    page = answer.content.decode()
    assert "They asked by telephone" in page
    assert "a-specialist" in page
    assert not any(word in page for words in town.words.values() for word in words)
    places = {words: place for place, words in answer.context["purposes"]}
    only = client.get("/desk/audit", {"purpose": places["A complaint of March."]}).context["looks"]
    assert {look.screen for look, _ in only} == {"workplace:audit"}
    own = Look.objects.filter(screen="workplace:audit", about=town.people[ADA].pk)
    assert {look.purpose for look in own} == {"A complaint of March."}


def test_an_auditor_says_whom_and_why(town, signed_in):
    client = signed_in("auditor")
    assert client.post("/desk/audit", {"number": ADA, "why": ""}).status_code == 200
    answer = client.post("/desk/audit", {"number": "M-9999-9", "why": "A check."}, follow=True)
    assert "Nobody in the register has this number." in answer.content.decode()
    assert not Look.objects.exists()


def test_an_administrator_sees_staff_and_no_resident(signed_in):
    page = signed_in("administrator").get("/desk/accounts").content.decode()
    assert "a-specialist" in page
    assert "a-resident" not in page
    assert "a-neighbour" not in page
