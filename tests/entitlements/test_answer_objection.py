"""A person objects, a specialist answers, and the decision changes."""

from datetime import date

import pytest

from alongside.base.working_days import working_day_after
from alongside.entitlements import law
from alongside.entitlements.answer_objection import RightRow, answer_objection
from alongside.entitlements.models import Award, Correction, Objection, Task
from alongside.entitlements.raise_objection import raise_objection
from alongside.entitlements.refusals import (
    CorrectionDoesNotFit,
    MayNotActHere,
    ObjectionIsAnswered,
    ObjectionIsEmpty,
    ReasonIsMissing,
)
from alongside.people.models import Mandate
from alongside.records.actor import Actor
from alongside.records.models import Entry
from tests.entitlements.town import ADA, AT, MARCH, milk

KEY = {"worker": ADA, "month": "2025-02"}
COUNTER = Actor(role="specialist", account=3, purpose="an objection")


@pytest.fixture
def delivered(town, monkeypatch):
    town.wages = 1
    held = town.facts(MARCH)
    monkeypatch.setattr(law, "facts", lambda delivery: held)
    town.apply(milk())
    return held.delivery_id


def object_to(town, *, by=None, said="I earned more", person=None):
    actor = by or Actor(role="resident", account=1, person=town.ada.pk)
    return raise_objection(
        person=person or town.ada,
        register="wages",
        column="amount",
        row_key=KEY,
        said=said,
        paper="payslip 7",
        at=AT,
        on=MARCH,
        by=actor,
    )


def answer(objection, delivery, *, amount=99_000_000, said="the payslip is right", by=COUNTER):
    right = None if amount is None else RightRow("replace", KEY, {**KEY, "amount": amount})
    return answer_objection(objection=objection, right=right, answer=said, delivery=delivery, at=AT, on=MARCH, by=by)


def test_an_accepted_objection_corrects_the_fact_and_turns_the_decision(town, delivered):
    objection = object_to(town)
    changes = answer(objection, delivered)
    award = Award.objects.get(measure="milk_money")
    assert (award.answer, award.ends_because) == ("no", "modest=no")
    assert award in [change.award for change in changes]
    objection.refresh_from_db()
    assert (objection.state, objection.answer) == ("accepted", "the payslip is right")
    assert objection.correction == Correction.objects.get(source="payslip 7")
    assert not Task.objects.filter(kind="objection", done_at__isnull=True).exists()
    assert [entry.name for entry in Entry.objects.filter(about=town.ada.pk).order_by("pk")] == [
        "entitlements.raise_objection",
        "entitlements.correct",
        "entitlements.answer_objection",
    ]


def test_a_rejected_objection_says_why_and_changes_nothing(town, delivered):
    objection = object_to(town)
    assert answer(objection, delivered, amount=None, said="the mill confirmed the sum") == []
    objection.refresh_from_db()
    assert (objection.state, objection.correction) == ("rejected", None)
    assert Award.objects.get(measure="milk_money").answer == "yes"


def test_a_correction_that_cannot_be_leaves_the_objection_open(town, delivered):
    objection = object_to(town)
    with pytest.raises(CorrectionDoesNotFit):
        answer(objection, delivered, amount="plenty")
    objection.refresh_from_db()
    assert (objection.state, Correction.objects.count()) == ("open", 0)


def test_a_specialist_has_five_working_days(town, delivered):
    assert object_to(town).task.due == date(2025, 3, 7), "Saturday 1 March: Monday to Friday of the week after"
    assert working_day_after(date(2025, 3, 6), 2) == date(2025, 3, 10)
    assert working_day_after(date(2025, 3, 6), 2, [date(2025, 3, 10)]) == date(2025, 3, 11)


def test_said_twice_it_is_one_objection(town, delivered):
    assert object_to(town) == object_to(town)
    assert (Objection.objects.count(), Task.objects.filter(kind="objection").count()) == (1, 1)


def test_it_is_answered_once(town, delivered):
    objection = object_to(town)
    answer(objection, delivered)
    with pytest.raises(ObjectionIsAnswered):
        answer(objection, delivered)


def test_who_may_not(town, delivered):
    neighbour = Actor(role="resident", account=2, person=town.ben.pk)
    for actor in (neighbour, Actor(role="analyst", account=4), COUNTER):
        with pytest.raises(MayNotActHere):
            object_to(town, by=actor)
    objection = object_to(town)
    for actor in (neighbour, Actor(role="auditor", account=5)):
        with pytest.raises(MayNotActHere):
            answer(objection, delivered, by=actor)


def test_a_delegate_objects_only_where_the_mandate_lets_them_act(town, delivered):
    paper = {"kind": "attorney", "paper": "no. 5", "since": MARCH}
    mandate = Mandate.objects.create(represented=town.ada, holder=town.ben, may_act=False, **paper)
    by = Actor(role="resident", account=2, person=town.ben.pk, represented=town.ada.pk, mandate=mandate.pk)
    with pytest.raises(MayNotActHere):
        object_to(town, by=by)
    Mandate.objects.update(may_act=True)
    assert object_to(town, by=by).person == town.ada


def test_words_are_needed(town, delivered):
    with pytest.raises(ObjectionIsEmpty):
        object_to(town, said="  ")
    objection = object_to(town)
    with pytest.raises(ReasonIsMissing):
        answer(objection, delivered, said=" ")
