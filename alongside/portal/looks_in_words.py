"""Who looked, in words: the role, the centre and the name of who it was, the page, the reason, in whose name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from alongside.people.models import Account, Person
from alongside.records.models import Look

SCREENS = {
    "portal:mine": _("What is mine"),
    "portal:measure": _("One kind of help and its reasons"),
    "portal:refuse_measure": _("One kind of help and its reasons"),
    "portal:why_not": _("Why a kind of help is not theirs"),
    "portal:all_measures": _("All help"),
    "portal:family": _("Family"),
    "portal:data": _("My data"),
    "portal:register": _("My data"),
    "portal:looks": _("Who looked"),
    "workplace:find": _("Finding a person at a counter"),
    "workplace:person": _("Everything about one person, at a counter"),
    "workplace:award": _("One kind of help and its reasons, at a counter"),
    "workplace:task": _("A task about one person"),
    "workplace:give_mandate": _("A power of attorney, at a counter"),
    "workplace:revoke_mandate": _("A power of attorney, at a counter"),
    "workplace:audit": _("Who looked, for an auditor"),
    "portal:raise_objection": _("“This is wrong”"),
}
PLACES = {"portal": _("A page of this site"), "workplace": _("A page of the service centre"), "people": _("Mandates")}
ELSEWHERE = _("Another page")
CITY = _("The city’s own work")


@dataclass(frozen=True)
class Looked:
    """One look: when, who, on which page; `why` and `for_whom` are empty where nothing is to be said."""

    at: datetime
    who: str
    centre: str
    page: str
    why: str
    for_whom: str
    own: bool


def in_words(looks: Sequence[Look], *, own: int | None) -> list[Looked]:
    """The looks as people read them; `own` is the person (by id) who reads. Of staff no more than role, centre and
    name is said."""
    accounts = Account.objects.in_bulk({look.account for look in looks if look.account is not None})
    others = {pk for look in looks for pk in (look.person, look.represented) if pk is not None}
    people = Person.objects.in_bulk(others)
    return [_looked(look, accounts, people, own) for look in looks]


def _looked(look: Look, accounts: dict[int, Account], people: dict[int, Person], own: int | None) -> Looked:
    account = accounts.get(look.account) if look.account is not None else None
    represented = people.get(look.represented) if look.represented is not None else None
    return Looked(
        at=look.at,
        who=_who(look, account, people),
        centre=account.centre if account is not None and account.is_of_staff else "",
        page=screen_text(look.screen),
        why=gettext(look.purpose) if look.purpose else "",
        for_whom=represented.called if represented is not None else "",
        own=look.role == "resident" and look.person == own and look.represented is None,
    )


def screen_text(screen: str) -> str:
    """What a page is called."""
    return gettext(SCREENS.get(screen) or PLACES.get(screen.partition(":")[0], ELSEWHERE))


def _who(look: Look, account: Account | None, people: dict[int, Person]) -> str:
    if look.role == "resident":
        person = people.get(look.person) if look.person is not None else None
        return person.full_name if person is not None else ""
    if account is None:
        return gettext(CITY)
    role = str(account.Role(look.role).label) if look.role in account.Role.values else ""
    return f"{account.get_full_name()}, {role}".strip(", ")
