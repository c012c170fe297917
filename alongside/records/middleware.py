"""A page that is only read writes nothing but the access log: the database itself refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

from alongside.records.models import Look

Answer = Callable[[HttpRequest], HttpResponse]
READS = ("GET", "HEAD", "OPTIONS")
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE", "COPY", "TRUNCATE")
SIGN_IN = ("django_session", "axes_", "mfa_", "account_")


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
    """Run a statement unless it writes into a table that reading must leave alone."""
    words = sql.split(None, 3)
    if words and words[0].upper() in WRITES:
        table = words[2] if words[0].upper() in ("INSERT", "DELETE", "REPLACE", "MERGE") else words[1]
        table = table.strip('"`').split("(")[0].rstrip('"')
        if table != Look._meta.db_table and not table.startswith(SIGN_IN):
            raise ReadingWrote(f"reading a page wrote into {table}")
    return execute(sql, params, many, context)
