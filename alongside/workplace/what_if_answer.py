"""A what-if as a page says it: the question in words, the answer by age, its picture, what went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from alongside.base.text import Language
from alongside.base.wording import money_text, number_text
from alongside.entitlements.law import pack
from alongside.packs.changed_terms import resting_on
from alongside.packs.charts import signed_money
from alongside.rules.language import day_number
from alongside.rules.tree import MONEY
from alongside.workplace.models import WhatIf

COUNTS = ("now", "begin", "more", "less", "end")
ACROSS = 1000
MONTHS = 12
FAULTS = {
    "killed": (
        _("The worker stopped in the middle three times."),
        _("Tell the engineer of the site: it may need more memory. Then ask again."),
    ),
    "law_is_of_another_version": (
        _("The law has come in a new version since this was asked."),
        _("Ask once more from the page of the measure."),
    ),
    "number_too_large": (
        _("With these numbers a sum becomes larger than can be counted."),
        _("Ask once more with smaller numbers."),
    ),
    "date_outside_law": (_("The law does not reach the day of the last sweep."), _("Tell the engineer of the site.")),
}
OTHER_FAULT = (
    _("Something went wrong while this was counted."),
    _("Ask again. If it happens once more, tell the engineer of the site."),
)


@dataclass(frozen=True)
class ChangedLine:
    """A term that is another: what it is called, its values in words."""

    title: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """People of one band of age (or all, `band` is empty): counts as shown; money (kopecks), None where not said.

    `lost_from`, `lost`, `won_from`, `won`: the bar of the picture, from 0 to ACROSS.
    """

    band: str
    now: int
    begin: int
    more: int
    less: int
    end: int
    gain: int | None
    loss: int | None
    axis: int = 0
    lost: int = 0
    won: int = 0

    @property
    def then(self) -> int:
        """How many would receive it."""
        return max(0, self.now + self.begin - self.end)

    @property
    def turns(self) -> int:
        """How many more receive it than now; below 0 where fewer do."""
        return self.begin - self.end

    @property
    def better(self) -> int:
        """All who get more than now."""
        return self.begin + self.more

    @property
    def worse(self) -> int:
        """All who get less than now."""
        return self.end + self.less

    @property
    def lost_from(self) -> int:
        """Where the bar to the left begins."""
        return self.axis - self.lost

    @property
    def net(self) -> int | None:
        """What it costs more than now; None where nothing of it is said."""
        return None if self.gain is None and self.loss is None else (self.gain or 0) - (self.loss or 0)


@dataclass(frozen=True)
class Answer:
    """The answer: a line for each band in which there is anything to say, and all of them together."""

    lines: tuple[Line, ...]
    all: Line
    cost: int
    in_kind: bool
    frequency: str
    unclear: int

    def headline(self, language: Language) -> str:
        """How many more or fewer, and how much more or less a month or a year, in one sentence."""
        number = number_text(abs(self.all.turns), language)
        if self.all.turns > 0:
            people = gettext("About %(number)s more would receive it") % {"number": number}
        elif self.all.turns < 0:
            people = gettext("About %(number)s fewer would receive it") % {"number": number}
        else:
            people = gettext("About as many would receive it as now")
        return people if self.in_kind else f"{people}, {self._money(language)}"

    def _money(self, language: Language) -> str:
        net = self.all.net
        if not net:
            return gettext("and it would cost about the same")
        return f"{signed_money(net, language)}{self.how_often}"

    @property
    def how_often(self) -> str:
        """What follows a sum of this measure."""
        return {"monthly": f" {gettext('a month')}", "annual": f" {gettext('a year')}"}.get(self.frequency, "")

    @property
    def a_year(self) -> int | None:
        """What a monthly measure costs more or less in twelve months."""
        return (self.all.net or 0) * MONTHS if self.frequency == "monthly" and self.all.net else None


def answer_of(what_if: WhatIf) -> Answer | None:
    """The answer as it is shown; None while there is none."""
    if what_if.result is None:
        return None
    found = [_line(band, said) for band, said in what_if.result["bands"].items()]
    lines = [line for line in found if line.now or line.better or line.worse]
    frequency = str(pack().law.measure(what_if.measure).frequency)
    return Answer(
        lines=tuple(_drawn(lines)),
        all=_together(lines),
        cost=sum(said["money"]["now"] or 0 for said in what_if.result["bands"].values()),
        in_kind=frequency == "in_kind",
        frequency=frequency,
        unclear=what_if.result["unclear"],
    )


def changed_lines(what_if: WhatIf, language: Language) -> list[ChangedLine]:
    """What is changed, in the order of the law; a term the law no longer has is left out."""
    found = []
    for name, value in what_if.terms.items():
        term = pack().terms.get(name)
        if term is None:
            continue
        said = money_text if term.dated.kind == MONEY else number_text
        before = term.dated.at(day_number(what_if.on))
        found.append(ChangedLine(term.title[language], said(before, language), said(value, language)))
    return found


def others_resting_on(what_if: WhatIf, language: Language) -> list[tuple[str, str]]:
    """Other measures that read a changed term, themselves or through what they rest on: their ids and names."""
    known = [name for name in what_if.terms if name in pack().terms]
    found = resting_on(pack().law, known) if known else []
    return [(one.id, pack().texts[one.id].name[language]) for one in found if one.id != what_if.measure]


def fault_in_words(what_if: WhatIf) -> tuple[str, str]:
    """What went wrong and what to do."""
    said, remedy = FAULTS.get(what_if.fault, OTHER_FAULT)
    return gettext(said), gettext(remedy)


def _line(band: str, said: Mapping[str, Any]) -> Line:
    counts = {name: int(said[name]) for name in COUNTS}
    return Line(band=band, **counts, gain=said["money"]["gain"], loss=said["money"]["loss"])


def _together(lines: Iterable[Line]) -> Line:
    """The sum of what is shown, and of nothing else."""
    held = list(lines)
    counts = {name: sum(getattr(line, name) for line in held) for name in COUNTS}
    gains = [line.gain for line in held if line.gain is not None]
    losses = [line.loss for line in held if line.loss is not None]
    return Line(band="", **counts, gain=sum(gains) if gains else None, loss=sum(losses) if losses else None)


def _drawn(lines: list[Line]) -> Iterable[Line]:
    """Bars from one axis: who gets less to the left, who gets more to the right."""
    left, right = max((x.worse for x in lines), default=0), max((x.better for x in lines), default=0)
    whole = left + right or 1
    for line in lines:
        lost, won = ACROSS * line.worse // whole, ACROSS * line.better // whole
        yield replace(line, axis=ACROSS * left // whole, lost=lost, won=won)
