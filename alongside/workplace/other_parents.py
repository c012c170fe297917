"""Who may be the other parent of a child: only offered, never taken silently."""

from __future__ import annotations

from datetime import date

from alongside.entitlements.law import pack
from alongside.people.models import Person, Tie
from alongside.rules.facts import Facts
from alongside.rules.language import day_number
from alongside.rules.reach import Rows

MOST = 9


def other_parents(one_parent: Person, facts: Facts, on: date) -> list[Person]:
    """The spouse, and those with whom there are children; nobody of the same sex, or who is not in the records."""
    children = Tie.objects.filter(adult=one_parent, kind=Tie.Kind.PARENT).values("child")
    shared = Tie.objects.filter(child__in=children, kind=Tie.Kind.PARENT).values_list("adult", flat=True)
    married = Person.objects.filter(key__in=_married_to(one_parent.key, facts, on), held=True)
    others = Person.objects.filter(pk__in=shared, held=True)
    found = {one.pk: one for one in [*married, *others.order_by("pk")[:MOST]]}
    return [one for one in found.values() if one.pk != one_parent.pk and not (one.sex and one.sex == one_parent.sex)]


def _married_to(key: int, facts: Facts, on: date) -> list[int]:
    """The keys of the spouses on a day, as the register of couples has them."""
    birth = pack().birth
    couples = birth.couples if birth is not None else None
    person = facts.find_person(key)
    if couples is None or person is None or couples.register in facts.missing_registers:
        return []
    rows, day = Rows(facts), day_number(on)
    found = []
    for mine, other in ((couples.first, couples.second), (couples.second, couples.first)):
        for row in rows.having(couples.register, mine, person):
            since, until = (rows.cell(couples.register, column, row) for column in (couples.since, couples.until))
            spouse = rows.cell(couples.register, other, row)
            if since <= day < until and spouse >= 0:
                found.append(int(facts["person.key"][spouse]))
    return found
