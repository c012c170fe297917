"""Pictures of counts, ready for SVG: months as columns, districts as bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from alongside.base.text import Language
from alongside.packs.districts import District
from alongside.workplace.recipients import NO_DISTRICT, Recipients
from alongside.workplace.small_cells import Cell, total

ACROSS, MARK = 1000, 12
WIDTH, HEIGHT, TOP, BOTTOM = 720, 220, 24, 28


@dataclass(frozen=True)
class Column:
    """One month: its cell, the column's place and size, the middle of it."""

    month: date
    cell: Cell
    x: int
    y: int
    width: int
    height: int
    middle: int


def columns(months: Sequence[date], cells: Sequence[Cell]) -> list[Column]:
    """A column for each month; the highest fills the picture, one with few is a mark without a height of its own."""
    most = max((one.number for one in cells), default=0) or 1
    across, room = WIDTH // max(1, len(months)), HEIGHT - TOP - BOTTOM
    found = []
    for at, (month, one) in enumerate(zip(months, cells, strict=True)):
        height = 8 if one.few else one.number * room // most
        x, width = at * across + across // 8, across * 3 // 4
        found.append(Column(month, one, x, HEIGHT - BOTTOM - height, width, height, x + width // 2))
    return found


@dataclass(frozen=True)
class Bar:
    """One district (`name` is empty: none known): its cell and how long its bar is, from 0 to ACROSS."""

    name: str
    cell: Cell
    length: int


def district_bars(
    found: Recipients, districts: Sequence[District], language: Language
) -> tuple[list[Bar], Cell] | None:
    """A bar for each district, the longest first and "none known" last, and the sum of what is shown; None: no bars."""
    if found.districts is None:
        return None
    most = max((one.number for _, one in found.districts), default=0) or 1
    bars = [
        Bar(
            "" if at == NO_DISTRICT else districts[at].name[language],
            one,
            MARK if one.few else ACROSS * one.number // most,
        )
        for at, one in found.districts
        if at != NO_DISTRICT or not one.is_nothing
    ]
    bars.sort(key=lambda bar: (not bar.name, -bar.cell.number, not bar.cell.few))
    return bars, total(bar.cell for bar in bars)
