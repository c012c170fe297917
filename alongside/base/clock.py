"""What time it is: asked at the edge alone (a view, a command, a job) and handed in as an argument everywhere else."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day for which the city decides: today, or the day that ALONGSIDE_TODAY names (a made-up city has its own)."""
    said = os.environ.get("ALONGSIDE_TODAY", "")
    return date.fromisoformat(said) if said else now().astimezone().date()
