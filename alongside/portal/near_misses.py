"""Almost yours: measures that only one thing keeps from a person, and what that thing is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from alongside.base.text import Language
from alongside.base.wording import date_text
from alongside.packs.events import events_of
from alongside.packs.explain import Explainer
from alongside.packs.explanation import CriterionView, MeasureView

MOST = 4
FULFILLED = 2  # with fewer, a single "no" is no near miss but another person's affair


@dataclass(frozen=True)
class NearMiss:
    """A measure that one criterion turns into a no; all others are fulfilled."""

    view: MeasureView
    turned: CriterionView

    @property
    def says(self) -> str:
        """What stands in the way, in words."""
        return self.turned.because or self.turned.sentence


@dataclass(frozen=True)
class Happened:
    """A life event that is open: its title, what happened when, and the measures that the law ties to it."""

    day: date
    title: str
    says: str
    measures: frozenset[str]


def near_misses(views: Sequence[MeasureView], *, without: Callable[[str], bool]) -> list[NearMiss]:
    """The nearest first: most criteria fulfilled. `without` names measures that are shown elsewhere."""
    found: dict[str, NearMiss] = {}
    for view in views:
        turned = [criterion for criterion in view.criteria if criterion.answer == "no"]
        fulfilled = sum(criterion.answer == "yes" for criterion in view.criteria)
        known = all(criterion.answer != "unknown" for criterion in view.criteria)
        if view.answer != "no" or len(turned) != 1 or fulfilled < FULFILLED or not known or without(view.measure_id):
            continue
        found.setdefault(view.measure_id, NearMiss(view, turned[0]))
    return sorted(found.values(), key=lambda near: (-len(near.view.criteria), near.view.number))[:MOST]


def happened_to(found: Explainer, person: int, language: Language) -> list[Happened]:
    """The open life events of a person, the latest first; nothing where the pack declares none."""
    if not found.pack.events:
        return []
    events = sorted(events_of(found.pack, found.evaluator, person), key=lambda event: event.day, reverse=True)
    return [
        Happened(
            day=event.day,
            title=event.event.title[language],
            says=event.event.says[language].format(day=date_text(event.day, language)),
            measures=frozenset(text.id for text in found.pack.texts.values() if event.event.name in text.events),
        )
        for event in events
    ]
