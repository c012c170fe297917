import pytest
from django.db import transaction

from alongside.people.models import Person
from alongside.records.actor import CITY
from alongside.records.models import Entry
from alongside.records.record import OutsideATransaction, record


@pytest.mark.django_db
def test_an_act_that_is_rolled_back_leaves_no_entry() -> None:
    person = Person.objects.create(key=1)
    with pytest.raises(RuntimeError, match="no"), transaction.atomic():
        record("people.greet", subject=person, by=CITY)
        raise RuntimeError("no")
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_act_outside_a_transaction_is_not_recorded() -> None:
    person = Person.objects.create(key=1)
    with pytest.raises(OutsideATransaction):
        record("people.greet", subject=person, by=CITY)
    assert not Entry.objects.exists()
