"""A register that did not arrive: nobody's money is lowered, it is said what is asked of whom, and the asking ends."""

import pytest

from alongside.entitlements.law import pack
from alongside.entitlements.models import Award, Task
from tests.browser import looked_over, press, spoken, words

REGISTER = "parent_child"
SAID = {
    "ru": ("в апреле вам придёт 6 494,00 ₽", "Идёт как прежде, пока мы спрашиваем", "Мы спрашиваем"),
    "en": ("in April 6,494.00 ₽ will come to you", "It goes on unchanged while we ask", "We are asking"),
}


@pytest.mark.parametrize("language", spoken())
def test_a_register_that_did_not_arrive_lowers_nobodys_money(
    browser_page, sign_in, delivered, specialist, language, say
):
    city = delivered(1)
    register = pack().registers[REGISTER]
    title, holder = register.title[language], register.holder[language]
    hers = browser_page("phone", language=language)
    sign_in(hers, city.accounts["anna"])
    money = what_comes(hers, language)
    desk = browser_page("desktop", language=language)
    sign_in(desk, specialist)
    desk.goto("/desk/?kind=ask_register")
    assert title not in desk.locator("main").inner_text()

    delivered(2, missing=[REGISTER])
    assert what_comes(hers, language) == money, "the same sum and the same lines, to the kopeck"
    asked = hers.locator("#asked ~ ul").first
    for said in (title, holder, say("goes on unchanged")):
        assert said in words(asked)
    looked_over(hers, f"late-mine-{language}")
    press(hers, pack().texts["large_family_cost_of_living"].name[language])
    goes_on(hers, language, title)
    desk.reload()
    task = desk.locator("tbody tr").filter(has_text=title)
    assert task.count() == 1
    looked_over(desk, f"late-queue-{language}")
    task.get_by_role("link").click()
    assert say(
        "The register is asked for what is missing. When a delivery brings it, this task is done by itself; "
        "nobody’s money is lowered meanwhile."
    ) in words(desk.locator("main"))
    looked_over(desk, f"late-task-{language}")

    delivered(3)
    assert what_comes(hers, language) == money
    assert title not in words(hers.locator("main"))
    desk.goto("/desk/?kind=ask_register")
    assert title not in desk.locator("main").inner_text()
    assert not Task.objects.filter(register=REGISTER, done_at=None).exists()
    assert not Award.objects.filter(missing__contains=REGISTER, closed_on=None).exists()


def what_comes(page, language):
    """The heading with the sum of next month, and the lines under it."""
    page.goto("/")
    heading = words(page.get_by_role("heading", level=1))
    assert SAID[language][0] in heading
    lines = page.locator("h2:has-text('апреле') + ul > li, h2:has-text('April') + ul > li")
    assert lines.count() == 3
    return heading, [" ".join(line.split()) for line in lines.all_inner_texts()]


def goes_on(page, language, title):
    """One measure: the sum as before, that it goes on, and who is asked for what."""
    main = words(page.locator("main"))
    assert "5 034,00 ₽" in main or "5,034.00 ₽" in main
    assert title in main
    looked_over(page, f"late-measure-{language}")
