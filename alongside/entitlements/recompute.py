"""Compute a decision again from the delivery it names, and say whether it comes out the same, to the kopeck."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from alongside.entitlements import law
from alongside.entitlements.corrections import facts_with
from alongside.entitlements.models import Award
from alongside.entitlements.refusals import LawIsOfAnotherVersion
from alongside.packs.load import Pack
from alongside.packs.reasons import Decider
from alongside.rules.definitions import MeasureCase
from alongside.rules.evaluator import Book
from alongside.rules.facts import Facts
from alongside.rules.language import number_day
from alongside.rules.tree import PLACE

FactsOf = Callable[[str, int], Facts]
"""The facts of a delivery with the corrections of an edition laid over."""


@dataclass(frozen=True)
class Difference:
    """A column that comes out otherwise: what the award says, what the law says again."""

    column: str
    written: str
    computed: str


@dataclass(frozen=True)
class Recomputed:
    """A decision computed again; it is equal where nothing differs."""

    award: Award
    differences: tuple[Difference, ...] = ()

    @property
    def equal(self) -> bool:
        """Whether it came out the same."""
        return not self.differences


def recompute(award: Award, pack: Pack, decider: Decider | None = None) -> Recomputed:
    """Decide the unit of an award again for the day, by the delivery and by the edition of corrections that it names.

    What rests on a decision is compared: the answer then, the sum, who receives, the end, each criterion, what is
    missing. The beginning is, too, for what is given once; else an award begins with the first of its decisions. An end
    that moved because the answer is being waited for is no decision. Refuses a decision by another version of the law.
    """
    if award.pack_version != pack.version:
        raise LawIsOfAnotherVersion(award.pack_version, pack.version)
    if decider is None:
        decider = Decider(law.book(), facts_with(award.delivery, award.corrections), award.decided_on)
    case = decider.case(award.measure, award.unit_kind)
    place = None if case is None else _place(decider.facts, case, award.unit)
    if case is None or place is None:
        return Recomputed(award, (Difference("unit", "a unit", "nobody in the delivery"),))
    decision = decider.decide(case, place)
    payee = None if decision.payee is None else int(decider.facts["person.key"][decision.payee])
    computed = {
        "answer": decision.answer,
        "amount": decision.amount if decision.answer == "yes" else None,
        "payee": payee,
        "until": _day(decision.until) if decision.answer == "yes" else None,
        "since": _day(decision.since) if decision.answer == "yes" else None,
        "criteria": ",".join(f"{one.id}={one.answer}" for one in decision.criteria),
        "missing": decider.row(case, place, decision)["missing"],
    }
    written = _written(award, pack)
    return Recomputed(
        award,
        tuple(
            Difference(name, str(value), str(computed[name]))
            for name, value in written.items()
            if value != computed[name]
        ),
    )


def recompute_all(awards: Iterable[Award], pack: Pack, facts_of: FactsOf) -> Iterator[Recomputed]:
    """Many decisions again; awards come with `payee`. What they rest on is opened once."""
    book = Book(pack.law)

    @lru_cache(maxsize=8)
    def decider_of(delivery: str, edition: int, on: date) -> Decider:
        return Decider(book, facts_of(delivery, edition), on)

    for award in awards:
        same_law = award.pack_version == pack.version
        decider = decider_of(award.delivery, award.corrections, award.decided_on) if same_law else None
        yield recompute(award, pack, decider)


def _place(facts: Facts, case: MeasureCase, unit: int) -> int | None:
    return facts.find_place(unit) if case.unit.kind == PLACE else facts.find_person(unit)


def _written(award: Award, pack: Pack) -> dict[str, object]:
    """What the award says of its decision."""
    yes = award.since is not None
    said: dict[str, object] = {
        "answer": "yes" if yes else "unknown",
        "amount": award.amount,
        "payee": award.payee.key if award.payee is not None else None,
        "criteria": award.criteria,
        "missing": "" if yes else award.missing,
    }
    if award.answer == Award.Answer.YES:
        said["until"] = award.until
    if pack.texts[award.measure].given_once:
        said["since"] = award.since
    return said


def _day(number: int | None) -> date | None:
    return None if number is None else number_day(number)
