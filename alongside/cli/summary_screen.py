"""The sweep's summary on a terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from alongside.base.wording import money_text, number_text


def show_summary(console: Console, summary: dict[str, Any], out: Path) -> None:
    """A line for each measure: how many get it, of how many it is not known, the sum."""
    table = Table(box=None, pad_edge=False)
    for name, justify in (
        ("", "right"),
        ("measure", "left"),
        ("yes", "right"),
        ("not known", "right"),
        ("sum", "right"),
    ):
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    for measure in summary["measures"].values():
        table.add_row(
            str(measure["number"]),
            measure["name_en"],
            number_text(measure["yes"], "en"),
            number_text(measure["unknown"], "en"),
            money_text(measure["sum_kopecks"], "en"),
        )
    console.print(table)
    missing = ", ".join(summary["missing_registers"])
    if missing:
        console.print(f"Not delivered, so not known for anybody: {missing}.")
    console.print(
        f"{number_text(summary['persons'], 'en')} persons, decided for {summary['on']} "
        f"by the delivery {summary['delivery_id']}: {out}",
        soft_wrap=True,
    )
