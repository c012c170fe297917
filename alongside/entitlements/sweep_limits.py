"""Whether a sweep turns so many awards that a human should look before it does."""

from __future__ import annotations

from collections.abc import Mapping

from alongside.entitlements.sweep_turns import fetch
from alongside.entitlements.turns import BEGINNING, CHANGING, ENDING, Turn
from alongside.packs.applying import Applying

Counts = dict[str, dict[str, int]]


def counts_of_turns() -> Counts:
    """How many awards of each measure turn in which way; what only follows the calendar is left out."""
    found: Counts = {}
    for measure, kind, count in fetch(
        "SELECT measure, kind, count(*) FROM sweep_turn WHERE kind <> 'refreshed' GROUP BY 1, 2 ORDER BY 1, 2"
    ):
        found.setdefault(measure, {})[kind] = int(count)
    return found


def standing() -> dict[str, int]:
    """How many awards of each measure stand, granted or offered."""
    return {
        measure: int(count)
        for measure, count in fetch(
            "SELECT measure, count(*) FROM entitlements_award WHERE closed_on IS NULL AND stands <> 'asked' "
            "GROUP BY measure"
        )
    }


def unusual(counts: Counts, stood: Mapping[str, int], applying: Applying) -> dict[str, list[str]]:
    """The measures that would begin, end or change beyond the pack's limits, and in which of these ways."""
    limits: dict[str, tuple[tuple[Turn, ...], float]] = {
        "begin": (BEGINNING, applying.most_begin_share),
        "end": (ENDING, applying.most_end_share),
        "change": (CHANGING, applying.most_changed_share),
    }
    found: dict[str, list[str]] = {}
    for measure, kinds in counts.items():
        for way, (turns, share) in limits.items():
            turned = sum(kinds.get(turn, 0) for turn in turns)
            if turned > applying.few and turned > share * stood.get(measure, 0):
                found.setdefault(measure, []).append(way)
    return found
