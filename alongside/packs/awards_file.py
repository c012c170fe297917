"""The file of awards, written while the rest is still being decided, in the order of the output: one more thread puts
decisions in words, and one writes them."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path
from types import TracebackType

from alongside.packs.table_file import TableFile
from alongside.rules.awards import CODED, awards_of, output_place, summary_of
from alongside.rules.facts import Facts
from alongside.rules.law import Measure
from alongside.rules.run import CaseRows

ROWS_AT_ONCE = 1 << 20
KEYS = ("unit_id", "payee_id")
ROWS_AHEAD = 2 << 20  # so many are put in words before they are written


class AwardsFile:
    """`awards.parquet` or `awards.csv` of these measures; used with `with`, and whole only when that has ended.

    The rows of a case are taken as they are decided, in any order. They are written by the number of the measure, then
    by the kind of unit, so the same decisions always give the same bytes.
    """

    def __init__(self, path: Path, measures: Sequence[Measure], facts: Facts, on: date) -> None:
        self.facts, self.on = facts, on
        self._file = TableFile(path, CODED, unlike=KEYS)
        cases = [(measure, case) for measure in measures for case in measure.cases]
        self._order = [case.name for _, case in sorted(cases, key=lambda pair: output_place(*pair))]
        self._waiting: dict[str, CaseRows] = {}
        self._worded: list[Future[None]] = []  # of each case, in the order of the output
        self._written: deque[tuple[int, Future[None]]] = deque()  # tables on their way to the file, and their rows
        self.counts: dict[str, list[dict[str, int]]] = {measure.id: [] for measure in measures}

    def __enter__(self) -> AwardsFile:
        self._file.__enter__()
        self._words, self._hand = ThreadPoolExecutor(1), ThreadPoolExecutor(1)
        return self

    def take(self, rows: CaseRows) -> None:
        """The rows of one case: counted, and written as soon as those before them are."""
        self.counts[rows.measure.id].append(summary_of(rows))
        self._waiting[rows.case.name] = rows
        while self._order and self._order[0] in self._waiting:
            self._worded.append(self._words.submit(self._put_in_words, self._waiting.pop(self._order.pop(0))))

    def _put_in_words(self, rows: CaseRows) -> None:
        """As many rows at a time as a row group holds: millions of reasons in words are more than a text array does."""
        for first in range(0, max(1, len(rows.columns["out_unit"])), ROWS_AT_ONCE):
            some = {name: values[first : first + ROWS_AT_ONCE] for name, values in rows.columns.items()}
            while sum(count for count, _ in self._written) > ROWS_AHEAD - len(some["out_unit"]):
                self._written.popleft()[1].result()
            table = awards_of(CaseRows(rows.measure, rows.case, some), self.facts, self.on)
            self._written.append((len(table), self._hand.submit(self._file.write, table)))

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._words.shutdown(cancel_futures=kind is not None)
        self._hand.shutdown(cancel_futures=kind is not None)
        try:
            if kind is None:
                for done in (*self._worded, *(written for _, written in self._written)):
                    done.result()  # what went wrong there goes wrong here
        finally:
            self._file.__exit__()
