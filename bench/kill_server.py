"""The web server killed at random while people act through it: every act that was answered is there, exactly once.

`./run bench kill_server --times 50 [--postgresql]`

Residents refuse, take back, accept and object; staff take tasks, give them back and act at the wish of people: real
POSTs to `alongside serve`, whose whole group of processes is killed with -9 again and again and started anew. Who was
cut off presses again, as people do. At the end the journal must hold, for every award, task and person, the acts that
were answered, each once and in their order; every act its effect, every effect its act; and the chain must be whole.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from bench._line import Cut, Line, written
from bench._site import SITE, fill, free_port, made_city, site, start_server

ON = date(2025, 3, 1)
WRITERS, SUBJECTS = 8, 5
PATIENCE = 120.0
REGISTER = "income"
PORTAL = {"accept_offer": "accept", "refuse_measure": "refuse", "take_back_refusal": "take-back"}
Act = tuple[str, bytes, str]  # the name in the journal, the request, where a success leads


@dataclass
class Subject:
    """One award, one task, or one person who objects: its acts one after another, and those that were answered.

    `cut` are the moments at which an answer did not come, by the number of the act.
    """

    kind: str
    pk: int
    acts: Iterator[Act]
    stands: str = ""
    answered: list[str] = field(default_factory=list)
    cut: dict[int, datetime] = field(default_factory=dict)


class Writer(threading.Thread):
    """Somebody who acts without a pause on subjects of their own, and presses again where they were cut off."""

    def __init__(self, subjects: list[Subject], port: int, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.subjects, self.line, self.stop = subjects, Line(port), stop
        self.fault = ""

    def run(self) -> None:
        """Until it is told to stop, or an answer is not the right one; an act that was begun is brought to its end."""
        try:
            while not self.stop.is_set():
                for subject in self.subjects:
                    name, request, goes_to = next(subject.acts)
                    self._press(subject, request, goes_to)
                    subject.answered.append(name)
        except Exception as fault:
            self.fault = f"{type(fault).__name__}: {fault}"
            self.stop.set()
        finally:
            self.line.close()

    def _press(self, subject: Subject, request: bytes, goes_to: str) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                answer = self.line.ask(request)
            except Cut:
                subject.cut[len(subject.answered)] = datetime.now(UTC)
                continue
            except OSError:  # nobody listens: nothing was asked for
                time.sleep(0.02)
                continue
            if (answer.status, answer.location) != (302, goes_to):
                said = answer.body.decode(errors="replace")[:600]
                raise AssertionError(f"{request.split(b' HTTP')[0]!r}: {answer.status} {answer.location}\n{said}")
            return
        raise TimeoutError("the server does not come back")


def main() -> None:
    """Read what is asked, bring a small city up, kill, compare; the last line is one of JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--people", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgresql", action="store_true")
    asked = parser.parse_args()
    with ExitStack() as stack:
        home = stack.enter_context(site(sqlite=not asked.postgresql, on=ON))
        fill(home, *made_city(asked.people, home.parent, ON))
        from alongside.config import start

        start()
        counts = kill(asked.times, random.Random(asked.seed))
    for name, number in counts.items():
        print(f"{name:>34}: {number:,}")
    database = "postgresql" if asked.postgresql else "sqlite"
    print(
        json.dumps(
            {"bench": "kill_server", "database": database, **{k.replace(" ", "_"): v for k, v in counts.items()}}
        )
    )
    wrong = [name for name in WRONG if counts[name]]
    sys.exit(1 if wrong or not counts["acts answered"] else 0)


def kill(times: int, chance: random.Random) -> dict[str, int]:
    """So many servers, each killed in the middle of what it does; then the counts."""
    from django.db import connections

    from alongside.records.models import Entry

    port, stop = free_port(), threading.Event()
    writers = [Writer(subjects, port, stop) for subjects in cast()]
    before = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    connections.close_all()
    for writer in writers:
        writer.start()
    with tempfile.TemporaryFile() as said:
        for _ in range(times):
            server = start_server(*SITE, port=port, said=said)
            _acts_go_on(writers, stop)
            time.sleep(chance.uniform(0.0, 1.0))
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
            if stop.is_set():
                break
        server = start_server(*SITE, port=port, said=said)
        _acts_go_on(writers, stop)
        stop.set()
        for writer in writers:
            writer.join()
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()
        faults = [writer.fault for writer in writers if writer.fault]
        if faults:
            said.seek(0)
            sys.exit(f"{faults[0]}\n{said.read().decode(errors='replace')[-3000:]}")
    return {"killed": times, **compare([one for writer in writers for one in writer.subjects], before)}


def _acts_go_on(writers: list[Writer], stop: threading.Event) -> None:
    """Wait until each of two writers at least had an answer from the server that is up now."""
    had = [sum(len(one.answered) for one in writer.subjects) for writer in writers]
    until = time.monotonic() + PATIENCE
    while not stop.is_set() and time.monotonic() < until:
        now = [sum(len(one.answered) for one in writer.subjects) for writer in writers]
        if sum(one > other for one, other in zip(now, had, strict=True)) >= 2:
            return
        time.sleep(0.01)


def cast() -> list[list[Subject]]:
    """For each writer the subjects that are theirs: half act as residents, half at the desk."""
    from alongside.entitlements.models import Award

    stands = (Award.Stands.GRANTED, Award.Stands.OFFERED, Award.Stands.TO_APPLY)
    awards = Award.objects.open().filter(stands__in=stands, payee__isnull=False).select_related("payee")
    one_for_each: dict[int, Any] = {}
    for award in awards.order_by("stands", "pk"):
        one_for_each.setdefault(award.payee_id, award)
    chosen = random.Random(1).sample(list(one_for_each.values()), WRITERS * SUBJECTS)
    writers = []
    for number in range(WRITERS):
        mine = chosen[number::WRITERS]
        writers.append(_residents(mine) if number % 2 == 0 else _at_the_desk(mine, number))
    return writers


def _residents(awards: list[Any]) -> list[Subject]:
    from bench._cast import accounts_of, session_of

    subjects = []
    for account, award in zip(accounts_of([award.payee for award in awards]), awards, strict=True):
        session = session_of(account)
        acts = _acts_on_award(award, session, f"/help/{award.pk}", f"/help/{award.pk}", {})
        subjects.append(Subject("award", award.pk, acts, stands=award.stands))
        subjects.append(Subject("person", account.person_id, _objections(account.person_id, session)))
    return subjects


def _at_the_desk(awards: list[Any], number: int) -> list[Subject]:
    from alongside.people.middleware import PURPOSE
    from bench._cast import session_of, staff

    account = staff("specialist", WRITERS)[number]
    session = session_of(account, {PURPOSE: {str(award.payee_id): "They came and asked" for award in awards}})
    subjects = []
    for award in awards:
        back, whom = f"/desk/person/{award.payee_id}", {"for": str(award.payee_id)}
        acts = _acts_on_award(award, session, f"/desk/award/{award.pk}", back, whom)
        task = _task(award.payee)
        subjects.append(Subject("award", award.pk, acts, stands=award.stands))
        subjects.append(Subject("task", task, _task_acts(task, session)))
    return subjects


def _acts_on_award(award: Any, session: str, path: str, back: str, form: dict[str, str]) -> Iterator[Act]:
    """What is offered is accepted, refused, taken back, accepted ...; what is given is refused and taken back."""
    turns = ["refuse_measure", "take_back_refusal"]
    if award.stands == "offered":
        turns = ["accept_offer", *turns]
    while True:
        for turn in turns:
            yield f"entitlements.{turn}", written("POST", f"{path}/{PORTAL[turn]}", session, form), back


def _objections(person: int, session: str) -> Iterator[Act]:
    number, back = 0, f"/data?of={person}"
    path = f"/data/{REGISTER}/wrong?of={person}"
    while True:
        number += 1
        request = written("POST", path, session, {"said": f"It was {number} more.", "paper": ""})
        yield "entitlements.raise_objection", request, back


def _task_acts(task: int, session: str) -> Iterator[Act]:
    while True:
        yield "entitlements.take_task", written("POST", f"/desk/task/{task}/take", session, {}), f"/desk/task/{task}"
        yield "entitlements.give_back_task", written("POST", f"/desk/task/{task}/give-back", session, {}), "/desk/"


def _task(person: Any) -> int:
    """An open task about somebody."""
    from alongside.entitlements.models import Task

    due = {"opened_at": datetime.now(UTC), "due": ON}
    return Task.objects.create(kind=Task.Kind.ASK_REGISTER, person=person, register=REGISTER, **due).pk


WRONG = ("lost", "doubled", "out of order", "never asked for", "half there", "faults in the chain", "not sealed")


def compare(subjects: list[Subject], before: int) -> dict[str, int]:
    """What was answered against the journal, the journal against what stands, and the chain."""
    from alongside.records.models import Entry
    from alongside.records.seal_entries import seal_entries
    from alongside.records.verify_chain import verify_chain

    counts: Counter[str] = Counter()
    seen = 0
    for subject in subjects:
        entries = _entries(subject, before)
        seen += len(entries)
        names = [entry.name for entry in entries]
        there, asked = Counter(names), Counter(subject.answered)
        counts["lost"] += (asked - there).total()
        counts["doubled"] += (there - asked).total()
        counts["out of order"] += names != subject.answered and there == asked
        counts["half there"] += _half_there(subject, entries)
        for number, moment in subject.cut.items():
            counts["cut off"] += 1
            counts["cut off after it was done"] += number < len(entries) and entries[number].at < moment
    acts = sum(len(subject.answered) for subject in subjects)
    seal_entries()
    chain = verify_chain()
    return {
        "acts answered": acts,
        "cut off": counts["cut off"],
        "cut off after it was done": counts["cut off after it was done"],
        "lost": counts["lost"],
        "doubled": counts["doubled"],
        "out of order": counts["out of order"],
        "never asked for": Entry.objects.filter(pk__gt=before).count() - seen,
        "half there": counts["half there"],
        "entries sealed": chain.checked,
        "not sealed": Entry.objects.count() - chain.checked,
        "faults in the chain": chain.wrong,
    }


def _entries(subject: Subject, before: int) -> list[Any]:
    """The journal of a subject; of a person, their objections."""
    from alongside.records.models import Entry

    found = Entry.objects.filter(pk__gt=before).order_by("pk")
    if subject.kind == "person":
        return list(found.filter(subject_kind="objection", about=subject.pk))
    return list(found.filter(subject_kind=subject.kind, subject=subject.pk))


def _half_there(subject: Subject, entries: list[Any]) -> int:
    """How much stands that no entry tells of, or is told and does not stand."""
    from alongside.entitlements.models import Award, Change, Objection, Task

    if subject.kind == "person":
        objections = Objection.objects.filter(person=subject.pk).order_by("pk").values_list("pk", "task", "said")
        told = [(entry.subject, entry.after["task"]) for entry in entries]
        said = [text for _, _, text in objections]
        tasks = Task.objects.filter(person=subject.pk, kind=Task.Kind.OBJECTION).count()
        return (
            int(told != [(pk, task) for pk, task, _ in objections])
            + abs(tasks - len(told))
            + len(said)
            - len(set(said))
        )
    if subject.kind == "task":
        taken = Task.objects.get(pk=subject.pk).taken_by_id is not None
        return int(taken != bool(entries and entries[-1].name.endswith("take_task")))
    stands = [subject.stands, *(entry.after["stands"] for entry in entries)]
    unlinked = sum(entry.before["stands"] != was for entry, was in zip(entries, stands, strict=False))
    changes = Change.objects.filter(award=subject.pk, sweep__isnull=True).count()
    return unlinked + int(Award.objects.get(pk=subject.pk).stands != stands[-1]) + abs(changes - len(entries))


if __name__ == "__main__":
    main()
