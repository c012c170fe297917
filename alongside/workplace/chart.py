"""Columns for a picture of months: where each stands and how high it is, ready for SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from alongside.workplace.small_cells import Cell

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
