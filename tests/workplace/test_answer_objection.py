"""An objection is answered at the desk: what it would change is seen before, and what it changed after."""

import pytest
from django.core.exceptions import ValidationError

from alongside.entitlements.models import Correction, Objection, Sweep
from alongside.records.models import Entry
from alongside.workplace.right_row import NumberField
from tests.packs.millbrook_week import ADA

KEY = {"worker": ADA, "month": "2025-02"}
RIGHT = {"act": "replace", "cell_worker": ADA, "cell_month": "2025-02", "source": "payslip 7", "answer": "It is right."}


@pytest.fixture
def page(town, signed_in):
    Sweep.objects.update(state="applied")
    Objection.objects.update(row_key=KEY)
    client, address = signed_in("specialist"), f"/desk/task/{town.task.pk}/answer"
    return lambda **said: client.post(address, said, follow=True) if said else client.get(address)


def test_the_form_holds_the_record_as_the_register_has_it(page):
    form = page().context["form"]
    assert [form.fields[f"cell_{name}"].initial for name in ("worker", "month", "amount")] == [ADA, "2025-02", "300.00"]
    assert [name for name, _ in form.fields["act"].choices] == ["replace", "withdraw", "stays"]


def test_what_it_would_change_is_shown_and_nothing_is_done(page):
    answer = page(**RIGHT, cell_amount="70 000,00", look="1")
    assert "decisions would turn" in answer.content.decode()
    assert not Correction.objects.exists()
    assert Objection.objects.get().state == "open"


def test_what_changes_nothing_is_said_to_change_nothing(page):
    assert "No decision would turn" in page(**RIGHT, cell_amount="300.00", look="1").content.decode()


def test_sent_it_corrects_and_says_what_turned(page, town):
    answer = page(**RIGHT, cell_amount="70000", send="1")
    correction = Correction.objects.get()
    assert (correction.act, correction.row, correction.source) == ("replace", {**KEY, "amount": 7_000_000}, "payslip 7")
    assert "Answered." in answer.content.decode()
    assert Objection.objects.get().state == "accepted"
    assert Entry.objects.filter(name="entitlements.answer_objection", about=town.task.person_id).exists()
    assert [one["name"] for one in answer.context["changes"]]


def test_the_register_may_be_right(page):
    page(act="stays", answer="The payroll was compared: it is so.", send="1")
    assert Objection.objects.get().state == "rejected"
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"cell_amount": "much"}, "Write a number."),
        ({"cell_amount": "1.234"}, "at most 2 places"),
        ({"cell_month": ""}, "is missing"),
        ({"cell_month": "February"}, "Write a month like"),
        ({"cell_amount": "5", "source": ""}, "Name the paper"),
    ],
)
def test_what_the_register_would_not_take_is_said_at_its_field(page, said, fault):
    assert fault in page(**{**RIGHT, "look": "1", **said}).content.decode()
    assert not Correction.objects.exists()


@pytest.mark.parametrize("typed", ["1e999999", "NaN", "much"])
def test_what_is_no_number_is_refused_in_words(typed):
    with pytest.raises(ValidationError):
        NumberField(scale=2).clean(typed)
