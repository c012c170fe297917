"""The first page: the sum is right to the kopeck, and everything stands where it belongs."""

from datetime import date

import pytest
from django.utils import translation

from alongside.base.wording import money_text
from alongside.entitlements.law import pack
from alongside.entitlements.models import Award
from alongside.entitlements.queries import comes_in
from alongside.portal.what_is_mine import month_after

APRIL = date(2025, 4, 1)


def page_of(city, name="anna", language="ru"):
    """The first page as somebody reads it, with plain spaces."""
    client = city.visit(name)
    client.cookies["django_language"] = language
    return client.get("/").content.decode().replace("\N{NO-BREAK SPACE}", " ")


def award(**more):
    """A granted award that is not in the database."""
    standing = {"measure": "large_family_utilities", "amount": 146_000, "stands": "granted"}
    return Award(**{**standing, "since": date(2025, 3, 1), "until": None, "ends_on": None, **more})


@pytest.mark.parametrize(
    ("day", "first"),
    [(date(2025, 3, 10), APRIL), (date(2025, 12, 31), date(2026, 1, 1)), (date(2024, 1, 31), date(2024, 2, 1))],
)
def test_the_month_that_comes_begins_on_its_first_day(day, first):
    assert month_after(day) == first


@pytest.mark.parametrize(
    ("found", "comes"),
    [
        (award(), True),
        (award(since=date(2025, 4, 30)), True),
        (award(since=date(2025, 5, 1)), False),
        (award(until=date(2025, 4, 1)), False),
        (award(until=date(2025, 4, 2)), True),
        (award(until=date(2026, 1, 1), ends_on=date(2025, 4, 1)), False),
        (award(stands="refused"), False),
        (award(stands="offered"), False),
        (award(measure="nsu"), True),  # money in place of services comes every month
        (award(measure="newborn_gift_set"), False),  # money in place of a gift comes once
        (award(measure="birth_grant"), False),
    ],
)
def test_a_sum_comes_in_a_month_if_it_is_in_force_on_one_of_its_days(found, comes):
    assert comes_in(found, APRIL, pack()) is comes


def test_the_heading_says_the_sum_of_the_rows_to_the_kopeck(city):
    Award.objects.filter(measure="large_family_cost_of_living").update(amount=503_412)
    Award.objects.filter(measure="large_family_utilities").update(amount=146_013)
    heading = page_of(city).split("<h1>")[1].split("</h1>")[0].strip()
    assert heading == 'Анна Игоревна, в апреле вам придёт <span class="sum">6 494,25 ₽</span>'
    heading = page_of(city, language="en").split("<h1>")[1].split("</h1>")[0].strip()
    assert heading == 'Анна Игоревна, in April <span class="sum">6,494.25 ₽</span> will come to you'


def test_one_offs_stand_apart_and_are_not_counted_into_the_month(city):
    page = page_of(city)
    once = page.split("Один раз</h2>")[1].split("<h2")[0]
    assert "26 941,71 ₽" in once
    assert "20 279,00 ₽" in once
    assert 'в апреле вам придёт <span class="sum">6 494,00 ₽' in page


def test_what_is_refused_no_longer_comes_and_can_be_taken_back(city):
    refused = city.award("large_family_cost_of_living", "anna")
    Award.objects.filter(pk=refused.pk).update(stands="refused")
    page = page_of(city)
    assert 'в апреле вам придёт <span class="sum">1 460,00 ₽' in page
    assert f'action="/help/{refused.pk}/take-back"' in page


def test_what_the_child_has_and_the_mother_receives_is_not_the_fathers_money(city):
    page = page_of(city, "boris")
    assert "вам придёт" not in page
    assert "Кто получает: Анна Игоревна" in page


def test_a_birth_is_named_with_the_child_and_what_it_brings(city):
    event = page_of(city).split('aria-labelledby="event"')[1].split("</section>")[0]
    assert "Вера" in event
    assert "10 февраля 2025" in event
    assert "26 941,71 ₽ один раз" in event


def test_what_is_not_known_says_what_is_missing_and_who_is_asked(city):
    page = page_of(city)
    asked = page.split('id="asked"')[1]
    assert "Не хватает: сведения реестра «Счета за жильё и коммунальные услуги»" in asked
    assert "от вас ничего не нужно" in asked


def test_what_was_yes_and_is_no_longer_known_still_comes(city):
    Award.objects.filter(measure="large_family_utilities").update(answer="unknown", missing="registrations.*")
    page = page_of(city)
    assert 'в апреле вам придёт <span class="sum">6 494,00 ₽' in page
    assert "идёт как прежде" in page


def test_what_ends_is_told_before_with_the_reason(city):
    Award.objects.filter(measure="large_family_utilities").update(
        ends_on=date(2025, 4, 1), ends_because="family_in_city"
    )
    soon = page_of(city).split("Скоро закончится</h2>")[1].split("<h2")[0]
    assert "Последний день — 31 марта 2025" in soon
    assert "коммунальные" in soon


def test_who_has_nothing_is_told_what_to_do(city):
    Award.objects.filter(payee=city.people["boris"]).update(closed_on=date(2025, 3, 1))
    Award.objects.filter(payee=city.people["anna"]).update(closed_on=date(2025, 3, 1))
    page = page_of(city, "boris")
    assert "сейчас вам ничего не положено" in page
    assert 'href="/all"' in page.split('class="empty"')[1]


def test_no_code_of_the_law_stands_on_the_page(city):
    page = page_of(city)
    words = page.split("<main")[1]
    text = "".join(part.split(">", 1)[-1] for part in words.split("<"))
    for code in Award.objects.values_list("measure", flat=True):
        assert code not in text


def test_money_is_written_as_each_language_writes_it():
    with translation.override("ru"):
        assert money_text(3546125, "ru", exact=True).replace("\N{NO-BREAK SPACE}", " ") == "35 461,25 ₽"
    assert money_text(3546100, "en", exact=True).replace("\N{NO-BREAK SPACE}", " ") == "35,461.00 ₽"
    assert money_text(3546100, "en").replace("\N{NO-BREAK SPACE}", " ") == "35,461 ₽"
