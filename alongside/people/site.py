"""The pack of this site, loaded once in a process."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from alongside.packs import load_pack
from alongside.packs.load import Pack

SHIPPED = Path(__file__).resolve().parents[2] / "packs"


@lru_cache(maxsize=1)
def pack() -> Pack:
    """The pack that ALONGSIDE_PACK names, or the one that is shipped."""
    return load_pack(settings.ALONGSIDE_PACK or next(p.parent for p in sorted(SHIPPED.glob("*/pack.toml"))))
