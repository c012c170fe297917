"""Whose turn it is: on PostgreSQL a lock as long as the transaction; SQLite has one writer at a time anyway."""

from __future__ import annotations

from django.db import connection


def wait_for_turn(name: str) -> None:
    """Go on when no other transaction holds this name; hold it until the transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def take_turn(name: str) -> bool:
    """Hold this name until the transaction ends; False where another transaction holds it."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        return bool(cursor.fetchone()[0])


def subject_turn(kind: str, subject: int) -> str:
    """The name under which acts on a subject and what follows from them take turns."""
    return f"records.subject:{kind}:{subject}"
