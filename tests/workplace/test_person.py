"""One person on one screen: why first, then everything, and acting at their wish."""

import pytest

from alongside.entitlements.models import Award, Change
from alongside.people.models import Mandate
from alongside.records.models import Entry, Look
from tests.packs.millbrook_week import ADA, BEN, CORA, FINN, ON

WHY = "They came and asked"


@pytest.fixture
def ada(town):
    return town.people[ADA]


def test_why_is_asked_before_anything_is_shown_and_only_once(town, signed_in, ada):
    client = signed_in("specialist")
    asked = client.get(f"/desk/person/{ada.pk}")
    assert not any(word in asked.content.decode() for words in town.words.values() for word in words)
    assert not Look.objects.exists()
    told = client.post(f"/desk/person/{ada.pk}/why", {"purpose": "counter", "words": ""}, follow=True)
    assert ada.given_name in told.content.decode()
    client.get(f"/desk/person/{ada.pk}")
    looks = Look.objects.filter(about=ada.pk)
    assert [look.purpose for look in looks] == [WHY, WHY]


def test_why_for_one_person_says_nothing_of_another(town, signed_in, ada):
    client = signed_in("specialist", purpose=WHY, of=ada)
    finn = town.people[FINN]
    page = client.get(f"/desk/person/{finn.pk}").content.decode()
    assert finn.given_name not in page
    assert "Why do you look" in page


def test_something_else_is_said_in_words(signed_in, ada):
    client = signed_in("specialist")
    again = client.post(f"/desk/person/{ada.pk}/why", {"purpose": "other", "words": " "})
    assert "Say in a few words" in again.content.decode()
    client.post(f"/desk/person/{ada.pk}/why", {"purpose": "other", "words": "A letter came back."})
    client.get(f"/desk/person/{ada.pk}")
    assert Look.objects.filter(about=ada.pk).latest("pk").purpose == "A letter came back."


def test_nobody_is_led_away_from_the_desk(signed_in, ada):
    client = signed_in("specialist")
    for target in ("https://elsewhere.example/desk/", "//elsewhere.example", "/account/logout/"):
        answer = client.post(f"/desk/person/{ada.pk}/why", {"purpose": "phone", "next": target})
        assert answer["Location"] == f"/desk/person/{ada.pk}"


def test_everything_stands_on_one_screen_in_few_questions(town, signed_in, ada, django_assert_max_num_queries):
    client = signed_in("specialist", purpose=WHY, of=ada)
    client.get(f"/desk/person/{ada.pk}")
    with django_assert_max_num_queries(12):
        page = client.get(f"/desk/person/{ada.pk}").content.decode()
    for said in ("931.50", "1,100.00", town.people[CORA].given_name, "A person says a fact is wrong"):
        assert said in page
    assert {ada.pk, town.people[BEN].pk, town.people[CORA].pk} <= set(Look.objects.values_list("about", flat=True))


def test_many_awards_cost_no_more_questions(town, signed_in, ada, django_assert_num_queries):
    client = signed_in("specialist", purpose=WHY, of=ada)
    client.get(f"/desk/person/{ada.pk}")
    with django_assert_num_queries(12, exact=False) as few:
        client.get(f"/desk/person/{ada.pk}")
    given = Award.objects.get(pk=town.award.pk)
    for number in range(20):
        given.pk, given.unit = None, 90_000 + number
        given.save()
        Mandate.objects.create(represented=ada, holder=town.people[FINN], kind="attorney", since=ON)
    with django_assert_num_queries(len(few)):
        client.get(f"/desk/person/{ada.pk}")


def test_a_specialist_acts_at_the_persons_wish(town, signed_in, ada):
    town.award.stands = "offered"
    town.award.save()
    client = signed_in("specialist", purpose=WHY, of=ada)
    answer = client.post(f"/desk/award/{town.award.pk}/accept", {"for": ada.pk}, follow=True)
    assert "Accepted" in answer.content.decode()
    town.award.refresh_from_db()
    assert town.award.stands == "granted"
    entry = Entry.objects.get(name="entitlements.accept_offer")
    assert (entry.role, entry.account, entry.represented) == ("specialist", town.accounts["specialist"].pk, ada.pk)
    assert Change.objects.get(award=town.award).kind == "accepted"


@pytest.mark.parametrize("verb", ["accept", "refuse", "take-back", "apply"])
def test_without_a_reason_to_be_there_nothing_is_done(town, signed_in, verb):
    signed_in("specialist").post(f"/desk/award/{town.award.pk}/{verb}")
    assert not Entry.objects.filter(name__startswith="entitlements.").exists()
    assert not Change.objects.exists()


def test_why_for_a_stranger_opens_no_award(town, signed_in):
    finn = town.people[FINN]
    client = signed_in("specialist", purpose=WHY, of=finn)
    page = client.get(f"/desk/award/{town.award.pk}?for={finn.pk}").content.decode()
    assert "Why do you look" in page
    client.post(f"/desk/award/{town.award.pk}/refuse", {"for": finn.pk})
    assert not Entry.objects.filter(name__startswith="entitlements.").exists()


def test_refused_and_taken_back(town, signed_in, ada):
    client = signed_in("head", purpose=WHY, of=ada)
    client.post(f"/desk/award/{town.award.pk}/refuse", {"for": ada.pk, "why": "They manage."})
    town.award.refresh_from_db()
    assert town.award.stands == "refused"
    assert Entry.objects.latest("pk").after == {"stands": "refused", "reason": "They manage."}
    client.post(f"/desk/award/{town.award.pk}/take-back", {"for": ada.pk})
    town.award.refresh_from_db()
    assert town.award.stands == "granted"


def test_what_cannot_be_done_is_said_with_a_way_back(town, signed_in, ada):
    client = signed_in("specialist", purpose=WHY, of=ada)
    answer = client.post(f"/desk/award/{town.award.pk}/apply", {"for": ada.pk})
    assert answer.status_code == 409
    assert f"/desk/award/{town.award.pk}" in answer.content.decode()
