"""A sweep that was written before: what its summary says, and its awards, read measure by measure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from alongside.base.refusal import Refusal
from alongside.packs.sweep import SUMMARY
from alongside.rules.awards import SCHEMA

FORMS = ("parquet", "csv")
_TEXTS = pa.schema([(name, pa.string()) for name in SCHEMA.names])
_BROKEN = (OSError, ValueError, KeyError, TypeError, AttributeError, pa.ArrowException)


class NoSuchSweep(Refusal):
    """The folder holds no sweep that can be read."""

    code = "no_such_sweep"

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(f"{folder} holds no sweep that can be read: {why}.", remedy="Name the --out of a sweep.")


@dataclass(frozen=True)
class HeldSweep:
    """A sweep in a folder: its day, law, delivery and measures as its summary names them, and its awards."""

    folder: Path
    form: str
    summary: Mapping[str, Any]
    on: date
    pack: str
    pack_version: str
    delivery_id: str
    measures: Mapping[str, Mapping[str, Any]]

    @property
    def path(self) -> Path:
        """The file of awards."""
        return self.folder / f"awards.{self.form}"

    @cached_property
    def _csv(self) -> pa.Table:
        """The whole CSV, every cell as it is written."""
        return pa_csv.read_csv(
            self.path,
            parse_options=pa_csv.ParseOptions(delimiter=";", quote_char=False),
            convert_options=pa_csv.ConvertOptions(column_types=_TEXTS, strings_can_be_null=False),
        )

    def awards(self, measure_id: str) -> pa.Table:
        """The rows of a measure as they stand, in the types of the awards table."""
        try:
            if self.form == "parquet":
                return pq.read_table(self.path, filters=[("measure_id", "=", measure_id)]).cast(SCHEMA)
            return _typed(self.texts(measure_id))
        except _BROKEN as error:
            raise NoSuchSweep(self.folder, _first_line(error)) from error

    def texts(self, measure_id: str) -> pa.Table:
        """The rows of a measure as they stand, every cell as text, empty where there is nothing."""
        if self.form == "parquet":
            table = self.awards(measure_id)
            columns = [pc.fill_null(column.cast(pa.string()), "") for column in table.columns]
            return pa.Table.from_arrays(columns, schema=_TEXTS)
        return self._csv.filter(pc.equal(self._csv["measure_id"], measure_id))

    def rows(self) -> dict[str, int]:
        """How many rows each measure has."""
        if self.form == "parquet":
            table = pq.read_table(self.path, columns=["measure_id"], read_dictionary=["measure_id"])
        else:
            table = self._csv
        counted = pc.value_counts(table["measure_id"])
        return {str(item["values"]): int(item["counts"]) for item in counted.to_pylist()}


def open_sweep(folder: Path) -> HeldSweep:
    """The sweep in a folder; refuses what is none, or is not whole."""
    try:
        summary = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NoSuchSweep(folder, f"it has no {SUMMARY}") from error
    forms = [form for form in FORMS if (folder / f"awards.{form}").is_file()]
    if not forms:
        raise NoSuchSweep(folder, "it has no awards.parquet and no awards.csv")
    try:
        held = HeldSweep(
            folder=folder,
            form=forms[0],
            summary=summary,
            on=date.fromisoformat(summary["on"]),
            pack=str(summary["pack"]),
            pack_version=str(summary["pack_version"]),
            delivery_id=str(summary["delivery_id"]),
            measures={name: dict(about) for name, about in summary["measures"].items()},
        )
        _check_columns(held)
    except _BROKEN as error:
        raise NoSuchSweep(folder, _first_line(error)) from error
    return held


def _check_columns(held: HeldSweep) -> None:
    if held.form == "parquet":
        if not pq.read_schema(held.path).equals(SCHEMA):
            raise ValueError("awards.parquet has other columns than a sweep writes")
    elif held._csv.column_names != SCHEMA.names:
        raise ValueError("awards.csv has other columns than a sweep writes")


def _typed(texts: pa.Table) -> pa.Table:
    columns = []
    for field, column in zip(SCHEMA, texts.columns, strict=True):
        filled = column if field.type == pa.string() else pc.if_else(pc.equal(column, ""), None, column)
        columns.append(filled.cast(field.type))
    return pa.Table.from_arrays(columns, schema=SCHEMA)


def _first_line(error: BaseException) -> str:
    """What is wrong, in a line: the names of what is missing for a KeyError."""
    said = str(error).strip().splitlines()
    text = said[0].rstrip(".") if said else type(error).__name__
    return f"its summary lacks {text}" if isinstance(error, KeyError) else text
