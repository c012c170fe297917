"""One link of the chain: a keyed hash over the link before it and everything an entry says."""

from __future__ import annotations

import hmac
import json
from datetime import UTC
from typing import Any

from django.conf import settings

BEGINNING = "0" * 64
FIELDS = (
    *("id", "at", "name", "subject_kind", "subject", "about"),
    *("role", "account", "person", "represented", "mandate", "before", "after"),
)
"""What of an entry is sealed: all of it, in this order."""

_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def link(before: str, values: tuple[Any, ...]) -> str:
    """HMAC-SHA-256 (64 hex digits), keyed with SEAL_KEY, over the link before and the values of FIELDS as JSON.

    A moment is written in UTC with its microseconds, the keys of `before` and `after` are in the order of the alphabet:
    both databases give the same text for the same entry.
    """
    number, at, *rest = values
    said = _JSON([number, at.astimezone(UTC).isoformat(timespec="microseconds"), *rest])
    return hmac.digest(settings.SEAL_KEY.encode(), f"{before}\n{said}".encode(), "sha256").hex()
