"""The branches of a pack as a Markdown table: a chapter for each measure, then one for each file of definitions."""

from __future__ import annotations

from pathlib import Path

from alongside.packs.branches import Branch, Branches
from alongside.packs.load import Pack

HEADS = ("Says", "Branch", "Goes", "Law", "Examples", "One of them, or why there is none")


def write_branches(pack: Pack, found: Branches, out: Path) -> None:
    """Write the table into a file."""
    chapters: dict[str, list[Branch]] = {measure.id: [] for measure in pack.law.measures}
    for branch in found.all:
        chapters.setdefault(branch.chapter, []).append(branch)
    lines = [f"# {pack.title.en}: every branch of the law, and who takes it", "", summary(found), ""]
    for name, branches in chapters.items():
        if branches:
            lines += ["", f"## {_title(pack, name)}", "", _row(HEADS), _row(["---"] * len(HEADS))]
            lines += [_row(_cells(branch)) for branch in branches]
    out.write_text("\n".join([*lines, ""]), encoding="utf-8")


def summary(found: Branches) -> str:
    """How many branches there are, are taken, cannot be taken, and are open."""
    taken = sum(1 for branch in found.all if branch.examples)
    reasons = sum(1 for branch in found.all if not branch.examples and branch.reason)
    still = sum(1 for branch in found.all if branch.open)
    said = f"{len(found.all)} branches: {taken} taken by an example, {reasons} that none can take (with a reason)"
    return f"{said}, {still} open."


def _title(pack: Pack, chapter: str) -> str:
    text = pack.texts.get(chapter)
    return f"{text.number} {text.name.en} ({chapter})" if text is not None else f"Definitions: {chapter}"


def _cells(branch: Branch) -> list[str]:
    shown = branch.example or branch.reason or "**open**"
    return [branch.owner, f"`{branch.text}`", branch.way, branch.law, str(branch.examples), shown]


def _row(cells: list[str] | tuple[str, ...]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
