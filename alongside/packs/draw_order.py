"""The order in which a law is evaluated - stages of definitions, groups and measures - as text and as SVG."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from alongside.packs.check_law import stages
from alongside.packs.load import Pack
from alongside.packs.site_html import Html, el
from alongside.rules.definitions import Definition, Group, MeasureCase
from alongside.rules.law import Law, Part, read_by

KINDS = {"definitions": Definition, "groups": Group, "measures": MeasureCase}
COLOURS = {"definitions": "#e3f0ec", "groups": "#fdf1d8", "measures": "#17222e"}
BOX, HIGH, GAP, ROW, HEAD = 230, 22, 70, 28, 44


def kind_of(part: Part) -> str:
    """Which of the three a part is."""
    return next(kind for kind, each in KINDS.items() if isinstance(part, each))


def order_text(pack: Pack, *, width: int = 100) -> str:
    """The stages as text: everything in a stage reads only what stands above it."""
    lines = [f"{pack.name}: each stage reads only the stages above it"]
    for number, parts in enumerate(stages(pack.law), 1):
        lines.append(f"stage {number}")
        for kind in KINDS:
            names = sorted(part.name for part in parts if kind_of(part) == kind)
            if names:
                lines += textwrap.wrap(
                    ", ".join(names),
                    width,
                    initial_indent=f"  {kind:<13}",
                    subsequent_indent=" " * 15,
                    break_on_hyphens=False,
                )
    return "\n".join(lines)


def order_svg(pack: Pack) -> str:
    """The stages as columns of names, a line from each part to what it reads."""
    columns = stages(pack.law)
    place = {
        id(part): (number * (BOX + GAP) + 12, HEAD + row * ROW)
        for number, parts in enumerate(columns)
        for row, part in enumerate(_sorted(parts))
    }
    wide = len(columns) * (BOX + GAP) - GAP + 24
    high = HEAD + max((len(parts) for parts in columns), default=0) * ROW + 12
    title = f"{pack.name}: {sum(map(len, columns))} / {len(columns)}"
    heads = [
        el("text", f"{number}", x=str((number - 1) * (BOX + GAP) + 12), y="28", font_weight="700", font_size="16")
        for number in range(1, len(columns) + 1)
    ]
    drawn = [_lines(pack.law, columns, place), heads, [_box(part, place) for parts in columns for part in parts]]
    return el(
        "svg",
        el("title", title),
        el("rect", width="100%", height="100%", fill="#ffffff"),
        *drawn,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {wide} {high}",
        width=str(wide),
        height=str(high),
        font_family="system-ui, sans-serif",
        font_size="12",
    )


def _sorted(parts: Sequence[Part]) -> list[Part]:
    return sorted(parts, key=lambda part: (list(KINDS).index(kind_of(part)), part.name))


def _lines(law: Law, columns: Sequence[Sequence[Part]], place: dict[int, tuple[int, int]]) -> list[Html]:
    found = []
    for parts in columns:
        for part in parts:
            x, y = place[id(part)]
            for read in read_by(law, part):
                left, top = place[id(read)]
                left, top, down = left + BOX, top + HIGH // 2, y + HIGH // 2
                bend = (left + x) // 2
                curve = f"M{left} {top}C{bend} {top} {bend} {down} {x} {down}"
                found.append(el("path", d=curve, fill="none", stroke="#8b8f94", stroke_opacity="0.35"))
    return found


def _box(part: Part, place: dict[int, tuple[int, int]]) -> Html:
    x, y = place[id(part)]
    kind = kind_of(part)
    name = part.name if len(part.name) <= 34 else f"{part.name[:33]}…"
    ink = "#ffffff" if kind == "measures" else "#17222e"
    box = el("rect", x=str(x), y=str(y), width=str(BOX), height=str(HIGH), rx="4", fill=COLOURS[kind])
    return el("g", el("title", f"{kind}: {part.name}"), box, el("text", name, x=str(x + 8), y=str(y + 15), fill=ink))
