"""Decide a sweep again, row by row, with the evaluator instead of the kernels, and say where the two do not agree.

The rows of the table are compared in every column; units that have no row must be a no, or not considered; and the
table as a whole must be in order, name each unit once and add up to what its summary says.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate, islice
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.compute as pc

from alongside.base.refusal import Refusal
from alongside.packs.held_sweep import HeldSweep, open_sweep
from alongside.packs.load import Pack
from alongside.packs.reasons import Decider, told
from alongside.registers import open_delivery
from alongside.rules.awards import SCHEMA
from alongside.rules.definitions import MeasureCase
from alongside.rules.evaluator import NOT_CONSIDERED, Book
from alongside.rules.tree import PERSON, PLACE

SAMPLE = 1000
_ATTEMPTS = 20
Progress = Callable[[str, float], None]


class SweepOfAnotherLaw(Refusal):
    """The sweep was decided by another pack, or by another version of this one."""

    code = "sweep_of_another_law"


class SweepReadCorrections(Refusal):
    """The sweep rests on more than its delivery."""

    code = "sweep_read_corrections"


@dataclass(frozen=True)
class Disagreement:
    """One thing that is not as it should be: where, what the awards say, what comes out when it is decided again."""

    measure_id: str
    unit: str
    column: str
    written: str
    computed: str

    def __str__(self) -> str:
        about = f"{self.measure_id} for {self.unit}" if self.unit else self.measure_id
        return f"{about}: {self.column}: the awards say {_quoted(self.written)}, the law {_quoted(self.computed)}"


@dataclass
class Verification:
    """What was decided again and what did not agree."""

    rows: int
    checked_rows: int = 0
    checked_without: int = 0
    not_considered: int = 0
    disagreements: list[Disagreement] = field(default_factory=list)


def verify(
    pack: Pack,
    store: Path,
    out: Path,
    *,
    sample: int | None = SAMPLE,
    seed: int = 1,
    progress: Progress | None = None,
) -> Verification:
    """Decide rows of the sweep in `out` again, and as many units without a row; all of both where sample is None.

    Refuses a sweep of another pack or version, and one whose delivery the store does not hold.
    """
    held = open_sweep(out)
    if (held.pack, held.pack_version) != (pack.name, pack.version):
        raise SweepOfAnotherLaw(
            f"{out} was decided by {held.pack} {held.pack_version}, this is {pack.name} {pack.version}.",
            remedy="Give the pack of that version with --pack, or sweep again.",
        )
    if held.summary.get("corrections"):
        raise SweepReadCorrections(
            f"{out} was decided with corrections of a site, edition {held.summary['corrections']}.",
            remedy="Compute its decisions again where the corrections are: alongside entitlements recompute.",
        )
    facts = open_delivery(store, pack.registers, held.delivery_id)
    check = _Check(held, Decider(Book(pack.law), facts, held.on), Random(seed), progress)
    check.whole()
    check.some_rows(sample)
    check.some_without(sample)
    return check.found


class _Check:
    """One verification: the sweep, who decides again, and what was found so far."""

    def __init__(self, held: HeldSweep, decider: Decider, random: Random, progress: Progress | None) -> None:
        self.held = held
        self.decider = decider
        self.random = random
        self.progress = progress
        self.counts = held.rows()
        self.found = Verification(sum(self.counts.values()))

    def whole(self) -> None:
        """The table as a whole: its measures, its order, each unit once, the counts and sums of the summary."""
        for name in self.counts:
            if name not in self.held.measures:
                self._say(name, "", "rows", str(self.counts[name]), "no such measure in summary.json")
        for name, about in self.held.measures.items():
            table = self.held.awards(name)
            answer = table["answer"]
            yes = pc.equal(answer, "yes")
            computed = {
                "yes": int(pc.sum(yes).as_py() or 0),
                "unknown": int(pc.sum(pc.equal(answer, "unknown")).as_py() or 0),
                "sum_kopecks": int(pc.sum(table["amount_kopecks"].filter(yes)).as_py() or 0),
            }
            for key, value in computed.items():
                if about.get(key) != value:
                    self._say(name, "", f"{key} in summary.json", str(about.get(key)), f"{value} by its rows")
            self._in_order(name, table)

    def _in_order(self, name: str, table: pa.Table) -> None:
        if table.num_rows < 2:
            return
        keys = pc.binary_join_element_wise(table["unit_kind"], table["unit_id"], " ").combine_chunks()
        wrong = pc.indices_nonzero(pc.greater_equal(keys[:-1], keys[1:]))
        if len(wrong):
            place = wrong[0].as_py()
            first, second = keys[place].as_py(), keys[place + 1].as_py()
            self._say(name, second, "order", f"it after {first}", "rows go by unit, each once")

    def some_rows(self, sample: int | None) -> None:
        """Rows of the table, every column."""
        names = [name for name in self.held.measures if name in self.counts]
        ends = list(accumulate(self.counts[name] for name in names))
        total = ends[-1] if ends else 0
        drawn = range(total) if sample is None else sorted(self.random.sample(range(total), min(sample, total)))
        begin = 0
        for name, end in zip(names, ends, strict=True):
            places = [place - begin for place in drawn[bisect_left(drawn, begin) : bisect_left(drawn, end)]]
            begin = end
            for row in self.held.texts(name).take(places).to_pylist() if places else ():
                self._step(f"rows of {name}", self.found.checked_rows / len(drawn) / 2)
                self.found.checked_rows += 1
                self._row(name, row)

    def _row(self, name: str, row: dict[str, str]) -> None:
        about = f"{row['unit_kind']} {row['unit_id']}"
        case = self.decider.case(name, row["unit_kind"])
        if case is None:
            self._say(name, about, "unit_kind", row["unit_kind"], "no such unit of this measure")
            return
        unit = self.decider.unit(case, row["unit_id"])
        if unit is None:
            self._say(name, about, "unit_id", row["unit_id"], "nobody in the delivery")
            return
        decision = self.decider.decide(case, unit)
        if decision.answer not in ("yes", "unknown"):
            why = told((c.id for c in decision.criteria if c.answer == "no"), "no")
            reason = f" ({why})" if why else ""
            self._say(name, about, "answer", row["answer"], f"{decision.answer.replace('_', ' ')}{reason}")
            return
        computed = self.decider.row(case, unit, decision)
        for column in SCHEMA.names:
            if row[column] != computed[column]:
                self._say(name, about, column, row[column], computed[column])

    def some_without(self, sample: int | None) -> None:
        """Units without a row: none of them may be a yes or not known."""
        cases = [case for name in self.held.measures for case in self.decider.book.law.measure(name).cases]
        drawn = self._everybody_without(cases) if sample is None else self._drawn_without(cases, sample)
        for case, unit in drawn:
            decision = self.decider.decide(case, unit)
            self.found.checked_without += 1
            share = self.found.checked_without / sample if sample else 0.5
            self._step(f"without {case.measure}", 0.5 + share / 2)
            self.found.not_considered += decision.answer == NOT_CONSIDERED
            if decision.answer in ("yes", "unknown"):
                about = f"{case.unit.name} {self.decider.unit_text(case, unit)}"
                self._say(case.measure, about, "answer", "nothing: there is no row", decision.answer)

    def _everybody_without(self, cases: Iterable[MeasureCase]) -> Iterator[tuple[MeasureCase, int]]:
        for case in cases:
            rows = self._with_rows(case)
            for unit in dict.fromkeys(self._units(case, range(self._size(case)))):
                if self.decider.unit_text(case, unit) not in rows:
                    yield case, unit

    def _drawn_without(self, cases: list[MeasureCase], sample: int) -> Iterator[tuple[MeasureCase, int]]:
        """So many units of cases drawn by lot; where nearly everybody has a row there may be fewer."""
        shares = [0] * len(cases)
        for _ in range(sample if cases else 0):
            shares[self.random.randrange(len(cases))] += 1
        owed = 0
        for case, share in zip(cases, shares, strict=True):
            owed += share
            size = self._size(case)
            if not owed or not size:
                continue
            rows = self._with_rows(case)
            drawn = (self.random.randrange(size) for _ in range(owed * _ATTEMPTS))
            units = dict.fromkeys(self._units(case, drawn))
            without = (unit for unit in units if self.decider.unit_text(case, unit) not in rows)
            for unit in islice(without, owed):
                owed -= 1
                yield case, unit

    def _size(self, case: MeasureCase) -> int:
        return self.decider.facts.places if case.unit.kind == PLACE else self.decider.facts.persons

    def _units(self, case: MeasureCase, drawn: Iterable[int]) -> Iterator[int]:
        """Units of a case: persons and places themselves, of a group the key person of each one drawn."""
        if case.unit.kind in (PERSON, PLACE):
            yield from drawn
            return
        for person in drawn:
            key = self.decider.evaluator.group_key(case.unit.kind, person)
            if key is not None:
                yield key

    def _with_rows(self, case: MeasureCase) -> set[str]:
        table = self.held.texts(case.measure)
        return set(table.filter(pc.equal(table["unit_kind"], case.unit.name))["unit_id"].to_pylist())

    def _say(self, measure_id: str, unit: str, column: str, written: str, computed: str) -> None:
        self.found.disagreements.append(Disagreement(measure_id, unit, column, written, computed))

    def _step(self, what: str, share: float) -> None:
        if self.progress:
            self.progress(what, share)


def _quoted(text: str) -> str:
    return text if " " in text else repr(text)
