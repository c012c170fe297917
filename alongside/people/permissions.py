"""Who may see whom, act for whom, and end a mandate: plain questions with a yes or a no."""

from __future__ import annotations

from datetime import date

from alongside.people.models import Account, Mandate, Person
from alongside.records.actor import Actor

AT_THE_COUNTER = (Account.Role.SPECIALIST, Account.Role.HEAD)
BY_TIE = (Mandate.Kind.PARENT, Mandate.Kind.GUARDIAN)
OF_AGE = 18


def may_see(actor: Actor, person: int, *, on: date) -> bool:
    """Whether the actor may see what is this person's (by id): one's own, that of whom one holds a mandate in force
    for, and everybody's at a counter. Analysts and auditors see nobody."""
    if actor.role in AT_THE_COUNTER:
        return True
    if actor.role != Account.Role.RESIDENT or actor.person is None:
        return False
    if actor.person == person:
        return True
    return Mandate.objects.in_force(on).filter(holder=actor.person, represented=person).exists()


def may_act(mandate: Mandate | None, measure: str) -> bool:
    """Whether the one who acts under this mandate (None: for themselves) may act in a measure."""
    return mandate is None or (mandate.may_act and mandate.covers(measure))


def may_see_measure(mandate: Mandate | None, measure: str) -> bool:
    """Whether the one who looks under this mandate (None: at their own) may see a measure."""
    return mandate is None or mandate.covers(measure)


def may_take(mandate: Mandate, actor: Actor) -> bool:
    """Whether the actor is the one to whom this mandate was given."""
    return actor.role == Account.Role.RESIDENT and actor.person is not None and mandate.holder_id == actor.person


def may_revoke(mandate: Mandate, actor: Actor) -> bool:
    """A consent or a power of attorney: either side, at any time; nobody in the name of the one they act for. What
    rests on a tie ends with it; before that only at a counter, with a paper (a court's decision), never by the child or
    the parent."""
    if actor.role in AT_THE_COUNTER:
        return True
    if actor.role != Account.Role.RESIDENT or mandate.kind in BY_TIE:
        return False
    return actor.person is not None and actor.person in (mandate.represented_id, mandate.holder_id)


def is_of_age(person: Person, on: date) -> bool:
    """Whether a person is known to be 18 or older on a day."""
    age = person.age(on)
    return age is not None and age >= OF_AGE


def is_here(person: Person, on: date) -> bool:
    """Whether a person is alive, and in the register that is loaded."""
    return person.held and (person.death_date is None or person.death_date > on)
