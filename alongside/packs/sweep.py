"""The sweep: decide for everybody and write the awards, whole or not at all, the same bytes each time."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from alongside.base.refusal import Refusal
from alongside.packs.awards_file import AwardsFile
from alongside.packs.load import Pack
from alongside.registers import open_delivery
from alongside.registers.refusals import FolderUnusable
from alongside.rules.facts import Facts
from alongside.rules.law import Measure
from alongside.rules.lay_over import lay_over
from alongside.rules.row_change import RowChange
from alongside.rules.run import CaseRows, run_law

SUMMARY = "summary.json"
Decide = Callable[..., Iterator[CaseRows]]


@dataclass(frozen=True)
class Corrections:
    """What was put right since a delivery, and the number of the edition."""

    edition: int
    changes: Sequence[RowChange]


class OutIsTaken(Refusal):
    """The folder for the awards holds something else."""

    code = "out_is_taken"


def sweep(
    pack: Pack,
    store: Path,
    on: date,
    out: Path,
    *,
    measures: Sequence[str] = (),
    form: str = "parquet",
    delivery: str | None = None,
    corrections: Corrections | None = None,
    progress: Callable[[str, float], None] | None = None,
    decide: Decide = run_law,
) -> dict[str, Any]:
    """Decide these measures (all when none is named) and write `awards.parquet` (or `.csv`) and `summary.json`.

    With `corrections` they are laid over the delivery, and the summary names their edition. An earlier sweep in `out`
    is replaced at the end; until then it stays as it is. `decide` is the engine: the one of this process, or another
    that gives the same rows. Gives the summary.
    """
    chosen = [pack.law.measure(name) for name in measures] or list(pack.law.measures)
    pack.law.check_day(on)
    facts = open_delivery(store, pack.registers, delivery)
    if corrections is not None:
        facts = lay_over(facts, corrections.changes, unfit=[]).for_kernels()
    check_out(out)
    for left in out.parent.glob(f".{out.name}.*.part"):
        shutil.rmtree(left, ignore_errors=True)  # of a sweep that was killed
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        part.mkdir(parents=True)
        with AwardsFile(part / f"awards.{form}", chosen, facts, on) as file:
            for rows in decide(pack.law, facts, on, chosen, progress=progress):
                file.take(rows)
        summary = _summary(pack, facts, on, chosen, file.counts)
        if corrections is not None:
            summary["corrections"] = corrections.edition
        (part / SUMMARY).write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        put_in_place(part, out)
    except OSError as error:
        raise FolderUnusable(
            f"The sweep into {out} could not be finished: {error.strerror or error}.",
            remedy="Name a folder that this program may write; it and the folder for temporary files need room.",
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return summary


def check_out(out: Path) -> None:
    """Refuse a folder that holds anything but an earlier sweep."""
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / SUMMARY).exists())):
        raise OutIsTaken(f"{out} holds something that is no earlier sweep.", remedy="Choose a new or empty folder.")


def _summary(
    pack: Pack, facts: Facts, on: date, chosen: list[Measure], counts: Mapping[str, Sequence[Mapping[str, int]]]
) -> dict[str, Any]:
    told: dict[str, dict[str, Any]] = {}
    for measure in sorted(chosen, key=lambda m: m.number):
        name = pack.texts[measure.id].name
        told[measure.id] = {
            "number": measure.number,
            "name_ru": name.ru,
            "name_en": name.en,
            "frequency": measure.frequency,
            **{key: sum(count[key] for count in counts[measure.id]) for key in ("yes", "unknown", "sum_kopecks")},
        }
    return {
        "pack": pack.name,
        "pack_version": pack.version,
        "on": on.isoformat(),
        "delivery_id": facts.delivery_id,
        "as_of": facts.as_of.isoformat(),
        "missing_registers": sorted(facts.missing_registers),
        "persons": facts.persons,
        "measures": told,
    }


def put_in_place(part: Path, out: Path) -> None:
    """Put the finished folder in the place of an earlier one, which is gone only when the new one is there."""
    if out.exists() and exchange(part, out):
        return  # what is now in `part` is the earlier sweep, and is removed with it
    if out.exists():
        shutil.rmtree(out)
    os.rename(part, out)


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system cannot."""
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    here, swap = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return bool(libc.renameat2(here, os.fsencode(one), here, os.fsencode(other), swap) == 0)
