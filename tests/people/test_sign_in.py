"""Signing in: passwords, one-time codes for staff, a door that closes, and the ready people of a demo."""

from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import reverse

from alongside.people.make_demo_accounts import make_demo_accounts
from alongside.people.models import Account, Mandate, Person
from alongside.records.actor import CITY
from alongside.records.models import Entry
from tests.people.cast import NOW, deliver, everybody, human, tie

pytestmark = pytest.mark.django_db
PASSWORD = "a calm grey heron"
TODAY = date(2025, 3, 1)
STAFF = ("specialist", "head", "analyst", "auditor", "administrator")


@pytest.fixture(autouse=True)
def as_in_life(monkeypatch, settings):
    monkeypatch.setenv("ALONGSIDE_TODAY", TODAY.isoformat())
    settings.STAFF_NEED_CODES = True


@pytest.fixture
def olga(db):
    return Account.objects.create_user("olga", password=PASSWORD, role="specialist", centre="1")


@pytest.fixture
def secret(olga):
    found = generate_totp_secret()
    TOTP.activate(olga, found)
    return found


def code_now(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def sign_in(client, name="olga", password=PASSWORD):
    return client.post(reverse("account_login"), {"login": name, "password": password})


@pytest.mark.parametrize(("language", "words"), [("ru", "Учётную запись дают в центре"), ("en", "Accounts are given")])
def test_the_door_speaks_both_languages(client, language, words):
    client.cookies["django_language"] = language
    page = client.get(reverse("account_login"))
    assert page.status_code == 200
    assert words in page.content.decode()


def test_a_resident_signs_in_and_is_at_home(client, loaded):
    Account.objects.create_user("anna", password=PASSWORD, person=loaded["anna"])
    assert sign_in(client, "anna").url == reverse("portal:mine")
    assert client.get(reverse("portal:mine")).status_code == 200


def test_nobody_makes_an_account_for_themselves(client):
    said = {"username": "new", "password1": PASSWORD, "password2": PASSWORD}
    page = client.post(reverse("account_signup"), said)
    assert "дают в центре" in page.content.decode()
    assert not Account.objects.exists()


@pytest.mark.parametrize("role", STAFF)
def test_staff_without_codes_set_them_up_before_anything_else(client, role):
    client.force_login(Account.objects.create_user(role, role=role))
    assert client.get(reverse("workplace:home")).url == reverse("mfa_activate_totp")


def test_staff_set_codes_up_and_are_let_in(client, olga):
    sign_in(client)
    again = client.get(reverse("mfa_activate_totp"), follow=True)
    assert "Это всё ещё вы?" in again.content.decode()
    page = client.post(
        again.request["PATH_INFO"], {"password": PASSWORD, "next": reverse("mfa_activate_totp")}, follow=True
    )
    assert page.status_code == 200
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_now(page.context["form"].secret)})
    assert answer.status_code == 302
    assert Authenticator.objects.filter(user=olga, type="totp").exists()
    assert client.get(reverse("workplace:home")).status_code == 200
    for name in ("mfa_index", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp"):
        assert client.get(reverse(name)).status_code == 200


def test_a_password_alone_does_not_open_the_workplace(client, secret):
    assert sign_in(client).url == reverse("mfa_authenticate")
    assert client.get(reverse("workplace:home")).status_code == 302
    assert "Код с вашего телефона" in client.get(reverse("mfa_authenticate")).content.decode()
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert client.get(reverse("workplace:home")).url.startswith(reverse("account_login"))
    assert client.post(reverse("mfa_authenticate"), {"code": code_now(secret)}).url == reverse("workplace:home")
    assert client.get(reverse("workplace:home")).status_code == 200


def test_a_spare_code_opens_once(client, olga, secret):
    codes = RecoveryCodes.activate(olga).get_unused_codes()
    for expected in (302, 200):
        visitor = Client()
        sign_in(visitor)
        assert visitor.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == expected


def test_the_door_closes_after_five_wrong_passwords_even_to_the_right_one(client, olga):
    answers = [sign_in(client, password="wrong wrong wrong").status_code for _ in range(5)]
    assert answers[:4] == [200] * 4
    assert answers[4] == 429
    late = sign_in(client)
    assert late.status_code == 429
    assert "15 минут" in late.content.decode()
    assert sign_in(Client(REMOTE_ADDR="192.0.2.7")).status_code == 302  # it is closed to one place, not to the person


@pytest.mark.parametrize("name", ["account_logout", "account_change_password", "account_inactive", "account_signup"])
def test_the_other_pages_of_an_account_answer_in_our_look(client, olga, name):
    sign_in(client)
    page = client.get(reverse(name), follow=True)
    assert page.status_code == 200
    assert 'class="top"' in page.content.decode()


# ------------------------------------------------------------------------------------------------ a demo


def city():
    """The cast, and a woman of 82 alone with a grown daughter elsewhere, and a mother of exactly three."""
    rows = everybody()
    rows["persons"][5] = human("yegor", "Королёва", "Мария", None, "F", "1942-08-01")
    rows["parent_child"] = [
        *(tie(number, child, "anna", since="2008-02-29") for number, child in enumerate(("vera", "gleb", "dina"))),
        tie(9, "anna", "yegor", since="1984-02-29"),
    ]
    rows["persons"][4]["birth_date"] = date(2010, 1, 1)
    rows["persons"][1]["birth_date"] = date(2005, 9, 9)
    rows["parent_child"].append(tie(10, "boris", "anna", since="2005-09-09"))
    return rows


@pytest.fixture
def demo(pack, settings):
    settings.DEMO, settings.STAFF_NEED_CODES = True, False
    deliver(pack, city())
    return make_demo_accounts(on=TODAY, at=NOW, by=CITY)


def person_of(name):
    return Person.objects.get(account__username=f"demo_{name}").given_name


def test_the_ready_people_are_chosen_by_what_they_are(demo):
    assert (person_of("mother"), person_of("pensioner"), person_of("student")) == ("Анна", "Мария", "Борис")
    assert "demo_delegate" not in demo  # the only daughter is the mother already
    assert {"demo_specialist", "demo_head", "demo_analyst", "demo_auditor"} <= set(demo)
    assert not Account.objects.get(username="demo_mother").has_usable_password()


def test_a_daughter_who_is_nobody_else_holds_a_consent(pack):
    rows = city()
    rows["persons"].append(human("anna", "Королёва", "Нина", None, "F", "1970-01-01") | {"snils": "300-000-000 01"})
    rows["parent_child"].append(tie(11, "anna", "yegor", since="1970-01-01") | {"child_snils": "300-000-000 01"})
    deliver(pack, rows)
    make_demo_accounts(on=TODAY, at=NOW, by=CITY)
    given = Mandate.objects.get(kind="consent")
    assert (given.represented.given_name, given.holder.given_name) == ("Мария", "Нина")


def test_made_again_the_ready_people_are_the_same(demo):
    before = list(Account.objects.order_by("pk").values_list("pk", "person"))
    assert make_demo_accounts(on=TODAY, at=NOW, by=CITY) == demo
    assert list(Account.objects.order_by("pk").values_list("pk", "person")) == before
    assert Entry.objects.filter(name="people.make_demo_accounts").count() == 2


def test_whose_person_is_gone_is_chosen_anew(demo, pack):
    rows = city()
    rows["persons"][5]["death_date"] = date(2025, 2, 1)
    rows["persons"][4] |= {"birth_date": date(1942, 9, 9)}
    rows["parent_child"] = []
    rows["registrations"][4]["address_id"] = "A0000003"
    deliver(pack, rows, delivery="d-2")
    make_demo_accounts(on=TODAY, at=NOW, by=CITY)
    assert person_of("pensioner") == "Дина"


def test_in_a_demo_one_becomes_a_ready_person_without_a_password(client, demo):
    page = client.get(reverse("people:become")).content.decode()
    assert "Мама троих детей" in page
    assert "Соловьёва" not in page
    assert client.post(reverse("people:become"), {"who": "mother"}).url == reverse("portal:mine")
    assert client.get(reverse("portal:mine")).wsgi_request.person.given_name == "Анна"
    assert client.post(reverse("people:become"), {"who": "specialist"}).url == reverse("workplace:home")
    assert client.get(reverse("workplace:home")).status_code == 200


@pytest.mark.parametrize("who", ["", "olga", "delegate", "administrator"])
def test_nobody_else_can_be_become(client, demo, olga, who):
    assert client.post(reverse("people:become"), {"who": who}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_outside_a_demo_there_is_no_such_page(client, demo, settings):
    settings.DEMO = False
    assert client.get(reverse("people:become")).status_code == 404
    assert client.post(reverse("people:become"), {"who": "mother"}).status_code == 404
    assert reverse("people:become") not in client.get(reverse("account_login")).content.decode()


def test_becoming_is_never_done_by_a_link(client, demo):
    client.get(reverse("people:become"), {"who": "mother"})
    assert "_auth_user_id" not in client.session


def test_a_city_without_such_people_has_the_others(pack):
    rows = {"persons": [human("anna", "Соловьёва", "Анна", None, "F", "1984-02-29")]}
    deliver(pack, rows)
    names = make_demo_accounts(on=TODAY, at=NOW, by=CITY)
    assert names == ["demo_analyst", "demo_auditor", "demo_head", "demo_specialist"]
    assert Person.objects.count() == 1
