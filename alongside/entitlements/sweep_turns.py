"""What a sweep turns: every open award held against the sweep's rows, in a table of the transaction.

`sweep_turn` has a row for each award that turns, and for each row of the sweep that begins a new one (`award` is null).
It holds what stood before, so that the history can be written after the awards are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
from django.db import connection

from alongside.entitlements.models import Award
from alongside.entitlements.sweep_rows import unit_is_place
from alongside.packs.held_sweep import HeldSweep
from alongside.packs.load import Pack
from alongside.people.staging import staged
from alongside.rules.definitions import Mode

Row = tuple[Any, ...]
STANDS: Mapping[Mode, Award.Stands] = {
    "proactive": Award.Stands.GRANTED,
    "offer": Award.Stands.OFFERED,
    "application": Award.Stands.TO_APPLY,
}
"""How a yes stands at first."""

DEAD = "EXISTS (SELECT 1 FROM people_person d WHERE d.id = a.person_id AND d.death_date <= %(on)s)"
BEREFT = "EXISTS (SELECT 1 FROM people_person d WHERE d.id IN (a.person_id, a.payee_id) AND d.death_date <= %(on)s)"
# The award's last word of its end; being told of an earlier end that was taken back does not count.
LAST_ENDING = "SELECT max(e.id) FROM entitlements_change e WHERE e.award_id = a.id AND e.kind = 'ending'"

PRESENT = f"""
INSERT INTO sweep_turn (award, line, measure, kind, answer_before, amount_before, until_before)
SELECT award, line, measure, kind, answer_before, amount_before, until_before FROM (
    SELECT a.id AS award, s.line AS line, s.measure AS measure, COALESCE(a.answer, '') AS answer_before,
        a.amount AS amount_before, a.until AS until_before, CASE
        WHEN a.id IS NULL AND s.answer = 'yes' THEN 'began'
        WHEN a.id IS NULL THEN 'asked'
        WHEN k.once = 1 AND a.stands = 'granted' THEN CASE
            WHEN s.answer = 'yes' AND (s.since >= a.until OR (%(seen)s > 0 AND s.since <> a.since)) THEN 'again' END
        WHEN k.stays = 1 AND a.stands = 'granted' AND a.answer = 'yes' AND (a.until IS NULL OR a.until > %(on)s)
            AND NOT {BEREFT} THEN NULL
        WHEN s.answer = 'yes' AND a.stands = 'asked' THEN 'began'
        WHEN s.answer = 'yes' AND a.answer = 'no' THEN 'kept'
        WHEN s.answer = 'yes' AND a.answer = 'unknown' THEN 'known'
        WHEN s.answer = 'yes' AND (a.amount IS DISTINCT FROM s.amount OR a.payee_id IS DISTINCT FROM s.payee)
            THEN 'changed'
        WHEN s.answer = 'yes' AND a.stands = 'granted' THEN CASE WHEN a.until IS DISTINCT FROM s.until
            THEN 'prolonged' END
        WHEN s.answer = 'yes' THEN CASE WHEN a.until IS DISTINCT FROM s.until OR a.since IS DISTINCT FROM s.since
            THEN 'refreshed' END
        WHEN a.stands = 'asked' THEN CASE WHEN a.missing <> s.missing OR a.criteria <> s.criteria THEN 'asked' END
        WHEN a.answer <> 'unknown' OR a.missing <> s.missing THEN 'in_doubt'
        WHEN a.stands = 'granted' AND a.until <= %(on)s THEN 'goes_on'
        END AS kind
    FROM sweep_row s
    JOIN sweep_kind k ON k.measure = s.measure AND k.unit_kind = s.unit_kind
    LEFT JOIN entitlements_award a ON a.measure = s.measure AND a.unit_kind = s.unit_kind AND a.unit = s.unit
        AND a.closed_on IS NULL
) found WHERE kind IS NOT NULL
"""
ABSENT = f"""
INSERT INTO sweep_turn (award, measure, kind, answer_before, amount_before, until_before)
SELECT award, measure, kind, answer_before, amount_before, until_before FROM (
    SELECT a.id AS award, a.measure AS measure, a.answer AS answer_before, a.amount AS amount_before,
        a.until AS until_before, CASE
        WHEN k.once = 1 AND a.stands = 'granted' THEN 'done'
        WHEN a.stands = 'asked' THEN 'closed'
        WHEN a.stands <> 'granted' AND a.until <= %(on)s THEN 'expired'
        WHEN a.stands <> 'granted' THEN 'lapsed'
        WHEN a.until <= %(on)s THEN 'ended'
        WHEN {DEAD} THEN 'ended'
        WHEN k.stays = 1 AND a.answer = 'yes' THEN NULL
        WHEN a.answer = 'no' THEN CASE WHEN a.ends_on <= %(on)s AND EXISTS (
            SELECT 1 FROM entitlements_change c WHERE c.award_id = a.id AND c.kind = 'told' AND c.id > ({LAST_ENDING})
            ) THEN 'ended' END
        ELSE 'ending' END AS kind
    FROM entitlements_award a
    JOIN sweep_kind k ON k.measure = a.measure AND k.unit_kind = a.unit_kind
    WHERE a.closed_on IS NULL AND NOT EXISTS (
        SELECT 1 FROM sweep_row s WHERE s.measure = a.measure AND s.unit_kind = a.unit_kind AND s.unit = a.unit)
) found WHERE kind IS NOT NULL
"""
AMONG_UNITS = (
    "award IN (SELECT o.id FROM entitlements_award o JOIN sweep_unit u ON u.measure = o.measure "
    "AND u.unit_kind = o.unit_kind AND u.unit = o.unit)"
)
TURN = """
CREATE TEMPORARY TABLE sweep_turn (award bigint, line bigint, measure varchar(60), kind varchar(20),
    answer_before varchar(8), amount_before bigint, until_before date,
    because varchar(1000) DEFAULT '', brief varchar(80) DEFAULT '')
"""


@contextmanager
def turns(held: HeldSweep, rows: pa.Table, pack: Pack, *, seen: int, units: pa.Table | None = None) -> Iterator[None]:
    """Within it `sweep_row`, `sweep_kind` and `sweep_turn` stand; `seen` is the edition of corrections that was read.

    With `units` (measure, unit_kind, unit) only these were decided, and the absence of others says nothing.
    """
    with staged("sweep_row", rows, key="line"), staged("sweep_kind", _kinds(held, pack), key="measure, unit_kind"):
        run("CREATE UNIQUE INDEX sweep_row_unit ON sweep_row (measure, unit_kind, unit)")
        run("DROP TABLE IF EXISTS sweep_turn")
        run(TURN)
        run("ANALYZE sweep_row")
        day = {"on": date_for(held.on)}
        run(PRESENT, {**day, "seen": seen})
        if units is None:
            run(ABSENT, day)
        else:
            with staged("sweep_unit", units, key="measure, unit_kind, unit"):
                run(f"{ABSENT} AND {AMONG_UNITS}", day)
        run("CREATE INDEX sweep_turn_award ON sweep_turn (award)")
        run("ANALYZE sweep_turn")
        yield
        run("DROP TABLE sweep_turn")


def _kinds(held: HeldSweep, pack: Pack) -> pa.Table:
    """What the pack says of each measure and kind of unit in the sweep."""
    found = []
    for name in held.measures:
        text = pack.texts[name]
        for kind in dict.fromkeys(case.unit.name for case in pack.law.measure(name).cases):
            found.append(
                {
                    "measure": name,
                    "unit_kind": kind,
                    "stands": str(STANDS[text.mode]),
                    "once": int(text.given_once),
                    "stays": int(text.stands_until_its_end),
                    "place": int(unit_is_place(pack, name, kind)),
                }
            )
    return pa.Table.from_pylist(found)


def run(sql: str, params: Mapping[str, Any] | None = None) -> int:
    """One statement; gives how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


def fetch(sql: str, params: Mapping[str, Any] | None = None) -> list[Row]:
    """The rows of one question."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def run_many(sql: str, rows: list[Row]) -> None:
    """One statement for each row."""
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)


def date_for(day: Any) -> Any:
    """A day as the database takes it."""
    return connection.ops.adapt_datefield_value(day)
