"""A mother of three at her telephone: what the birth brings and why, what she says to it, what is known about her."""

import pytest

from alongside.entitlements.models import Award, Change
from tests.browser import double_text, no_violations, nothing_sticks_out, screenshot
from tests.portal.city import live_city, portal_store

__all__ = ["live_city", "portal_store"]

PAGES = {
    "mine": "/",
    "all": "/all",
    "all-no": "/all?answer=no",
    "why-not": "/all/maternity_capital",
    "family": "/family",
    "data": "/data",
    "register": "/data/income",
    "looks": "/looks?own=1",
    "wrong": "/data/income/wrong?row=1",
}


def pages_of(city):
    """Every page of a resident, by the name of its screenshot."""
    return {
        **PAGES,
        "measure": f"/help/{city.award('unified_allowance', 'vera').pk}",
        "granted": f"/help/{city.award('large_family_cost_of_living', 'anna').pk}",
        "asked": f"/help/{city.award('maternity_capital', 'gleb').pk}",
        "refuse": f"/help/{city.award('free_travel', 'vera').pk}/refuse",
    }


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_no_page_has_a_fault_that_keeps_somebody_out(browser_page, sign_in, live_city, width, language):
    page = browser_page(width, language=language)
    sign_in(page, live_city.accounts["anna"])
    for name, path in pages_of(live_city).items():
        page.goto(path)
        assert page.get_by_role("heading", level=1).count() == 1
        screenshot(page, f"resident-{name}-{width}-{language}")
        no_violations(page)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_pages_fit_a_narrow_telephone_and_text_at_200_percent(browser_page, sign_in, live_city, language):
    page = browser_page("narrow", language=language)
    sign_in(page, live_city.accounts["anna"])
    for name, path in pages_of(live_city).items():
        page.goto(path)
        nothing_sticks_out(page)
        screenshot(page, f"resident-{name}-narrow-{language}")
    page.set_viewport_size({"width": 390, "height": 844})
    for path in pages_of(live_city).values():
        page.goto(path)
        double_text(page)
        nothing_sticks_out(page)


def test_a_mother_sees_what_the_birth_brings_and_why(browser_page, sign_in, live_city):
    page = browser_page("phone", javascript=False)
    sign_in(page, live_city.accounts["anna"])
    page.goto("/")
    assert "в апреле вам придёт 6 494,00 ₽" in words(page.get_by_role("heading", level=1))
    birth = page.get_by_role("region", name="Ребёнок родился 10 февраля 2025.")
    assert "26 941,71 ₽ один раз" in words(birth)
    birth.get_by_role("link", name="Единовременное пособие при рождении ребёнка").click()
    assert "Вам положено 26 941,71 ₽ один раз" in words(page.get_by_role("heading", level=1))
    reasons = page.locator(".reasons > li")
    assert reasons.count() >= 1
    assert "Да:" in words(reasons.first)


def test_she_accepts_refuses_and_takes_back_with_the_keyboard_alone(browser_page, sign_in, live_city):
    page = browser_page("desktop", javascript=False)
    sign_in(page, live_city.accounts["anna"])
    award = live_city.award("free_travel", "vera")
    page.goto(f"/help/{award.pk}")
    press(page, "Да, согласен на это")
    assert "Теперь это ваше" in words(page.get_by_role("status"))
    assert Award.objects.get(pk=award.pk).stands == "granted"
    press(page, "Отказаться")
    press(page, "Да, отказываюсь")
    assert Award.objects.get(pk=award.pk).stands == "refused"
    press(page, "Отозвать отказ")
    assert Award.objects.get(pk=award.pk).stands == "offered"
    kinds = list(Change.objects.filter(award=award).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["began", "accepted", "refused", "taken_back"]
    assert "Отказ отозван" in words(page.locator(".turns"))


def test_the_first_thing_the_keyboard_reaches_leads_past_the_frame(browser_page, sign_in, live_city):
    page = browser_page("phone")
    sign_in(page, live_city.accounts["anna"])
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_larger_text_stays_larger_on_the_next_page(browser_page, sign_in, live_city):
    page = browser_page("phone")
    sign_in(page, live_city.accounts["yegor"])
    page.goto("/")
    before = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    page.get_by_role("button", name="Крупнее текст").click()
    page.goto("/all")
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") > before
    nothing_sticks_out(page)
    screenshot(page, "resident-all-large-ru")


def test_paper_shows_the_answer_and_the_reasons_and_no_buttons(browser_page, sign_in, live_city):
    page = browser_page("desktop")
    sign_in(page, live_city.accounts["anna"])
    page.goto(f"/help/{live_city.award('unified_allowance', 'vera').pk}")
    page.emulate_media(media="print")
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.locator(".reasons > li").first.is_visible()
    assert not page.locator(".acts").first.is_visible()
    assert not page.locator("header.top").is_visible()
    screenshot(page, "resident-measure-print-ru")


def words(found):
    """The text of an element with plain spaces."""
    return " ".join(found.inner_text().replace("\N{NO-BREAK SPACE}", " ").split()) if found.count() == 1 else ""


def press(page, name):
    """Reach the button or link of this name with Tab and press Enter."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText || ''").strip() == name:
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    pytest.fail(f"the keyboard does not reach “{name}”", pytrace=False)
