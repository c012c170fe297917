"""What a sweep turns: each way from one answer to another, in a town of two."""

from datetime import date

import pytest

from alongside.entitlements.models import Award, Change, Correction, Sweep, Task
from alongside.entitlements.reactions import tell_of_ends
from alongside.entitlements.refusals import (
    PeopleAreNotLoaded,
    SweepIsNotWhole,
    SweepIsOlder,
    SweepOfAnotherTown,
)
from alongside.records.models import Entry, Reaction
from tests.entitlements.town import APRIL, BEN, MARCH, MAY, hardship, history, milk, milk_not_known, only, wood


def tell():
    """Let the reactions to the last sweep run."""
    tell_of_ends(Entry.objects.filter(name="entitlements.apply_sweep").latest("pk"))


def test_a_yes_stands_as_the_measure_is_given(town):
    town.apply(milk(), hardship(), wood())
    stands = dict(Award.objects.values_list("measure", "stands"))
    assert stands == {"milk_money": "granted", "hardship_grant": "to_apply", "winter_wood": "offered"}
    award = Award.objects.get(measure="milk_money")
    assert (award.person, award.payee, award.unit) == (town.ben, town.ada, 22)
    assert (award.answer, award.amount, award.since, award.until) == ("yes", 93150, MARCH, date(2027, 5, 1))
    assert (award.decided_on, award.delivery, award.pack_version) == (MARCH, "2025-03-01-1", "1")
    house = Award.objects.get(measure="winter_wood")
    assert (house.person, house.payee, house.unit) == (None, town.ada, 1)
    assert sorted(Change.objects.values_list("kind", flat=True)) == ["began"] * 3


def test_every_apply_is_one_entry_of_the_journal(town):
    town.apply(milk(), hardship())
    entry = Entry.objects.get()
    assert (entry.name, entry.role, entry.subject) == ("entitlements.apply_sweep", "city", Sweep.objects.get().pk)
    assert (entry.after or {})["turns"] == {"began": 2}
    assert Reaction.objects.get().name == "tell_of_ends"


def test_the_same_sweep_again_changes_nothing_and_says_so(town):
    folder = town.sweep([milk()])
    assert not town.apply_again(folder).again
    assert town.apply_again(folder).again
    assert (Award.objects.count(), Change.objects.count(), Entry.objects.count()) == (1, 1, 1)


def test_what_did_not_change_is_left_alone(town):
    town.apply(milk())
    town.apply(milk(since=APRIL), on=APRIL)
    award = only()
    assert (award.since, award.decided_on, history()) == (MARCH, MARCH, ["began"])


def test_another_sum_is_taken_over_and_kept_in_the_history(town):
    town.apply(milk())
    town.apply(milk(100000, since=APRIL), on=APRIL)
    award, change = only(), Change.objects.latest("pk")
    assert (award.amount, award.since, award.decided_on, award.delivery) == (100000, MARCH, APRIL, "2025-04-01-1")
    assert (change.kind, change.amount_before, change.amount_after) == ("changed", 93150, 100000)


def test_what_ends_is_told_before_with_the_criterion_that_turned(town):
    town.apply(milk())
    town.wages = 9000
    town.apply(on=MARCH.replace(day=2))
    award, change = only(), Change.objects.latest("pk")
    assert (award.answer, award.stands, award.closed_on) == ("no", "granted", None)
    assert (award.ends_on, award.ends_because, change.criteria) == (APRIL, "modest=no", "modest=no")
    assert (change.kind, change.answer_before, change.answer_after) == ("ending", "yes", "no")


def test_a_notice_that_would_be_too_short_lets_it_stand_a_month_longer(town):
    town.apply(milk())
    town.apply(on=MARCH.replace(day=25))
    assert only().ends_on == MAY


def test_an_award_ends_on_its_day_once_the_person_was_told(town):
    town.apply(milk())
    town.apply(on=MARCH.replace(day=2))
    tell()
    tell()
    town.apply(on=MARCH.replace(day=31))
    assert only().stands == "granted"
    town.apply(on=APRIL)
    award = only()
    assert (award.stands, award.closed_on, history()) == ("ended", APRIL, ["began", "ending", "told", "ended"])


def test_an_award_does_not_end_while_nobody_was_told(town):
    town.apply(milk())
    town.apply(on=MARCH.replace(day=2))
    untold = Entry.objects.latest("pk")
    town.apply(on=APRIL)
    assert (only().stands, only().closed_on) == ("granted", None)
    tell_of_ends(untold)
    assert only().ends_on == MAY, "told late, it ends later"
    town.apply(on=MAY)
    assert only().closed_on == MAY


def test_an_end_that_was_announced_is_taken_back_by_a_yes(town):
    town.apply(milk())
    town.apply(on=MARCH.replace(day=2))
    town.apply(milk(), on=MARCH.replace(day=3))
    award = only()
    assert (award.answer, award.ends_on, award.ends_because) == ("yes", None, "")
    assert history() == ["began", "ending", "kept"]


def test_what_is_no_longer_known_goes_on_unchanged_and_the_register_is_asked(town):
    town.apply(milk())
    town.apply(milk_not_known(), on=APRIL)
    award, task, change = only(), Task.objects.get(award__isnull=False), Change.objects.latest("pk")
    assert (award.answer, award.stands, award.amount, award.until) == ("unknown", "granted", 93150, date(2027, 5, 1))
    assert (award.missing, award.delivery) == ("wages.amount", "2025-03-01-1")
    assert (task.kind, task.register, task.person, task.due) == ("ask_register", "wages", town.ben, date(2025, 4, 11))
    assert (change.kind, change.criteria) == ("in_doubt", "modest=unknown")
    town.apply(milk_not_known(), on=APRIL.replace(day=2))
    assert (Task.objects.count(), history()) == (1, ["began", "in_doubt"])


def test_the_register_answered_and_the_task_is_done(town):
    town.apply(milk())
    town.apply(milk_not_known(), on=APRIL)
    town.apply(milk(since=APRIL), on=APRIL.replace(day=2))
    award = only()
    assert (award.answer, award.missing, award.decided_on) == ("yes", "", APRIL.replace(day=2))
    assert Task.objects.get().done_at is not None
    assert history() == ["began", "in_doubt", "known"]


def test_money_in_doubt_goes_on_beyond_its_natural_end(town):
    town.apply(milk(until=APRIL))
    town.apply(milk_not_known(), on=APRIL)
    assert only().until == MAY
    town.apply(milk_not_known(), on=MAY)
    assert (only().until, history()[-1]) == (date(2025, 6, 1), "goes_on")


def test_a_register_that_did_not_arrive_is_asked_once_for_all(town):
    town.apply(milk(), milk(unit="M-0001-1"))
    missing = [milk_not_known(missing="wages.*"), milk_not_known(unit="M-0001-1", missing="wages.*")]
    town.apply(*missing, on=APRIL, missing=["wages"])
    task = Task.objects.get()
    assert (task.award, task.register, task.done_at) == (None, "wages", None)
    assert set(Award.objects.values_list("stands", "amount")) == {("granted", 93150)}
    town.apply(milk(), milk(unit="M-0001-1"), on=APRIL.replace(day=2))
    assert Task.objects.get().done_at is not None


def test_the_register_came_but_not_for_everybody(town):
    town.apply(milk())
    town.apply(milk_not_known(missing="wages.*"), on=APRIL, missing=["wages"])
    town.apply(milk_not_known(missing="wages.*"), on=APRIL.replace(day=2))
    assert Task.objects.get(done_at__isnull=True).award == only()


def test_an_offer_in_doubt_waits_with_all_others_for_the_register(town):
    town.apply(wood(until=None))
    row = {
        **milk_not_known(missing="stoves.fuel"),
        "measure_id": "winter_wood",
        "unit_kind": "house",
        "unit_id": "H001",
    }
    town.apply(row, on=APRIL)
    assert (only().stands, only().answer) == ("offered", "unknown")
    assert [(task.award, task.register) for task in Task.objects.all()] == [(None, "stoves")]


def test_a_register_that_leaves_too_many_in_doubt_is_asked_once_for_all(town):
    town.limit(most_tasks=1)
    town.apply(milk(), milk(unit="M-0001-1"))
    town.apply(milk_not_known(), milk_not_known(unit="M-0001-1"), on=APRIL)
    assert [(task.award, task.register) for task in Task.objects.all()] == [(None, "wages")]
    town.apply(milk_not_known(), milk(unit="M-0001-1"), on=APRIL.replace(day=2))
    waiting = Task.objects.filter(done_at__isnull=True)
    assert [(task.award and task.award.person, task.register) for task in waiting] == [(town.ben, "wages")]


def test_whoever_the_delivery_does_not_hold_loses_nothing(town):
    town.apply(milk())
    town.held = ["M-0001-1"]
    town.apply(on=MARCH.replace(day=2))
    award, task = only(), Task.objects.get()
    assert (award.stands, award.answer, award.missing, award.ends_on) == ("granted", "unknown", "people.*", None)
    assert (task.award, task.register) == (award, "people")
    town.apply(on=MARCH.replace(day=3))
    assert history() == ["began", "unseen"]


def test_for_the_dead_an_award_ends_at_once(town):
    town.apply(milk())
    town.ben.death_date = date(2025, 3, 5)
    town.ben.save()
    town.apply(on=MARCH.replace(day=6))
    assert (only().stands, only().closed_on) == ("ended", date(2025, 3, 6))


def test_what_was_not_known_becomes_a_right_or_is_closed_quietly(town):
    town.apply(milk_not_known(), milk_not_known(unit="M-0001-1"))
    assert set(Award.objects.values_list("stands", flat=True)) == {"asked"}
    assert Task.objects.get().award is None
    town.apply(milk(since=APRIL), on=APRIL)
    ben, ada = Award.objects.get(person=town.ben), Award.objects.get(person=town.ada)
    assert (ben.stands, ben.since, history(ben)) == ("granted", APRIL, ["asked", "began"])
    assert (ada.stands, ada.closed_on, history(ada)) == ("ended", APRIL, ["asked", "closed"])
    assert Task.objects.get().done_at is not None


def test_an_offer_that_is_not_used_in_time_is_over(town):
    town.apply(wood())
    town.apply(on=APRIL)
    award = only()
    assert (award.stands, award.closed_on, award.ends_because) == ("ended", APRIL, "cold=no,hardship=no")
    assert history() == ["began", "expired"]


def test_an_offer_lapses_when_the_right_is_over(town):
    town.apply(wood(until=None))
    town.apply(on=APRIL)
    assert (only().stands, history()) == ("ended", ["began", "lapsed"])


def test_a_right_that_comes_again_is_a_new_award(town):
    town.apply(wood())
    town.apply(on=APRIL)
    town.apply(wood(since=MAY, until=date(2025, 6, 1)), on=MAY)
    assert list(Award.objects.order_by("pk").values_list("stands", flat=True)) == ["ended", "offered"]


def test_a_natural_end_needs_no_notice(town):
    town.apply(milk(until=date(2025, 3, 20)))
    town.apply(on=MARCH.replace(day=21))
    assert (only().stands, only().closed_on) == ("ended", date(2025, 3, 20))


def test_a_refused_award_stays_refused_while_the_answer_is_yes(town):
    town.apply(milk())
    Award.objects.update(stands="refused")
    town.apply(milk(100000), on=APRIL)
    assert (only().stands, only().amount) == ("refused", 100000)
    town.apply(milk_not_known(), on=APRIL.replace(day=2))
    assert (only().stands, Task.objects.filter(award__isnull=False).count()) == ("refused", 0)
    town.apply(on=APRIL.replace(day=3))
    assert (only().stands, history()[-1]) == ("ended", "lapsed")


def test_measures_that_were_not_swept_are_left_alone(town):
    town.apply(milk(), hardship())
    town.apply(hardship(), on=APRIL, measures=["hardship_grant"])
    assert Award.objects.get(measure="milk_money").answer == "yes"


def test_an_award_that_stands_until_its_end_does_not_heed_later_sweeps(town):
    town.say_of("milk_money", stands_until_its_end=True)
    town.apply(milk(until=MAY))
    town.apply(on=APRIL)
    town.apply(milk(1, until=date(2026, 1, 1)), on=APRIL.replace(day=2))
    town.apply(milk_not_known(), on=APRIL.replace(day=3))
    award = only()
    assert (award.answer, award.amount, award.until, history()) == ("yes", 93150, MAY, ["began"])
    town.apply(milk(100, since=MAY, until=date(2026, 5, 1)), on=MAY)
    assert (only().amount, only().until) == (100, date(2026, 5, 1))


def test_what_is_given_once_is_given_once(town):
    town.apply(hardship())
    Award.objects.update(stands="granted")
    town.apply(hardship(since=APRIL), on=APRIL)
    assert (only().since, only().closed_on) == (MARCH, None), "a sweep that does not know yet grants nothing again"
    town.apply(on=MAY)
    award = only()
    assert (award.stands, award.answer, award.closed_on, history()) == ("granted", "yes", MAY, ["began", "done"])


def test_a_new_right_after_the_window_of_the_old_one(town):
    town.say_of("milk_money", given_once=True)
    town.apply(milk(until=APRIL))
    town.apply(milk(500, since=APRIL, until=MAY), on=APRIL)
    first, second = Award.objects.order_by("pk")
    assert (first.closed_on, history(first)) == (APRIL, ["began", "done"])
    assert (second.stands, second.amount, history(second)) == ("granted", 500, ["began"])


def test_a_sweep_that_turns_unusually_many_waits_and_changes_nothing(town):
    town.limit(few=0, most_end_share=0.5)
    town.apply(milk())
    found = town.apply(on=APRIL)
    assert (found.sweep.state, found.sweep.counts["beyond"]) == ("waiting", {"milk_money": ["end"]})
    assert found.sweep.counts["turns"] == {"milk_money": {"ending": 1}}
    assert (only().answer, only().ends_on, history()) == ("yes", None, ["began"])
    assert (Entry.objects.latest("pk").after or {})["state"] == "waiting"


@pytest.mark.parametrize(
    "limit, row",
    [("most_begin_share", hardship), ("most_changed_share", lambda: milk(5))],
)
def test_beginning_and_changing_have_their_limits_too(town, limit, row):
    town.limit(few=0, **{limit: 0.0})
    town.apply(milk())
    rows = [row()] if limit == "most_changed_share" else [milk(), row()]
    assert town.apply(*rows, on=APRIL).sweep.state == "waiting"


def test_the_first_sweep_of_all_is_not_limited(town):
    town.limit(few=0, most_begin_share=0.0)
    assert town.apply(milk()).sweep.state == "applied"


def test_an_older_sweep_is_refused(town):
    town.apply(milk(), on=APRIL)
    with pytest.raises(SweepIsOlder):
        town.apply(on=MARCH)


def test_a_sweep_of_another_town_is_refused(town):
    with pytest.raises(SweepOfAnotherTown):
        town.apply(milk(), pack="elsewhere")


def test_a_sweep_by_another_version_of_the_law_is_applied_and_says_so(town):
    town.apply(milk())
    found = town.apply(milk(7), on=APRIL, pack_version="2")
    assert found.sweep.counts["law_before"] == "1"
    assert only().pack_version == "2"
    assert Change.objects.latest("pk").sweep == found.sweep


def test_people_must_be_loaded_first(town):
    with pytest.raises(PeopleAreNotLoaded, match="1 people"):
        town.apply(milk(unit="M-0003-3"))
    assert not Sweep.objects.exists()


def test_a_sweep_that_names_a_unit_twice_is_refused(town):
    with pytest.raises(SweepIsNotWhole, match="twice"):
        town.apply(milk(), milk(5))


def test_a_refusal_names_nobody(town):
    with pytest.raises(SweepIsNotWhole) as refusal:
        town.apply(milk(unit="M-0002"))
    assert BEN not in str(refusal.value) and "0002" not in str(refusal.value)


def test_without_a_register_of_what_is_assigned_no_correction_is_written(town):
    town.apply(milk(), hardship())
    assert not Correction.objects.exists()
