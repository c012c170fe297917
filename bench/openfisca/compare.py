"""Two sides' awards held against one another, measure by measure: the very units, counts, sums, each amount."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

FLOAT32_STEP = 2.0**-23  # between 1 and the next float32


@dataclass(frozen=True)
class Held:
    """One measure on both sides. Units that are not known to ours stand apart from all other counts."""

    measure: str
    unit_kind: str
    ours: int
    theirs: int
    only_ours: int
    only_theirs: int
    sum_ours: int
    sum_theirs: int
    largest_difference: int
    other_amounts: int
    beyond_float32: int
    not_known: int
    not_known_given: int

    @property
    def equal(self) -> bool:
        """The same units, and no amount further away than float32 explains."""
        return not (self.only_ours or self.only_theirs or self.beyond_float32)

    def told(self) -> dict[str, object]:
        """What stands in the output."""
        return {**asdict(self), "equal": self.equal}


def compare(ours: Path, theirs: Path, operations: int) -> list[Held]:
    """Each measure and kind of unit in either file. `operations`: roundings that an amount of theirs may go through."""
    names = ["measure_id", "unit_kind", "unit_id", "answer", "amount_kopecks"]
    one = pq.read_table(ours, columns=names)
    other = pq.read_table(theirs)
    cases = {(row["measure_id"], row["unit_kind"]) for table in (one, other) for row in _cases(table)}
    return [_held(measure, kind, _of(one, measure, kind), _of(other, measure, kind), operations)
            for measure, kind in sorted(cases)]  # fmt: skip


def _cases(table: pa.Table) -> list[dict[str, str]]:
    keys = ["measure_id", "unit_kind"]
    rows: list[dict[str, str]] = table.group_by(keys).aggregate([]).to_pylist()
    return rows


def _of(table: pa.Table, measure: str, kind: str) -> pa.Table:
    return table.filter(pc.and_(pc.equal(table["measure_id"], measure), pc.equal(table["unit_kind"], kind)))


def _held(measure: str, kind: str, ours: pa.Table, theirs: pa.Table, operations: int) -> Held:
    given = ours.filter(pc.equal(ours["answer"], "yes"))
    unknown = ours.filter(pc.equal(ours["answer"], "unknown"))
    unsure = pc.is_in(theirs["unit_id"], unknown["unit_id"].combine_chunks())
    surely = theirs.filter(pc.invert(unsure))
    place = pc.index_in(surely["unit_id"], given["unit_id"].combine_chunks())
    both = surely.filter(pc.is_valid(place))
    kopecks = np.asarray(given["amount_kopecks"].fill_null(0))
    mine = kopecks[np.asarray(place.drop_null())]
    yours = np.asarray(both["amount"]).astype(np.float64) * 100
    whole = np.rint(yours).astype(np.int64)
    gap = np.abs(whole - mine)
    allowed = np.maximum(np.abs(mine) * FLOAT32_STEP * operations, 1.0)
    matched = both.num_rows
    theirs_sum = int(np.rint(np.asarray(surely["amount"]).astype(np.float64) * 100).sum())
    return Held(
        measure=measure,
        unit_kind=kind,
        ours=given.num_rows,
        theirs=surely.num_rows,
        only_ours=given.num_rows - matched,
        only_theirs=surely.num_rows - matched,
        sum_ours=int(kopecks.sum()),
        sum_theirs=theirs_sum,
        largest_difference=int(gap.max(initial=0)),
        other_amounts=int(np.count_nonzero(gap)),
        beyond_float32=int(np.count_nonzero(gap > allowed)),
        not_known=unknown.num_rows,
        not_known_given=int(pc.sum(unsure).as_py() or 0),
    )
