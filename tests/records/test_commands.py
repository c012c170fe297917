"""`alongside records ...` as the one at the keyboard meets it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from alongside.base import clock
from alongside.cli.records import records, work
from alongside.people.models import Person
from alongside.records.actor import CITY, Actor
from alongside.records.jobs import TRIES, count_failure
from alongside.records.look_at import look_at
from alongside.records.models import Entry, Reaction, Worker
from alongside.records.queries import who_looked
from tests.records.conftest import Act

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> Result:
    return CliRunner().invoke(records, arguments, catch_exceptions=False)


def test_the_chain_is_sealed_anchored_and_found_whole(
    anna: Person, act: Act, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALONGSIDE_ANCHOR", str(tmp_path / "anchors"))
    act(anna)
    act(anna)
    assert "2 entries sealed" in run("seal").output
    assert run("head").output.split()[0] == "2"
    found = run("verify")
    assert found.exit_code == 0
    assert "2 entries read, 0 wait for their seal, 0 faults; held against 1 anchored heads." in found.output


def test_a_fault_is_named_and_the_status_says_so(anna: Person, act: Act, unprotected: Callable[[str], None]) -> None:
    entry = act(anna)
    run("seal")
    unprotected("UPDATE records_entry SET role = 'head'")
    found = run("verify")
    assert found.exit_code == 1
    assert f"position 1, entry {entry.pk}: this entry was changed" in found.output


def test_an_anchor_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    found = run("verify", "--anchor", str(tmp_path / "none"))
    assert found.exit_code == 2
    assert "There is no anchor file none" in found.output


def test_what_is_stuck_is_listed_tried_again_and_passed_over(
    anna: Person, act: Act, follow: Callable[..., None]
) -> None:
    follow("people.greet", "answer", lambda entry: None)
    assert run("stuck").exit_code == 0
    act(anna)
    number = Reaction.objects.get().pk
    for _ in range(TRIES):
        count_failure(number, "RuntimeError: no answer", at=clock.now())
    listed = run("stuck")
    assert listed.exit_code == 1
    assert "no answer" in listed.output
    assert "tried again" in run("retry", str(number)).output
    assert run("pass-over", str(number), "--reason", "told").exit_code == 2
    assert "nothing_is_stuck" in run("retry", "12345").output


def test_a_worker_does_what_is_due_and_leaves_when_nothing_is(
    transactional_db: None, act: Act, follow: Callable[..., None]
) -> None:
    seen: list[int] = []
    follow("people.greet", "answer", lambda entry: seen.append(entry.pk))
    entry = act(Person.objects.create(key=1))
    assert CliRunner().invoke(work, ["--until-empty"], catch_exceptions=False).exit_code == 0
    assert seen == [entry.pk]
    assert not Worker.objects.exists(), "it said goodbye"


def test_an_auditor_gets_every_look_between_two_days_and_no_name(anna: Person, boris: Person, tmp_path: Path) -> None:
    specialist = Actor(role="specialist", account=7, purpose="at the counter")
    look_at([anna.pk, boris.pk], screen="workplace:person", by=specialist)
    today = f"{clock.now():%Y-%m-%d}"
    out = tmp_path / "looks.csv"
    assert "2 looks." in run("looks", "--since", today, "--until", today, "--out", str(out)).output
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("at,about,screen,role,account")
    assert f",{anna.pk},workplace:person,specialist,7," in lines[1]
    assert run("looks", "--since", today, "--until", today, "--person", str(boris.pk)).output.count("specialist") == 1


def test_who_looked_at_a_person_comes_in_pages_newest_first(anna: Person, boris: Person) -> None:
    for number in range(5):
        look_at([anna.pk], screen=f"workplace:page_{number}", by=CITY)
        look_at([boris.pk], screen="workplace:other", by=CITY)
    look_at([anna.pk], screen="portal:mine", by=Actor(role="resident", person=anna.pk))
    first = who_looked(anna.pk, limit=2, not_by=anna.pk)
    assert [look.screen for look in first.looks] == ["workplace:page_4", "workplace:page_3"]
    rest = who_looked(anna.pk, before=first.older, limit=5, not_by=anna.pk)
    assert [look.screen for look in rest.looks] == ["workplace:page_2", "workplace:page_1", "workplace:page_0"]
    assert rest.older is None
    assert len(who_looked(anna.pk).looks) == 6


def test_an_empty_page_of_looks_has_no_next(anna: Person) -> None:
    assert who_looked(anna.pk).looks == []
    assert Entry.objects.count() == 0
