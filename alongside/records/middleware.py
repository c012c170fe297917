"""A page that is only read writes nothing but the access log: the database itself refuses."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

from alongside.records.models import Look

Answer = Callable[[HttpRequest], HttpResponse]
READS = ("GET", "HEAD", "OPTIONS")
SIGN_IN = ("django_session", "axes_", "mfa_", "account_")

QUIET = ("SELECT", "WITH", "VALUES", "EXPLAIN", "PRAGMA", "SHOW", "SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
"""How a statement may begin that changes nothing by itself. Everything that begins otherwise is looked into."""

NO_CODE = re.compile(
    r"'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/|\$(\w*)\$.*?\$\1\$|\bFOR\s+(?:NO\s+KEY\s+)?UPDATE\b", re.DOTALL | re.IGNORECASE
)
WRITES = re.compile(
    r"""(?<!["\w.])(?:
        (?P<insert>INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO)
        | (?:UPDATE|DELETE\s+FROM|MERGE\s+INTO|TRUNCATE)(?:\s+TABLE)?(?:\s+ONLY)?
    )\s+(?P<table>"[^"]+"|`[^`]+`|[\w.]+)""",
    re.IGNORECASE | re.VERBOSE,
)
INTO_A_TABLE = re.compile(r"^\W*SELECT\b(?:(?!\bFROM\b).)*\bINTO\b", re.IGNORECASE | re.DOTALL)


class ReadingWrote(RuntimeError):
    """A page asked for with GET tried to change something."""


def get_never_writes(answer: Answer) -> Answer:
    """Refuse every write while a GET is answered, but for the access log and the bookkeeping of sign-in."""

    def guarded(request: HttpRequest) -> HttpResponse:
        if request.method not in READS:
            return answer(request)
        with connection.execute_wrapper(refuse_writes):
            return answer(request)

    return guarded


def refuse_writes(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Run a statement unless it changes something that reading must leave alone; then raise ReadingWrote."""
    refused = what_it_writes(sql)
    if refused:
        raise ReadingWrote(f"reading a page wrote: {refused}")
    return execute(sql, params, many, context)


def what_it_writes(sql: str) -> str:
    """What a statement changes that reading must leave alone: a table, or its first word; empty where nothing."""
    code = NO_CODE.sub(" ", str(sql))
    written = [(found["insert"] is not None, found["table"].strip('"`')) for found in WRITES.finditer(code)]
    for is_insert, table in written:
        name = table.lower()
        if not name.startswith(SIGN_IN) and not (is_insert and name == Look._meta.db_table):
            return table
    words = code.replace("(", " ").split(None, 1)
    first = words[0].upper().rstrip(";") if words else ""
    if first and first not in QUIET and not written:
        return first
    return "SELECT INTO" if INTO_A_TABLE.search(code) and not written else ""
