"""The desk in a browser: a specialist acts at the counter and the person later sees it; pages that let all in."""

import pytest

from alongside.entitlements.law import pack
from alongside.entitlements.models import Award, Objection, Sweep, Task
from alongside.people.models import Account, Mandate
from tests.browser import looked_over, press, spoken
from tests.portal.city import live_city, portal_store
from tests.stories.conftest import say

__all__ = ["live_city", "portal_store", "say"]


@pytest.fixture
def staff(live_city):
    """Accounts of the staff by role, a task in the queue, and a sweep that waits."""
    vera, anna = live_city.people["vera"], live_city.people["anna"]
    award = live_city.award("free_travel", "vera")
    at = "2025-03-01T06:00Z"
    Task.objects.create(kind="application", person=vera, award=award, opened_at=at, due="2025-03-03")
    Task.objects.create(
        kind="ask_register", person=vera, award=award, register="income", opened_at=at, due="2025-03-30"
    )
    objected = Task.objects.create(kind="objection", person=anna, register="income", opened_at=at, due="2025-03-12")
    said = {"said": "Зарплата за декабрь была меньше.", "paper": "Справка № 7", "opened_at": at}
    Objection.objects.create(person=anna, task=objected, register="income", **said)
    turns = {"free_travel": {"began": 130, "ending": 3}, "unified_allowance": {"ending": 71, "changed": 12}}
    said = {"delivery": "2025-03-01-0001", "as_of": "2025-03-01", "pack": "moscow", "pack_version": "1", "made_at": at}
    counts = {"turns": turns, "beyond": {"unified_allowance": ["end"]}}
    Sweep.objects.create(on="2025-03-02", digest="w" * 64, state="waiting", counts=counts, **said)
    names = {"specialist": ("Ирина", "Кузнецова"), "head": ("Олег", "Беляев")}
    made = {}
    for role in ("specialist", "head", "analyst", "auditor", "administrator"):
        first, last = names.get(role, ("", ""))
        made[role] = Account.objects.create_user(
            f"a-{role}", role=role, centre="Центр «Север»", first_name=first, last_name=last
        )
    return made


def find(page, words):
    """Type into the field that the key / leads to, and look for it."""
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/find")


def say_why(page):
    """Choose the first reason."""
    page.get_by_role("radio").first.check()
    page.locator("main button.do").click()


AT_HIS_WISH = {
    "ru": ("специалист, Центр «Север», по вашей просьбе", "Человек пришёл и спросил"),
    "en": ("by a specialist of Центр «Север», at your wish", "They came and asked"),
}


@pytest.mark.parametrize("language", spoken())
def test_a_specialist_acts_for_a_man_at_the_counter_and_he_later_sees_it(
    browser_page, sign_in, live_city, staff, language, say
):
    yegor, award = live_city.people["yegor"], live_city.award("free_travel", "yegor")
    page = browser_page("desktop", language=language)
    sign_in(page, staff["specialist"])
    page.goto("/desk/")
    find(page, f"{yegor.family_name} {yegor.given_name}")
    assert yegor.family_name not in page.url
    press(page, yegor.family_name)
    assert yegor.family_name not in page.locator("main").inner_text(), "nothing before it was said why"
    say_why(page)
    assert yegor.family_name in page.get_by_role("heading", level=1).inner_text()
    press(page, f"{say('They accept')}: {pack().texts['free_travel'].name[language]}")
    assert page.locator("p.said").is_visible()
    award.refresh_from_db()
    assert award.stands == "granted"

    own = browser_page("phone", language=language)
    sign_in(own, live_city.accounts["yegor"])
    own.goto(f"/help/{award.pk}")
    by_whom, why = AT_HIS_WISH[language]
    assert by_whom in own.locator(".turns").inner_text()
    looked_over(own, f"counter-seen-{language}")
    own.goto("/looks")
    looks = own.locator(".looks").inner_text()
    assert "Ирина Кузнецова" in looks
    assert why in looks
    looked_over(own, f"counter-looks-{language}")


def test_an_application_is_decided_without_scripts(browser_page, sign_in, live_city, staff):
    award = live_city.award("free_travel", "vera")
    Award.objects.filter(pk=award.pk).update(stands="to_apply", answer="yes")
    page = browser_page("desktop", javascript=False)
    sign_in(page, staff["specialist"])
    page.goto("/desk/")
    page.locator("form[action$='/take'] button").first.click()
    page.locator("button[value=grant]").click()
    award.refresh_from_db()
    assert award.stands == "granted"


@pytest.mark.parametrize("language", spoken())
def test_an_analyst_never_sees_a_name(browser_page, sign_in, live_city, staff, language):
    page = browser_page("desktop", language=language)
    sign_in(page, staff["analyst"])
    names = {name for one in live_city.people.values() for name in (one.family_name, one.patronymic) if len(name) > 3}
    waiting, seen = ["/desk/"], set()
    while waiting:
        address = waiting.pop()
        page.goto(address)
        seen.add(address)
        said = page.content()
        assert not [name for name in names if name in said], address
        links = page.locator("a[href^='/desk/']").evaluate_all("all => all.map(one => one.getAttribute('href'))")
        waiting += [link for link in dict.fromkeys(links) if link not in seen and link not in waiting][:12]
    assert "/desk/sweeps" in seen
    assert len(seen) > 5


@pytest.mark.parametrize("language", spoken())
@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_no_page_of_the_desk_has_a_fault_that_keeps_somebody_out(
    browser_page, sign_in, live_city, staff, width, language
):
    vera, anna = live_city.people["vera"], live_city.people["anna"]
    award = live_city.award("unified_allowance", "vera")
    page = browser_page(width, language=language)

    def look(name):
        looked_over(page, f"desk-{name}-{width}-{language}")

    sign_in(page, staff["specialist"])
    page.goto("/desk/")
    look("queue")
    page.locator("input[name=query]").fill(vera.family_name[:4])
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/find")
    look("find")
    for name, person in (("pensioner", vera), ("mother", anna)):
        page.goto(f"/desk/person/{person.pk}")
        if name == "pensioner":
            look("why")
        say_why(page)
        look(name)
    page.goto(f"/desk/award/{award.pk}?for={award.payee_id or award.person_id}")
    if page.get_by_role("radio").count():
        say_why(page)
    look("award")
    page.goto(f"/desk/person/{anna.pk}/attorney")
    look("attorney")
    page.locator("#query").fill(live_city.people["boris"].family_name[:5])
    page.locator("button[name=find]").click()
    look("attorney-found")
    page.get_by_role("radio").first.check()
    page.locator("main form .do").last.click()
    look("attorney-wrong")
    paper = Mandate.objects.create(
        represented=anna,
        holder=live_city.people["yegor"],
        kind="attorney",
        paper="77 АБ 1234567, 01.02.2025, нотариус Ветрова Алла Сергеевна",
        since="2025-02-01",
        until="2026-02-01",
    )
    page.goto(f"/desk/mandate/{paper.pk}/end")
    look("attorney-end")
    page.goto(f"/desk/person/{anna.pk}")
    look("mother-paper")
    page.goto(f"/desk/task/{Task.objects.get(kind='application').pk}")
    look("task")
    page.goto(f"/desk/task/{Task.objects.get(kind='objection').pk}/answer")
    look("objection")
    for role, pages in {
        "analyst": {"measures": "measures", "measure": "measures/large_family_cost_of_living", "sweeps": "sweeps"},
        "administrator": {"accounts": "accounts"},
        "auditor": {"audit": "audit"},
    }.items():
        sign_in(page, staff[role])
        for name, path in pages.items():
            page.goto(f"/desk/{path}")
            look(name)
