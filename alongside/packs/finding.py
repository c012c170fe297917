"""One thing that is wrong with a pack, in one line."""

from __future__ import annotations

from dataclasses import dataclass

from alongside.rules.fault import Where


@dataclass(frozen=True)
class Finding:
    """Where, what, and what to do about it."""

    where: Where
    what: str
    remedy: str

    def __str__(self) -> str:
        what, remedy = " ".join(self.what.split()).rstrip("."), " ".join(self.remedy.split())
        return f"{self.where}: {what} - {remedy}"
