"""What follows from an act: once, in order, tried again when it fails, set aside when it fails too often."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from alongside.base import clock
from alongside.people.models import Person
from alongside.records import jobs
from alongside.records.actor import CITY
from alongside.records.jobs import TRIES, react
from alongside.records.models import Entry, Reaction, Worker
from alongside.records.queries import stuck, waiting
from alongside.records.recover_jobs import SILENT, recover_jobs
from alongside.records.settle_reaction import NothingIsStuck, pass_over_reaction, retry_reaction
from tests.records.conftest import Act

pytestmark = pytest.mark.django_db
Follow = Callable[..., None]


class Followed:
    """Keeps which entries it was called for; fails for those it is told to."""

    def __init__(self) -> None:
        self.seen: list[int] = []
        self.fails_for: set[int] = set()

    def __call__(self, entry: Entry) -> None:
        Person.objects.create(key=1_000_000 + Person.objects.count())  # an effect in the database
        self.seen.append(entry.pk)
        if entry.pk in self.fails_for:
            raise RuntimeError("the register does not answer")


@pytest.fixture
def followed(follow: Follow) -> Followed:
    function = Followed()
    follow("people.greet", "answer", function)
    return function


def run(person: Person) -> int:
    """What a worker does with a job of this subject; waits are taken to be over."""
    Reaction.objects.filter(due_at__isnull=False).update(due_at=clock.now())
    return react.call("person", person.pk)


def test_what_follows_is_done_once_and_in_the_order_of_the_acts(anna: Person, act: Act, followed: Followed) -> None:
    entries = [act(anna).pk for _ in range(3)]
    assert DBTaskResult.objects.ready().count() == 3
    assert react.call("person", anna.pk) == 3
    assert react.call("person", anna.pk) == 0
    assert followed.seen == entries
    assert waiting().count == 0


def test_a_failure_takes_its_effect_back_and_waits_longer_each_time(anna: Person, act: Act, followed: Followed) -> None:
    followed.fails_for = {act(anna).pk}
    waits = []
    for _ in range(TRIES - 1):
        run(anna)
        due = Reaction.objects.get()
        assert due.due_at is not None
        waits.append((due.due_at - clock.now()).total_seconds())
        assert DBTaskResult.objects.filter(run_after=due.due_at).exists(), "a job comes back for it"
    assert all(later > 2 * earlier for earlier, later in pairwise(waits))
    assert Person.objects.count() == 1, "no effect of a failed try stays"
    assert "does not answer" in Reaction.objects.get().fault
    followed.fails_for = set()
    assert run(anna) == 1
    assert Reaction.objects.get().done_at is not None


def test_nothing_runs_before_its_wait_is_over(anna: Person, act: Act, followed: Followed) -> None:
    followed.fails_for = {act(anna).pk}
    react.call("person", anna.pk)
    react.call("person", anna.pk)
    assert len(followed.seen) == 1


def test_after_too_many_tries_it_is_set_aside_and_shown_and_its_subject_alone_waits(
    anna: Person, boris: Person, act: Act, followed: Followed
) -> None:
    bad, later, other = act(anna), act(anna), act(boris)
    followed.fails_for = {bad.pk}
    for _ in range(TRIES):
        run(anna)
    assert run(boris) == 1
    assert run(anna) == 0
    assert later.pk not in followed.seen
    assert other.pk in followed.seen
    (found,) = stuck()
    assert (found.act, found.name, found.subject, found.tries, found.behind) == (
        *("people.greet", "answer", anna.pk),
        *(TRIES, 1),
    )
    assert waiting().count == 1


def test_what_was_set_aside_is_tried_again_when_somebody_says_so(anna: Person, act: Act, followed: Followed) -> None:
    bad, later = act(anna), act(anna)
    followed.fails_for = {bad.pk}
    for _ in range(TRIES):
        run(anna)
    followed.fails_for, followed.seen = set(), []
    retry_reaction(number=stuck()[0].number, by=CITY)
    assert run(anna) == 2
    assert followed.seen == [bad.pk, later.pk]
    with pytest.raises(NothingIsStuck):
        retry_reaction(number=bad.reactions.get().pk, by=CITY)


def test_what_was_set_aside_can_be_passed_over_with_a_reason_that_is_kept(
    anna: Person, act: Act, followed: Followed
) -> None:
    bad, later = act(anna), act(anna)
    followed.fails_for = {bad.pk}
    for _ in range(TRIES):
        run(anna)
    followed.seen = []
    pass_over_reaction(number=stuck()[0].number, reason="it was told by telephone", at=clock.now(), by=CITY)
    assert run(anna) == 1
    assert followed.seen == [later.pk]
    assert Entry.objects.get(name="records.pass_over_reaction").after == {"reason": "it was told by telephone"}


def test_what_nobody_knows_any_more_is_not_taken_for_done(anna: Person, act: Act, follow: Follow) -> None:
    follow("people.greet", "answer", lambda entry: None)
    act(anna)
    Reaction.objects.update(name="of_an_older_version")
    assert run(anna) == 0
    assert "of_an_older_version" in Reaction.objects.get().fault


# ------------------------------------------------------------------------------------- killed workers


@pytest.fixture
def claimed(anna: Person, act: Act, followed: Followed) -> DBTaskResult:
    """A job that a worker has in hand."""
    act(anna)
    job = DBTaskResult.objects.get()
    Worker.objects.create(name="first", beat_at=clock.now())
    job.claim("first")
    return job


def test_the_job_of_a_worker_that_lives_is_left_to_it(claimed: DBTaskResult) -> None:
    assert recover_jobs(now=clock.now()) == (0, 0)


def test_the_job_of_a_worker_that_is_silent_is_put_back_and_counts_as_a_try(claimed: DBTaskResult) -> None:
    assert recover_jobs(now=clock.now() + 2 * SILENT) == (1, 0)
    claimed.refresh_from_db()
    assert claimed.status == TaskResultStatus.READY
    assert Reaction.objects.get().tries == 1
    assert not Worker.objects.exists()


def test_what_kills_every_worker_is_set_aside_in_the_end(claimed: DBTaskResult) -> None:
    for _ in range(TRIES):
        Reaction.objects.update(due_at=None)
        DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)
        recover_jobs(now=clock.now() + 2 * SILENT)
    assert "killed" in stuck()[0].fault


def test_what_is_due_without_a_job_gets_one(anna: Person, boris: Person, act: Act, followed: Followed) -> None:
    act(anna)
    act(boris)
    DBTaskResult.objects.filter(args_kwargs__args__1=anna.pk).delete()
    assert recover_jobs(now=clock.now()) == (0, 1)
    assert recover_jobs(now=clock.now()) == (0, 0)


def test_a_subject_that_is_held_back_gets_no_job_again_and_again(anna: Person, act: Act, followed: Followed) -> None:
    followed.fails_for = {act(anna).pk}
    act(anna)
    react.call("person", anna.pk)
    DBTaskResult.objects.all().delete()
    assert recover_jobs(now=clock.now()) == (0, 0), "it waits for its next try"
    assert recover_jobs(now=clock.now() + timedelta(hours=1)) == (0, 1)
    for _ in range(TRIES):
        run(anna)
    DBTaskResult.objects.all().delete()
    assert recover_jobs(now=clock.now() + timedelta(hours=1)) == (0, 0), "it was set aside"


def test_the_waits_add_up_to_an_hour_before_anybody_is_called() -> None:
    waits = [jobs.FIRST_WAIT * jobs.WAIT_GROWS**number for number in range(TRIES - 1)]
    assert timedelta(minutes=30) < sum(waits, timedelta()) < timedelta(hours=2)
