"""What a load changes, as statements over whole tables: rows that are the same are read and left alone.

Every statement runs on SQLite and PostgreSQL; each function gives how many rows are new, changed, gone, the same.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection

from alongside.people.models import NameForm, NameTypo, Tie
from alongside.people.search_key import one_letter_less

NAMES_AT_ONCE = 5_000
TEXTS = ("family_name", "given_name", "patronymic", "family_key", "given_key", "patronymic_key", "sex")
DAYS = ("birth_date", "death_date")

_UNNAMED = """NOT people_tie.awaited AND NOT EXISTS (SELECT 1 FROM staged_tie s WHERE s.name = people_tie.name)
    AND NOT EXISTS (SELECT 1 FROM staged_unsure u JOIN people_person p ON p.key = u.key
                    WHERE p.id = people_tie.child_id OR p.id = people_tie.adult_id)"""


def persons() -> dict[str, int]:
    """Person rows from `staged_person`. A place that is not known stays what it was, and who is awaited stays held."""
    columns = (*TEXTS, *DAYS)
    place = "CASE WHEN s.place_known THEN s.place ELSE people_person.place END"
    changed = _run(
        f"""UPDATE people_person SET {", ".join(f"{name} = s.{name}" for name in columns)}, place = {place},
        held = TRUE, awaited = FALSE FROM staged_person s WHERE s.key = people_person.key AND (NOT people_person.held
        OR people_person.awaited
        OR {place} IS DISTINCT FROM people_person.place OR {_differ("people_person", columns)})"""
    )
    new = _run(
        f"""INSERT INTO people_person (key, {", ".join(columns)}, place, held)
        SELECT s.key, {", ".join(f"s.{name}" for name in columns)}, s.place, TRUE FROM staged_person s
        WHERE NOT EXISTS (SELECT 1 FROM people_person p WHERE p.key = s.key)"""
    )
    gone = _run(
        """UPDATE people_person SET held = FALSE
        WHERE held AND NOT awaited AND NOT EXISTS (SELECT 1 FROM staged_person s WHERE s.key = people_person.key)"""
    )
    return _counts("staged_person", new, changed, gone)


def ties(as_of: date) -> dict[str, int]:
    """Tie rows from `staged_tie`. A tie that is no longer named ends on the delivery's day, unless the register of
    ties is not complete for the child or the adult (`staged_unsure`), or the tie is still awaited."""
    joined = "staged_tie s JOIN people_person c ON c.key = s.child JOIN people_person a ON a.key = s.adult"
    changed = _run(
        f"""UPDATE people_tie SET child_id = c.id, adult_id = a.id, kind = s.kind, since = s.since, until = s.until,
        awaited = FALSE FROM {joined} WHERE s.name = people_tie.name AND (people_tie.child_id <> c.id
        OR people_tie.adult_id <> a.id OR people_tie.awaited
        OR {_differ("people_tie", ("kind", "since", "until"))})"""
    )
    new = _run(
        f"""INSERT INTO people_tie (name, child_id, adult_id, kind, since, until)
        SELECT s.name, c.id, a.id, s.kind, s.since, s.until FROM {joined}
        WHERE NOT EXISTS (SELECT 1 FROM people_tie t WHERE t.name = s.name)"""
    )
    gone = _run(
        f"UPDATE people_tie SET until = {_day()} WHERE since < %s AND (until IS NULL OR until > %s) AND {_UNNAMED}",
        [as_of, as_of, as_of],
    )
    gone += _undone(as_of)
    return _counts("staged_tie", new, changed, gone)


def _undone(as_of: date) -> int:
    """Ties that began on or after the day of a delivery that does not name them hold for no more than their first day;
    there are any only on the day they begin, or where an older delivery is loaded again."""
    late = Tie.objects.filter(since__gte=as_of).extra(where=[_UNNAMED])
    found = [tie for tie in late if tie.until is None or tie.until > tie.since + timedelta(days=1)]
    for tie in found:
        tie.until = tie.since + timedelta(days=1)
    return Tie.objects.bulk_update(found, ["until"], batch_size=NAMES_AT_ONCE)


def mandates() -> dict[str, int]:
    """The mandates of parents and guardians from the ties: as long as the tie holds and the child is under 18.

    One is given where it is in force on the delivery's day; one that is there is kept in step, revoked or not.
    """
    joined = "staged_tie s JOIN people_tie t ON t.name = s.name"
    changed = _run(
        f"""UPDATE people_mandate SET represented_id = t.child_id, holder_id = t.adult_id, kind = t.kind,
        since = t.since, until = s.mandate_until
        FROM {joined} WHERE people_mandate.tie_id = t.id AND s.mandate_until IS NOT NULL
        AND (people_mandate.represented_id <> t.child_id OR people_mandate.holder_id <> t.adult_id
        OR people_mandate.kind <> t.kind OR people_mandate.since <> t.since
        OR people_mandate.until IS DISTINCT FROM s.mandate_until)"""
    )
    new = _run(
        f"""INSERT INTO people_mandate (represented_id, holder_id, kind, tie_id, paper, measures, may_act, since, until)
        SELECT t.child_id, t.adult_id, t.kind, t.id, '', '[]', TRUE, t.since, s.mandate_until FROM {joined}
        WHERE s.mandate_due AND NOT EXISTS (SELECT 1 FROM people_mandate m WHERE m.tie_id = t.id)"""
    )
    gone = _run(
        """UPDATE people_mandate SET until = t.until FROM people_tie t
        WHERE t.id = people_mandate.tie_id AND t.until IS NOT NULL
        AND (people_mandate.until IS NULL OR people_mandate.until > t.until)
        AND NOT EXISTS (SELECT 1 FROM staged_tie s WHERE s.name = t.name)"""
    )
    return {"new": new, "changed": changed, "gone": gone}


def names() -> dict[str, int]:
    """The names that are searched from `staged_name`, with each one's forms of one letter less."""
    _run(
        """DELETE FROM people_nametypo WHERE form_id IN (SELECT f.id FROM people_nameform f
        WHERE NOT EXISTS (SELECT 1 FROM staged_name s WHERE s.text = f.text))"""
    )
    gone = _run(
        "DELETE FROM people_nameform WHERE NOT EXISTS (SELECT 1 FROM staged_name s WHERE s.text = people_nameform.text)"
    )
    changed = _run(
        f"""UPDATE people_nameform SET family = s.family, given = s.given, patronymic = s.patronymic FROM staged_name s
        WHERE s.text = people_nameform.text AND ({_differ("people_nameform", ("family", "given", "patronymic"))})"""
    )
    new = _run(
        """INSERT INTO people_nameform (text, family, given, patronymic)
        SELECT s.text, s.family, s.given, s.patronymic FROM staged_name s
        WHERE NOT EXISTS (SELECT 1 FROM people_nameform f WHERE f.text = s.text)"""
    )
    _spell_typos()
    return _counts("staged_name", new, changed, gone)


def _spell_typos() -> None:
    """Write the typing errors of every name that has none yet."""
    after = 0
    while True:
        bare = NameForm.objects.filter(pk__gt=after, typos__isnull=True).order_by("pk")
        forms = list(bare.values_list("pk", "text")[:NAMES_AT_ONCE])
        if not forms:
            return
        after = forms[-1][0]
        NameTypo.objects.bulk_create(
            (NameTypo(form_id=form, typo=typo) for form, text in forms for typo in sorted(one_letter_less(text))),
            batch_size=NAMES_AT_ONCE,
        )


def _differ(table: str, columns: tuple[str, ...]) -> str:
    return " OR ".join(f"{table}.{name} IS DISTINCT FROM s.{name}" for name in columns)


def _day() -> str:
    return "CAST(%s AS date)" if connection.vendor == "postgresql" else "%s"


def _counts(table: str, new: int, changed: int, gone: int) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        rows = int(cursor.fetchone()[0])
    return {"new": new, "changed": changed, "gone": gone, "same": rows - new - changed}


def _run(statement: str, values: list[date] | None = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)
