"""A bonus that was written down twice: she objects, the specialist puts it right, and the decision changes."""

import pytest

from alongside.entitlements.law import pack
from alongside.entitlements.models import Award, Correction, Objection
from tests.browser import looked_over, press, spoken, words
from tests.portal.cast import KEYS, everybody

MONTH, WRONG, RIGHT = "2024-12", 45_123_45, "45123,45"
WORTH = {"ru": "10 331,50 ₽", "en": "10,331.50 ₽"}


def income():
    """Her December stands with a bonus that was never paid."""
    rows = everybody()["income"]
    mine = lambda row: (row["snils"], row["month"]) == (KEYS["anna"], MONTH)  # noqa: E731 - said once, read twice
    return [{**row, "amount": row["amount"] + 45_000_000} if mine(row) else row for row in rows]


@pytest.mark.parametrize("language", spoken())
def test_an_objection_is_answered_and_the_decision_changes(browser_page, sign_in, delivered, specialist, language, say):
    city = delivered(1, income=income())
    assert not Award.objects.filter(measure="unified_allowance", answer="yes").exists()
    hers = browser_page("phone", language=language)
    sign_in(hers, city.accounts["anna"])
    objects(hers, language, say)
    desk = browser_page("desktop", language=language)
    sign_in(desk, specialist)
    answers(desk, language, say)

    correction = Correction.objects.get(register="income")
    assert (correction.act, (correction.row or {})["amount"]) == ("replace", WRONG)
    hers.goto("/")
    allowance = hers.locator("#apply ~ ul").first
    assert pack().texts["unified_allowance"].name[language] in words(allowance)
    award = city.award("unified_allowance", "vera")
    hers.goto(f"/help/{award.pk}")
    assert WORTH[language] in words(hers.get_by_role("heading", level=1))
    assert say("after a correction") in words(hers.locator(".turns"))
    looked_over(hers, f"objection-changed-{language}")


def objects(page, language, say):
    """She reads why not, finds the record, and says what is wrong with it; with the keyboard alone."""
    page.goto("/all/unified_allowance")
    looked_over(page, f"objection-why-not-{language}")
    page.goto("/data/income")
    record = page.locator(".record").filter(has_text="495").first
    looked_over(page, f"objection-records-{language}")
    record.get_by_role("link").click()
    looked_over(page, f"objection-form-{language}")
    page.locator("#said").focus()
    page.keyboard.type("Эту премию мне не платили.")
    page.keyboard.press("Tab")
    page.keyboard.type("Справка № 7")
    press(page, say("Send"))
    assert Objection.objects.get().row_key is not None


def answers(page, language, say):
    """The specialist takes the task, sees what a right record would change, and sends the answer."""
    page.goto("/desk/?kind=objection")
    press(page, say("Take"))
    looked_over(page, f"objection-task-{language}")
    page.locator("main").get_by_role("link", name=say("Answer"), exact=True).click()
    page.locator("input[name=act][value=replace]").check()
    page.locator("#id_cell_amount").fill(RIGHT)
    page.locator("#id_source").fill("Справка № 7")
    page.locator("#id_answer").fill("Вы правы: премию записали по ошибке.")
    press(page, say("See what it would change"))
    assert WORTH[language] in words(page.locator("section[aria-live]"))
    assert not Correction.objects.filter(register="income").exists(), "nothing is done before it is sent"
    looked_over(page, f"objection-would-{language}")
    press(page, say("Send the answer"))
    assert Objection.objects.get().state == "accepted"
    looked_over(page, f"objection-answered-{language}")
