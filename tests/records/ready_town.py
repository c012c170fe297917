"""Millbrook with people whose names stand out, ready to be walked through: delivered, loaded, decided, objected."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest

from alongside.entitlements import law
from alongside.entitlements.models import Award, Objection, Sweep, Task
from alongside.people.load_people import load_people
from alongside.people.models import Account, Mandate, Person
from alongside.records.actor import CITY
from alongside.registers import ingest_delivery, open_delivery
from alongside.registers.write import write_delivery
from alongside.workplace.models import WhatIf
from tests.packs import millbrook_week as week
from tests.packs.millbrook_week import ADA, BEN, CORA, FINN, FIRST, ON, TOWN

NOON = datetime(2025, 3, 2, 12, tzinfo=UTC)
CALLED = dict(
    zip(
        week.BORN,
        (
            *("Adamantina", "Benvolieux", "Corazonita", "Danieletto", "Evangelisto"),
            *("Finnegarius", "Gwendolinde", "Hugholinus", "Ivycatrice"),
        ),
        strict=True,
    )
)
STAFF = ("specialist", "head", "analyst", "auditor", "administrator")


@dataclass
class Town:
    """Who lives there by the number of the register, who signs in by role, and one of everything a page may show."""

    people: dict[str, Person]
    accounts: dict[str, Account]
    award: Award
    task: Task
    objection: Objection
    mandate: Mandate
    sweep: Sweep
    what_if: WhatIf

    @property
    def words(self) -> dict[int, tuple[str, ...]]:
        """For each person (by id) the words that give them away on a page: what they are called, and their number."""
        return {person.pk: (CALLED[number], number) for number, person in self.people.items()}


FOLDER = TemporaryDirectory(prefix="town-")  # goes when the tests end


@cache
def store() -> Path:
    """A store with one delivery of the town, made once."""
    folder = Path(FOLDER.name)
    pack = week.town()
    blocks = week.blocks(week.BEFORE)
    names = pa.array([CALLED[number] for number in blocks["people"]["number"].to_pylist()])
    blocks["people"] = blocks["people"].set_column(1, "name", names)
    write_delivery(folder / "delivery", pack.registers, iter([blocks]), delivery_id=FIRST, as_of=date(2025, 3, 1))
    assert ingest_delivery(folder / "delivery", folder / "store", pack.registers).exit_status == 0
    return folder / "store"


def forget_the_law() -> None:
    """Another pack and another store are in use now."""
    for known in (law.pack, law.book, law.reach, law.facts):
        known.cache_clear()


def settle(monkeypatch: pytest.MonkeyPatch, settings: object) -> Town:
    """The town in the database; the site uses its pack, its store and its day."""
    settings.ALONGSIDE_PACK, settings.ALONGSIDE_STORE = TOWN, store()  # type: ignore[attr-defined]
    monkeypatch.setenv("ALONGSIDE_TODAY", ON.isoformat())
    forget_the_law()
    pack = law.pack()
    facts = open_delivery(store(), pack.registers, FIRST)
    assert pack.people.columns is not None
    load_people(facts=facts, columns=pack.people.columns, at=NOON, by=CITY)
    keys = {number: pack.registers.person_key.number(number) or 0 for number in CALLED}
    people = {number: Person.objects.get(key=key) for number, key in keys.items()}
    ada, ben = people[ADA], people[BEN]
    given = {"decided_on": ON, "delivery": FIRST, "pack_version": "1", "criteria": "", "since": ON}
    granted = {"answer": Award.Answer.YES, "stands": Award.Stands.GRANTED, **given}
    award = Award.objects.create(
        measure="milk_money", unit_kind="child", unit=ben.key, person=ben, payee=ada, amount=93_150, **granted
    )
    Award.objects.create(
        measure="hardship_grant", unit_kind="household", unit=ada.key, person=ada, payee=ada, amount=110_000, **granted
    )
    _sweep(Sweep.State.APPLIED)
    task = Task.objects.create(kind=Task.Kind.OBJECTION, person=ada, award=award, opened_at=NOON, due=date(2025, 3, 9))
    accounts = _accounts(people)
    return Town(
        people=people,
        accounts=accounts,
        award=award,
        task=task,
        objection=Objection.objects.create(
            person=ada, award=award, task=task, register="wages", column="amount", said="It was less.", opened_at=NOON
        ),
        mandate=Mandate.objects.create(represented=ada, holder=people[CORA], kind=Mandate.Kind.CONSENT, since=ON),
        sweep=_sweep(Sweep.State.WAITING),
        what_if=_what_if(accounts["analyst"]),
    )


def _sweep(state: Sweep.State) -> Sweep:
    return Sweep.objects.create(
        on=ON,
        delivery=FIRST,
        as_of=date(2025, 3, 1),
        pack="millbrook",
        pack_version="1",
        digest=state.ljust(64, "0"),
        state=state,
        made_at=NOON,
        settled_at=NOON if state == Sweep.State.APPLIED else None,
    )


def _what_if(account: Account) -> WhatIf:
    nothing = dict.fromkeys(("now", "begin", "more", "less", "end"), 0)
    return WhatIf.objects.create(
        measure="winter_wood",
        terms={"MOST": 120_000},
        delivery=FIRST,
        edition=0,
        on=ON,
        pack_version="1",
        digest="0" * 64,
        asked_by=account,
        asked_at=NOON,
        told_at=NOON,
        state=WhatIf.State.DONE,
        result={"bands": {"0-17": {**nothing, "money": {"now": None, "gain": None, "loss": None}}}, "unclear": 0},
    )


def _accounts(people: dict[str, Person]) -> dict[str, Account]:
    made = {role: Account.objects.create_user(f"a-{role}", role=role, centre="North") for role in STAFF}
    for role, number in (("resident", ADA), ("delegate", CORA), ("neighbour", FINN)):
        made[role] = Account.objects.create_user(f"a-{role}", role=Account.Role.RESIDENT, person=people[number])
    return made
