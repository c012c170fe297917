"""The pack of this site, loaded once in a process."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from alongside.base.once import once
from alongside.packs import load_pack
from alongside.packs.load import Pack

SHIPPED = Path(__file__).resolve().parents[2] / "packs"


@once
def pack() -> Pack:
    """The pack that ALONGSIDE_PACK names, or the one that is shipped."""
    return load_pack(settings.ALONGSIDE_PACK or next(p.parent for p in sorted(SHIPPED.glob("*/pack.toml"))))
