"""The explainer for what stands: the delivery and the day of the last sweep that was applied."""

from __future__ import annotations

from datetime import date

from alongside.base.refusal import Refusal
from alongside.entitlements.corrections import explainer
from alongside.entitlements.models import Award, Sweep
from alongside.packs.explain import Explainer
from alongside.people.models import Person


def explainer_in_use() -> Explainer | None:
    """Explains by the delivery and day of the last applied sweep; None before the first, or where it is not held."""
    sweep = Sweep.objects.filter(state=Sweep.State.APPLIED).order_by("-on", "-pk").only("delivery", "on").first()
    return None if sweep is None else explainer_of(sweep.delivery, sweep.on)


def explainer_of(delivery: str, on: date, edition: int | None = None) -> Explainer | None:
    """Explains by a delivery on a day, with the corrections of an edition (of the one in force where none is named).

    None where the store does not hold the delivery, or the law does not reach that day.
    """
    try:
        return explainer(delivery, on, edition)
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
