"""Acting for one another: who gives, takes up, ends, and sees what of it; and who may not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from alongside.people.act_for import act_for
from alongside.people.find_holder import find_holder
from alongside.people.give_mandate import give_mandate
from alongside.people.mandates import mandates_of
from alongside.people.models import Account, Mandate, Person
from alongside.people.permissions import may_act, may_revoke, may_see, may_see_measure
from alongside.people.refusals import (
    AlreadyGiven,
    HolderNotFound,
    IsNoLonger,
    MayNotGive,
    MayNotRevoke,
    OnlyForOneself,
    PaperIsNeeded,
    PeriodIsWrong,
    TooManyTries,
    UnknownMeasure,
)
from alongside.people.revoke_mandate import revoke_mandate
from alongside.records.actor import Actor
from alongside.records.models import Entry, Look
from tests.people.cast import KEYS, NOW

pytestmark = pytest.mark.django_db
TODAY = date(2025, 3, 1)
SPECIALIST = Actor(role="specialist", account=900)


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    monkeypatch.setenv("ALONGSIDE_TODAY", TODAY.isoformat())


def actor(person, **more):
    return Actor(role="resident", person=person.pk, **more)


def consent(represented, holder, **more):
    more = {"since": TODAY, "at": NOW, "by": actor(represented)} | more
    return give_mandate(represented=represented, holder=holder, kind=Mandate.Kind.CONSENT, **more)


def signed_in(person, client=None):
    account = Account.objects.create_user(f"u{person.pk}", role=Account.Role.RESIDENT, person=person)
    client = client or Client()
    client.force_login(account)
    return client


# ------------------------------------------------------------------------------------------------ giving


def test_a_consent_lets_another_see_and_act_and_is_written_down(loaded):
    given = consent(loaded["yegor"], loaded["anna"], measures=["birth_grant"], may_act=False)
    assert may_see(actor(loaded["anna"]), loaded["yegor"].pk, on=TODAY)
    assert may_see_measure(given, "birth_grant")
    assert not may_see_measure(given, "housing_subsidy")
    assert not may_act(given, "birth_grant")
    entry = Entry.objects.get(name="people.give_mandate")
    assert (entry.about, entry.person, entry.subject) == (loaded["yegor"].pk, loaded["yegor"].pk, given.pk)
    assert entry.after == {"kind": "consent", "measures": ["birth_grant"], "may_act": False, "until": None}


@pytest.mark.parametrize(
    ("giver", "holder", "more", "refusal"),
    [
        ("gleb", "anna", {}, OnlyForOneself),  # 17
        ("anna", "gleb", {}, OnlyForOneself),
        ("anna", "anna", {}, OnlyForOneself),
        ("anna", "boris", {"until": TODAY}, PeriodIsWrong),
        ("anna", "boris", {"measures": ["no_such"]}, UnknownMeasure),
        ("anna", "boris", {"by": SPECIALIST}, MayNotGive),
    ],
)
def test_a_consent_that_is_not_ones_own_to_give_is_refused(loaded, giver, holder, more, refusal):
    before = Mandate.objects.count()
    with pytest.raises(refusal):
        consent(loaded[giver], loaded[holder], **more)
    assert Mandate.objects.count() == before
    assert not Entry.objects.filter(name="people.give_mandate").exists()


def test_nobody_gives_a_consent_in_the_name_of_another(loaded):
    held = consent(loaded["yegor"], loaded["anna"])
    acting = actor(loaded["anna"], represented=loaded["yegor"].pk, mandate=held.pk)
    for by in (acting, actor(loaded["boris"])):
        with pytest.raises(MayNotGive):
            consent(loaded["yegor"], loaded["dina"], by=by)


def test_somebody_who_died_or_left_the_register_gets_none(loaded):
    Person.objects.filter(pk=loaded["boris"].pk).update(death_date=date(2025, 1, 1))
    Person.objects.filter(pk=loaded["dina"].pk).update(held=False)
    for name in ("boris", "dina"):
        with pytest.raises(OnlyForOneself):
            consent(loaded["anna"], Person.objects.get(pk=loaded[name].pk))


def test_a_second_consent_to_the_same_person_is_refused_until_the_first_is_taken_back(loaded):
    first = consent(loaded["anna"], loaded["boris"], until=date(2026, 1, 1))
    with pytest.raises(AlreadyGiven):
        consent(loaded["anna"], loaded["boris"])
    revoke_mandate(mandate=first, at=NOW, by=actor(loaded["anna"]))
    assert consent(loaded["anna"], loaded["boris"]).pk != first.pk


def test_a_power_of_attorney_is_entered_at_a_counter_with_its_paper(loaded):
    more = {"represented": loaded["yegor"], "holder": loaded["anna"], "kind": Mandate.Kind.ATTORNEY}
    more |= {"since": TODAY, "until": date(2026, 1, 1), "at": NOW}
    with pytest.raises(PaperIsNeeded):
        give_mandate(**more, by=SPECIALIST)
    for by in (actor(loaded["yegor"]), Actor(role="analyst", account=901)):
        with pytest.raises(MayNotGive):
            give_mandate(**more, paper="77 AB 1, a notary", by=by)
    given = give_mandate(**more, paper="77 AB 1, a notary", by=SPECIALIST)
    assert may_act(given, "anything")
    with pytest.raises(MayNotGive):
        give_mandate(**more | {"kind": Mandate.Kind.PARENT}, paper="a paper", by=SPECIALIST)


# ------------------------------------------------------------------------------------------------ ending


@pytest.mark.parametrize("side", ["yegor", "anna"])
def test_either_side_ends_a_consent_at_any_time(loaded, side):
    given = consent(loaded["yegor"], loaded["anna"])
    revoke_mandate(mandate=given, at=NOW, by=actor(loaded[side]))
    assert not may_see(actor(loaded["anna"]), loaded["yegor"].pk, on=TODAY)
    assert Entry.objects.get(name="people.revoke_mandate").about == loaded["yegor"].pk
    with pytest.raises(IsNoLonger):
        revoke_mandate(mandate=given, at=NOW, by=actor(loaded[side]))


def test_a_stranger_ends_nothing(loaded):
    given = consent(loaded["yegor"], loaded["anna"])
    with pytest.raises(MayNotRevoke):
        revoke_mandate(mandate=given, at=NOW, by=actor(loaded["boris"]))
    other = consent(loaded["yegor"], loaded["dina"])
    acting = actor(loaded["anna"], represented=loaded["yegor"].pk, mandate=given.pk)
    assert not may_revoke(other, acting)
    assert may_revoke(given, acting)


@pytest.mark.parametrize("side", ["gleb", "anna"])
def test_a_parents_mandate_is_not_ended_by_the_child_nor_by_the_parent(loaded, side):
    held = Mandate.objects.get(holder=loaded["anna"], represented=loaded["gleb"])
    with pytest.raises(MayNotRevoke) as refused, translation.override("en"):
        revoke_mandate(mandate=held, at=NOW, by=actor(loaded[side]))
    assert "court" in refused.value.remedy


def test_a_court_ends_a_parents_mandate_at_a_counter(loaded):
    held = Mandate.objects.get(holder=loaded["anna"], represented=loaded["gleb"])
    with pytest.raises(PaperIsNeeded):
        revoke_mandate(mandate=held, at=NOW, by=SPECIALIST)
    revoke_mandate(mandate=held, at=NOW, by=SPECIALIST, paper="a court's decision")
    assert not may_see(actor(loaded["anna"]), loaded["gleb"].pk, on=TODAY)


# ------------------------------------------------------------------------------------------------ seeing and acting


def test_a_childs_data_are_seen_by_the_parents_and_not_by_the_neighbour(loaded):
    vera = loaded["vera"].pk
    seen_by = {name for name, person in loaded.items() if may_see(actor(person), vera, on=TODAY)}
    assert seen_by == {"anna", "boris", "vera"}
    assert may_see(SPECIALIST, vera, on=TODAY)
    for role in ("analyst", "auditor", "administrator"):
        assert not may_see(Actor(role=role, account=1), vera, on=TODAY)


def test_a_grown_child_is_seen_no_more(loaded):
    gleb, anna = loaded["gleb"].pk, actor(loaded["anna"])
    assert may_see(anna, gleb, on=date(2026, 2, 28))
    assert not may_see(anna, gleb, on=date(2026, 3, 1))


def test_taking_up_a_mandate_is_written_down_for_the_one_who_is_represented(loaded):
    held = Mandate.objects.get(holder=loaded["anna"], represented=loaded["vera"])
    act_for(mandate=held, on=TODAY, at=NOW, by=actor(loaded["anna"]))
    entry = Entry.objects.get(name="people.act_for")
    assert (entry.about, entry.person, entry.mandate) == (loaded["vera"].pk, loaded["anna"].pk, held.pk)


def test_a_mandate_of_somebody_else_or_of_the_past_is_not_taken_up(loaded):
    held = Mandate.objects.get(holder=loaded["anna"], represented=loaded["gleb"])
    for by, on in ((actor(loaded["boris"]), TODAY), (actor(loaded["anna"]), date(2026, 3, 1)), (SPECIALIST, TODAY)):
        with pytest.raises(IsNoLonger):
            act_for(mandate=held, on=on, at=NOW, by=by)
    later = consent(loaded["yegor"], loaded["anna"], since=TODAY + timedelta(days=2))
    with pytest.raises(IsNoLonger):
        act_for(mandate=later, on=TODAY, at=NOW, by=actor(loaded["anna"]))


def test_both_kinds_of_no_longer_are_shown(loaded):
    given = consent(loaded["yegor"], loaded["anna"])
    revoke_mandate(mandate=given, at=NOW, by=actor(loaded["anna"]))
    seen = mandates_of(loaded["anna"], on=date(2026, 3, 1), names={})
    assert {line.other.given_name for line in seen.held} == {"Вера"}
    assert {(line.other.given_name, line.state) for line in seen.held_before} == {
        ("Глеб", "outgrown"),
        ("Егор", "revoked"),
    }
    guardian = mandates_of(loaded["yegor"], on=date(2025, 11, 1), names={}).held_before
    assert [line.state for line in guardian] == ["over"]


# ------------------------------------------------------------------------------------------------ finding a holder


@pytest.fixture
def asking(loaded, pack):
    account = Account.objects.create_user("asks", role=Account.Role.RESIDENT, person=loaded["yegor"])

    def ask(number=KEYS["anna"], born=date(1984, 2, 29), at=NOW):
        by = actor(loaded["yegor"], account=account.pk)
        return find_holder(number=number, born=born, form=pack.registers.person_key, at=at, by=by)

    return ask


def test_the_holder_is_found_by_number_and_birthday_together_alone(asking, loaded):
    assert asking() == loaded["anna"]
    assert asking(number=KEYS["anna"].replace("-", "")) == loaded["anna"]
    for wrong in ({"born": date(1984, 2, 28)}, {"number": KEYS["boris"]}, {"number": "Анна"}):
        with pytest.raises(HolderNotFound):
            asking(**wrong)


def test_who_tries_one_number_after_another_is_stopped_for_an_hour(asking, loaded):
    for _ in range(5):
        with pytest.raises(HolderNotFound):
            asking(born=date(1990, 1, 1))
    with pytest.raises(TooManyTries):
        asking()
    assert asking(at=NOW + timedelta(minutes=61)) == loaded["anna"]


# ------------------------------------------------------------------------------------------------ the pages


@pytest.mark.parametrize(("language", "heading"), [("ru", "Кто за кого действует"), ("en", "Acting for one another")])
def test_the_page_shows_both_directions_and_the_look_is_noted(loaded, language, heading):
    consent(loaded["yegor"], loaded["anna"])
    client = signed_in(loaded["anna"])
    client.cookies["django_language"] = language
    page = client.get(reverse("people:mandates")).content.decode()
    assert heading in page
    for name in ("Вера Борисовна Соловьёва", "Глеб Борисович Соловьёв", "Егор Петров-Водкин"):
        assert name in page
    looked = set(Look.objects.filter(screen="people:mandates").values_list("about", flat=True))
    assert looked == {loaded[name].pk for name in ("anna", "vera", "gleb", "yegor")}


def test_a_resident_acts_for_a_child_and_comes_back(loaded):
    client = signed_in(loaded["anna"])
    held = Mandate.objects.get(holder=loaded["anna"], represented=loaded["vera"])
    assert client.post(reverse("people:act_for", args=[held.pk])).status_code == 302
    page = client.get(reverse("portal:mine"))
    assert page.wsgi_request.person == loaded["vera"]
    assert "Вера Борисовна Соловьёва" in page.content.decode()
    client.post(reverse("people:act_for_myself"))
    assert client.get(reverse("portal:mine")).wsgi_request.person == loaded["anna"]


def test_a_mandate_taken_back_is_lost_with_the_very_next_page(loaded):
    given = consent(loaded["yegor"], loaded["anna"])
    client = signed_in(loaded["anna"])
    client.post(reverse("people:act_for", args=[given.pk]))
    assert client.get(reverse("portal:mine")).wsgi_request.person == loaded["yegor"]
    revoke_mandate(mandate=given, at=datetime(2025, 3, 1, 10, tzinfo=UTC), by=actor(loaded["yegor"]))
    assert client.get(reverse("portal:mine")).wsgi_request.person == loaded["anna"]


def test_the_header_offers_to_act_only_where_there_is_somebody(loaded):
    link = f'href="{reverse("people:mandates")}"'
    assert link in signed_in(loaded["anna"]).get(reverse("people:give_consent")).content.decode().split("<main")[0]
    assert link not in signed_in(loaded["dina"]).get(reverse("people:give_consent")).content.decode().split("<main")[0]


def test_a_consent_is_given_and_taken_back_on_the_page(loaded):
    client = signed_in(loaded["yegor"])
    said = {"number": KEYS["anna"], "born": "29.02.1984", "may": "act", "scope": "some", "measures": ["birth_grant"]}
    assert client.post(reverse("people:give_consent"), said).status_code == 302
    given = Mandate.objects.get(kind="consent")
    assert (given.holder, given.measures, given.may_act, given.until) == (loaded["anna"], ["birth_grant"], True, None)
    client.post(reverse("people:revoke_mandate", args=[given.pk]))
    assert Mandate.objects.get(pk=given.pk).revoked_at is not None


@pytest.mark.parametrize(
    "change", [{"born": "30.02.1984"}, {"number": ""}, {"scope": "some", "measures": []}, {"measures": ["x"]}]
)
def test_what_is_filled_in_wrongly_is_told_beside_it(loaded, change):
    client = signed_in(loaded["yegor"])
    said = {"number": KEYS["anna"], "born": "29.02.1984", "may": "see", "scope": "all"} | change
    page = client.post(reverse("people:give_consent"), said)
    assert page.status_code == 200
    assert 'class="fault"' in page.content.decode()
    assert not Mandate.objects.filter(kind="consent").exists()


def test_a_refusal_is_a_page_with_what_to_do_instead(loaded):
    client = signed_in(loaded["yegor"])
    said = {"number": KEYS["anna"], "born": "28.02.1984", "may": "see", "scope": "all"}
    page = client.post(reverse("people:give_consent"), said)
    assert page.status_code == 409
    assert "Сверьте номер и дату с документом" in page.content.decode()
    assert "Анна" not in page.content.decode()


@pytest.mark.parametrize("name", ["revoke_mandate", "act_for"])
def test_a_mandate_of_others_is_as_if_it_were_not_there(loaded, name):
    given = consent(loaded["yegor"], loaded["anna"])
    assert signed_in(loaded["boris"]).post(reverse(f"people:{name}", args=[given.pk])).status_code == 404
    assert Mandate.objects.get(pk=given.pk).revoked_at is None


@pytest.mark.parametrize("name", ["mandates", "give_consent"])
def test_staff_and_strangers_do_not_see_these_pages(loaded, name, settings):
    settings.DEMO = True
    client = Client()
    assert client.get(reverse(f"people:{name}")).status_code == 302
    for role in ("specialist", "head", "analyst", "auditor", "administrator"):
        client.force_login(Account.objects.create_user(role, role=role))
        assert client.get(reverse(f"people:{name}")).status_code == 403


@pytest.mark.parametrize("name", ["revoke_mandate", "act_for"])
def test_what_changes_something_is_never_done_by_a_link(loaded, name):
    given = consent(loaded["yegor"], loaded["anna"])
    assert signed_in(loaded["anna"]).get(reverse(f"people:{name}", args=[given.pk])).status_code == 405
