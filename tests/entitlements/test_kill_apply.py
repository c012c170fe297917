"""Killed while it applies, at every step: the database is as before, or everything is done."""

import os
import signal

import pytest
from django.db import connection

from alongside.entitlements.apply_sweep import apply_sweep
from alongside.entitlements.models import Award, Change, Correction, Sweep, Task
from alongside.records.actor import CITY
from alongside.records.models import Entry, Reaction
from tests.entitlements.town import APRIL, AT, hardship, milk, milk_not_known, wood

EVERYTHING = (Award, Change, Correction, Sweep, Task, Entry, Reaction)


def counts():
    return {model.__name__: model.objects.count() for model in EVERYTHING}


def killed_at(town, folder, step):
    """Apply in a process of its own that is killed with -9 when it comes to a step."""

    def told(what, share):
        if what == step:
            os.kill(os.getpid(), signal.SIGKILL)

    connection.close()
    child = os.fork()
    if child == 0:
        try:
            apply_sweep(folder=folder, pack=town.pack, facts=town.facts(APRIL), at=AT, by=CITY, told=told)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["reading", "comparing", "saying why", "writing", "asking", "done"])
def test_a_sweep_that_is_killed_is_applied_whole_or_not_at_all(town, step):
    town.apply(milk(), hardship(), wood(), milk_not_known(unit="M-0001-1"))
    folder = town.sweep([milk_not_known(), hardship(7), milk(unit="M-0001-1")], on=APRIL)
    before = counts()
    killed_at(town, folder, step)
    if step != "done":
        assert counts() == before
        assert set(Award.objects.values_list("decided_on", flat=True)) == {AT.date()}
    again = town.apply_again(folder, on=APRIL)
    assert again.again == (step == "done")
    assert counts() == {
        "Award": 4,
        "Change": before["Change"] + 4,
        "Correction": 0,
        "Sweep": 2,
        "Task": before["Task"] + 1,
        "Entry": 2,
        "Reaction": 2,
    }
