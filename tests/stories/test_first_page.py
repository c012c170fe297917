"""The first page of each side, as it is seen: on a phone, on a narrow phone with large text, on a desktop."""

import pytest

from alongside.people.models import Account, Person
from tests.browser import BrowserPage, SignIn, double_text, no_violations, nothing_sticks_out, screenshot

WIDTHS_AND_LANGUAGES = [("phone", "ru"), ("narrow", "ru"), ("desktop", "en")]


@pytest.fixture
def anna(transactional_db: None) -> Account:
    person = Person.objects.create(key=1, given_name="Анна", patronymic="Ивановна", family_name="Лескова")
    return Account.objects.create_user("anna", role=Account.Role.RESIDENT, person=person)


@pytest.mark.parametrize(("width", "language"), WIDTHS_AND_LANGUAGES)
def test_a_resident_meets_a_page_that_anybody_can_read(
    browser_page: BrowserPage, sign_in: SignIn, anna: Account, width: str, language: str
) -> None:
    page = browser_page(width, language=language)
    sign_in(page, anna)
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == language
    assert page.get_by_role("heading", level=1).is_visible()
    no_violations(page)
    screenshot(page, f"mine-{width}-{language}")
    if width == "narrow":
        nothing_sticks_out(page)
    if width == "phone":
        double_text(page)
        nothing_sticks_out(page)


def test_who_has_not_signed_in_is_asked_to_even_without_scripts(browser_page: BrowserPage) -> None:
    page = browser_page("phone", javascript=False)
    answer = page.goto("/")
    assert answer is not None
    assert answer.status == 200
    assert "/account/login/" in page.url
