"""The queue: what is late comes first, whose is what, taking and giving back; and that it names nobody."""

from datetime import UTC, date, datetime, timedelta

import pytest

from alongside.entitlements.give_back_task import give_back_task
from alongside.entitlements.models import Task
from alongside.entitlements.refusals import MayNotActHere, TaskIsDone, TaskIsTaken
from alongside.entitlements.take_task import take_task
from alongside.people.models import Account
from alongside.records.actor import Actor
from alongside.records.models import Entry, Look
from alongside.workplace.queue import PAGE

AT = datetime(2025, 3, 2, 9, tzinfo=UTC)


def by(account):
    return Actor(role=account.role, account=account.pk)


@pytest.fixture
def other(town):
    return Account.objects.create_user("a-second", role="specialist", centre="North")


def test_who_takes_a_task_has_it_and_the_journal_says_so(town):
    mine = town.accounts["specialist"]
    taken = take_task(task=town.task, at=AT, by=by(mine))
    take_task(task=town.task, at=AT, by=by(mine))
    assert taken.taken_by == mine
    entry = Entry.objects.get(name="entitlements.take_task")
    assert (entry.subject, entry.about, entry.account) == (town.task.pk, town.task.person_id, mine.pk)


def test_of_two_one_gets_it(town, other):
    take_task(task=town.task, at=AT, by=by(other))
    with pytest.raises(TaskIsTaken):
        take_task(task=town.task, at=AT, by=by(town.accounts["specialist"]))
    assert Task.objects.get(pk=town.task.pk).taken_by == other


def test_what_is_done_is_neither_taken_nor_given_back(town):
    Task.objects.filter(pk=town.task.pk).update(done_at=AT)
    with pytest.raises(TaskIsDone):
        take_task(task=town.task, at=AT, by=by(town.accounts["specialist"]))
    with pytest.raises(TaskIsDone):
        give_back_task(task=town.task, at=AT, by=by(town.accounts["specialist"]))
    assert not Entry.objects.filter(name__endswith="_task").exists()


def test_one_gives_back_ones_own_and_a_head_anybodys(town, other):
    take_task(task=town.task, at=AT, by=by(other))
    with pytest.raises(MayNotActHere):
        give_back_task(task=town.task, at=AT, by=by(town.accounts["specialist"]))
    give_back_task(task=town.task, at=AT, by=by(town.accounts["head"]))
    assert Task.objects.get(pk=town.task.pk).taken_by is None
    assert Entry.objects.get(name="entitlements.give_back_task").before == {"taken_by": other.pk}


@pytest.mark.parametrize("role", ["resident", "analyst", "auditor", "administrator"])
def test_nobody_else_takes_a_task(town, role):
    with pytest.raises(MayNotActHere):
        take_task(task=town.task, at=AT, by=by(town.accounts[role]))
    assert Task.objects.get(pk=town.task.pk).taken_by is None


def test_the_late_ones_come_first_and_nobody_is_named(town, signed_in):
    late = Task.objects.create(
        kind="application", award=town.award, person=town.people["M-0001-1"], opened_at=AT, due=date(2025, 2, 20)
    )
    page = signed_in("specialist").get("/desk/").content.decode()
    assert "One task is late" in page
    assert page.index(f'/desk/task/{late.pk}"') < page.index(f'/desk/task/{town.task.pk}"')
    assert not any(word in page for words in town.words.values() for word in words)
    assert not Look.objects.exists()


def test_what_another_has_taken_is_seen_by_the_head_alone(town, signed_in, other):
    take_task(task=town.task, at=AT, by=by(other))
    address = f'/desk/task/{town.task.pk}"'
    assert address not in signed_in("specialist").get("/desk/").content.decode()
    head = signed_in("head").get("/desk/").content.decode()
    assert address in head
    assert "a-second" in head


def test_a_long_queue_comes_in_pages_of_which_none_is_lost(town, signed_in, django_assert_max_num_queries):
    registers = [f"r{number}" for number in range(PAGE + 5)]
    Task.objects.bulk_create(
        Task(kind="ask_register", award=town.award, register=name, opened_at=AT, due=date(2025, 3, 1 + at % 3))
        for at, name in enumerate(registers)
    )
    client, seen, address = signed_in("specialist"), [], "/desk/"
    while address:
        with django_assert_max_num_queries(6):
            found = client.get(address).context["queue"]
        seen += [line.id for line in found.lines]
        address = f"/desk/?after={found.next}" if found.next else ""
    assert len(seen) == len(set(seen)) == PAGE + 6
    assert client.get("/desk/?after=nonsense.x").status_code == 200


def test_a_press_takes_the_task_and_opens_it(town, signed_in):
    client = signed_in("specialist")
    answer = client.post(f"/desk/task/{town.task.pk}/take", follow=True)
    assert answer.redirect_chain[-1][0] == f"/desk/task/{town.task.pk}"
    assert "It was less." in answer.content.decode()
    client.post(f"/desk/task/{town.task.pk}/give-back")
    assert Task.objects.get(pk=town.task.pk).taken_by is None
    assert Look.objects.filter(about=town.task.person_id, purpose="A task about them is to be done").exists()


def test_an_application_is_settled_at_the_desk(town, signed_in):
    town.award.stands = "to_apply"
    town.award.save()
    asked = Task.objects.create(
        kind="application", award=town.award, person=town.award.payee, opened_at=AT, due=AT.date() + timedelta(9)
    )
    client = signed_in("specialist")
    refused = client.post(f"/desk/task/{asked.pk}/settle", {"answer": "decline", "reason": " "})
    assert refused.status_code == 409
    assert "A reason is missing" in refused.content.decode()
    client.post(f"/desk/task/{asked.pk}/settle", {"answer": "grant"})
    town.award.refresh_from_db()
    assert town.award.stands == "granted"
