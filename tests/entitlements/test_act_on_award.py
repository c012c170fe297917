"""What people do with what they have a right to: refuse, take back, accept, apply; and who may."""

from datetime import UTC, date, datetime

import pytest

from alongside.entitlements.accept_offer import accept_offer
from alongside.entitlements.apply_for import apply_for
from alongside.entitlements.models import Award, Correction, Task
from alongside.entitlements.refusals import (
    AnswerIsNotKnown,
    AwardIsOver,
    MayNotActHere,
    NothingToRefuse,
    ReasonIsMissing,
)
from alongside.entitlements.refuse_measure import refuse_measure
from alongside.entitlements.settle_application import settle_application
from alongside.entitlements.take_back_refusal import take_back_refusal
from alongside.people.models import Mandate, Person
from alongside.records.actor import CITY, Actor
from alongside.records.models import Entry
from tests.entitlements.town import APRIL, MARCH, hardship, history, milk, milk_not_known, only, wood

AT, ON = datetime(2025, 4, 10, 9, tzinfo=UTC), date(2025, 4, 10)


def resident(person, represented=None, mandate=None):
    return Actor(
        role="resident", account=1, person=person.pk, represented=represented and represented.pk, mandate=mandate
    )


def act(town, what, award=None, by=None, **more):
    """One press at a moment in April, by Ada unless somebody else is named."""
    found = award or only()
    return what(award=found, pack=town.pack, at=AT, on=ON, by=by or resident(town.ada), **more)


def last_act():
    return Entry.objects.latest("pk")


def test_a_person_refuses_and_says_why(town):
    town.apply(milk())
    award = act(town, refuse_measure, why="We manage.")
    assert (award.stands, history()) == ("refused", ["began", "refused"])
    entry = last_act()
    assert (entry.name, entry.person, entry.about) == ("entitlements.refuse_measure", town.ada.pk, town.ben.pk)
    assert (entry.before, entry.after) == ({"stands": "granted"}, {"stands": "refused", "reason": "We manage."})


def test_pressing_twice_is_one_act(town):
    town.apply(milk())
    seen_by_both = [only(), only()]
    for award in seen_by_both:
        act(town, refuse_measure, award=award, why="")
    assert history() == ["began", "refused"]
    for award in [only(), only()]:
        act(town, take_back_refusal, award=award)
    assert history() == ["began", "refused", "taken_back"]


def test_what_was_refused_and_taken_back_counts_from_this_month(town):
    town.apply(milk())
    act(town, refuse_measure, why="")
    award = act(town, take_back_refusal)
    assert (award.stands, award.since) == ("granted", APRIL)


def test_a_refusal_taken_back_while_something_is_missing_is_asked_for(town):
    town.apply(milk())
    act(town, refuse_measure, why="")
    town.apply(milk_not_known(), on=APRIL)
    assert act(town, take_back_refusal).stands == "asked"


def test_what_is_not_known_cannot_be_refused(town):
    town.apply(milk_not_known())
    with pytest.raises(NothingToRefuse):
        act(town, refuse_measure, why="")


def test_what_is_over_is_neither_refused_nor_accepted(town):
    town.apply(wood())
    seen = only()
    town.apply(on=APRIL)
    with pytest.raises(AwardIsOver):
        act(town, refuse_measure, award=seen, why="")
    with pytest.raises(AwardIsOver):
        act(town, accept_offer, award=only())
    assert history() == ["began", "expired"]


def test_an_offer_is_accepted_with_one_press(town):
    town.apply(wood(until=None))
    award = act(town, accept_offer)
    assert (award.stands, award.since, history()) == ("granted", APRIL, ["began", "accepted"])
    act(town, accept_offer)
    assert history() == ["began", "accepted"]


def test_an_offer_of_which_something_is_missing_now_waits(town):
    town.apply(wood(until=None))
    row = {**milk_not_known(missing="stoves.fuel"), "criteria": "cold=yes,burns_wood=unknown,hardship=yes"}
    town.apply({**row, "measure_id": "winter_wood", "unit_kind": "house", "unit_id": "H001"}, on=APRIL)
    with pytest.raises(AnswerIsNotKnown):
        act(town, accept_offer)
    assert only().stands == "offered"


def test_an_application_is_a_task_for_the_counter_and_only_one(town):
    town.apply(hardship())
    first, second = act(town, apply_for), act(town, apply_for)
    assert first == second == Task.objects.get()
    assert (first.kind, first.person, first.due) == ("application", town.ada, date(2025, 4, 20))
    assert (only().stands, history()) == ("to_apply", ["began", "applied"])


def test_an_application_is_granted_or_declined_once(town):
    town.apply(hardship())
    task = act(town, apply_for)
    specialist = Actor(role="specialist", account=5)
    settle = {"task": task, "pack": town.pack, "at": AT, "on": ON, "by": specialist}
    with pytest.raises(ReasonIsMissing):
        settle_application(granted=False, reason=" ", **settle)
    with pytest.raises(MayNotActHere):
        settle_application(granted=True, reason="", **{**settle, "by": resident(town.ada)})
    settle_application(granted=True, reason="", **settle)
    assert (only().stands, only().since, history()[-1]) == ("granted", MARCH, "granted")
    with pytest.raises(AwardIsOver):
        settle_application(granted=True, reason="", **settle)
    assert history().count("granted") == 1


def test_a_declined_application_leaves_the_right_open(town):
    town.apply(hardship())
    task = act(town, apply_for)
    by = Actor(role="head", account=5)
    settle_application(task=task, granted=False, reason="No paper.", pack=town.pack, at=AT, on=ON, by=by)
    assert (only().stands, history()[-1]) == ("to_apply", "declined")
    assert last_act().after["reason"] == "No paper."
    assert act(town, apply_for) != task


def test_what_is_not_granted_on_application_cannot_be_applied_for(town):
    town.apply(milk())
    with pytest.raises(AwardIsOver):
        act(town, apply_for)
    assert not Task.objects.exists()


@pytest.fixture
def stranger(town):
    return Person.objects.create(key=33, given_name="Cora", birth_date=date(1950, 1, 1))


def mandate(holder, represented, **more):
    said = {"kind": "consent", "since": MARCH, **more}
    return Mandate.objects.create(holder=holder, represented=represented, **said)


def test_nobody_acts_for_somebody_else_without_a_mandate(town, stranger):
    town.apply(milk())
    for by in (resident(stranger), resident(stranger, town.ada), CITY, Actor(role="analyst", account=3)):
        with pytest.raises(MayNotActHere):
            act(town, refuse_measure, by=by, why="")
    assert history() == ["began"]


def test_a_child_decides_nothing_about_money_for_it(town):
    town.apply(milk())
    with pytest.raises(MayNotActHere):
        act(town, refuse_measure, by=resident(town.ben), why="")


def test_a_delegate_acts_as_far_as_the_mandate_goes(town, stranger):
    town.apply(milk())
    given = mandate(stranger, town.ada, measures=["milk_money"])
    act(town, refuse_measure, by=resident(stranger, town.ada, given.pk), why="")
    entry = last_act()
    assert (entry.person, entry.represented, entry.mandate) == (stranger.pk, town.ada.pk, given.pk)


@pytest.mark.parametrize(
    "how",
    [
        {"measures": ["winter_wood"]},
        {"may_act": False},
        {"until": APRIL},
        {"revoked_at": AT},
        {"since": date(2025, 5, 1)},
    ],
)
def test_a_delegate_acts_no_further(town, stranger, how):
    town.apply(milk())
    given = mandate(stranger, town.ada, **how)
    with pytest.raises(MayNotActHere):
        act(town, refuse_measure, by=resident(stranger, town.ada, given.pk), why="")


def test_the_other_parent_may_act_for_the_child(town, stranger):
    town.apply(milk())
    mandate(stranger, town.ben, kind="parent")
    assert act(town, refuse_measure, by=resident(stranger), why="").stands == "refused"


def test_the_counter_acts_for_the_person_who_stands_there(town, stranger):
    town.apply(milk())
    with pytest.raises(MayNotActHere):
        act(town, refuse_measure, by=Actor(role="specialist", account=5), why="")
    with pytest.raises(MayNotActHere):
        act(town, refuse_measure, by=Actor(role="specialist", account=5, represented=stranger.pk), why="")
    counter = Actor(role="specialist", account=5, represented=town.ada.pk)
    assert act(town, refuse_measure, by=counter, why="").stands == "refused"
    assert (last_act().account, last_act().represented) == (5, town.ada.pk)


def test_a_sweep_keeps_its_hands_off_a_press_that_came_before_it(town):
    town.apply(wood(until=None))
    seen = only()
    Award.objects.update(stands="refused")
    with pytest.raises(AwardIsOver):
        act(town, accept_offer, award=seen)
    assert only().stands == "refused"
    assert not Correction.objects.exists()
