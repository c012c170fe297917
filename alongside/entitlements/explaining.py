"""Who explains decisions to pages: by the last sweep that was applied, or by the delivery and edition of one decision.

An explainer finds the law's functions once and keeps what it has found, so a process keeps a few and hands them out
again: one for each store as it is laid, day and thread.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import date

from django.db.models import QuerySet, Subquery

from alongside.base.refusal import Refusal
from alongside.base.text import Language
from alongside.entitlements import law
from alongside.entitlements.corrections import facts_with
from alongside.entitlements.models import Award, Edition, Sweep
from alongside.packs.explain import Explainer
from alongside.packs.explanation import MeasureView
from alongside.packs.family import Family, explain_family
from alongside.people.models import Person
from alongside.rules.evaluator import Book, Evaluator
from alongside.rules.facts import Facts

KEPT = 4
USES = 300
"""After so many uses an explainer is made anew: what it keeps of each person it was asked about would only grow."""


class _Kept(threading.local):
    """The explainers of one thread, the latest last, with how often each was handed out."""

    def __init__(self) -> None:
        self.explainers: OrderedDict[tuple[int, int, date], tuple[Facts, Book, Explainer, int]] = OrderedDict()


_KEPT = _Kept()


def explainer_over(facts: Facts, on: date) -> Explainer:
    """Who explains decisions by these facts on a day. The very same facts get the same explainer for a while.

    Ask once for each page: whom it named to an earlier reader is forgotten.
    """
    book, kept = law.book(), _KEPT.explainers
    key = (id(facts), id(book), on)  # both are held with it, so no other object can come to bear their numbers
    found = kept.pop(key, None)
    if found is None or found[3] >= USES:
        found = (facts, book, Explainer(law.pack(), book, facts, Evaluator(book, facts, on)), 0)
    kept[key] = (*found[:3], found[3] + 1)
    while len(kept) > KEPT:
        kept.popitem(last=False)
    found[2].begin_page()
    return found[2]


def applied_sweeps() -> QuerySet[Sweep]:
    """Every sweep that was applied; the one in use first."""
    return Sweep.objects.filter(state=Sweep.State.APPLIED).order_by("-on", "-pk")


def delivery_in_use() -> str | None:
    """The delivery of the last sweep that was applied; None before the first."""
    return applied_sweeps().values_list("delivery", flat=True).first()


def explainer_in_use() -> Explainer | None:
    """Explains by the sweep in use, with the corrections in force; None where there is none to hand."""
    edition = Subquery(Edition.objects.values("number")[:1])  # beside the sweep: one question less for every page
    found = applied_sweeps().annotate(edition=edition).values_list("delivery", "on", "edition").first()
    return None if found is None else explainer_of(found[0], found[1], found[2] or 0)


def explainer_of(delivery: str, on: date, edition: int) -> Explainer | None:
    """Explains by a delivery on a day, with the corrections of an edition.

    None where the store does not hold the delivery, or the law does not reach that day.
    """
    try:
        return explainer_over(facts_with(delivery, edition), on)
    except Refusal:
        return None


def index_of(found: Explainer, person: Person | None) -> int | None:
    """Where the facts keep a person; None where the delivery does not name them."""
    return None if person is None else found.facts.find_person(person.key)


def unit_of(found: Explainer, award: Award) -> int | None:
    """Where the facts keep the unit of an award."""
    if award.person_id is not None:
        return index_of(found, award.person)
    return found.facts.find_place(award.unit)


def decision_of(found: Explainer | None, award: Award, language: Language) -> MeasureView | None:
    """The decision behind an award with its reasons; None where the facts no longer name the unit."""
    unit = unit_of(found, award) if found is not None else None
    if found is None or unit is None:
        return None
    return found.explain_unit(award.measure, award.unit_kind, unit, language)


def family_of(found: Explainer | None, person: Person, language: Language) -> Family | None:
    """The family as the law counts it; None where that is not known or the pack shows none."""
    index = index_of(found, person) if found is not None else None
    if found is None or index is None:
        return None
    try:
        return explain_family(found, index, language)
    except Refusal:
        return None
