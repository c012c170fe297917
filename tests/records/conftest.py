"""Acts to write into the journal, and what follows from them."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection, transaction

from alongside.people.models import Person
from alongside.records import reactions
from alongside.records.actor import CITY
from alongside.records.models import Entry
from alongside.records.protect import protect, release
from alongside.records.record import record

Act = Callable[..., Entry]


@pytest.fixture
def anna(db: None) -> Person:
    return Person.objects.create(key=1)


@pytest.fixture
def boris(db: None) -> Person:
    return Person.objects.create(key=2)


@pytest.fixture
def act() -> Act:
    """Writes one act about a person."""

    def written(person: Person, name: str = "people.greet", /, **after: object) -> Entry:
        with transaction.atomic():
            return record(name, subject=person, by=CITY, about=person.pk, after=after or None)

    return written


@pytest.fixture
def follow(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`follow(act, name, function)`, forgotten after the test."""
    monkeypatch.setattr(reactions, "_TABLE", {})
    return reactions.follow


@pytest.fixture
def unprotected(db: None) -> Iterator[Callable[[str], None]]:
    """Runs a statement as somebody would who owns the database and has taken its rules away."""

    def ran(statement: str) -> None:
        with connection.cursor() as cursor:
            for rule in release(connection.vendor):
                cursor.execute(rule)
            cursor.execute(statement)
            for rule in protect(connection.vendor):
                cursor.execute(rule)

    yield ran
