"""An analyst sees numbers and the law, and never a name; a waiting sweep gets a word with a reason."""

import pytest

from alongside.entitlements.models import Award, Sweep
from alongside.records.models import Entry, Look
from alongside.workplace.recipients import recipients_of
from tests.packs.millbrook_week import ON

PAGES = ("/desk/", "/desk/measures", "/desk/measures/milk_money", "/desk/measures/hardship_grant", "/desk/sweeps")


@pytest.mark.parametrize("role", ["analyst", "head"])
def test_no_page_with_numbers_names_anybody(town, signed_in, role):
    client = signed_in(role)
    for address in PAGES:
        answer = client.get(address, follow=True)
        assert answer.status_code == 200
        said = answer.content.decode().casefold()
        assert not [word for words in town.words.values() for word in words if word.casefold() in said], address
    assert not Look.objects.exists()


def test_a_measure_says_its_law_its_terms_and_what_is_not_known(town, signed_in):
    Award.objects.filter(pk=town.award.pk).update(answer="unknown", missing="wages.amount")
    page = signed_in("analyst").get("/desk/measures/milk_money").content.decode()
    for said in ("The child lives in the town", "Millbrook Law 1", "fewer than 5", "from "):
        assert said in page
    assert 'role="img"' in page


def test_a_register_whose_name_ends_another_is_not_counted_for_it(town):
    Award.objects.filter(pk=town.award.pk).update(answer="unknown", missing="old_wages.amount,people.born")
    found = recipients_of("milk_money", ["wages", "people", "old_wages"], ON)
    assert [name for name, _ in found.not_known] == ["people", "old_wages"]


def test_a_measure_that_is_not_there_is_not_there(signed_in):
    assert signed_in("analyst").get("/desk/measures/no_such").status_code == 404


def test_a_sweep_is_set_aside_with_a_reason(town, signed_in):
    client = signed_in("analyst")
    assert "One sweep waits" in client.get("/desk/sweeps").content.decode()
    without = client.post(f"/desk/sweeps/{town.sweep.pk}/dismiss", {"reason": " "})
    assert "A reason is missing" in without.content.decode()
    client.post(f"/desk/sweeps/{town.sweep.pk}/dismiss", {"reason": "The payroll was cut off."})
    assert Sweep.objects.get(pk=town.sweep.pk).state == "dismissed"
    assert Entry.objects.latest("pk").after == {"reason": "The payroll was cut off."}


def test_a_sweep_whose_folder_is_gone_is_not_let_go(town, signed_in):
    answer = signed_in("head").post(f"/desk/sweeps/{town.sweep.pk}/let-go", {"reason": "Looked at."})
    assert answer.status_code == 409
    assert Sweep.objects.get(pk=town.sweep.pk).state == "waiting"


def test_what_a_sweep_turns_is_shown_with_what_is_unusual_first(town, signed_in):
    turns = {"winter_wood": {"began": 3}, "milk_money": {"ending": 61, "changed": 2}, "hardship_grant": {"told": 9}}
    Sweep.objects.update(counts={"turns": turns, "beyond": {"milk_money": ["end"]}})
    lines = signed_in("head").get("/desk/sweeps").context["waiting"][0][1]
    assert [line["measure"] for line in lines] == ["milk_money", "winter_wood"]
    assert (lines[0]["end"].number, lines[0]["change"].few, lines[1]["begin"].few) == (60, True, True)
