"""A fact put right is decided by at once, and only whom it concerns."""

import contextlib
from datetime import date

import pytest
from django.db import transaction

from alongside.entitlements import law
from alongside.entitlements.correct import correct
from alongside.entitlements.corrections import edition_now, facts_with, in_force
from alongside.entitlements.explaining import explainer_of
from alongside.entitlements.models import Award, Change, Correction, Task
from alongside.entitlements.refusals import CorrectionDoesNotFit, MayNotActHere, ReasonIsMissing
from alongside.records.actor import Actor
from alongside.records.models import Entry
from tests.entitlements.town import ADA, AT, MARCH, NUMBERS, milk, milk_not_known

SPECIALIST = Actor(role="specialist", account=3, represented=1, purpose="at the counter")
WAGES = {"worker": ADA, "month": "2025-02"}


def only() -> Award:
    """The award of milk money."""
    return Award.objects.get(measure="milk_money", closed_on__isnull=True)


@pytest.fixture
def put_right(town, monkeypatch):
    """Put a fact of the town's delivery right."""
    town.wages = 1
    held = town.facts(MARCH)
    monkeypatch.setattr(law, "facts", lambda delivery: held)

    def act(register, act="replace", *, by=SPECIALIST, source="a payslip", reason="the mill made a mistake", **what):
        what.setdefault("owner", NUMBERS[ADA])
        said = {"source": source, "reason": reason, "delivery": held.delivery_id, "at": AT, "on": MARCH, "by": by}
        return correct(register=register, act=act, **what, **said)

    return act


def test_a_wage_put_right_turns_what_rests_on_it(town, put_right):
    town.apply(milk())
    correction = put_right("wages", row_key=WAGES, row={**WAGES, "amount": 99_000_000})
    award, change = only(), Change.objects.latest("pk")
    assert (award.answer, award.ends_because) == ("no", "modest=no")
    assert award.ends_on == date(2025, 4, 1)
    assert (change.kind, change.correction, change.sweep) == ("ending", correction, None)


def test_a_correction_that_changes_nothing_for_anybody_is_kept_and_turns_nothing(town, put_right):
    town.apply(milk())
    put_right("wages", row_key=WAGES, row={**WAGES, "amount": town.wages * 100})
    assert (Change.objects.count(), Correction.objects.count()) == (1, 1)


def test_what_was_not_known_is_known_once_the_fact_is_there(town, put_right, monkeypatch):
    town.apply(milk_not_known())
    assert only().stands == "asked"
    rows = [{"worker": ADA, "month": month, "amount": 10_000} for month in ("2024-12", "2025-01")]
    before = law.facts("")
    monkeypatch.setattr(law, "facts", lambda delivery: before)
    for row in rows:
        key = {"worker": row["worker"], "month": row["month"]}
        put_right("wages", row_key=key, row={**row, "amount": None})
    assert only().answer == "unknown"
    for row in rows:
        key = {"worker": row["worker"], "month": row["month"]}
        put_right("wages", row_key=key, row=row)
    assert (only().answer, only().stands) == ("yes", "granted")


def test_what_stands_goes_on_while_a_register_is_asked_and_the_task_ends_with_the_answer(town, put_right):
    town.apply(milk())
    put_right("wages", row_key=WAGES, row={**WAGES, "amount": None})
    award = only()
    assert (award.answer, award.stands, award.amount) == ("unknown", "granted", 93150)
    assert Task.objects.get(award=award, done_at__isnull=True).register == "wages"
    put_right("wages", row_key=WAGES, row={**WAGES, "amount": town.wages * 100})
    assert only().answer == "yes"
    assert not Task.objects.filter(award=award, done_at__isnull=True).exists()


def test_an_earlier_edition_is_still_there_to_compute_from(town, put_right):
    put_right("wages", row_key=WAGES, row={**WAGES, "amount": 5})
    first = edition_now()
    put_right("wages", row_key=WAGES, row={**WAGES, "amount": 7})
    amounts = []
    for edition in (0, first, edition_now()):
        facts = facts_with("", edition)
        rows = range(int(facts.array("wages.worker.start")[0]), int(facts.array("wages.worker.end")[0]))
        amounts.append([int(facts.array("wages.amount")[row]) for row in rows])
    assert [found[2] for found in amounts] == [100, 5, 7]
    assert [len(in_force(edition)) for edition in (0, first, edition_now())] == [0, 1, 2]


@pytest.mark.django_db(transaction=True)
def test_an_explainer_is_kept_until_a_correction_says_something_else(town, put_right):
    first = explainer_of("", MARCH, edition_now())
    assert explainer_of("", MARCH, edition_now()) is first
    put_right("wages", row_key=WAGES, row={**WAGES, "amount": 99_000_000})
    after = explainer_of("", MARCH, edition_now())
    assert after is not first
    assert explainer_of("", MARCH, edition_now()) is after
    assert explainer_of("", date(2025, 4, 1), edition_now()) is not after
    said = [one and one.explain_unit("milk_money", "child", 1, "en") for one in (first, after)]
    assert [one and one.answer for one in said] == ["yes", "no"]


@pytest.mark.django_db(transaction=True)
def test_what_was_laid_for_a_correction_that_was_taken_back_is_not_kept(town, put_right):
    amounts, editions = [], []
    for amount, fault in ((5, True), (7, False)):
        with contextlib.suppress(ZeroDivisionError), transaction.atomic():
            put_right("wages", row_key=WAGES, row={**WAGES, "amount": amount})
            found = facts_with("", edition_now()).array("wages.amount")
            amounts.append(int(found[int(facts_with("", edition_now()).array("wages.worker.start")[0]) + 2]))
            editions.append(edition_now())
            assert 1 / (not fault)
    assert (amounts, editions) == ([5, 7], [1, 1])


def test_the_act_stands_in_the_journal_with_its_source(town, put_right):
    correction = put_right("wages", row_key=WAGES, row={**WAGES, "amount": 5})
    entry = Entry.objects.get(name="entitlements.correct")
    assert (entry.subject, entry.about, entry.role) == (correction.pk, town.ada.pk, "specialist")
    assert entry.after is not None
    assert entry.after["source"] == "a payslip"


@pytest.mark.parametrize(
    ("what", "refusal"),
    [
        ({"by": Actor(role="resident", account=1, person=1)}, MayNotActHere),
        ({"by": Actor(role="analyst", account=1)}, MayNotActHere),
        ({"source": " "}, ReasonIsMissing),
        ({"row": {**WAGES, "amount": "much"}}, CorrectionDoesNotFit),
        ({"row": {"month": "2025-02", "amount": 5}}, CorrectionDoesNotFit),
        ({"row_key": {"worker": ADA, "month": "1999-01"}}, CorrectionDoesNotFit),
    ],
)
def test_what_is_not_right_is_refused_and_nothing_is_kept(town, put_right, what, refusal):
    said = {"row_key": WAGES, "row": {**WAGES, "amount": 5}, **what}
    with pytest.raises(refusal):
        put_right("wages", **said)
    assert not Correction.objects.exists()
    assert not Entry.objects.exists()
    assert edition_now() == 0


def test_awards_of_others_are_left_alone(town, put_right):
    town.apply(milk())
    Award.objects.update(decided_on=date(2025, 1, 1))
    put_right("stoves", row_key={"stove": "S1"}, owner=1, owner_kind="place", act="withdraw")
    assert only().decided_on == date(2025, 1, 1)
