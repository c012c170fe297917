"""Which database: PostgreSQL by its address, or SQLite in the home."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from alongside.base.refusal import Refusal
from alongside.config.home import home

SQLITE = {
    "transaction_mode": "IMMEDIATE",  # a writer waits for its turn at the beginning, so it never fails in the middle
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;",
}


class DatabaseAddressIsWrong(Refusal):
    """ALONGSIDE_DATABASE_URL cannot be understood."""

    code = "database_address_is_wrong"


def database(url: str) -> dict[str, Any]:
    """Django's settings for the database at this address; SQLite where it is empty."""
    if not url:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": home() / "alongside.sqlite3", "OPTIONS": SQLITE}
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgresql", "postgres") or not name:
        raise DatabaseAddressIsWrong(
            "ALONGSIDE_DATABASE_URL is no address of a PostgreSQL database.",
            remedy="Write postgresql://user:password@host:port/name, or leave it empty for SQLite.",
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
