"""Who acts in this request, and for whom."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from alongside.base import clock
from alongside.people.models import Account, Mandate, Person
from alongside.records.actor import Actor

ACTING = "acting_under"
PURPOSE = "purpose_of_looking"


def who_acts(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Set `request.actor` (None where nobody signed in), `request.person` (whose affairs these are) and
    `request.mandate` (None where a person acts for themselves). A mandate that has ended is left at once.
    `request.holds_mandates`: whether there is anybody to act for; asked of the database only where it is read."""

    def known(request: HttpRequest) -> HttpResponse:
        request.actor, request.person, request.mandate = None, None, None  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            _know(request, request.user)
        return answer(request)

    return known


def _know(request: HttpRequest, account: Account) -> None:
    mandate = _mandate(request, account)
    person: Person | None = mandate.represented if mandate else account.person
    request.mandate, request.person = mandate, person  # type: ignore[attr-defined]
    request.holds_mandates = SimpleLazyObject(lambda: _holds(account))  # type: ignore[attr-defined]
    request.actor = Actor(  # type: ignore[attr-defined]
        role=account.role,
        account=account.pk,
        person=account.person_id,
        represented=mandate.represented_id if mandate else None,
        mandate=mandate.pk if mandate else None,
    )


def _holds(account: Account) -> bool:
    """Whether there is anybody for whom this account's person may act."""
    if account.is_of_staff or account.person_id is None:
        return False
    return Mandate.objects.in_force(clock.today()).filter(holder=account.person_id).exists()


def _mandate(request: HttpRequest, account: Account) -> Mandate | None:
    chosen = request.session.get(ACTING)
    if chosen is None or account.person_id is None:
        return None
    return (
        Mandate.objects.in_force(clock.today())
        .select_related("represented")
        .filter(pk=chosen, holder=account.person_id)
        .first()
    )
