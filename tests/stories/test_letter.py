"""A decision on paper: printed from the page, it is a letter that can be shown at any office."""

import re

import pytest

from tests.browser import SCREENSHOTS, screenshot, spoken
from tests.pdf_text import pdf_pages

LETTER = {
    "ru": (
        *(
            "Рядом",
            "Вера Борисовна Соловьёва",
            "10 февраля 2025",
            "Анна Игоревна Соловьёва",
            "Напечатано",
            "10 марта 2025",
        ),
        *("Единое пособие", "10 331,50 ₽ в месяц", "Почему", "Ребёнок — гражданин России", "Откуда взялась сумма"),
        *("Федеральный закон № 81-ФЗ", "Откуда это известно", "Доходы по месяцам", "сведения на 1 марта 2025"),
    ),
    "en": (
        *("Alongside", "Вера Борисовна Соловьёва", "10 February 2025", "Анна Игоревна Соловьёва", "Printed on"),
        *("10 March 2025", "10,331.50 ₽ a month", "Why", "How the sum comes about", "Where this is known from"),
        *("Federal", "as of 1 March 2025"),
    ),
}
FRAME = {
    "ru": ("Что мне положено", "Мои данные", "Кто смотрел", "Выйти", "Крупнее текст", "Отказаться", "Подать заявление"),
    "en": ("What is mine", "My data", "Who looked", "Sign out", "Larger text", "Refuse", "Print or save"),
}


@pytest.mark.parametrize("language", spoken())
def test_printed_it_is_a_letter_without_the_frame_of_the_site(browser_page, sign_in, live_city, language):
    page = browser_page("desktop", language=language)
    sign_in(page, live_city.accounts["anna"])
    award = live_city.award("unified_allowance", "vera")
    page.goto(f"/help/{award.pk}")
    frame = " ".join(page.locator("body").inner_text().split())
    path = SCREENSHOTS / f"letter-{language}.pdf"
    page.pdf(path=path, prefer_css_page_size=True, format="A4")
    pages = pdf_pages(path)
    text = "".join(pages)
    missing = [said for said in LETTER[language] if "".join(said.split()) not in text]
    assert not missing, f"not on paper: {missing}"
    assert f"№{award.pk}от" in text or f"No.{award.pk}of" in text
    assert all(said in frame for said in FRAME[language][:5]), "the frame is on the screen"
    assert not [said for said in FRAME[language] if "".join(said.split()) in text]
    assert text.count("".join(LETTER[language][3].split())) <= 2, "a person is named once or twice, and not all over"
    assert len(pages) <= 2
    assert re.search(rf"1/{len(pages)}", pages[0])


@pytest.mark.parametrize("language", spoken())
def test_the_button_opens_the_browsers_own_printing_and_is_not_there_without_scripts(
    browser_page, sign_in, live_city, language
):
    award = live_city.award("large_family_cost_of_living", "anna")
    page = browser_page("phone", language=language)
    sign_in(page, live_city.accounts["anna"])
    page.add_init_script("window.print = () => { document.title = 'printed'; }")
    page.goto(f"/help/{award.pk}")
    button = page.locator("[data-print]")
    assert button.is_visible()
    button.click()
    assert page.title() == "printed"
    screenshot(page, f"letter-button-{language}")
    still = browser_page("phone", language=language, javascript=False)
    sign_in(still, live_city.accounts["anna"])
    still.goto(f"/help/{award.pk}")
    assert not still.locator("[data-print]").is_visible()
