"""The answer of every measure for a person and the children they raise, whether or not there is an award."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from alongside.base.text import Language
from alongside.entitlements.explaining import index_of
from alongside.entitlements.law import pack
from alongside.packs.explain import Explainer
from alongside.packs.explanation import MeasureView
from alongside.packs.texts import MeasureText
from alongside.people.models import Person
from alongside.portal.reasons import Reason, by_answer, reasons_of
from alongside.rules.tree import PERSON

ORDER = ("yes", "unknown", "no", "not_considered")


@dataclass(frozen=True)
class ForOne:
    """The answer for one unit. `name` is empty where the unit is the reader, the family or the home."""

    name: str
    view: MeasureView
    against: list[Reason]
    unknown: list[Reason]
    fulfilled: list[Reason]


@dataclass(frozen=True)
class Answered:
    """A measure with its answer: the best one among the units; `people` are the ids of those whom it names."""

    measure: str
    name: str
    summary: str
    answer: str
    act: str
    award: int | None = None
    turned: str = ""
    units: tuple[ForOne, ...] = ()
    people: tuple[int, ...] = ()
    as_of: date | None = None


def all_answers(
    found: Explainer | None, people: Sequence[Person], awards: Mapping[str, int], language: Language
) -> list[Answered]:
    """Every measure of the pack in its order; `people` are the reader and those whose rights they may see.

    `awards`: the id of an open award by measure. Without an explainer nothing is known and every answer is unknown.
    """
    views = _views(found, people, language)
    answered = []
    for measure in pack().law.measures:
        own = views.get(measure.id, [])
        best = min((view for _, view in own), key=lambda view: ORDER.index(view.answer), default=None)
        answer = "unknown" if found is None else "no" if best is None else _plain(best.answer)
        text = pack().texts[measure.id]
        turned = _turned(best, text, language) if answer == "no" else ""
        told = _answered(text, answer, language)
        answered.append(replace(told, award=awards.get(measure.id), turned=turned))
    return answered


def one_answer(found: Explainer | None, people: Sequence[Person], measure: str, language: Language) -> Answered:
    """One measure with the reasons for each unit, those with the best answer first."""
    views = _views(found, people, language, only=measure).get(measure, [])
    views = [(person, view) for person, view in views if view.answer != "not_considered"]
    views.sort(key=lambda each: ORDER.index(each[1].answer))
    units = tuple(_for_one(view, person, people[0]) for person, view in views)
    answer = "unknown" if found is None else views[0][1].answer if views else "not_considered"
    shown = tuple({person.pk: None for person, _ in views if person is not None})
    told = _answered(pack().texts[measure], answer, language)
    return replace(told, units=units, people=shown, as_of=found.facts.as_of if found is not None else None)


def _answered(text: MeasureText, answer: str, language: Language) -> Answered:
    said = text.for_whom if answer == "not_considered" and text.for_whom is not None else text.summary
    return Answered(text.id, text.name[language], said[language], answer, text.act[language])


def _views(
    found: Explainer | None, people: Sequence[Person], language: Language, only: str = ""
) -> dict[str, list[tuple[Person | None, MeasureView]]]:
    """The views of the units that may be seen, by measure: the people named, their family and home."""
    index = index_of(found, people[0]) if found is not None else None
    if found is None or index is None:
        return {}
    by_key = {found.facts.registers.person_key.text(person.key): person for person in people}
    measures = [measure for measure in found.pack.law.measures if only in ("", measure.id)]
    views: dict[str, list[tuple[Person | None, MeasureView]]] = {}
    for view in found.explain(index, language, measures).measures:
        single = _is_single(found, view)
        if not single or view.unit_id in by_key:
            person = by_key.get(view.unit_id) if single else None
            views.setdefault(view.measure_id, []).append((person, view))
    return views


def _is_single(found: Explainer, view: MeasureView) -> bool:
    cases = found.pack.law.measure(view.measure_id).cases
    return next(case.unit.kind for case in cases if case.unit.name == view.unit_kind) == PERSON


def _for_one(view: MeasureView, person: Person | None, reader: Person) -> ForOne:
    reasons = reasons_of(view)
    name = person.given_name if person is not None and person.pk != reader.pk else ""
    return ForOne(name, view, by_answer(reasons, "no"), by_answer(reasons, "unknown"), by_answer(reasons, "yes"))


def _plain(answer: str) -> str:
    return "no" if answer == "not_considered" else answer


def _turned(view: MeasureView | None, text: MeasureText, language: Language) -> str:
    """What stands in the way, in one sentence; for whom the measure is where the person is not meant."""
    if view is None or view.answer == "not_considered":
        return text.for_whom[language] if text.for_whom is not None else ""
    turned = next((criterion for criterion in view.criteria if criterion.answer == "no"), None)
    return "" if turned is None else turned.because or turned.sentence
