"""Life events as data: what is open on a day, for a whole city or for one person."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from alongside.base.refusal import Refusal
from alongside.packs.event_texts import LifeEvent
from alongside.packs.load import Pack
from alongside.packs.table_file import TableFile
from alongside.rules.awards import key_texts
from alongside.rules.calendar import add_months
from alongside.rules.evaluator import Evaluator
from alongside.rules.facts import Facts
from alongside.rules.language import number_day
from alongside.rules.run_events import EventRows, events_of_person, run_events

SCHEMA = pa.schema([("event", pa.string()), ("person_id", pa.string()), ("date", pa.date32()), ("until", pa.date32())])
FILE = "life_events"
FORMS = ("parquet", "csv")


class PackHasNoEvents(Refusal):
    """The pack declares no life events."""

    code = "pack_has_no_events"


class OutIsNoFolder(Refusal):
    """The events cannot be written there."""

    code = "out_is_no_folder"


@dataclass(frozen=True)
class OpenEvent:
    """A life event of one person that is open: the day it happened, and the first day it is open no more."""

    event: LifeEvent
    day: date
    until: date


def check_events(pack: Pack) -> None:
    """Refuse a pack without life events."""
    if not pack.events:
        raise PackHasNoEvents(
            f"The pack {pack.name} declares no life events.",
            remedy='Name them in pack.toml: events = "life_events:EVENTS".',
        )


def open_events(
    pack: Pack, facts: Facts, on: date, *, progress: Callable[[str, float], None] | None = None
) -> pa.Table:
    """Every event open on a day, one row each, by event (in the pack's order), person and date."""
    check_events(pack)
    found = run_events(pack.law, facts, on, [event.rule for event in pack.events], progress=progress)
    return pa.concat_tables([SCHEMA.empty_table(), *(_table(rows, facts) for rows in found)])


def events_of(pack: Pack, evaluator: Evaluator, person: int) -> list[OpenEvent]:
    """The open events of one person, in the pack's order."""
    check_events(pack)
    return [
        OpenEvent(event, number_day(day), number_day(add_months(day, event.rule.months)))
        for event in pack.events
        for day in events_of_person(evaluator, event.rule, person)
    ]


def count_events(pack: Pack, facts: Facts, on: date, table: pa.Table) -> dict[str, Any]:
    """How many of each event are open, and by which delivery."""
    names = table.column("event").to_numpy()
    return {
        "pack": pack.name,
        "pack_version": pack.version,
        "on": on.isoformat(),
        "delivery_id": facts.delivery_id,
        "as_of": facts.as_of.isoformat(),
        "missing_registers": sorted(facts.missing_registers),
        "events": {
            event.name: {
                "title_ru": event.title.ru,
                "title_en": event.title.en,
                "open": int(np.count_nonzero(names == event.name)),
            }
            for event in pack.events
        },
    }


def write_events(table: pa.Table, out: Path, form: str) -> Path:
    """Write `life_events.parquet` (or `.csv`) into a folder, whole or not at all; an earlier one is replaced."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutIsNoFolder(f"{out} cannot be a folder: {error.strerror}.", remedy="Choose another.") from error
    path = out / f"{FILE}.{form}"
    part = out / f".{FILE}.{os.getpid()}.part.{form}"
    try:
        with TableFile(part, SCHEMA) as file:
            file.write(table)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    for other in FORMS:
        if other != form:  # two files of different days would contradict each other
            (out / f"{FILE}.{other}").unlink(missing_ok=True)
    return path


def _table(rows: EventRows, facts: Facts) -> pa.Table:
    days, place = np.unique(rows.dates, return_inverse=True)
    ends = np.array([add_months(int(day), rows.rule.months) for day in days], np.int32)
    columns = [
        pa.repeat(pa.scalar(rows.rule.name, pa.string()), len(place)),
        key_texts(facts.arrays["person.key"][rows.persons], facts.registers.person_key),
        pa.array(rows.dates).cast(pa.date32()),
        pa.array(ends[place]).cast(pa.date32()),
    ]
    return pa.Table.from_arrays(columns, schema=SCHEMA)
