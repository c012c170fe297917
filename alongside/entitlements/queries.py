"""What screens ask of this room: few questions each, whatever the number of awards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Q, Sum

from alongside.base.text import Text
from alongside.entitlements.models import Award, Change, Task
from alongside.entitlements.turns import Turn
from alongside.packs.applying import Applying
from alongside.packs.load import Pack
from alongside.packs.texts import MeasureText

HISTORY = 50


@dataclass(frozen=True)
class Payment:
    """A sum in kopecks and the day on which it comes."""

    amount: int
    day: date


@dataclass(frozen=True)
class Holding:
    """An award as its person sees it. `to_me`: they receive it themselves.

    `next` is the next payment of a monthly sum, None where none follows; `asked` names the registers that are asked,
    `holders` who keeps them.
    """

    award: Award
    name: Text
    to_me: bool
    once: bool
    next: Payment | None = None
    asked: tuple[str, ...] = ()
    holders: tuple[Text, ...] = ()
    application: Task | None = None


@dataclass(frozen=True)
class Line:
    """A line of an award's history; `law` is the new version where the law itself had changed."""

    award: int
    measure: str
    at: datetime
    on: date
    kind: str
    answer_before: str
    answer_after: str
    amount_before: int | None
    amount_after: int | None
    until_after: date | None
    because: str
    law: str = ""

    @property
    def label(self) -> str:
        """What happened, in words."""
        return str(Turn(self.kind).label) if self.kind in Turn.values else self.kind


@dataclass(frozen=True)
class Mine:
    """Everything a person has, is offered, waits for, refused, and what it came from; sums in kopecks.

    `in_doubt` stands as before and is asked about; it is also among `granted`. `next_month` is what comes to the
    person in the month after this one.
    """

    granted: tuple[Holding, ...] = ()
    offered: tuple[Holding, ...] = ()
    to_apply: tuple[Holding, ...] = ()
    asked: tuple[Holding, ...] = ()
    refused: tuple[Holding, ...] = ()
    next_month: int = 0
    history: tuple[Line, ...] = ()

    @property
    def in_doubt(self) -> tuple[Holding, ...]:
        """What stands although something is no longer known."""
        return tuple(one for one in self.granted if one.award.answer == Award.Answer.UNKNOWN)

    @property
    def ending(self) -> tuple[Holding, ...]:
        """What will end, with the criteria that say so in `award.ends_because`."""
        return tuple(one for one in self.granted if one.award.ends_on is not None)


@dataclass
class MeasureCounts:
    """How many open awards of a measure stand in which way, what the granted ones sum up to, and how many end."""

    stands: dict[str, int] = field(default_factory=dict)
    granted_sum: int = 0
    in_doubt: int = 0
    ending: int = 0


def mine(
    person_id: int,
    on: date,
    pack: Pack,
    *,
    awards: Iterable[Award] | None = None,
    tasks: Iterable[Task] | None = None,
) -> Mine:
    """What a person is the unit of or receives, on a day; of `awards` alone where a mandate opens only these.

    Three questions: awards, their open tasks, the last lines of their history; `tasks` are open ones that the caller
    has, those of these awards among them. Near misses are the explainer's.
    """
    found = list(Award.objects.of(person_id).open().order_by("measure", "pk") if awards is None else awards)
    if tasks is None:
        tasks = Task.objects.filter(award__in=found, kind=Task.Kind.APPLICATION, done_at__isnull=True)
    applications = {task.award_id: task for task in tasks if task.kind == Task.Kind.APPLICATION}
    held = [_holding(award, person_id, on, pack, applications.get(award.pk)) for award in found]
    by_stands: dict[str, list[Holding]] = {}
    for one in held:
        by_stands.setdefault(one.award.stands, []).append(one)
    sums = [one.award.amount or 0 for one in held if one.to_me and comes_in(one.award, _next_month(on), pack)]
    return Mine(
        granted=tuple(by_stands.get(Award.Stands.GRANTED, ())),
        offered=tuple(by_stands.get(Award.Stands.OFFERED, ())),
        to_apply=tuple(by_stands.get(Award.Stands.TO_APPLY, ())),
        asked=tuple(by_stands.get(Award.Stands.ASKED, ())),
        refused=tuple(by_stands.get(Award.Stands.REFUSED, ())),
        next_month=sum(sums),
        history=_history_of(person_id, found if awards is not None else None),
    )


def award_history(award: Award) -> tuple[Line, ...]:
    """Every turn of an award, the last one first; one question."""
    return _lines(Change.objects.filter(award=award).select_related("award", "sweep").order_by("-pk"))


def counts_by_measure() -> Mapping[str, MeasureCounts]:
    """What stands of each measure; one question. The counts are exact: who shows them hides the small ones."""
    found: dict[str, MeasureCounts] = {}
    groups = (
        Award.objects.open()
        .values("measure", "stands")
        .annotate(
            count=Count("pk"),
            total=Sum("amount"),
            in_doubt=Count("pk", filter=Q(answer=Award.Answer.UNKNOWN)),
            ending=Count("pk", filter=Q(ends_on__isnull=False)),
        )
        .order_by("measure", "stands")
    )
    for group in groups:
        counts = found.setdefault(group["measure"], MeasureCounts())
        counts.stands[group["stands"]] = group["count"]
        if group["stands"] == Award.Stands.GRANTED:
            counts.granted_sum = int(group["total"] or 0)
            counts.in_doubt, counts.ending = group["in_doubt"], group["ending"]
    return found


def _holding(award: Award, person_id: int, on: date, pack: Pack, application: Task | None) -> Holding:
    asked = sorted({name.partition(".")[0] for name in award.missing.split(",") if name})
    text = pack.texts[award.measure]
    one = Holding(
        award=award,
        name=text.name,
        to_me=award.payee_id == person_id,
        once=text.given_once,
        asked=tuple(asked),
        holders=tuple(pack.registers[name].holder for name in asked),
        application=application,
    )
    day = _pay_day(on, pack.applying)
    days = [day, _pay_day(_next_month(on), pack.applying)] if day < on else [day]
    if comes_in(award, days[-1], pack):
        return Holding(**{**vars(one), "next": Payment(award.amount or 0, days[-1])})
    return one


def comes_monthly(text: MeasureText) -> bool:
    """Whether its sums come every month; money in place of help in kind does, unless it is given once."""
    return text.frequency == "monthly" or (text.frequency == "in_kind" and not text.given_once)


def comes_in(award: Award, month: date, pack: Pack) -> bool:
    """Whether a sum of an award comes in the month of a day: it is granted, monthly, and in force on a day of it."""
    first = month.replace(day=1)
    if not comes_monthly(pack.texts[award.measure]) or award.stands != Award.Stands.GRANTED or not award.amount:
        return False
    begun = award.since is None or award.since < _next_month(first)
    return begun and (award.until is None or first < award.until) and (award.ends_on is None or first < award.ends_on)


def _pay_day(month: date, applying: Applying) -> date:
    return month.replace(day=applying.pay_day)


def _next_month(day: date) -> date:
    return day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1, day=1)


def _history_of(person_id: int, awards: list[Award] | None) -> tuple[Line, ...]:
    whose = Q(award__person=person_id) | Q(award__payee=person_id) if awards is None else Q(award__in=awards)
    changes = Change.objects.filter(whose).select_related("award", "sweep").order_by("-pk")
    return _lines(changes[:HISTORY])


def _lines(changes: Iterable[Change]) -> tuple[Line, ...]:
    return tuple(
        Line(
            award=change.award_id,
            measure=change.award.measure,
            at=change.at,
            on=change.on,
            kind=change.kind,
            answer_before=change.answer_before,
            answer_after=change.answer_after,
            amount_before=change.amount_before,
            amount_after=change.amount_after,
            until_after=change.until_after,
            because=change.criteria,
            law=change.sweep.pack_version if change.sweep and "law_before" in change.sweep.counts else "",
        )
        for change in changes
    )
