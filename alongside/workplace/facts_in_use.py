"""Explainers for the desk: of what stands now, and of one decision as it was made, corrections included."""

from __future__ import annotations

from datetime import date

from django.db.models import Subquery

from alongside.base.refusal import Refusal
from alongside.base.text import Language
from alongside.entitlements.corrections import facts_with
from alongside.entitlements.law import explainer_over
from alongside.entitlements.models import Award, Edition, Sweep
from alongside.packs.explain import Explainer
from alongside.packs.explanation import MeasureView
from alongside.packs.family import Family, explain_family
from alongside.people.models import Person


def explainer_now() -> Explainer | None:
    """Explains by the last sweep that was applied, with the corrections in force; None where there is none to hand."""
    edition = Subquery(Edition.objects.values("number")[:1])
    applied = Sweep.objects.filter(state=Sweep.State.APPLIED).annotate(edition=edition)
    sweep = applied.order_by("-on", "-pk").values_list("delivery", "on", "edition").first()
    return None if sweep is None else explainer_of(sweep[0], sweep[1], sweep[2] or 0)


def explainer_of(delivery: str, on: date, edition: int) -> Explainer | None:
    """Explains by a delivery and an edition of corrections on a day; None where the store does not hold it."""
    try:
        return explainer_over(facts_with(delivery, edition), on)
    except Refusal:
        return None


def family_of(explainer: Explainer | None, person: Person, language: Language) -> Family | None:
    """The family as the law counts it; None where that is not known or the pack shows none."""
    index = explainer.facts.find_person(person.key) if explainer is not None else None
    if explainer is None or index is None:
        return None
    try:
        return explain_family(explainer, index, language)
    except Refusal:
        return None


def decision_of(explainer: Explainer | None, award: Award, language: Language) -> MeasureView | None:
    """The decision behind an award with its reasons; None where the facts no longer name the unit."""
    if explainer is None:
        return None
    facts = explainer.facts
    unit = facts.find_person(award.person.key) if award.person is not None else facts.find_place(award.unit)
    return None if unit is None else explainer.explain_unit(award.measure, award.unit_kind, unit, language)
