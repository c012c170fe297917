"""An analyst asks what would be, in a real browser: with scripts the answer comes by itself, without them by a link."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from alongside.packs.compare_terms import GROUPS, Compared, Crowd
from alongside.workplace.count_what_if import count_what_if, may_be_shown
from alongside.workplace.models import WhatIf
from tests.browser import BrowserPage, SignIn, double_text, no_violations, nothing_sticks_out, screenshot
from tests.records.ready_town import Town, forget_the_law, settle

FORM = "/desk/measures/hardship_grant/what-if"


@pytest.fixture
def town(transactional_db: None, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Town]:
    settings.STAFF_NEED_CODES = False
    yield settle(monkeypatch, settings)
    forget_the_law()


def asked(page: Page, price: str) -> WhatIf:
    """Bread is to cost this much; the question that came of it."""
    page.goto(FORM)
    page.locator("[name=term_BREAD]").fill(price)
    page.locator("form[novalidate] .do").click()
    return WhatIf.objects.latest("pk")


@pytest.mark.parametrize(("width", "language"), [("desktop", "ru"), ("phone", "en"), ("narrow", "ru")])
def test_a_question_is_asked_and_answered_while_the_page_is_open(
    browser_page: BrowserPage, sign_in: SignIn, town: Town, width: str, language: str
) -> None:
    page = browser_page(width, language=language)
    sign_in(page, town.accounts["analyst"])
    asked(page, "bread")
    fault = page.locator("[id=id_term_BREAD_error]")
    assert fault.is_visible()
    assert page.locator("[name=term_BREAD]").get_attribute("aria-invalid") == "true"
    no_violations(page)
    screenshot(page, f"what-if-form-{width}-{language}")
    what_if = asked(page, "400")
    assert page.get_by_role("progressbar").is_visible()
    no_violations(page)
    assert count_what_if(number=what_if.pk) == "done"
    page.get_by_role("progressbar").wait_for(state="detached")
    no_violations(page)


@pytest.mark.parametrize(("width", "language"), [("desktop", "en"), ("phone", "ru"), ("narrow", "en")])
def test_an_answer_is_read_at_every_width(
    browser_page: BrowserPage, sign_in: SignIn, town: Town, width: str, language: str
) -> None:
    few = {name: Crowd(0, 0, 0, 0) for name in GROUPS}
    now, gain = Crowd(184_300, 2_400_000_000_00, 20_000_00, 3), Crowd(41_260, 310_000_000_00, 9_000_00, 5)
    loss = Crowd(2_340, 17_000_000_00, 9_000_00, 9)
    many = {**few, "now": now, "begin": gain, "gain": gain, "end": loss, "loss": loss}
    result = may_be_shown(Compared({"0-17": few, "18-34": many, "35-54": {**few, "now": now}}, Crowd(52, 0, 0, 8)))
    WhatIf.objects.filter(pk=town.what_if.pk).update(measure="milk_money", terms={"PINT": 150}, result=result)
    page = browser_page(width, language=language)
    sign_in(page, town.accounts["analyst"])
    page.goto(f"/desk/what-if/{town.what_if.pk}")
    no_violations(page)
    screenshot(page, f"what-if-answer-{width}-{language}")
    nothing_sticks_out(page)
    if width == "phone":
        double_text(page)
        nothing_sticks_out(page)


def test_without_scripts_the_answer_is_a_link_away(browser_page: BrowserPage, sign_in: SignIn, town: Town) -> None:
    page = browser_page("phone", language="en", javascript=False)
    sign_in(page, town.accounts["analyst"])
    what_if = asked(page, "400")
    assert count_what_if(number=what_if.pk) == "done"
    page.get_by_role("link", name="See how far it is").click()
    assert "would receive it" in page.get_by_role("heading", level=1).inner_text()
