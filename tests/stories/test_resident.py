"""A mother of three at her telephone: what the birth brings and why, what she says to it, what is known about her."""

import pytest

from alongside.entitlements.law import pack
from alongside.entitlements.models import Award, Change
from tests.browser import looked_over, nothing_sticks_out, press, screenshot, spoken, words

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


@pytest.mark.parametrize("language", spoken())
@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_no_page_has_a_fault_that_keeps_somebody_out(browser_page, sign_in, live_city, width, language):
    page = browser_page(width, language=language)
    sign_in(page, live_city.accounts["anna"])
    for name, path in pages_of(live_city).items():
        page.goto(path)
        looked_over(page, f"resident-{name}-{width}-{language}")


BIRTH = {
    "ru": (
        "в апреле вам придёт 6 494,00 ₽",
        "Ребёнок родился 10 февраля 2025.",
        "26 941,71 ₽ один раз",
        "Вам положено",
    ),
    "en": (
        "in April 6,494.00 ₽ will come to you",
        "The child was born on 10 February 2025.",
        "26,941.71 ₽ once",
        "is yours",
    ),
}


@pytest.mark.parametrize("language", spoken())
def test_a_mother_sees_what_the_birth_brings_and_why(browser_page, sign_in, live_city, language, say):
    money, event, worth, due = BIRTH[language]
    page = browser_page("phone", language=language, javascript=False)
    sign_in(page, live_city.accounts["anna"])
    page.goto("/")
    assert money in words(page.get_by_role("heading", level=1))
    birth = page.get_by_role("region", name=event)
    assert worth in words(birth)
    press(page, pack().texts["birth_grant"].name[language])
    heading = words(page.get_by_role("heading", level=1))
    assert worth in heading
    assert due in heading
    reasons = page.locator(".reasons > li")
    assert reasons.count() >= 1
    assert say("Yes:") in words(reasons.first)


@pytest.mark.parametrize("language", spoken())
def test_she_accepts_refuses_and_takes_back_with_the_keyboard_alone(browser_page, sign_in, live_city, language, say):
    page = browser_page("desktop", language=language, javascript=False)
    sign_in(page, live_city.accounts["anna"])
    award = live_city.award("free_travel", "vera")
    page.goto(f"/help/{award.pk}")
    press(page, say("Yes, I want this"))
    assert page.get_by_role("status").is_visible()
    assert Award.objects.get(pk=award.pk).stands == "granted"
    press(page, say("Refuse"))
    press(page, say("Yes, I refuse"))
    assert Award.objects.get(pk=award.pk).stands == "refused"
    press(page, say("Take my refusal back"))
    assert Award.objects.get(pk=award.pk).stands == "offered"
    kinds = list(Change.objects.filter(award=award).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["began", "accepted", "refused", "taken_back"]
    assert say("The refusal was taken back") in words(page.locator(".turns"))


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
