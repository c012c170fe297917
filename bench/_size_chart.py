"""What each person costs at each size, drawn: flat lines are what one wants to see."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 70, 150, 50, 60
LINES: tuple[tuple[str, str, str, str], ...] = (
    ("ingest", "cpu", "taken in, processor", "#1d4f91"),
    ("ingest", "wall", "taken in, clock", "#7a9cc6"),
    ("sweep_again", "cpu", "swept, processor", "#9a3412"),
    ("sweep_again", "wall", "swept, clock", "#d08a63"),
)
Line = Mapping[str, Any]


def draw(lines: Sequence[Line]) -> str:
    """An SVG: people across, microseconds a person up, both by powers of ten."""
    sizes = [math.log10(line["persons"]) for line in lines]
    costs = [cost for line in lines for step, kind, _, _ in LINES if (cost := _cost(line, step, kind)) is not None]
    low, high = math.floor(min(sizes)), math.ceil(max(sizes))
    bottom, top = math.floor(math.log10(min(costs))), math.ceil(math.log10(max(costs)))

    def x(persons: float) -> float:
        return LEFT + (math.log10(persons) - low) / max(high - low, 1) * (WIDTH - LEFT - RIGHT)

    def y(cost: float) -> float:
        return HEIGHT - BOTTOM - (math.log10(cost) - bottom) / max(top - bottom, 1) * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="sans-serif" '
        'font-size="13" aria-labelledby="title desc">',
        '<title id="title">What each person costs, from a town to a country</title>',
        f'<desc id="desc">{_told(lines)}</desc>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        '<text x="20" y="28" font-size="16" fill="#1b1b1b">Microseconds a person, two cores</text>',
        *_grid(x, y, (low, high), (bottom, top)),
    ]
    labelled: list[float] = []
    for step, kind, name, colour in LINES:
        points = [(line["persons"], cost) for line in lines if (cost := _cost(line, step, kind)) is not None]
        if points:
            parts += _line([(x(persons), y(cost)) for persons, cost in points], name, colour, labelled)
    return "\n".join([*parts, "</svg>", ""])


def _cost(line: Line, step: str, kind: str) -> float | None:
    """Microseconds a person; None where this step was not measured or took less than is told."""
    found = line.get(step, {}).get(kind)
    return found * 1e6 / line["persons"] if found else None


def _told(lines: Sequence[Line]) -> str:
    return " ".join(
        f"{line['persons']:,} persons: "
        + ", ".join(
            f"{name} {cost:.1f}" for step, kind, name, _ in LINES if (cost := _cost(line, step, kind)) is not None
        )
        + "."
        for line in lines
    )


def _grid(
    x: Callable[[float], float], y: Callable[[float], float], across: tuple[int, int], up: tuple[int, int]
) -> list[str]:
    parts = []
    for power in range(across[0], across[1] + 1):
        at = x(10.0**power)
        parts.append(f'<line x1="{at:.1f}" y1="{TOP}" x2="{at:.1f}" y2="{HEIGHT - BOTTOM}" stroke="#e3e3e3"/>')
        parts.append(f'<text x="{at:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{10**power:,}</text>')
    for power in range(up[0], up[1] + 1):
        at = y(10.0**power)
        parts.append(f'<line x1="{LEFT}" y1="{at:.1f}" x2="{WIDTH - RIGHT}" y2="{at:.1f}" stroke="#e3e3e3"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{10.0**power:,.10g}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle:.1f}" y="{HEIGHT - 14}" text-anchor="middle">persons</text>')
    return parts


def _line(points: Sequence[tuple[float, float]], name: str, colour: str, labelled: list[float]) -> list[str]:
    path = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
    dots = [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3.5" fill="{colour}"/>' for a, b in points]
    at = points[-1][1] + 4
    while any(abs(at - other) < 16 for other in labelled):
        at -= 4
    labelled.append(at)
    label = f'<text x="{points[-1][0] + 10:.1f}" y="{at:.1f}" fill="{colour}">{name}</text>'
    return [f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>', *dots, label]
