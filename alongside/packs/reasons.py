"""Why a unit has no row in the awards: a "no" leaves none, so the evaluator decides the unit again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from alongside.rules.awards import ABOVE_ZERO, missing_names
from alongside.rules.definitions import MeasureCase
from alongside.rules.evaluator import Book, Decision, Evaluator
from alongside.rules.facts import Facts
from alongside.rules.language import number_day
from alongside.rules.tree import PLACE

FRESH_AFTER = 2000  # an evaluator keeps what it found; a fresh one now and then keeps memory small


class Decider:
    """Decides single units of one law over one store on one day, however many there are."""

    def __init__(self, book: Book, facts: Facts, on: date) -> None:
        self.book = book
        self.facts = facts
        self.on = on
        self._evaluator = Evaluator(book, facts, on)
        self._asked = 0

    @property
    def evaluator(self) -> Evaluator:
        """The evaluator in use: a fresh one after every so many questions."""
        self._asked += 1
        if self._asked % FRESH_AFTER == 0:
            self._evaluator = Evaluator(self.book, self.facts, self.on)
        return self._evaluator

    def case(self, measure_id: str, unit_kind: str) -> MeasureCase | None:
        """The rule of a measure for a kind of unit, as the awards name it."""
        cases = self.book.law.measure(measure_id).cases
        return next((case for case in cases if case.unit.name == unit_kind), None)

    def unit(self, case: MeasureCase, unit_id: str) -> int | None:
        """The index of the unit with this key; None where the delivery does not hold it."""
        place = case.unit.kind == PLACE
        form = self.facts.registers.place_key if place else self.facts.registers.person_key
        number = form.number(unit_id)
        if number is None:
            return None
        return self.facts.find_place(number) if place else self.facts.find_person(number)

    def unit_text(self, case: MeasureCase, unit: int) -> str:
        """The key of a unit as it is written."""
        return self.facts.place_text(unit) if case.unit.kind == PLACE else self.facts.person_text(unit)

    def decide(self, case: MeasureCase, unit: int) -> Decision:
        """The decision for a unit."""
        return self.evaluator.decide(case, unit)

    def row(self, case: MeasureCase, unit: int, decision: Decision) -> dict[str, str]:
        """The row of the awards table that a decision makes, every cell as text."""
        yes = decision.answer == "yes"
        return {
            "on": self.on.isoformat(),
            "measure_id": case.measure,
            "unit_kind": case.unit.name,
            "unit_id": self.unit_text(case, unit),
            "payee_id": "" if decision.payee is None else self.facts.person_text(decision.payee),
            "answer": decision.answer,
            "amount_kopecks": str(decision.amount) if yes else "",
            "since": _iso(decision.since) if yes else "",
            "until": _iso(decision.until) if yes else "",
            "criteria": ",".join(f"{criterion.id}={criterion.answer}" for criterion in decision.criteria),
            "missing": ",".join(missing_names(decision.missing, self.facts)),
        }


def told(names: Iterable[str], answer: str) -> str:
    """`id=answer` with commas between; the amount speaks only alone: before the others are yes it is not asked."""
    found = list(names)
    own = [name for name in found if name != ABOVE_ZERO]
    return ",".join(f"{name}={answer}" for name in own or found)


def _iso(day: int | None) -> str:
    return "" if day is None else number_day(day).isoformat()
