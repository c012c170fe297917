"""Enter a person whom no delivery names yet."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from alongside.people.as_registered import Row, key_of_person, person_fields
from alongside.people.models import NameForm, NameTypo, Person
from alongside.people.search_key import one_letter_less
from alongside.people.site import pack
from alongside.records.actor import Actor
from alongside.records.record import record

PARTS = ("family", "given", "patronymic")


@transaction.atomic
def add_person(*, row: Row, at: datetime, by: Actor) -> Person:
    """The person whom a row of the register of persons names, awaited from the next delivery, which will know them by
    their key. One who was here before and is no longer held is taken up again."""
    said = person_fields(pack(), row)
    person, _new = Person.objects.update_or_create(
        key=key_of_person(pack(), row), defaults={**said, "held": True, "awaited": True}
    )
    for part in PARTS:
        _count_name(part, said[f"{part}_key"])
    record("people.add_person", subject=person, about=person.pk, by=by, after={"awaited": True}, at=at)
    return person


def _count_name(part: str, text: str) -> None:
    """One more bears this name, which is found with a typing error too."""
    if not text:
        return
    form, new = NameForm.objects.get_or_create(text=text)
    NameForm.objects.filter(pk=form.pk).update(**{part: F(part) + 1})
    if new:
        NameTypo.objects.bulk_create(NameTypo(form=form, typo=typo) for typo in sorted(one_letter_less(text)))


@transaction.atomic
def put_person_right(*, row: Row, at: datetime, by: Actor) -> None:
    """Who is awaited is called what the row says; whom a delivery named is called as it says."""
    person = Person.objects.filter(key=key_of_person(pack(), row), awaited=True).first()
    if person is None:
        return
    Person.objects.filter(pk=person.pk).update(**person_fields(pack(), row))
    record("people.put_person_right", subject=person, about=person.pk, by=by, at=at)


@transaction.atomic
def take_back_person(*, key: int, at: datetime, by: Actor) -> None:
    """Who was entered by mistake is no longer held; what was decided and written of them stays."""
    person = Person.objects.filter(key=key, awaited=True).first()
    if person is None:
        return
    Person.objects.filter(pk=person.pk).update(held=False, awaited=False)
    record("people.take_back_person", subject=person, about=person.pk, by=by, after={"held": False}, at=at)
