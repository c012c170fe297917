"""Find the one person to whom a resident gives a consent: by number and day of birth together, and nothing less."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.people.models import Account, Person
from alongside.people.read_query import number_in
from alongside.people.refusals import HolderNotFound, TooManyTries
from alongside.records.actor import Actor
from alongside.records.models import Entry
from alongside.records.record import record
from alongside.rules.schema import KeyFormat

MOST_TRIES = 5
WINDOW = timedelta(hours=1)
NAME = "people.find_holder"


def find_holder(*, number: str, born: date, form: KeyFormat, at: datetime, by: Actor) -> Person:
    """The person with exactly this number and day of birth. A wrong pair is refused without saying which half was
    wrong; each try is written down, and after five within an hour nobody is looked for."""
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=by.account or 0)
        tries = Entry.objects.filter(subject_kind="account", subject=account.pk, name=NAME, at__gt=at - WINDOW)
        if tries.count() >= MOST_TRIES:
            raise TooManyTries(
                _("Too many people were looked for within an hour."),
                remedy=_("Try again later, or come to a centre together."),
            )
        key = number_in(number, form)
        found = Person.objects.filter(key=key, birth_date=born, held=True).first() if key is not None else None
        record(NAME, subject=account, by=by, after={"found": found is not None}, at=at)
    if found is None:
        raise HolderNotFound(
            _("Nobody has this number together with this day of birth."),
            remedy=_("Compare both with the person's document, digit by digit."),
        )
    return found
