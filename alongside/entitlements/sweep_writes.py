"""The statements that turn awards, write their history and open and close tasks; all set-based, on both databases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from alongside.entitlements.models import Award, Sweep
from alongside.entitlements.sweep_turns import date_for, fetch, run, run_many
from alongside.packs.applying import Applying

ROW = "sweep_turn t JOIN sweep_row s ON s.line = t.line"
KIND = "JOIN sweep_kind k ON k.measure = s.measure AND k.unit_kind = s.unit_kind"
DECIDED = "decided_on = %(on)s, delivery = %(delivery)s, pack_version = %(version)s, corrections = %(seen)s"

YES = f"""
UPDATE entitlements_award SET answer = 'yes', amount = s.amount, payee_id = s.payee, until = s.until,
    since = CASE WHEN stands = 'granted' AND t.kind <> 'began' THEN entitlements_award.since ELSE s.since END,
    stands = CASE WHEN entitlements_award.stands = 'asked' THEN k.stands ELSE entitlements_award.stands END,
    criteria = s.criteria, missing = '', ends_on = NULL, ends_because = '', {DECIDED}
FROM {ROW} {KIND}
WHERE entitlements_award.id = t.award AND t.kind IN ('began', 'changed', 'prolonged', 'refreshed', 'known', 'kept')
""".replace("WHEN stands = 'granted'", "WHEN entitlements_award.stands = 'granted'")
STILL_ASKED = f"""
UPDATE entitlements_award SET criteria = s.criteria, missing = s.missing, {DECIDED} FROM {ROW}
WHERE entitlements_award.id = t.award AND t.kind = 'asked'
"""
DOUBT = """
UPDATE entitlements_award SET answer = 'unknown', ends_on = NULL, ends_because = '',
    missing = CASE WHEN t.kind = 'unseen' THEN t.because ELSE s.missing END,
    until = CASE WHEN entitlements_award.stands = 'granted' AND entitlements_award.until <= %(on)s THEN %(next_month)s
        ELSE entitlements_award.until END
FROM sweep_turn t LEFT JOIN sweep_row s ON s.line = t.line
WHERE entitlements_award.id = t.award AND t.kind IN ('in_doubt', 'unseen', 'goes_on')
"""
END_LATER = """
UPDATE entitlements_award SET answer = 'no', missing = '', ends_because = t.brief,
    ends_on = CASE WHEN until < %(last)s THEN until ELSE %(last)s END
FROM sweep_turn t WHERE entitlements_award.id = t.award AND t.kind = 'ending'
"""
END = """
UPDATE entitlements_award SET answer = 'no', stands = 'ended', missing = '',
    ends_because = CASE WHEN ends_because = '' THEN t.brief ELSE ends_because END,
    closed_on = CASE WHEN ends_on <= %(on)s THEN ends_on WHEN until <= %(on)s THEN until ELSE %(on)s END
FROM sweep_turn t WHERE entitlements_award.id = t.award AND t.kind = 'ended'
"""
CLOSE = """
UPDATE entitlements_award SET answer = 'no', stands = 'ended', missing = '', closed_on = %(on)s, ends_because = t.brief
FROM sweep_turn t WHERE entitlements_award.id = t.award AND t.kind IN ('closed', 'lapsed', 'expired')
"""
DONE = """
UPDATE entitlements_award SET closed_on = %(on)s
FROM sweep_turn t WHERE entitlements_award.id = t.award AND t.kind = 'done'
"""
BEGIN = f"""
INSERT INTO entitlements_award (measure, unit_kind, unit, person_id, payee_id, answer, stands, amount, since, until,
    criteria, missing, decided_on, delivery, pack_version, corrections, ends_because)
SELECT s.measure, s.unit_kind, s.unit, s.person, s.payee, s.answer,
    CASE WHEN s.answer = 'yes' THEN k.stands ELSE 'asked' END, s.amount, s.since, s.until, s.criteria, s.missing,
    %(on)s, %(delivery)s, %(version)s, %(seen)s, ''
FROM {ROW} {KIND} WHERE t.award IS NULL ORDER BY s.line
"""
HISTORY = """
INSERT INTO entitlements_change (award_id, at, "on", kind, sweep_id, answer_before, answer_after, amount_before,
    amount_after, until_before, until_after, criteria)
SELECT a.id, %(at)s, %(on)s, t.kind, %(sweep)s, t.answer_before, a.answer, t.amount_before, a.amount, t.until_before,
    a.until, CASE WHEN t.kind IN ('unseen', 'goes_on') THEN '' ELSE t.because END
FROM sweep_turn t JOIN entitlements_award a ON a.id = t.award WHERE t.kind <> 'refreshed'
"""
HISTORY_OF_NEW = """
INSERT INTO entitlements_change (award_id, at, "on", kind, sweep_id, answer_before, answer_after, amount_after,
    until_after, criteria)
SELECT id, %(at)s, %(on)s, CASE WHEN answer = 'yes' THEN 'began' ELSE 'asked' END, %(sweep)s, '', answer, amount, until,
    '' FROM entitlements_award WHERE id > %(last_award)s
"""


@dataclass(frozen=True)
class Writing:
    """One sweep being written: the sweep, the pack's word on applying, the moment, the last correction it read."""

    sweep: Sweep
    applying: Applying
    at: datetime
    seen: int

    @property
    def on(self) -> date:
        """The day the sweep decided for."""
        return self.sweep.on

    def params(self) -> dict[str, Any]:
        """What the statements ask for."""
        return {
            "on": date_for(self.on),
            "at": connection.ops.adapt_datetimefield_value(self.at),
            "next_month": date_for(first_of_next_month(self.on)),
            "last": date_for(last_day_after_notice(self.on, self.applying)),
            "delivery": self.sweep.delivery,
            "version": self.sweep.pack_version,
            "seen": self.seen,
            "sweep": self.sweep.pk,
            "last_award": Award.objects.order_by("-pk").values_list("pk", flat=True).first() or 0,
        }


def first_of_next_month(day: date) -> date:
    """The first day of the month after a day's."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def last_day_after_notice(day: date, applying: Applying) -> date:
    """The first day on which what ends no longer stands: the first of a month, with the notice that the pack gives."""
    told_by = day + timedelta(days=applying.notice_days)
    return told_by if told_by.day == 1 else first_of_next_month(told_by)


def write_turns(writing: Writing) -> Mapping[str, Any]:
    """Turn the awards and write a line of history for each; gives what the statements were given."""
    params = writing.params()
    for statement in (YES, STILL_ASKED, DOUBT, END_LATER, END, CLOSE, DONE):
        run(statement, params)
    run(HISTORY, params)
    run(BEGIN, params)
    run(HISTORY_OF_NEW, params)
    return params


def newly_granted(last_award: int) -> list[int]:
    """The ids of awards that were granted by these turns and use up their right."""
    once = "JOIN sweep_kind k ON k.measure = a.measure AND k.unit_kind = a.unit_kind AND k.once = 1"
    rows = fetch(
        f"SELECT a.id FROM entitlements_award a {once} WHERE a.stands = 'granted' AND a.id > %(last)s UNION ALL "
        f"SELECT a.id FROM sweep_turn t JOIN entitlements_award a ON a.id = t.award {once} "
        "WHERE t.kind = 'began' AND a.stands = 'granted'",
        {"last": last_award},
    )
    return sorted(row[0] for row in rows)


def ask_registers(writing: Writing, not_arrived: set[str]) -> None:
    """Tasks for what is missing where something is granted, and for whole registers; those that are answered are done.

    One open task for each award and register. One for all where a register did not arrive, where more than the pack's
    `most_tasks` awards wait for it, and where those wait who are granted nothing yet.
    """
    params = {**writing.params(), "due": date_for(writing.on + timedelta(days=writing.applying.ask_days))}
    waits: dict[str, int] = {}
    by_granted: dict[str, int] = {}
    lists = fetch(
        "SELECT missing, stands, count(*) FROM entitlements_award WHERE closed_on IS NULL AND answer = 'unknown' "
        "AND stands <> 'refused' GROUP BY missing, stands"
    )
    for text, stands, count in lists:
        where = by_granted if stands == Award.Stands.GRANTED else waits
        for name in _registers(text):
            where[name] = where.get(name, 0) + count
    for_all = not_arrived | {name for name, count in by_granted.items() if count > writing.applying.most_tasks}
    _ask_for_awards({text for text, _, _ in lists}, for_all, params)
    waited = set(waits) | for_all
    open_now = {row[0] for row in fetch(OPEN_FOR_ALL)}
    run_many(ASK_FOR_ALL, [(params["at"], params["due"], name) for name in sorted(waited - open_now)])
    run_many(ANSWERED_FOR_ALL, [(params["at"], name) for name in sorted(open_now - waited)])


def _ask_for_awards(lists: set[str], for_all: set[str], params: Mapping[str, Any]) -> None:
    """A task for each granted award that is in doubt and register that is asked one by one; done where it answered."""
    run("DROP TABLE IF EXISTS sweep_ask")
    run("CREATE TEMPORARY TABLE sweep_ask (missing text, register varchar(40))")
    asked = [(text, name) for text in sorted(lists) for name in _registers(text) if name not in for_all]
    run_many("INSERT INTO sweep_ask (missing, register) VALUES (%s, %s)", asked)
    run("CREATE INDEX sweep_ask_missing ON sweep_ask (missing)")
    run(ANSWERED, params)
    run(ASK_FOR_AWARDS, params)
    run("DROP TABLE sweep_ask")


def _registers(missing: str) -> list[str]:
    return sorted({name.partition(".")[0] for name in missing.split(",") if name})


OURS = "kind = 'ask_register' AND done_at IS NULL"
ANSWERED = f"""
UPDATE entitlements_task SET done_at = %(at)s WHERE {OURS} AND award_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM entitlements_award a JOIN sweep_ask q ON q.missing = a.missing
    WHERE a.id = entitlements_task.award_id AND a.closed_on IS NULL AND a.answer = 'unknown'
        AND q.register = entitlements_task.register)
"""
ASK_FOR_AWARDS = """
INSERT INTO entitlements_task (kind, person_id, award_id, register, opened_at, due)
SELECT 'ask_register', COALESCE(a.person_id, a.payee_id), a.id, q.register, %(at)s, %(due)s
FROM entitlements_award a JOIN sweep_ask q ON q.missing = a.missing
WHERE a.closed_on IS NULL AND a.answer = 'unknown' AND a.stands = 'granted'
ON CONFLICT DO NOTHING
"""
OPEN_FOR_ALL = f"SELECT DISTINCT register FROM entitlements_task WHERE {OURS} AND award_id IS NULL"
ASK_FOR_ALL = """
INSERT INTO entitlements_task (kind, opened_at, due, register) VALUES ('ask_register', %s, %s, %s)
"""
ANSWERED_FOR_ALL = f"UPDATE entitlements_task SET done_at = %s WHERE register = %s AND {OURS} AND award_id IS NULL"
