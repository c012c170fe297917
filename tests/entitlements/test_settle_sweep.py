"""A sweep that waits: a human lets it go, or sets it aside."""

import pytest

from alongside.entitlements.dismiss_sweep import dismiss_sweep
from alongside.entitlements.let_sweep_go import let_sweep_go
from alongside.entitlements.models import Sweep
from alongside.entitlements.refusals import (
    MayNotActHere,
    ReasonIsMissing,
    SweepHasChanged,
    SweepIsOlder,
    SweepIsSettled,
)
from alongside.records.actor import Actor
from alongside.records.models import Entry
from tests.entitlements.town import APRIL, AT, HEAD, MAY, history, milk, only


@pytest.fixture
def waiting(town):
    """A sweep that would end all the milk money there is."""
    town.limit(few=0, most_end_share=0.5)
    town.apply(milk())
    return town.apply(on=APRIL).sweep


def let_go(town, sweep, reason="It was looked at.", by=HEAD):
    return let_sweep_go(sweep=sweep, reason=reason, pack=town.pack, facts=town.facts(APRIL), at=AT, by=by)


def test_a_head_lets_it_go_with_a_reason(town, waiting):
    assert let_go(town, waiting).sweep.pk == waiting.pk
    waiting.refresh_from_db()
    assert (waiting.state, waiting.settled_at) == ("applied", AT)
    assert (only().answer, history()) == ("no", ["began", "ending"])
    acts = list(Entry.objects.order_by("pk").values_list("name", "account"))[-2:]
    assert acts == [("entitlements.let_sweep_go", 7), ("entitlements.apply_sweep", 7)]


def test_it_goes_once(town, waiting):
    let_go(town, waiting)
    with pytest.raises(SweepIsSettled):
        let_go(town, waiting)
    with pytest.raises(SweepIsSettled):
        dismiss_sweep(sweep=waiting, reason="no", at=AT, by=HEAD)


def test_an_analyst_sets_it_aside(town, waiting):
    dismiss_sweep(sweep=waiting, reason="A register was cut off.", at=AT, by=Actor(role="analyst", account=8))
    waiting.refresh_from_db()
    assert (waiting.state, only().answer, history()) == ("dismissed", "yes", ["began"])
    assert Entry.objects.latest("pk").after == {"reason": "A register was cut off."}


@pytest.mark.parametrize("role", ["resident", "specialist", "auditor", "administrator", "city"])
def test_nobody_else_gives_the_word(town, waiting, role):
    by = Actor(role=role, account=9)
    with pytest.raises(MayNotActHere):
        let_go(town, waiting, by=by)
    with pytest.raises(MayNotActHere):
        dismiss_sweep(sweep=waiting, reason="why", at=AT, by=by)


def test_a_word_has_a_reason(town, waiting):
    with pytest.raises(ReasonIsMissing):
        let_go(town, waiting, reason=" ")
    with pytest.raises(ReasonIsMissing):
        dismiss_sweep(sweep=waiting, reason="", at=AT, by=HEAD)


def test_what_was_put_into_the_folder_since_is_not_what_was_looked_at(town, waiting):
    other = town.sweep([milk(3)], on=APRIL)
    Sweep.objects.filter(pk=waiting.pk).update(folder=str(other))
    waiting.refresh_from_db()
    with pytest.raises(SweepHasChanged):
        let_go(town, waiting)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.settled_at) == ("waiting", None)


def test_a_later_sweep_was_applied_in_the_meantime(town, waiting):
    town.apply(milk(since=MAY), on=MAY)
    with pytest.raises(SweepIsOlder):
        let_go(town, waiting)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.settled_at) == ("waiting", None)
