"""A child is born between two deliveries: the birth is entered at the desk, and the mother sees what it brings."""

import pytest

from alongside.entitlements.law import pack
from alongside.entitlements.models import Award, Correction
from alongside.people.models import Person
from tests.browser import looked_over, press, spoken, words

ZOYA = "100-000-007 16"
CALLED = {"cell_last_name": "Соловьёва", "cell_first_name": "Зоя", "cell_patronymic": "Борисовна"}
PAPER = {
    "number": ZOYA,
    **CALLED,
    "born": "03.03.2025",
    "tie_number": "Z-1",
    "other_number": "Z-2",
    "home_number": "R-Z",
}


@pytest.mark.parametrize("language", spoken())
@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_a_birth_is_entered_and_the_mother_sees_what_it_brings(
    browser_page, sign_in, delivered, specialist, width, language, say
):
    city = delivered(5)
    desk = browser_page(width, language=language)
    sign_in(desk, specialist)
    enters(desk, city.people["anna"], f"{width}-{language}", say)
    child = Person.objects.get(given_name="Зоя")
    grant = Award.objects.get(measure="birth_grant", person=child)
    assert (grant.answer, grant.stands) == ("yes", "granted")

    hers = browser_page("phone", language=language)
    sign_in(hers, city.accounts["anna"])
    hers.goto("/")
    name = pack().texts["birth_grant"].name[language]
    assert "Зоя" in hers.locator("main").inner_text()
    looked_over(hers, f"birth-mine-{width}-{language}")
    hers.goto(f"/help/{grant.pk}")
    assert name in words(hers.locator("main"))
    looked_over(hers, f"birth-grant-{width}-{language}")
    hers.goto("/family")
    assert "Зоя" in hers.locator("main").inner_text()
    looked_over(hers, f"birth-family-{width}-{language}")


def enters(page, mother, name, say):
    """From the mother's page to the form, first with a wrong number, and on to what it brings."""
    page.goto(f"/desk/person/{mother.pk}")
    page.get_by_role("radio").first.check()
    page.locator("main button.do").click()
    page.get_by_role("link", name=say("Enter a birth")).click()
    looked_over(page, f"birth-form-{name}")
    for field, value in {**PAPER, "number": "100-000-007 17"}.items():
        page.locator(f"#id_{field}").fill(value)
    page.locator("#id_cell_sex").select_option("F")
    page.locator("#id_cell_citizenship").select_option("RUS")
    page.locator("#id_cell_born_in_city").select_option("1")
    for field in ("other_parent", "at_home", "nothing_else"):
        page.locator(f"input[name={field}]").first.check()
    page.locator("#id_source").fill("Свидетельство I-МЮ № 1")
    press(page, say("Enter the birth"))
    assert page.locator("#id_number_error").is_visible()
    assert not Correction.objects.filter(register="persons").exists(), "nothing is kept of what is not right"
    looked_over(page, f"birth-fault-{name}")
    page.locator("#id_number").fill(ZOYA)
    press(page, say("Enter the birth"))
    page.wait_for_url("**/birth/brings")
    assert "Зоя" in words(page.get_by_role("heading", level=1))
    looked_over(page, f"birth-brings-{name}")
