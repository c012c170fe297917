"""The same tree with some nodes changed: for checks that change a rule on purpose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, TypeVar

from alongside.rules.tree import Members, Months, Node, Relation, Rows

Kept = TypeVar("Kept", bound=Node)


def with_fields(node: Kept, **changes: Any) -> Kept:
    """A copy of a node with other fields."""
    values = {f.name: getattr(node, f.name) for f in fields(node)}
    return type(node)(**{**values, **changes})


def replaced(root: Node, swaps: Sequence[tuple[Node, Node]]) -> Node:
    """The tree with some nodes (these very ones, wherever they stand) replaced; what does not hold them stays."""
    made: dict[int, Any] = {id(old): new for old, new in swaps}

    def change(value: Any) -> Any:
        if isinstance(value, tuple):
            parts = tuple(change(part) for part in value)
            return value if all(a is b for a, b in zip(parts, value, strict=True)) else parts
        if not isinstance(value, Node | Relation | Rows | Members | Months):
            return value
        if id(value) not in made:
            before = {f.name: getattr(value, f.name) for f in fields(value)}
            after = {name: change(part) for name, part in before.items()}
            same = all(after[name] is before[name] for name in before)
            made[id(value)] = value if same else type(value)(**after)
        return made[id(value)]

    result = change(root)
    assert isinstance(result, Node)
    return result
