"""One measure under the law as it is and under changed terms: crowds of payees by age, each with a mark of its own.

Unlike `what_if`, which tells its exact numbers to whoever has the registers, this is made for numbers that are shown to
people who may not see anybody: nothing leaves here but sums, and every crowd comes with a mark by which the same crowd
is known again, so that what is shown of it can be blurred the same way each time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from alongside.packs.age_bands import BANDS, ages_of
from alongside.packs.changed_terms import ChangedTerm, law_with
from alongside.packs.what_if import decided, unclear_units
from alongside.rules.facts import Array, Facts
from alongside.rules.law import Law, Measure
from alongside.rules.run import CaseRows
from alongside.rules.tree import PLACE

GROUPS = ("now", "begin", "end", "more", "less", "gain", "loss")
PLACES_APART = 1 << 60  # so that the mark of a place is not that of a person with the same number
Marks = Callable[[Array], Array]
Progress = Callable[[float], None]


@dataclass(frozen=True)
class Crowd:
    """Some people: how many, what they get or lose together, the most that one of them does (kopecks), their mark.

    The mark is the sum of its people's marks, modulo 2**64: the same people have the same, whatever was asked.
    """

    count: int
    kopecks: int
    most: int
    mark: int


@dataclass(frozen=True)
class Compared:
    """For each band of age its crowds of payees (GROUPS), and the decisions that are known under one law alone.

    `now`: paid by the law as it is. `begin` and `end`: paid by the changed law alone, and by the law as it is alone.
    `more` and `less`: paid by both, and otherwise. `gain` and `loss` are all who get more or less, with how much. A
    decision that is not known under exactly one of the laws is `unclear`, and makes nobody gain or lose.
    """

    bands: Mapping[str, Mapping[str, Crowd]]
    unclear: Crowd


def compare_terms(
    law: Law,
    facts: Facts,
    on: date,
    measure: Measure,
    changes: Sequence[ChangedTerm],
    *,
    marks: Marks,
    progress: Progress | None = None,
) -> Compared:
    """Decide one measure for everybody twice and count who gains and loses, by age of the payee.

    `marks` gives every whole number of an array an unsigned 64-bit one.
    """
    told = progress or (lambda share: None)
    age = ages_of(law, facts, on, lambda _, share: told(share * 0.1))
    before = decided(law, facts, on, [measure], lambda _, share: told(0.1 + share * 0.45))[measure.id]
    changed = law_with(law, changes)
    after = decided(changed, facts, on, [measure], lambda _, share: told(0.55 + share * 0.45))[measure.id]
    return _counted(facts, measure, age, before, after, marks)


def _counted(
    facts: Facts, measure: Measure, age: Array, before: list[CaseRows], after: list[CaseRows], marks: Marks
) -> Compared:
    now = _Paid(facts.persons)
    sides = (_Paid(facts.persons), _Paid(facts.persons))  # what is known under both laws
    unclear: list[Array] = []
    for was, then in zip(before, after, strict=True):
        at_place = was.case.unit.kind == PLACE
        keys = np.asarray(facts["place.key" if at_place else "person.key"]).astype(np.int64)
        doubtful = unclear_units(was, then, len(keys))
        unclear.append(marks(keys[doubtful] + (PLACES_APART if at_place else 0)))
        now.add(was, measure, ~np.zeros(len(keys), bool))
        for side, rows in zip(sides, (was, then), strict=True):
            side.add(rows, measure, ~doubtful)
    net = sides[1].sums - sides[0].sums
    both = sides[0].who & sides[1].who
    groups = {
        "now": (now.who, now.sums),
        "begin": (sides[1].who & ~both, net),
        "end": (sides[0].who & ~both, net),
        "more": (both & (net > 0), net),
        "less": (both & (net < 0), net),
        "gain": (net > 0, net),
        "loss": (net < 0, net),
    }
    mark_of = marks(np.asarray(facts["person.key"]).astype(np.int64))
    bands = {
        band: {name: _crowd(who & (age == place), worth, mark_of) for name, (who, worth) in groups.items()}
        for place, band in enumerate(BANDS)
    }
    doubts = np.concatenate([np.zeros(0, np.uint64), *unclear])
    return Compared(bands, Crowd(len(doubts), 0, 0, int(doubts.sum(dtype=np.uint64))))


class _Paid:
    """Who is paid, and how much together (in kind: how many things)."""

    def __init__(self, persons: int) -> None:
        self.who = np.zeros(persons, bool)
        self.sums = np.zeros(persons, np.int64)

    def add(self, rows: CaseRows, measure: Measure, counted: Array) -> None:
        """Those of these rows that are a yes for a unit that is counted."""
        yes = (rows.columns["out_answer"] == 1) & counted[rows.columns["unit_key"]]
        payee = rows.columns["out_payee"][yes]
        self.who[payee] = True
        np.add.at(self.sums, payee, 1 if measure.in_kind else rows.columns["out_amount"][yes])


def _crowd(who: Array, worth: Array, marks: Array) -> Crowd:
    sums = np.abs(worth[who])
    return Crowd(len(sums), int(sums.sum()), int(sums.max(initial=0)), int(marks[who].sum(dtype=np.uint64)))
