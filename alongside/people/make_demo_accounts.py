"""Make the accounts of a demo: ready people, chosen among those who are loaded by what they are."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from alongside.people.demo_people import DELEGATE, MOTHER, PENSIONER, SHOWN, STAFF, STUDENT, ReadyPerson, daughter_of
from alongside.people.give_mandate import give_mandate
from alongside.people.models import Account, Mandate, Person
from alongside.people.permissions import is_here
from alongside.people.refusals import AlreadyGiven
from alongside.records.actor import Actor
from alongside.records.record import record

CENTRE = "1"


@transaction.atomic
def make_demo_accounts(*, on: date, at: datetime, by: Actor) -> list[str]:
    """The names of all ready people there are now. Done again it changes nothing, but for those whose person is gone.

    None of them has a password: they are become, not signed in as. Whoever the city does not have is left out.
    """
    for each in (MOTHER, PENSIONER, STUDENT):
        _resident(each, on)
    parent = _person_of(PENSIONER)
    daughter = _resident(DELEGATE, on) if parent is not None else None
    if parent is not None and daughter is not None:
        _consent(parent, daughter, on, at)
    for each in STAFF:
        _account(each, None)
    there = Account.objects.filter(username__in=[each.username for each in SHOWN])
    names = sorted(there.values_list("username", flat=True))
    first = there.order_by("pk").first()
    assert first is not None  # staff is always there
    record("people.make_demo_accounts", subject=first, by=by, after={"accounts": names}, at=at)
    return names


def _resident(each: ReadyPerson, on: date) -> Person | None:
    """The ready person's own person: who it was before, or whoever is found; None where there is nobody."""
    before = _person_of(each)
    if before is not None and is_here(before, on):
        return before
    parent = _person_of(PENSIONER)
    found = each.find(on) if each.find else daughter_of(parent, on) if parent else None
    if found is None or Account.objects.filter(person=found).exclude(username=each.username).exists():
        return before
    _account(each, found)
    return found


def _account(each: ReadyPerson, person: Person | None) -> None:
    account, made = Account.objects.get_or_create(
        username=each.username,
        defaults={"role": each.role, "person": person, "centre": CENTRE if person is None else ""},
    )
    if made:
        account.set_unusable_password()
    account.person = person
    account.first_name, account.last_name = (person.called, person.family_name) if person else ("", "")
    account.save()


def _person_of(each: ReadyPerson) -> Person | None:
    account = Account.objects.filter(username=each.username).select_related("person").first()
    return account.person if account else None


def _consent(parent: Person, daughter: Person, on: date, at: datetime) -> None:
    giver = Account.objects.get(person=parent)
    try:
        give_mandate(
            represented=parent,
            holder=daughter,
            kind=Mandate.Kind.CONSENT,
            since=on,
            at=at,
            by=Actor(role=Account.Role.RESIDENT, account=giver.pk, person=parent.pk),
        )
    except AlreadyGiven:
        return
