"""The ready people of a demo: what each is, and how such a person is found among those who are loaded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.people.models import Account, Mandate, Person, Tie

PREFIX = "demo_"


@dataclass(frozen=True)
class ReadyPerson:
    """One to become: `find` gives their person among those who are loaded, None for staff."""

    name: str
    title: str | Promise
    says: str | Promise
    role: Account.Role
    find: Callable[[date], Person | None] | None = None

    @property
    def username(self) -> str:
        """The name of the account."""
        return f"{PREFIX}{self.name}"


def mother_of_three(on: date) -> Person | None:
    """She whose third child is the youngest of all third children."""
    held = Mandate.objects.in_force(on).filter(
        kind=Mandate.Kind.PARENT, holder__sex="F", holder__death_date__isnull=True, holder__place__isnull=False
    )
    found = held.values("holder").annotate(children=Count("id"), youngest=Max("represented__birth_date"))
    first = found.filter(children=3).order_by("-youngest", "holder").first()
    return Person.objects.get(pk=first["holder"]) if first else None


def alone_at_82(on: date) -> Person | None:
    """Who lives alone, with a grown daughter elsewhere where there is such a one; nearest to 82 years."""
    daughters = Tie.objects.filter(adult=OuterRef("pk"), kind=Tie.Kind.PARENT, until__isnull=True).filter(
        child__sex="F", child__death_date__isnull=True, child__held=True, child__birth_date__lte=_years_before(on, 18)
    )
    for asked in (_alone(on).filter(Exists(daughters)), _alone(on)):
        found = asked.order_by("birth_date", "id").first()
        if found is not None:
            return found
    return None


def daughter_of(parent: Person, on: date) -> Person | None:
    """A grown daughter, the eldest."""
    ties = Tie.objects.filter(adult=parent, kind=Tie.Kind.PARENT, until__isnull=True, child__sex="F").filter(
        child__death_date__isnull=True, child__held=True, child__birth_date__lte=_years_before(on, 18)
    )
    tie = ties.select_related("child").order_by("child__birth_date", "id").first()
    return tie.child if tie else None


def nineteen(on: date) -> Person | None:
    """Who is 19 and lives with a parent: of an age to study."""
    parents = Tie.objects.filter(child=OuterRef("pk"), kind=Tie.Kind.PARENT, adult__place=OuterRef("place"))
    born = Q(birth_date__gt=_years_before(on, 20), birth_date__lte=_years_before(on, 19))
    young = _living().filter(born, place__isnull=False)
    return (
        young.filter(Exists(parents)).order_by("birth_date", "id").first() or young.order_by("birth_date", "id").first()
    )


def _alone(on: date) -> QuerySet[Person]:
    at_home = Person.objects.filter(place=OuterRef("place"), held=True, death_date__isnull=True).exclude(
        pk=OuterRef("pk")
    )
    born = Q(birth_date__gt=_years_before(on, 83), birth_date__lte=_years_before(on, 82))
    return _living().filter(born, ~Exists(at_home), place__isnull=False)


def _living() -> QuerySet[Person]:
    return Person.objects.filter(held=True, death_date__isnull=True)


def _years_before(on: date, years: int) -> date:
    return on.replace(year=on.year - years, day=min(on.day, 28))


MOTHER = ReadyPerson(
    "mother",
    _("A mother of three"),
    _("Sees what the family has, what a birth brings, and acts for her children."),
    Account.Role.RESIDENT,
    mother_of_three,
)
PENSIONER = ReadyPerson(
    "pensioner",
    _("Eighty-two, living alone"),
    _("Sees what is theirs and why, and who looked. A daughter may help."),
    Account.Role.RESIDENT,
    alone_at_82,
)
STUDENT = ReadyPerson(
    "student", _("Nineteen, of an age to study"), _("Sees what is open at that age."), Account.Role.RESIDENT, nineteen
)
DELEGATE = ReadyPerson(
    "delegate",
    _("A grown daughter who helps"),
    _("Holds a consent: may see and act for the one of eighty-two."),
    Account.Role.RESIDENT,
)
STAFF: Sequence[ReadyPerson] = (
    ReadyPerson(
        "specialist", _("A specialist"), _("Finds people at a counter and acts for them."), Account.Role.SPECIALIST
    ),
    ReadyPerson("head", _("A head of centre"), _("Sees what waits and who does it."), Account.Role.HEAD),
    ReadyPerson("analyst", _("An analyst"), _("Sees measures and numbers, never a name."), Account.Role.ANALYST),
    ReadyPerson("auditor", _("An auditor"), _("Reads what was done and who looked at whom."), Account.Role.AUDITOR),
)
SHOWN: Sequence[ReadyPerson] = (MOTHER, PENSIONER, STUDENT, DELEGATE, *STAFF)


def named(name: str) -> ReadyPerson | None:
    """The ready person of this name."""
    return next((each for each in SHOWN if each.name == name), None)
