"""Who may do what in this room: plain questions with yes or no."""

from __future__ import annotations

from datetime import date

from alongside.entitlements.models import Award, Task
from alongside.people.models import Mandate, Person
from alongside.records.actor import Actor

OF_AGE = 18
AT_THE_COUNTER = ("specialist", "head")
OVER_SWEEPS = ("head", "analyst")


def may_act_on(award: Award, by: Actor, on: date) -> bool:
    """Whether the actor may decide about an award: whom it concerns, who acts for them, or the counter at their wish.

    A child's award is decided by who receives it, and by those who may act for the child.
    """
    if by.role in AT_THE_COUNTER and by.represented is not None:
        return by.represented in (award.person_id, award.payee_id)
    if by.role != "resident" or by.person is None:
        return False
    if by.represented is None or by.represented == by.person:
        return _is_theirs(award, by.person, on) or _raises(by.person, award, on)
    return by.represented in (award.person_id, award.payee_id) and _may_act_for(by, award.measure, on)


def may_speak_for(person: int, by: Actor, on: date) -> bool:
    """Whether the actor may speak in a person's name: the person, who may act for them, the counter with them."""
    if by.role in AT_THE_COUNTER:
        return by.represented == person
    if by.role != "resident" or by.person is None:
        return False
    if by.represented in (None, by.person):
        return person == by.person
    if by.mandate is None or by.represented != person:
        return False
    return Mandate.objects.in_force(on).filter(pk=by.mandate, may_act=True).exists()


def may_answer_objections(by: Actor) -> bool:
    """Whether the actor may answer an objection."""
    return by.role in AT_THE_COUNTER


def may_settle_sweeps(by: Actor) -> bool:
    """Whether the actor may let a waiting sweep go, or set it aside."""
    return by.role in OVER_SWEEPS


def may_correct(by: Actor) -> bool:
    """Whether the actor may put a register's fact right."""
    return by.role in AT_THE_COUNTER


def may_settle_applications(by: Actor) -> bool:
    """Whether the actor may decide an application."""
    return by.role in AT_THE_COUNTER


def may_take_tasks(by: Actor) -> bool:
    """Whether the actor may take a task out of the queue."""
    return by.role in AT_THE_COUNTER and by.account is not None


def may_give_back(task: Task, by: Actor) -> bool:
    """Whether the actor may put a task back: one's own or a free one; a head of centre anybody's."""
    return by.role == "head" or (may_take_tasks(by) and task.taken_by_id in (None, by.account))


def _is_theirs(award: Award, person: int, on: date) -> bool:
    if person == award.payee_id:
        return True
    if person != award.person_id:
        return False
    if award.payee_id is None:
        return True
    age = Person.objects.get(pk=person).age(on)
    return age is not None and age >= OF_AGE


def _raises(person: int, award: Award, on: date) -> bool:
    raising = (Mandate.Kind.PARENT, Mandate.Kind.GUARDIAN)
    mandates = Mandate.objects.in_force(on).filter(holder=person, kind__in=raising, may_act=True)
    return award.person_id is not None and mandates.filter(represented=award.person_id).exists()


def _may_act_for(by: Actor, measure: str, on: date) -> bool:
    mandates = Mandate.objects.in_force(on).filter(represented=by.represented, holder=by.person, may_act=True)
    if by.mandate is not None:
        mandates = mandates.filter(pk=by.mandate)
    return any(mandate.covers(measure) for mandate in mandates)
