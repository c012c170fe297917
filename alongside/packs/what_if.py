"""What if a term were another: the same people decided twice, what it costs, who gains and who loses.

A person gains or loses as the one who is paid. A unit that is not known under one of the two laws and known under the
other is unclear: it counts in the costs of the law that knows it, and for nobody's gain or loss.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from alongside.base.refusal import Refusal
from alongside.base.text import Text
from alongside.packs.age_bands import BANDS, STEP, UNKNOWN_AGE, age_bands, told_of_people
from alongside.packs.changed_terms import ChangedTerm, law_with, read_changes, resting_on, term_days
from alongside.packs.load import Pack
from alongside.registers import open_delivery
from alongside.rules.definitions import Group
from alongside.rules.facts import Array, Facts
from alongside.rules.law import Law, Measure, order_of_parts
from alongside.rules.run import CaseRows, run_law

CHILDREN = ("0", "1", "2", "3", "4", "5+")
FREQUENCIES = ("monthly", "annual", "one_off", "in_kind")
Progress = Callable[[str, float], None]


class NothingRestsOnIt(Refusal):
    """No measure reads the terms that are to change."""

    code = "nothing_rests_on_it"


@dataclass(frozen=True)
class Side:
    """One law's outcome: how many units are a yes and not known, how many people are paid, what it costs."""

    yes: int
    unknown: int
    recipients: int
    cost_kopecks: int


@dataclass(frozen=True)
class Shift:
    """People who gain and lose, and how much (0 where a measure is in kind)."""

    gainers: int
    gained_kopecks: int
    losers: int
    lost_kopecks: int


@dataclass(frozen=True)
class MeasureShift:
    """One measure under both laws; `by_age` and `by_children` cut its people into bands."""

    measure_id: str
    number: int
    name: Text
    frequency: str
    before: Side
    after: Side
    unclear: int
    people: Shift
    by_age: dict[str, Shift]
    by_children: dict[str, Shift]


@dataclass(frozen=True)
class People:
    """Everybody taken together: gain only, lose only, gain one and lose another. `by_age`: those who gain, who lose."""

    gain: int
    lose: int
    both: int
    by_age: dict[str, tuple[int, int]]

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        by_age = {band: {"gain": gain, "lose": lose} for band, (gain, lose) in self.by_age.items()}
        return {"gain": self.gain, "lose": self.lose, "both": self.both, "by_age": by_age}


@dataclass(frozen=True)
class WhatIf:
    """The answer to one question. `together` adds up the measures of one frequency, each person's net."""

    pack: str
    pack_version: str
    on: date
    delivery_id: str
    as_of: date
    persons: int
    changes: tuple[ChangedTerm, ...]
    titles: dict[str, Text]
    measures: tuple[MeasureShift, ...]
    untouched: tuple[str, ...]
    together: dict[str, MeasureShift]
    everybody: People
    group: Text | None

    def as_json(self) -> dict[str, Any]:
        """The same as plain values; amounts in kopecks, days as ISO dates."""
        return {
            "pack": self.pack,
            "pack_version": self.pack_version,
            "on": self.on.isoformat(),
            "delivery_id": self.delivery_id,
            "as_of": self.as_of.isoformat(),
            "persons": self.persons,
            "changes": [_change_json(change, self.titles[change.name]) for change in self.changes],
            "measures": {shift.measure_id: _shift_json(shift) for shift in self.measures},
            "untouched": list(self.untouched),
            "together": {name: _shift_json(shift) for name, shift in self.together.items()},
            "everybody": self.everybody.as_json(),
        }


def what_if(
    pack: Pack,
    store: Path,
    on: date,
    terms: Path,
    *,
    measures: Sequence[str] = (),
    delivery: str | None = None,
    progress: Progress | None = None,
) -> WhatIf:
    """Decide by the law as it is and by the law with the terms of a file.

    Only measures that rest on a changed term (themselves, or through what they read) are decided, unless measures
    are named; the others come out the same and are listed.
    """
    pack.law.check_day(on)
    changes = read_changes(terms, pack, on)
    touched, chosen = _touched(pack, changes, measures)
    facts = open_delivery(store, pack.registers, delivery)
    group = _group(pack.law)
    bands = _Bands(pack.law, facts, on, group, _part_of(progress, "looking at people", 0.0))
    count = _Count(facts, bands)
    before = decided(pack.law, facts, on, chosen, _part_of(progress, "the law as it is:", 0.1))
    after = decided(law_with(pack.law, changes), facts, on, chosen, _part_of(progress, "the law changed:", 0.55))
    shifts = [count.measure(one, pack.texts[one.id].name, before[one.id], after[one.id]) for one in chosen]
    return WhatIf(
        pack=pack.name,
        pack_version=pack.version,
        on=on,
        delivery_id=facts.delivery_id,
        as_of=facts.as_of,
        persons=facts.persons,
        changes=tuple(changes),
        titles={change.name: pack.terms[change.name].title for change in changes},
        measures=tuple(sorted(shifts, key=lambda shift: shift.number)),
        untouched=tuple(one.id for one in pack.law.measures if one not in touched),
        together=count.together(),
        everybody=count.everybody(),
        group=group.title if group is not None else None,
    )


def _touched(
    pack: Pack, changes: Sequence[ChangedTerm], measures: Sequence[str]
) -> tuple[list[Measure], list[Measure]]:
    """The measures that rest on a changed term, and those to decide."""
    names = [change.name for change in changes]
    touched = resting_on(pack.law, names)
    if not touched:
        remedy = "Change a term that a measure reads."
        raise NothingRestsOnIt(f"No measure rests on {', '.join(names)}.", remedy=remedy)
    return touched, [pack.law.measure(name) for name in measures] or touched


def _part_of(progress: Progress | None, title: str, begin: float) -> Progress | None:
    """A run's own progress as a part of the whole."""
    if progress is None:
        return None
    told = progress
    return lambda what, share: told(f"{title} {what}", begin + share * (0.1 if begin == 0.0 else 0.45))


def decided(
    law: Law, facts: Facts, on: date, measures: list[Measure], progress: Progress | None
) -> dict[str, list[CaseRows]]:
    """The rows of each of these measures, its cases in the order of their names."""
    found: dict[str, list[CaseRows]] = {one.id: [] for one in measures}
    for rows in run_law(law, facts, on, measures, progress=progress):
        found[rows.measure.id].append(rows)
    return {name: sorted(cases, key=lambda rows: rows.case.name) for name, cases in found.items()}


def _group(law: Law) -> Group | None:
    """The grouping of people by which children are counted: the first that the law forms."""
    return next((part for part in order_of_parts(law, law.measures) if isinstance(part, Group)), None)


class _Bands:
    """For each person a band of age and one of children in the group, as positions in their names."""

    def __init__(self, law: Law, facts: Facts, on: date, group: Group | None, progress: Progress | None) -> None:
        told = told_of_people(law, facts, on, group, progress)
        self.age_names = BANDS
        self.age = age_bands(told)
        self.children_names = CHILDREN if group is not None else ()
        self.children = np.minimum(told % STEP, len(CHILDREN) - 1)


class _Count:
    """Adds up what people get under both laws."""

    def __init__(self, facts: Facts, bands: _Bands) -> None:
        self.facts = facts
        self.bands = bands
        self.nets: dict[str, Array] = {}
        self.shifts: dict[str, list[MeasureShift]] = {}
        self.paid: dict[str, tuple[Array, Array]] = {}

    def measure(self, one: Measure, name: Text, before: list[CaseRows], after: list[CaseRows]) -> MeasureShift:
        """One measure, all kinds of its units."""
        persons = self.facts.persons
        net = np.zeros(persons, np.int64)
        paid = (np.zeros(persons, bool), np.zeros(persons, bool))
        unclear = 0
        for was, now in zip(before, after, strict=True):
            open_units = unclear_units(was, now, max(persons, self.facts.places))
            unclear += int(np.count_nonzero(open_units))
            for rows, sign, recipients in ((was, -1, paid[0]), (now, 1, paid[1])):
                yes = rows.columns["out_answer"] == 1
                payee = rows.columns["out_payee"]
                recipients[payee[yes]] = True
                clear = yes & ~open_units[rows.columns["unit_key"]]
                worth = 1 if one.in_kind else rows.columns["out_amount"][clear]
                np.add.at(net, payee[clear], sign * worth)
        sides = [_side(rows, who, one.in_kind) for rows, who in ((before, paid[0]), (after, paid[1]))]
        shift = self._shift(one.id, one.number, name, one.frequency, (sides[0], sides[1]), unclear, net)
        self._add(one.frequency, shift, net, paid)
        return shift

    def together(self) -> dict[str, MeasureShift]:
        """All measures of each frequency: sums that may be added, and each person's net."""
        found = {}
        for frequency in (one for one in FREQUENCIES if one in self.nets):
            shifts = self.shifts[frequency]
            sides = tuple(
                Side(
                    sum(side.yes for side in part),
                    sum(side.unknown for side in part),
                    int(np.count_nonzero(paid)),
                    sum(side.cost_kopecks for side in part),
                )
                for part, paid in (
                    ([shift.before for shift in shifts], self.paid[frequency][0]),
                    ([shift.after for shift in shifts], self.paid[frequency][1]),
                )
            )
            unclear = sum(shift.unclear for shift in shifts)
            both = (sides[0], sides[1])
            net = self.nets[frequency]
            found[frequency] = self._shift(frequency, 0, Text("", ""), frequency, both, unclear, net)
        return found

    def everybody(self) -> People:
        """People by whether anything of theirs grows or shrinks, whatever its frequency."""
        nets = list(self.nets.values())
        more = np.logical_or.reduce([net > 0 for net in nets])
        less = np.logical_or.reduce([net < 0 for net in nets])
        gain, lose = more & ~less, less & ~more
        by_age = {
            name: (int(np.count_nonzero(gain & within)), int(np.count_nonzero(lose & within)))
            for name, within in self._within(self.bands.age_names, self.bands.age)
        }
        counts = [int(np.count_nonzero(who)) for who in (gain, lose, more & less)]
        return People(counts[0], counts[1], counts[2], by_age)

    def _add(self, frequency: str, shift: MeasureShift, net: Array, paid: tuple[Array, Array]) -> None:
        self.shifts.setdefault(frequency, []).append(shift)
        if frequency in self.nets:
            self.nets[frequency] += net
            was, now = self.paid[frequency]
            self.paid[frequency] = (was | paid[0], now | paid[1])
        else:
            self.nets[frequency] = net.copy()
            self.paid[frequency] = paid

    def _shift(
        self, name: str, number: int, title: Text, frequency: str, sides: tuple[Side, Side], unclear: int, net: Array
    ) -> MeasureShift:
        in_kind = frequency == "in_kind"
        bands = self.bands
        return MeasureShift(
            measure_id=name,
            number=number,
            name=title,
            frequency=frequency,
            before=sides[0],
            after=sides[1],
            unclear=unclear,
            people=_people(net, in_kind),
            by_age={band: _people(net[who], in_kind) for band, who in self._within(bands.age_names, bands.age)},
            by_children={
                band: _people(net[who], in_kind) for band, who in self._within(bands.children_names, bands.children)
            },
        )

    def _within(self, names: Sequence[str], band: Array) -> Iterator[tuple[str, Array]]:
        """Each band and who is in it; the band of those without an age only where there is somebody."""
        for place, name in enumerate(names):
            within = band == place
            if name != UNKNOWN_AGE or within.any():
                yield name, within


def unclear_units(before: CaseRows, after: CaseRows, size: int) -> Array:
    """For each key of a unit whether it is not known under exactly one of the laws."""
    unknown = []
    for rows in (before, after):
        marks = np.zeros(size, bool)
        marks[rows.columns["unit_key"][rows.columns["out_answer"] == 2]] = True
        unknown.append(marks)
    return np.not_equal(unknown[0], unknown[1])


def _side(cases: list[CaseRows], recipients: Array, in_kind: bool) -> Side:
    answers = [rows.columns["out_answer"] for rows in cases]
    costs = [int(rows.columns["out_amount"][rows.columns["out_answer"] == 1].sum()) for rows in cases]
    return Side(
        yes=sum(int(np.count_nonzero(answer == 1)) for answer in answers),
        unknown=sum(int(np.count_nonzero(answer == 2)) for answer in answers),
        recipients=int(np.count_nonzero(recipients)),
        cost_kopecks=0 if in_kind else sum(costs),
    )


def _people(net: Array, in_kind: bool) -> Shift:
    gain, loss = net[net > 0], net[net < 0]
    sums = (0, 0) if in_kind else (int(gain.sum()), -int(loss.sum()))
    return Shift(len(gain), sums[0], len(loss), sums[1])


def _change_json(change: ChangedTerm, title: Text) -> dict[str, Any]:
    return {
        "term": change.name,
        "title_ru": title.ru,
        "title_en": title.en,
        "on_the_day_before": change.value_before,
        "on_the_day_after": change.value_after,
        "values_before": term_days(change.before),
        "values_after": term_days(change.after),
    }


def _shift_json(shift: MeasureShift) -> dict[str, Any]:
    """A shift without what its own key says already."""
    found = asdict(shift)
    name = found.pop("name")
    found.pop("measure_id")
    if not shift.number:
        found.pop("number")
        return found
    return {"number": found.pop("number"), "name_ru": name["ru"], "name_en": name["en"], **found}
