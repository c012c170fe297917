"""What is different since an earlier sweep, and what a check of a sweep found, on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from alongside.base.wording import number_text

if TYPE_CHECKING:
    from alongside.packs.verify import Verification

SHOWN = 20
COLUMNS = ("gained", "lost", "changed", "changed_dates_only", "newly_unknown", "no_longer_unknown")
TITLES = {
    "gained": "gained",
    "lost": "lost",
    "changed": "changed",
    "changed_dates_only": "(dates)",
    "newly_unknown": "not known",
    "no_longer_unknown": "now no",
}


def show_difference(console: Console, summary: dict[str, Any]) -> None:
    """A line for each measure, and everything that must be known to read it rightly."""
    found = summary["difference"]
    since = found["since"]
    console.print()
    console.print(f"Since the sweep for {since['on']} by the delivery {since['delivery_id']}:", style="bold")
    _show_counts(console, summary, found["measures"])
    for line in _remarks(summary, found):
        console.print(line, soft_wrap=True)


def show_verification(console: Console, found: Verification) -> None:
    """How much was decided again, and the first of what does not agree."""
    for disagreement in found.disagreements[:SHOWN]:
        console.print(str(disagreement), soft_wrap=True, markup=False)
    left = len(found.disagreements) - SHOWN
    if left > 0:
        console.print(f"... and {number_text(left, 'en')} more.")
    rows, of, without, ignored = (
        number_text(number, "en")
        for number in (found.checked_rows, found.rows, found.checked_without, found.not_considered)
    )
    agree = f"{number_text(len(found.disagreements), 'en')} differences" if found.disagreements else "all agree"
    console.print(
        f"Decided again: {rows} of {of} rows, and {without} units without a row "
        f"(of whom {ignored} are not considered): {agree}.",
        soft_wrap=True,
    )


def _show_counts(console: Console, summary: dict[str, Any], counts: dict[str, dict[str, int]]) -> None:
    table = Table(box=None, pad_edge=False)
    table.add_column("", justify="right")
    table.add_column("measure", overflow="fold")
    for column in COLUMNS:
        table.add_column(TITLES[column], justify="right", no_wrap=True)
    for name, of in counts.items():
        measure = summary["measures"][name]
        told = [number_text(of[kind], "en") if of[kind] else "·" for kind in COLUMNS]
        table.add_row(str(measure["number"]), measure["name_en"], *told)
    if counts:
        console.print(table)


def _remarks(summary: dict[str, Any], found: dict[str, Any]) -> list[str]:
    since = found["since"]
    lines = []
    if not found["same_law"]:
        lines.append(
            f"The law is another: version {since['pack_version']} then, {summary['pack_version']} now. "
            "A difference may come from the law as well as from the facts."
        )
    if not found["same_format"]:
        lines.append(f"The earlier sweep is {since['format']}; both were read alike.")
    for key, when in (("only_before", "the earlier sweep"), ("only_now", "this sweep")):
        if found[key]:
            lines.append(f"Only in {when}, so not compared: {', '.join(found[key])}.")
    if not found["gained_reasons_known"] and any(of["gained"] for of in found["measures"].values()):
        why = "its law is another" if not found["same_law"] else f"the store does not hold {since['delivery_id']}"
        lines.append(f"Why those who gained had no row before cannot be said: {why}.")
    if found["reasons_not_asked"]:
        left = number_text(found["reasons_not_asked"], "en")
        lines.append(f"Of {left} rows it was not asked which criteria speak; raise --reasons, or explain one person.")
    return lines
