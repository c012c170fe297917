"""Whose awards a request may see, and how much of a person a mandate opens. What may not be seen is not there."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from alongside.entitlements.models import Award, AwardQuerySet
from alongside.people.models import Mandate, MandateQuerySet, Person
from alongside.people.request import ResidentRequest

PEOPLE = "_people_of"
RAISING = (Mandate.Kind.PARENT, Mandate.Kind.GUARDIAN)


def seen_awards(request: ResidentRequest, on: date) -> AwardQuerySet:
    """The awards of `request.person`: as unit or as who receives; of the children they raise; as far as the mandate
    goes. A delegate sees what belongs to whom they act for, and not that person's children."""
    # Numbers and no question within the question: a database finds each of them by its index, however large the city.
    people = [person.pk for person in people_of(request, on)]
    theirs = Q(person__in=people) | Q(payee=request.person)
    found = Award.objects.filter(theirs)
    if request.mandate is not None and request.mandate.measures:
        found = found.filter(measure__in=request.mandate.measures)
    return found


def award_or_404(request: ResidentRequest, award: int, on: date) -> Award:
    """The award with this id; what belongs to somebody else is answered like what does not exist."""
    found = seen_awards(request, on).select_related("person", "payee").filter(pk=award).first()
    if found is None:
        raise Http404
    return found


def raised_by(person: Person, on: date) -> MandateQuerySet:
    """The mandates of a parent or guardian in force on a day."""
    return Mandate.objects.in_force(on).filter(holder=person, kind__in=RAISING)


def people_of(request: ResidentRequest, on: date) -> list[Person]:
    """Whose records the request may see: the person's own and, where they act for themselves, their children's."""
    if request.mandate is not None:
        return [request.person]
    if not hasattr(request, PEOPLE):  # asked for more than once on most pages
        children = Person.objects.filter(pk__in=raised_by(request.person, on).values("represented"))
        setattr(request, PEOPLE, [request.person, *children.order_by("birth_date", "pk")])
    people: list[Person] = getattr(request, PEOPLE)
    return people


def covers(request: ResidentRequest, measure: str) -> bool:
    """Whether a measure may be looked at: one's own affairs, or what the mandate was given for."""
    return request.mandate is None or request.mandate.covers(measure)


def is_whole(request: ResidentRequest) -> bool:
    """Whether everything about the person is open: their own affairs, or a mandate without limits."""
    return request.mandate is None or not request.mandate.measures


def must_be_whole(request: ResidentRequest) -> None:
    """Refuse a page that shows more than a limited mandate opens."""
    if not is_whole(request):
        raise PermissionDenied


def may_act(request: ResidentRequest) -> bool:
    """Whether buttons are there: for oneself, or under a mandate that allows acting."""
    return request.mandate is None or request.mandate.may_act
