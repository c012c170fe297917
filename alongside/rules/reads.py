"""What expressions outside the measures rest on: definitions, groups and measures, each after what it reads."""

from __future__ import annotations

from collections.abc import Iterable

from alongside.rules.definitions import Definition
from alongside.rules.law import Law, Part, read_by


def order_of_reads(law: Law, roots: Iterable[Definition]) -> list[Part]:
    """All parts of a law that these definitions read, the definitions themselves left out."""
    order: list[Part] = []
    done: set[int] = set()

    def visit(part: Part) -> None:
        if id(part) not in done:
            done.add(id(part))
            for read in read_by(law, part):
                visit(read)
            order.append(part)

    for root in roots:
        for read in read_by(law, root):
            visit(read)
    return order
