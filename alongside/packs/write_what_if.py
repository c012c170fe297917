"""A what-if as files: everything as JSON, a table as CSV, a picture as SVG."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from alongside.base.refusal import Refusal
from alongside.base.text import Language
from alongside.packs.charts import draw
from alongside.packs.what_if import MeasureShift, Shift, WhatIf

NAME = "what_if"
COLUMNS = (
    "scope",
    "name",
    "frequency",
    "by",
    "band",
    "recipients_before",
    "recipients_after",
    "cost_kopecks_before",
    "cost_kopecks_after",
    "gainers",
    "gained_kopecks",
    "losers",
    "lost_kopecks",
)
Row = list[str | int]


class WhatIfOutIsTaken(Refusal):
    """The folder for the answer holds something else."""

    code = "out_is_taken"


def check_out(out: Path) -> None:
    """Refuse a folder that holds anything but an earlier answer."""
    mine = {f"{NAME}.{form}" for form in ("json", "csv", "svg")}
    if out.exists() and (not out.is_dir() or {path.name for path in out.iterdir()} - mine):
        raise WhatIfOutIsTaken(f"{out} holds something that is no earlier what-if.", remedy="Choose a new folder.")


def write_what_if(found: WhatIf, out: Path, language: Language) -> None:
    """Write the three files, whole or not at all; the picture and the table are in one language."""
    check_out(out)
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    old = out.with_name(f".{out.name}.{os.getpid()}.old")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        text = json.dumps(found.as_json(), ensure_ascii=False, indent=2) + "\n"
        (part / f"{NAME}.json").write_text(text, encoding="utf-8")
        (part / f"{NAME}.csv").write_text(table_text(found, language), encoding="utf-8")
        (part / f"{NAME}.svg").write_text(draw(found, language), encoding="utf-8")
        if out.exists():
            os.rename(out, old)
        os.rename(part, out)
    finally:
        shutil.rmtree(part, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def table_text(found: WhatIf, language: Language) -> str:
    """The table: a row for each measure and each frequency together, then its people by age and by children."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in found.measures:
        writer.writerows(_rows(one, one.measure_id, one.name[language]))
    for frequency, one in found.together.items():
        writer.writerows(_rows(one, f"all_{frequency}", ""))
    return text.getvalue()


def _rows(one: MeasureShift, scope: str, name: str) -> Iterator[Row]:
    head: Row = [scope, name, one.frequency]
    before, after = one.before, one.after
    sides: Row = [before.recipients, after.recipients, before.cost_kopecks, after.cost_kopecks]
    yield [*head, "all", "", *sides, *_people(one.people)]
    for by, bands in (("age", one.by_age), ("children", one.by_children)):
        for band, people in bands.items():
            yield [*head, by, band, "", "", "", "", *_people(people)]


def _people(people: Shift) -> Row:
    return [people.gainers, people.gained_kopecks, people.losers, people.lost_kopecks]
