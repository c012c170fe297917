"""A delegate: sees and does what the mandate allows, nothing beside it, and nothing at all once it was taken back."""

import pytest

from alongside.entitlements.law import pack
from alongside.entitlements.models import Award, Change
from alongside.people.models import Mandate
from tests.browser import looked_over, press, spoken, words
from tests.portal.cast import KEYS, TODAY

GIVEN = ("free_travel", "home_front_monthly")
KEPT = ("old_age_pension", "fixed_part_increase")
YEGOR = "Егор Кузьмич Петров-Водкин"
SHUT = ("/data", "/data/income", "/family", "/looks")
"""Pages that show more than two measures."""


def names(measures, language):
    return [pack().texts[measure].name[language] for measure in measures]


@pytest.mark.parametrize("language", spoken())
def test_a_delegate_sees_what_the_mandate_allows_until_it_is_taken_back(
    browser_page, sign_in, live_city, language, say
):
    his = browser_page("phone", language=language)
    sign_in(his, live_city.accounts["yegor"])
    gives_consent(his, language, say)
    mandate = Mandate.objects.get(kind="consent")
    assert (mandate.measures, mandate.may_act) == (sorted(GIVEN), True)

    hers = browser_page("phone", language=language)
    sign_in(hers, live_city.accounts["anna"])
    hers.goto("/")
    assert not hers.locator(".acting").count()
    press(hers, say("Act for another"))
    looked_over(hers, f"delegate-mandates-{language}")
    press(hers, f"{say('Act for this person')} {YEGOR}")
    sees_what_was_given_and_no_more(hers, live_city, language)

    travel = live_city.award("free_travel", "yegor")
    hers.goto(f"/help/{travel.pk}")
    press(hers, say("Yes, I want this"))
    assert Award.objects.get(pk=travel.pk).stands == "granted"
    assert list(Change.objects.filter(award=travel).order_by("pk").values_list("kind", flat=True)) == [
        "began",
        "accepted",
    ]

    his.goto("/mandates")
    looked_over(his, f"delegate-given-{language}")
    press(his, f"{say('Take it back')} Анна Игоревна Соловьёва")
    nothing_is_left(hers, live_city)
    his.goto("/looks")
    assert say("In the name of %(name)s", name="Егор Кузьмич") in his.locator(".looks").inner_text()
    assert "Анна Игоревна Соловьёва" in his.locator(".looks").inner_text()
    looked_over(his, f"delegate-looks-{language}")


def gives_consent(page, language, say):
    """He fills the form in and sends it with the keyboard."""
    page.goto("/mandates")
    press(page, say("Let another person help me"))
    looked_over(page, f"delegate-consent-{language}")
    page.locator("#id_number").fill(KEYS["anna"])
    page.locator("#id_born").fill("29.02.1988")
    page.locator("input[name=may][value=act]").check()
    page.locator("input[name=scope][value=some]").check()
    page.locator("summary").click()
    for measure in GIVEN:
        page.locator(f"input[name=measures][value={measure}]").check()
    page.locator("#id_until").focus()
    press(page, say("Give the consent"))
    assert "Анна Игоревна Соловьёва" in page.locator("main").inner_text()


def sees_what_was_given_and_no_more(page, city, language):
    """On every page she is told first for whom she acts; of his help she meets the two kinds alone."""
    given, kept = names(GIVEN, language), names(KEPT, language)
    looked_over(page, f"delegate-mine-{language}")
    assert given[1] in page.locator("main").inner_text()
    open_to_her = ["/", "/all", *(f"/help/{city.award(measure, 'yegor').pk}" for measure in GIVEN)]
    for address in [*open_to_her, "/mandates"]:
        page.goto(address)
        bar = page.locator("body > *:visible").nth(1)
        assert YEGOR in bar.inner_text(), f"{address}: the bar comes first after the way past it"
        assert page.locator(".acting").bounding_box()["y"] == 0
        if address != "/mandates":
            assert not [name for name in kept if name in page.locator("main").inner_text()], address
    page.goto(open_to_her[2])
    looked_over(page, f"delegate-measure-{language}")
    for address in [*SHUT, *(f"/help/{city.award(measure, 'yegor').pk}" for measure in KEPT)]:
        answer = page.goto(address)
        assert answer.status in (403, 404), address
        assert not [name for name in kept if name in page.content()], address
    looked_over(page, f"delegate-shut-{language}")
    page.goto("/")


def nothing_is_left(page, city):
    """The next click is about herself, and his pages are not there."""
    page.locator("nav.sections a").first.click()
    page.wait_for_load_state()
    assert not page.locator(".acting").count()
    assert "Анна Игоревна" in words(page.get_by_role("heading", level=1))
    assert YEGOR not in page.content()
    for measure in (*GIVEN, *KEPT):
        assert page.goto(f"/help/{city.award(measure, 'yegor').pk}").status == 404
    page.goto("/mandates")
    assert "Егор" not in page.locator("h2#held + ul").inner_text(), "among those for whom she may act he is no more"


@pytest.mark.parametrize("language", spoken())
def test_who_may_only_see_finds_no_button(browser_page, sign_in, live_city, language, say):
    people = live_city.people
    mandate = Mandate.objects.create(
        represented=people["yegor"], holder=people["anna"], kind="attorney", paper="№ 5", may_act=False, since=TODAY
    )
    page = browser_page("phone", language=language)
    sign_in(page, live_city.accounts["anna"])
    page.goto("/mandates")
    page.locator(f"form[action$='/{mandate.pk}/act'] button").click()
    page.goto(f"/help/{live_city.award('free_travel', 'yegor').pk}")
    assert not page.get_by_role("button", name=say("Yes, I want this")).count()
    assert not page.locator("main form").count()
    page.goto("/data")
    assert not page.get_by_role("link", name=say("This is wrong")).count()
    looked_over(page, f"delegate-sees-only-{language}")
