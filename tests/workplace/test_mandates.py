"""A power of attorney at the desk: entered from its paper, found never silently, ended when it was withdrawn."""

from datetime import timedelta

import pytest

from alongside.people.models import Mandate
from alongside.records.models import Entry, Look
from tests.packs.millbrook_week import ADA, BEN, CORA, EVE, FINN, ON
from tests.records.ready_town import CALLED

WHY = "They came and asked"
LAST = ON + timedelta(days=300)
PAPER = {"number": "77 A 12", "issuer": "notary Hale", "dated": "01.02.2025", "last_day": f"{LAST:%d.%m.%Y}"}
GIVEN = {**PAPER, "may": "act", "scope": "all"}


@pytest.fixture
def ada(town):
    return town.people[ADA]


@pytest.fixture
def desk(town, signed_in, ada):
    """The form for Ada's paper; `desk(query)` finds who may act, `desk(holder=...)` sends it."""
    client, address = signed_in("specialist", purpose=WHY, of=ada), f"/desk/person/{ada.pk}/attorney"

    def at(query="", **said):
        if query:
            return client.post(address, {"query": query, "find": "1"}, follow=True)
        return client.post(address, said, follow=True) if said else client.get(address)

    return at


def attorneys():
    return Mandate.objects.filter(kind="attorney")


def test_who_may_act_is_chosen_among_those_who_may_be_meant(desk, town):
    finn = town.people[FINN]
    page = desk(CALLED[FINN])
    assert [value for value, _ in page.context["form"].fields["holder"].choices] == [str(finn.pk)]
    assert "checked" not in page.content.decode().split('name="holder"')[1].split(">")[0], "nobody is taken silently"
    assert Look.objects.filter(about=finn.pk, screen="workplace:give_mandate").exists()
    assert CALLED[FINN] not in page.request["PATH_INFO"]


def test_it_is_entered_with_its_paper_and_written_down(desk, town, ada):
    finn = town.people[FINN]
    desk(CALLED[FINN])
    page = desk(**GIVEN, holder=finn.pk)
    assert "The power of attorney is entered" in page.content.decode()
    given = attorneys().get()
    assert (given.represented, given.holder, given.may_act, given.measures) == (ada, finn, True, [])
    assert (given.since, given.until) == (ON, LAST + timedelta(days=1)), "the last day still counts"
    assert given.paper == "77 A 12, 01.02.2025, notary Hale"
    entry = Entry.objects.get(name="people.give_mandate")
    assert (entry.about, entry.role, entry.account) == (ada.pk, "specialist", town.accounts["specialist"].pk)
    assert (entry.after or {})["paper"] == given.paper
    assert given.paper in page.content.decode()


def test_only_the_measures_that_the_paper_names(desk, town):
    desk(CALLED[FINN])
    desk(**GIVEN | {"scope": "some", "measures": ["milk_money"], "may": "see"}, holder=town.people[FINN].pk)
    given = attorneys().get()
    assert (given.measures, given.may_act) == (["milk_money"], False)


def test_the_represented_reads_who_may_act_and_by_which_paper(desk, town, signed_in):
    desk(CALLED[FINN])
    desk(**GIVEN, holder=town.people[FINN].pk)
    page = signed_in("resident").get("/mandates").content.decode()
    given = page.split('id="given"')[1]
    assert CALLED[FINN] in given
    assert "77 A 12, 01.02.2025, notary Hale" in given


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"number": " "}, "This field is required"),
        ({"issuer": ""}, "This field is required"),
        ({"dated": "03.03.2025"}, "This day has not come yet"),
        ({"dated": "31.02.2025"}, "Enter a valid date"),
        ({"last_day": f"{ON - timedelta(days=1):%d.%m.%Y}"}, "the paper is over already"),
        ({"last_day": ""}, "This field is required"),
        ({"scope": "some"}, "Choose at least one measure"),
        ({"holder": ""}, "This field is required"),
        ({"holder": "4000000"}, "Select a valid choice"),
    ],
)
def test_what_a_paper_cannot_say_is_said_at_its_field(desk, town, wrong, fault):
    desk(CALLED[FINN])
    assert fault in desk(**{**GIVEN, "holder": town.people[FINN].pk, **wrong}).content.decode()
    assert not attorneys().exists()
    assert not Entry.objects.filter(name="people.give_mandate").exists()


def test_nobody_acts_for_themselves_by_a_paper(desk, ada):
    desk(CALLED[ADA])
    assert "This is the person who gives it" in desk(**GIVEN, holder=ada.pk).content.decode()
    assert not attorneys().exists()


def test_somebody_who_was_not_found_just_now_cannot_be_slipped_in(desk, town):
    desk(CALLED[FINN])
    assert "Select a valid choice" in desk(**GIVEN, holder=town.people[CORA].pk).content.decode()
    assert not attorneys().exists()


def test_a_child_is_given_nothing_and_the_reason_is_said(desk, town):
    desk(CALLED[EVE])
    page = desk(**GIVEN, holder=town.people[EVE].pk)
    assert page.status_code == 409
    assert "18 and older" in page.content.decode()
    assert not attorneys().exists()


def test_the_same_paper_is_entered_once(desk, town):
    finn = town.people[FINN]
    for _ in range(2):
        desk(CALLED[FINN])
        page = desk(**GIVEN, holder=finn.pk)
    assert page.status_code == 409
    assert "entered already" in page.content.decode()
    assert attorneys().count() == 1


def test_what_was_sought_for_one_person_is_not_there_for_another(town, signed_in, ada):
    client, ben = signed_in("specialist", purpose=WHY, of=ada), town.people[BEN]
    client.post(f"/desk/person/{ben.pk}/why", {"purpose": "counter"})
    page = client.post(f"/desk/person/{ada.pk}/attorney", {"query": CALLED[FINN], "find": "1"}, follow=True)
    assert CALLED[FINN] in page.content.decode()
    assert CALLED[FINN] not in client.get(f"/desk/person/{ben.pk}/attorney").content.decode()


def test_before_it_was_said_why_nothing_is_shown_and_nothing_done(town, signed_in, ada):
    client = signed_in("specialist")
    page = client.post(f"/desk/person/{ada.pk}/attorney", {**GIVEN, "holder": town.people[FINN].pk})
    assert "Why do you look" in page.content.decode()
    ended = client.post(f"/desk/mandate/{town.mandate.pk}/end", {"paper": "letter"})
    assert "Why do you look" in ended.content.decode()
    assert not attorneys().exists()
    assert Mandate.objects.get(pk=town.mandate.pk).revoked_at is None
    assert not Look.objects.exists()


@pytest.mark.parametrize("role", ["resident", "delegate", "analyst", "auditor", "administrator"])
def test_who_does_not_stand_at_a_counter_enters_and_ends_nothing(town, signed_in, ada, role):
    client = signed_in(role, purpose=WHY, of=ada)
    assert client.post(f"/desk/person/{ada.pk}/attorney", {**GIVEN, "holder": town.people[FINN].pk}).status_code == 403
    assert client.post(f"/desk/mandate/{town.mandate.pk}/end", {"paper": "letter"}).status_code == 403
    assert not attorneys().exists()
    assert Mandate.objects.get(pk=town.mandate.pk).revoked_at is None


def test_what_was_withdrawn_ends_with_its_paper_and_on_the_holders_next_page(town, signed_in, ada):
    holder = signed_in("delegate")
    holder.post(f"/mandates/{town.mandate.pk}/act")
    assert CALLED[ADA] in holder.get("/").content.decode()
    client, address = signed_in("specialist", purpose=WHY, of=ada), f"/desk/mandate/{town.mandate.pk}/end"
    assert CALLED[CORA] in client.get(address).content.decode()
    assert "This field is required" in client.post(address, {"paper": ""}).content.decode()
    done = client.post(address, {"paper": "Withdrawal 5 of 2 March 2025"}, follow=True)
    assert "Ended" in done.content.decode()
    entry = Entry.objects.get(name="people.revoke_mandate")
    assert (entry.after or {})["paper"] == "Withdrawal 5 of 2 March 2025"
    assert CALLED[ADA] not in holder.get("/").content.decode()
    assert client.post(address, {"paper": "again"}).status_code == 409


def test_only_what_was_given_is_offered_to_be_ended_what_rests_on_the_law_is_not(town, signed_in, ada):
    shown = signed_in("specialist", purpose=WHY, of=ada).get(f"/desk/person/{ada.pk}").content.decode()
    assert f"/desk/mandate/{town.mandate.pk}/end" in shown
    town.mandate.kind = Mandate.Kind.GUARDIAN
    town.mandate.save()
    shown = signed_in("specialist", purpose=WHY, of=ada).get(f"/desk/person/{ada.pk}").content.decode()
    assert f"/desk/mandate/{town.mandate.pk}/end" not in shown


def test_the_form_speaks_russian_too(town, signed_in, ada):
    client, address = signed_in("specialist", purpose=WHY, of=ada), f"/desk/person/{ada.pk}/attorney"
    client.post(address, {"query": CALLED[FINN], "find": "1"})
    text = client.get(address, headers={"accept-language": "ru"}).content.decode()
    for said in ("Номер документа", "Кто удостоверил", "Последний день действия", "Видеть и действовать за него"):
        assert said in text
