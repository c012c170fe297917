"""The reasons and the sum of a decision as a page shows them: sentences, and bars that can be understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from alongside.base.text import Language
from alongside.entitlements.law import pack
from alongside.entitlements.models import Award
from alongside.packs.explanation import CriterionView, MeasureView, Source, StepView
from alongside.rules.awards import ABOVE_ZERO
from alongside.rules.tree import MONEY

LIMIT = "limit"  # the name by which the law shows a border beside a person's own sum


@dataclass(frozen=True)
class Bar:
    """A sum as a bar; widths are per cent of the picture. `limit_at`: where the border stands, empty without one."""

    width: str
    text: str
    limit_at: str = ""
    limit_text: str = ""
    above: bool = False


@dataclass(frozen=True)
class Reason:
    """One criterion, with a bar where it holds a sum against a border."""

    answer: str
    sentence: str
    shows: str
    because: str
    cites: str
    sources: tuple[Source, ...]
    missing: tuple[str, ...]
    bar: Bar | None = None


@dataclass(frozen=True)
class Step:
    """A named step of the sum, with a bar where it is money."""

    label: str
    value: str
    bar: Bar | None


def reasons_of(view: MeasureView) -> list[Reason]:
    """The criteria in the order of the law; a citation stands only where it is not the measure's own act."""
    return [
        Reason(
            answer=criterion.answer,
            sentence=criterion.sentence,
            shows=criterion.shows,
            because=criterion.because,
            cites="" if criterion.cites == view.act else criterion.cites,
            sources=criterion.sources,
            missing=tuple(dict.fromkeys(fact.holder for fact in criterion.missing)),
            bar=limit_bar(criterion),
        )
        for criterion in view.criteria
        if criterion.id != ABOVE_ZERO or _decides(view)
    ]


def _decides(view: MeasureView) -> bool:
    """Whether it is the sum alone that makes a no: beside another reason it says nothing of its own."""
    return [criterion.id for criterion in view.criteria if criterion.answer == "no"] == [ABOVE_ZERO]


def reasons_kept(award: Award, language: Language) -> list[Reason]:
    """The answers that the award itself keeps, where the delivery behind them is no longer held: without numbers."""
    text = pack().texts.get(award.measure)
    said = [part.split("=", 1) for part in award.criteria.split(",") if "=" in part]
    return [
        Reason(answer, text.criteria[name].sentence[language], "", "", "", (), ())
        for name, answer in said
        if text is not None and name in text.criteria
    ]


def limit_bar(criterion: CriterionView) -> Bar | None:
    """One's own sum against the border, where the law shows both as money and both are known."""
    money = [value for value in criterion.values if value.kind == MONEY and value.number is not None]
    limit = next((value for value in money if value.name == LIMIT), None)
    own = next((value for value in money if value.name != LIMIT), None)
    if criterion.answer == "unknown" or own is None or limit is None or not own.number or not limit.number:
        return None
    most = max(own.number, limit.number)
    return Bar(
        _share(own.number, most), own.text, _share(limit.number, most), limit.text, above=own.number > limit.number
    )


def steps_of(view: MeasureView) -> list[Step]:
    """The steps of the sum; money as bars of one scale, so that they can be compared."""
    money = [step.number for step in view.steps if _is_money(step)]
    most = max((number for number in money if number), default=0)
    drawn = len(money) > 1 and most > 0
    return [Step(step.label, step.value, _step_bar(step, most) if drawn else None) for step in view.steps]


def by_answer(reasons: Sequence[Reason], answer: str) -> list[Reason]:
    """The reasons with one answer."""
    return [reason for reason in reasons if reason.answer == answer]


def _step_bar(step: StepView, most: int) -> Bar | None:
    return Bar(_share(step.number or 0, most), step.value) if _is_money(step) else None


def _is_money(step: StepView) -> bool:
    return step.kind == MONEY and step.number is not None


def _share(number: int, most: int) -> str:
    """A width in per cent, written as SVG wants it."""
    return f"{max(0, number) * 1000 // most / 10:g}%"
