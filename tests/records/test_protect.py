"""The journal is only added to: the database refuses everything else, whoever asks."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from alongside.people.models import Person
from alongside.records.actor import CITY
from alongside.records.look_at import look_at
from alongside.records.models import Entry, Look, Seal, Unsealed
from alongside.records.seal_entries import seal_entries
from tests.records.conftest import Act

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(anna: Person, act: Act) -> None:
    act(anna)
    seal_entries()
    look_at([anna.pk], screen="portal:mine", by=CITY)


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("model", [Entry, Seal, Look])
def test_nothing_is_changed_or_removed(model: type[Model]) -> None:
    row = model._default_manager.get()
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        row.save(force_update=True)
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        row.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        model._default_manager.bulk_create([row])
    assert model._default_manager.get() == row


@pytest.mark.usefixtures("written")
def test_the_whole_journal_cannot_be_emptied_or_overwritten() -> None:
    statements = {
        "postgresql": ["TRUNCATE records_entry CASCADE"],
        "sqlite": ["DELETE FROM records_entry", "REPLACE INTO records_seal SELECT * FROM records_seal"],
    }
    for statement in statements[connection.vendor]:
        with (
            pytest.raises(DatabaseError, match="only added to"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_an_entry_asks_for_its_seal_whichever_way_it_came_in(anna: Person) -> None:
    values = {"at": "2025-03-01T12:00:00Z", "name": "people.greet", "subject_kind": "person", "subject": anna.pk}
    Entry.objects.bulk_create([Entry(**values, role="city"), Entry(**values, role="city")])
    assert Unsealed.objects.count() == 2
