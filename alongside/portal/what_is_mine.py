"""What is mine, ready to be shown: what comes next month to the kopeck, what waits for a word, what is being asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext

from alongside.base.text import Language
from alongside.base.wording import money_text
from alongside.entitlements.law import pack
from alongside.entitlements.models import Award
from alongside.entitlements.queries import comes_in, comes_monthly
from alongside.packs import phrases
from alongside.packs.explain import missing_fact
from alongside.packs.explanation import MissingFact
from alongside.packs.texts import MeasureText
from alongside.people.models import Person
from alongside.rules.tree import PERSON

Stands = Award.Stands
MONTHLY, YEARLY, ONCE, IN_KIND = "monthly", "annual", "one_off", "in_kind"
SOON = timedelta(days=92)


@dataclass(frozen=True)
class Share:
    """One award of a line: whose it is, by name; empty where it is the reader's own or the whole home's."""

    award: Award
    whom: str


@dataclass(frozen=True)
class Line:
    """One measure on one line, for one person or several.

    `amount` is the sum of all of them, in kopecks; `worth` says it with how often it comes.
    """

    measure: str
    name: str
    often: str
    amount: int
    shares: tuple[Share, ...]
    missing: tuple[MissingFact, ...] = ()
    because: str = ""
    worth: str = ""

    @property
    def award(self) -> Award:
        """The first of them: where all are alike, what it says holds for all."""
        return self.shares[0].award

    @property
    def names(self) -> list[str]:
        """For whom."""
        return [share.whom for share in self.shares if share.whom]

    def born_on(self, day: date) -> Iterator[str]:
        """The names of those among them whose birthday this is: of a birth, who was born."""
        for share in self.shares:
            if share.whom and share.award.person is not None and share.award.person.birth_date == day:
                yield share.whom

    @property
    def one(self) -> bool:
        """Whether the line is about a single award."""
        return len(self.shares) == 1


@dataclass(frozen=True)
class Mine:
    """Everything that is one person's, by how it stands. `total`: what comes to them in `month`, in kopecks."""

    month: date
    total: int = 0
    comes: tuple[Line, ...] = ()
    once: tuple[Line, ...] = ()
    yearly: tuple[Line, ...] = ()
    in_kind: tuple[Line, ...] = ()
    to_others: tuple[Line, ...] = ()
    offered: tuple[Line, ...] = ()
    to_apply: tuple[Line, ...] = ()
    asked: tuple[Line, ...] = ()
    in_doubt: tuple[Line, ...] = ()
    ending: tuple[Line, ...] = ()
    refused: tuple[Line, ...] = ()
    people: frozenset[int] = field(default_factory=frozenset)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all to be shown."""
        return not (self.standing or self.asked or self.refused)

    @property
    def standing(self) -> tuple[Line, ...]:
        """Everything to which there is a right now, taken or not."""
        money = (*self.comes, *self.once, *self.yearly)
        return (*money, *self.in_kind, *self.to_others, *self.offered, *self.to_apply)

    def names(self, measure: str) -> bool:
        """Whether a measure is among what is shown."""
        return any(line.measure == measure for line in (*self.standing, *self.asked, *self.refused))

    def brought_by(self, measures: Iterable[str]) -> tuple[Line, ...]:
        """What a life event brought: the lines of the measures that the law ties to it, the largest sum first."""
        tied = frozenset(measures)
        lines = [line for line in (*self.standing, *self.asked) if line.measure in tied]
        return tuple(sorted(lines, key=lambda line: -line.amount))


def month_after(day: date) -> date:
    """The first day of the month that follows."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def how_often(text: MeasureText) -> str:
    """How often a sum comes. Money in place of help in kind comes every month, or once where it is given once."""
    if comes_monthly(text):
        return MONTHLY
    return ONCE if text.frequency == IN_KIND else text.frequency


def worth_text(kopecks: int, often: str, language: Language) -> str:
    """A sum with how often it comes."""
    said = {"sum": money_text(kopecks, language, exact=True)}
    if often == MONTHLY:
        return gettext("%(sum)s a month") % said
    if often == YEARLY:
        return gettext("%(sum)s once a year") % said
    return gettext("%(sum)s once") % said


def what_is_mine(awards: Sequence[Award], reader: Person, on: date, language: Language) -> Mine:
    """Sort open awards (with their person and payee at hand) into what a reader wants to know on a day."""
    month = month_after(on)
    granted = [award for award in awards if award.stands == Stands.GRANTED]
    own = [award for award in granted if award.payee_id in (None, reader.pk)]
    money = [award for award in own if award.amount]
    comes = [award for award in money if award.measure in pack().texts and comes_in(award, month, pack())]

    def lines(found: Iterable[Award]) -> tuple[Line, ...]:
        return _lines(found, reader, language)

    def standing(*states: str) -> tuple[Line, ...]:
        return lines(award for award in awards if award.stands in states)

    return Mine(
        month=month,
        total=sum(award.amount or 0 for award in comes),
        comes=lines(comes),
        once=lines(award for award in money if _often(award) == ONCE),
        yearly=lines(award for award in money if _often(award) == YEARLY),
        in_kind=lines(award for award in own if not award.amount),
        to_others=lines(award for award in granted if award.payee_id not in (None, reader.pk)),
        offered=standing(Stands.OFFERED),
        to_apply=standing(Stands.TO_APPLY),
        asked=standing(Stands.ASKED),
        in_doubt=lines(award for award in granted if award.answer == Award.Answer.UNKNOWN),
        ending=lines(award for award in own if _ends_soon(award, on)),
        refused=standing(Stands.REFUSED),
        people=frozenset(_shown(awards, reader)),
    )


def what_is(award: Award, reader: Person, language: Language) -> Line:
    """One award as a line of its own."""
    return _line([award], reader, language)


def _shown(awards: Iterable[Award], reader: Person) -> Iterator[int]:
    """The ids of the people whom the lines name."""
    for award in awards:
        if award.person_id is not None and is_one_person(award):
            yield award.person_id
        if award.stands == Stands.GRANTED and award.payee_id not in (None, reader.pk):
            yield award.payee_id


def _often(award: Award) -> str:
    text = pack().texts.get(award.measure)
    return how_often(text) if text is not None else MONTHLY


def _ends_soon(award: Award, on: date) -> bool:
    """It will end by the law's word, or by itself within about three months."""
    if award.ends_on is not None:
        return True
    return award.until is not None and on < award.until <= on + SOON and _often(award) == MONTHLY


def _lines(awards: Iterable[Award], reader: Person, language: Language) -> tuple[Line, ...]:
    """One line for each measure; awards that wait for different facts, or end for other reasons, stand apart."""
    alike: dict[tuple[object, ...], list[Award]] = {}
    for award in awards:
        key = (award.measure, award.stands, award.missing, award.ends_on, award.payee_id)
        alike.setdefault(key, []).append(award)
    found = [_line(group, reader, language) for group in alike.values()]
    return tuple(sorted(found, key=lambda line: (-line.amount, line.name, line.names)))


def _line(awards: list[Award], reader: Person, language: Language) -> Line:
    first = awards[0]
    text = pack().texts.get(first.measure)
    amount = sum(award.amount or 0 for award in awards)
    shares = sorted((_share(award, reader) for award in awards), key=lambda share: share.whom)
    return Line(
        measure=first.measure,
        name=text.name[language] if text is not None else first.measure,
        often=_often(first),
        amount=amount,
        worth=worth_text(amount, _often(first), language) if amount else "",
        shares=tuple(shares),
        missing=missing_facts(first.missing, language),
        because=_because(text, first.ends_because, language),
    )


def missing_facts(names: str, language: Language) -> tuple[MissingFact, ...]:
    """The facts behind `register.column,register.*`, as an award keeps them."""
    registers = pack().registers
    return tuple(missing_fact(registers, name, language) for name in names.split(",") if "." in name)


def _because(text: MeasureText | None, criterion: str, language: Language) -> str:
    """Why an award ends: the sentence of the criterion that turned. Its numbers stand on the award's own page."""
    words = text.criteria.get(criterion) if text is not None else None
    if words is None:
        return ""
    if words.if_no is not None and "{" not in words.if_no[language]:
        return words.if_no[language]
    return f"«{words.sentence[language]}» — {phrases.NO[language].lower()}."


def _share(award: Award, reader: Person) -> Share:
    other = award.person if award.person_id != reader.pk and is_one_person(award) else None
    return Share(award, other.given_name if other is not None else "")


def is_one_person(award: Award) -> bool:
    """Whether the unit is a person, not a family or a home that goes by one."""
    measure = next((found for found in pack().law.measures if found.id == award.measure), None)
    case = next((found for found in measure.cases if found.unit.name == award.unit_kind), None) if measure else None
    return case is not None and case.unit.kind == PERSON
