"""One link of the chain: a keyed hash over the link before it and everything an entry says."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

from django.conf import settings

BEGINNING = "0" * 64
FIELDS = (
    *("id", "at", "name", "subject_kind", "subject", "about"),
    *("role", "account", "person", "represented", "mandate", "before", "after"),
)
"""What of an entry is sealed: all of it, in this order."""


def link(before: str, values: tuple[Any, ...]) -> str:
    """HMAC-SHA-256 (64 hex digits), keyed with SEAL_KEY, over the link before and the values of FIELDS as JSON.

    A moment is written in UTC with its microseconds, the keys of `before` and `after` are in the order of the alphabet:
    both databases give the same text for the same entry.
    """
    number, at, *rest = values
    said = json.dumps(
        [number, at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"), *rest],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hmac.new(settings.SEAL_KEY.encode(), f"{before}\n{said}".encode(), hashlib.sha256).hexdigest()
