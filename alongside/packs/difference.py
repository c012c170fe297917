"""What is different since an earlier sweep: who gained, who lost, whose sum is another, and which criteria say so.

Kinds, by what stood in the earlier awards and stands in these (no row: the answer is no, or nobody asked):

    gained             now yes, before no row or not known
    lost               before yes, now no row
    changed            yes both times, with another amount, payee, since or until; `what` names the columns
    newly_unknown      now not known, before yes or no row
    no_longer_unknown  before not known, now no row (not known that became yes is gained)

`speaks` names criteria as the awards do. Lost and no_longer_unknown: those that are no now. Newly unknown: those that
are not known. Gained: those that turned to yes - known where the earlier row was a not known, or where the store still
holds the earlier delivery and the law is of the same version; else empty. `considered=no` stands for a unit whom the
measure no longer considers, `held=no` for one whom the delivery does not hold; with `=yes` it was so before.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from alongside.base.refusal import Refusal
from alongside.packs.held_sweep import HeldSweep, open_sweep
from alongside.packs.load import Pack
from alongside.packs.reasons import Decider, told
from alongside.packs.sweep import SUMMARY, Corrections, Decide, check_out, put_in_place, sweep
from alongside.packs.table_file import TableFile
from alongside.registers import open_delivery
from alongside.registers.refusals import DeliveryNotHeld
from alongside.rules.evaluator import NOT_CONSIDERED, Book
from alongside.rules.facts import StoreIsBroken
from alongside.rules.run import run_law

KINDS = ("gained", "lost", "changed", "newly_unknown", "no_longer_unknown")
REASONS = 1000
SCHEMA = pa.schema(
    [
        ("measure_id", pa.string()),
        ("unit_kind", pa.string()),
        ("unit_id", pa.string()),
        ("kind", pa.string()),
        ("payee_id_before", pa.string()),
        ("payee_id", pa.string()),
        ("answer_before", pa.string()),
        ("answer", pa.string()),
        ("amount_kopecks_before", pa.int64()),
        ("amount_kopecks", pa.int64()),
        ("since_before", pa.date32()),
        ("since", pa.date32()),
        ("until_before", pa.date32()),
        ("until", pa.date32()),
        ("what", pa.string()),
        ("speaks", pa.string()),
        ("missing", pa.string()),
    ]
)
COMPARED = ("amount_kopecks", "payee_id", "since", "until")
_KEYS = ["unit_kind", "unit_id"]
_SIDE = ["payee_id", "answer", "amount_kopecks", "since", "until", "criteria", "missing"]
Progress = Callable[[str, float], None]


class SweepOfAnotherPack(Refusal):
    """The earlier sweep decided by the law of another pack."""

    code = "sweep_of_another_pack"


def sweep_since(
    pack: Pack,
    store: Path,
    on: date,
    out: Path,
    since: Path,
    *,
    measures: Sequence[str] = (),
    form: str = "parquet",
    delivery: str | None = None,
    corrections: Corrections | None = None,
    reasons: int = REASONS,
    progress: Progress | None = None,
    decide: Decide = run_law,
) -> dict[str, Any]:
    """Sweep, and write beside the awards what is different since the sweep in `since`; all of it or nothing.

    At most `reasons` units of each measure and kind are decided again to say which criteria speak. Gives the
    summary, with `difference` in it.
    """
    earlier = open_sweep(since)
    if earlier.pack != pack.name:
        raise SweepOfAnotherPack(
            f"{since} was decided by the pack {earlier.pack}, this is {pack.name}.",
            remedy="Compare sweeps of one pack.",
        )
    check_out(out)
    part = out.with_name(f".{out.name}.{os.getpid()}.since")
    shutil.rmtree(part, ignore_errors=True)
    try:
        common: dict[str, Any] = {"measures": measures, "form": form, "delivery": delivery, "progress": progress}
        summary = sweep(pack, store, on, part, corrections=corrections, decide=decide, **common)
        comparison = Comparison(pack, store, earlier, open_sweep(part), reasons)
        summary["difference"] = comparison.write(part / f"difference.{form}", progress)
        (part / SUMMARY).write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        put_in_place(part, out)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return summary


class Comparison:
    """Two sweeps of one pack, held against one another measure by measure."""

    def __init__(self, pack: Pack, store: Path, before: HeldSweep, now: HeldSweep, reasons: int) -> None:
        self.before, self.now = before, now
        self.reasons = reasons
        book = Book(pack.law)
        self.decider = Decider(book, open_delivery(store, pack.registers, now.delivery_id), now.on)
        self.earlier = self._earlier(pack, store, book)
        self.not_asked = 0

    def _earlier(self, pack: Pack, store: Path, book: Book) -> Decider | None:
        """Who can say why somebody had no row before: only the same law over the same delivery."""
        if self.before.pack_version != pack.version:
            return None
        try:
            facts = open_delivery(store, pack.registers, self.before.delivery_id)
        except (DeliveryNotHeld, StoreIsBroken):
            return None
        return Decider(book, facts, self.before.on)

    def write(self, path: Path, progress: Progress | None) -> dict[str, Any]:
        """Write every difference, in the order of the awards; gives the counts and what was compared with what."""
        both = [name for name in self.now.measures if name in self.before.measures]
        counts: dict[str, dict[str, int]] = {}
        with TableFile(path, SCHEMA) as writer:
            for place, name in enumerate(both):
                if progress:
                    progress(f"comparing {name}", place / len(both))
                table = self.of_measure(name)
                counts[name] = _counts(table)
                writer.write(table)
        return {
            "since": {
                "on": self.before.on.isoformat(),
                "delivery_id": self.before.delivery_id,
                "pack_version": self.before.pack_version,
                "format": self.before.form,
            },
            "same_law": self.before.pack_version == self.now.pack_version,
            "same_format": self.before.form == self.now.form,
            "only_before": [name for name in self.before.measures if name not in self.now.measures],
            "only_now": [name for name in self.now.measures if name not in self.before.measures],
            "gained_reasons_known": self.earlier is not None,
            "reasons_not_asked": self.not_asked,
            "measures": counts,
        }

    def of_measure(self, measure_id: str) -> pa.Table:
        """The differences of one measure, in the order of units."""
        joined = with_kinds(joined_awards(self.before.awards(measure_id), self.now.awards(measure_id)))
        count = joined.num_rows
        columns = {name: joined[name] for name in joined.column_names}
        columns["measure_id"] = pa.repeat(pa.scalar(measure_id, pa.string()), count)
        columns["what"] = _what(joined)
        columns["speaks"] = self._speaks(measure_id, joined)
        unknown = pc.equal(joined["kind"], "newly_unknown")
        columns["missing"] = pc.if_else(unknown, joined["missing"], "")
        return pa.table([columns[name].cast(SCHEMA.field(name).type) for name in SCHEMA.names], schema=SCHEMA)

    def _speaks(self, measure_id: str, joined: pa.Table) -> pa.Array:
        """The criteria that speak in each row: read from the rows where they stand, else asked of the evaluator."""
        kinds = joined["kind"].to_pylist()
        found = _by_criteria(joined)
        asked = dict.fromkeys(KINDS, 0)
        for place, (kind, before, unit_kind, unit_id) in enumerate(
            zip(
                kinds,
                joined["answer_before"].to_pylist(),
                *(joined[name].to_pylist() for name in _KEYS),
                strict=True,
            )
        ):
            then = kind == "gained" and before is None
            decider = self.earlier if then else self.decider
            if decider is None or not (then or kind in ("lost", "no_longer_unknown")):
                continue
            asked[kind] += 1
            if asked[kind] > self.reasons:
                self.not_asked += 1
                continue
            found[place] = _turned(decider, measure_id, unit_kind, unit_id, "yes" if then else "no")
        return pa.array(found, pa.string())


def joined_awards(before: pa.Table, now: pa.Table) -> pa.Table:
    """A row for each unit that stands in either table: `x_before` and `x`, null where it has no row."""
    old = before.select([*_KEYS, *_SIDE]).rename_columns([*_KEYS, *(f"{name}_before" for name in _SIDE)])
    return now.select([*_KEYS, *_SIDE]).join(old, keys=_KEYS, join_type="full outer")


def with_kinds(joined: pa.Table) -> pa.Table:
    """The rows that are different, each with its kind, in the order of units."""
    now, before = joined["answer"], joined["answer_before"]
    gone, fresh = pc.is_null(now), pc.is_null(before)
    yes, was = (pc.fill_null(pc.equal(answer, "yes"), False) for answer in (now, before))
    unknown, doubtful = (pc.fill_null(pc.equal(answer, "unknown"), False) for answer in (now, before))
    changed = pc.invert(pc.equal(_what(joined), ""))
    tests = {
        "gained": pc.and_(yes, pc.or_(fresh, doubtful)),
        "lost": pc.and_(was, gone),
        "changed": pc.and_(pc.and_(yes, was), changed),
        "newly_unknown": pc.and_(unknown, pc.or_(fresh, was)),
        "no_longer_unknown": pc.and_(doubtful, gone),
    }
    kind = pa.nulls(joined.num_rows, pa.string())
    for name, test in tests.items():
        kind = pc.if_else(test, name, kind)
    return joined.append_column("kind", kind).filter(pc.is_valid(kind)).sort_by([(key, "ascending") for key in _KEYS])


def _what(joined: pa.Table) -> pa.Array:
    """Which columns of a yes are not as before, with commas between; nothing unless it is yes both times."""
    both = pc.and_(
        pc.fill_null(pc.equal(joined["answer"], "yes"), False),
        pc.fill_null(pc.equal(joined["answer_before"], "yes"), False),
    )
    parts = []
    for name in COMPARED:
        now, before = joined[name], joined[f"{name}_before"]
        same = pc.fill_null(pc.equal(now, before), pc.and_(pc.is_null(now), pc.is_null(before)))
        parts.append(pc.if_else(pc.and_(both, pc.invert(same)), f"{name},", ""))
    return pc.utf8_rtrim(pc.binary_join_element_wise(*parts, ""), ",")


def _by_criteria(joined: pa.Table) -> list[str]:
    """What the criteria of the two rows themselves say; few different combinations occur, each is read once."""
    columns = [pc.fill_null(joined[name], "") for name in ("kind", "criteria_before", "criteria")]
    whole = pc.binary_join_element_wise(*columns, ";")
    whole = whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole
    coded = whole.dictionary_encode()
    said = np.array([_said(*text.split(";")) for text in coded.dictionary.to_pylist()] or [""], object)
    found: list[str] = said[coded.indices.to_numpy(zero_copy_only=False)].tolist()
    return found


def _said(kind: str, before: str, now: str) -> str:
    if kind == "newly_unknown":
        return told((name for name, answer in _answers(now) if answer == "unknown"), "unknown")
    if kind == "gained":
        return told((name for name, answer in _answers(before) if answer == "unknown"), "yes")
    return ""


def _answers(criteria: str) -> list[tuple[str, str]]:
    """The names and answers of a row's criteria."""
    pairs = (part.rpartition("=") for part in criteria.split(",") if part)
    return [(name, answer) for name, _, answer in pairs]


def _turned(decider: Decider, measure_id: str, unit_kind: str, unit_id: str, says: str) -> str:
    """The criteria that were no when this decider decides; `says` is what they are in the row they are told in."""
    case = decider.case(measure_id, unit_kind)
    if case is None:
        return ""
    unit = decider.unit(case, unit_id)
    if unit is None:
        return f"held={says}"
    decision = decider.decide(case, unit)
    if decision.answer == NOT_CONSIDERED:
        return f"considered={says}"
    return told((criterion.id for criterion in decision.criteria if criterion.answer == "no"), says)


def _counts(table: pa.Table) -> dict[str, int]:
    """How many there are of each kind, and of which sort."""
    counted = pc.value_counts(table["kind"]).to_pylist()
    by_kind = {str(item["values"]): int(item["counts"]) for item in counted}
    dates_only = pc.is_in(table["what"], pa.array(["since", "until", "since,until"]))
    before = table["answer_before"]
    from_unknown = pc.and_(pc.equal(table["kind"], "gained"), pc.fill_null(pc.equal(before, "unknown"), False))
    from_yes = pc.and_(pc.equal(table["kind"], "newly_unknown"), pc.fill_null(pc.equal(before, "yes"), False))
    return {
        **{kind: by_kind.get(kind, 0) for kind in KINDS},
        "gained_from_unknown": int(pc.sum(from_unknown).as_py() or 0),
        "changed_dates_only": int(pc.sum(dates_only).as_py() or 0),
        "newly_unknown_from_yes": int(pc.sum(from_yes).as_py() or 0),
    }
