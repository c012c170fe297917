"""A GET that writes anything but the access log is refused, however it is written."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from alongside.people.models import Person
from alongside.records.actor import CITY
from alongside.records.look_at import look_at
from alongside.records.middleware import ReadingWrote, get_never_writes, what_it_writes
from alongside.records.models import Look

HELD_BACK = [
    'INSERT INTO "people_person" ("key") VALUES (%s)',
    "insert into people_person (key) values (1)",
    "  \n update people_person set key = 2",
    'UPDATE ONLY "people_person" SET key = 2',
    "-- a word\nDELETE FROM people_person",
    "/* SELECT */ delete from people_person",
    "REPLACE INTO people_person (key) VALUES (1)",
    "INSERT OR IGNORE INTO people_person (key) VALUES (1)",
    "WITH gone AS (DELETE FROM people_person RETURNING id) SELECT * FROM gone",
    "with new as (select 1) insert into people_person (key) select * from new",
    "SELECT 1; DROP TABLE people_person; DELETE FROM people_person",
    "EXPLAIN ANALYZE DELETE FROM people_person",
    "SELECT * INTO people_copy FROM people_person",
    "TRUNCATE people_person",
    "MERGE INTO people_person USING other ON true WHEN MATCHED THEN DELETE",
    "DROP TABLE people_person",
    "CREATE TABLE people_copy AS SELECT 1",
    "ALTER TABLE people_person ADD COLUMN x int",
    "COPY people_person FROM STDIN",
    "DO $$ BEGIN PERFORM 1; END $$",
    "CALL forget()",
    'DELETE FROM "records_look"',
    'UPDATE "records_look" SET "about" = 1',
    "INSERT INTO records_entry (name) VALUES ('records_look')",
    "INSERT INTO records_look_copy (about) VALUES (1)",
]
LET_THROUGH = [
    'SELECT "people_person"."id" FROM "people_person" WHERE "name" = \'DELETE FROM people_person\'',
    "SELECT 1 FROM people_person FOR UPDATE",
    'SELECT 1 FROM "people_person" FOR UPDATE OF "people_person"',
    "SELECT 1 FROM people_person FOR NO KEY UPDATE SKIP LOCKED",
    "WITH a AS (SELECT 1) SELECT * FROM a",
    '(SELECT "a" FROM "b") UNION (SELECT "c" FROM "d")',
    'SELECT "update", "insert" FROM "delete"',
    'SAVEPOINT "s1"',
    'INSERT INTO "records_look" ("about") VALUES (%s)',
    'UPDATE "django_session" SET "session_data" = %s',
    'DELETE FROM "axes_accessattempt" WHERE "id" IN (1)',
    "PRAGMA foreign_keys",
]


@pytest.mark.parametrize("sql", HELD_BACK)
def test_a_statement_that_writes_is_recognised(sql: str) -> None:
    assert what_it_writes(sql)


@pytest.mark.parametrize("sql", LET_THROUGH)
def test_a_statement_that_reads_or_notes_a_look_is_let_through(sql: str) -> None:
    assert what_it_writes(sql) == ""


def by_the_model() -> None:
    Person.objects.create(key=1)


def by_many() -> None:
    Person.objects.bulk_create([Person(key=1), Person(key=2)])


def by_hand() -> None:
    with connection.cursor() as cursor:
        cursor.execute("insert into people_load (delivery) values ('x')")


def by_many_hands() -> None:
    with connection.cursor() as cursor:
        cursor.executemany("insert into people_person (key) values (%s)", [[1], [2]])


def answered(method: str, act: Callable[[], object]) -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        act()
        return HttpResponse("answered")

    return get_never_writes(view)(getattr(RequestFactory(), method)("/"))


@pytest.mark.django_db
@pytest.mark.parametrize("act", [by_the_model, by_many, by_hand, by_many_hands])
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_view_that_writes_while_it_is_read_fails(method: str, act: Callable[[], object]) -> None:
    with pytest.raises(ReadingWrote), transaction.atomic():
        answered(method, act)
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_the_same_view_may_write_when_something_is_sent() -> None:
    assert answered("post", by_the_model).status_code == 200
    assert Person.objects.count() == 1


@pytest.mark.django_db
def test_a_look_is_noted_while_a_page_is_read() -> None:
    answered("get", lambda: look_at([7], screen="portal:mine", by=CITY))
    assert Look.objects.get().about == 7
