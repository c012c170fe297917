"""Which parts of a tree say the same: equal keys for nodes built twice alike, whatever they call their items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from alongside.rules import tree
from alongside.rules.tree import Node, Relation, children

Key = Hashable
_NOTHING: Mapping[str, int] = {}


class Keys:
    """Keys, free variables and folds of nodes, each found once."""

    def __init__(self, inlined: frozenset[str] = frozenset()) -> None:
        self._inlined = inlined
        self._keys: dict[tuple[int, frozenset[tuple[str, int]]], Key] = {}
        self._free: dict[int, frozenset[str]] = {}
        self._folds: dict[int, bool] = {}
        self._kept: list[Node] = []  # ids stay theirs while they are kept
        self._numbers: dict[Key, int] = {}

    def of(self, node: Node, bound: Mapping[str, int] = _NOTHING) -> Key:
        """The key of a node. `bound` numbers the variables of the folds around it that belong to the same key."""
        if isinstance(node, tree.Variable):
            return ("bound", bound[node.name]) if node.name in bound else ("variable", node.name)
        mark = (id(node), frozenset((name, bound[name]) for name in self.free(node) if name in bound))
        if mark not in self._keys:
            self._kept.append(node)
            self._keys[mark] = self._number(self._make(node, bound))
        return self._keys[mark]

    def free(self, node: Node) -> frozenset[str]:
        """The names of the variables a node needs from outside."""
        if id(node) not in self._free:
            self._kept.append(node)
            names = {node.name} if isinstance(node, tree.Variable) else set()
            for child in children(node):
                names |= self.free(child)
            for value in vars(node).values():
                if isinstance(value, Relation):
                    names.discard(value.variable.name)
            self._free[id(node)] = frozenset(names)
        return self._free[id(node)]

    def has_fold(self, node: Node) -> bool:
        """Whether finding the value takes a loop."""
        if id(node) not in self._folds:
            self._kept.append(node)
            is_fold = any(isinstance(value, Relation) for value in vars(node).values())
            inside = children(node)
            if isinstance(node, tree.Defined) and node.definition.name in self._inlined:
                inside = (*inside, node.definition.body)
            self._folds[id(node)] = is_fold or any(self.has_fold(child) for child in inside)
        return self._folds[id(node)]

    def count(self, roots: Sequence[Node]) -> Counter[Key]:
        """How often each node is asked for below these roots."""
        asked: Counter[Key] = Counter()
        seen: set[int] = set()
        waiting = list(roots)
        asked.update(self.of(root) for root in roots)
        while waiting:
            node = waiting.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            inside = children(node)
            asked.update(self.of(child) for child in inside)
            waiting.extend(inside)
        return asked

    def _number(self, key: Key) -> Key:
        """A short key for a long one."""
        return self._numbers.setdefault(key, len(self._numbers))

    def _make(self, node: Node, bound: Mapping[str, int]) -> Key:
        relation = next((v for v in vars(node).values() if isinstance(v, Relation)), None)
        inner = bound if relation is None else {**bound, relation.variable.name: len(bound)}
        parts: list[Any] = [type(node).__name__]
        for name, value in vars(node).items():
            if name not in ("where", "known"):
                parts.append(self._part(value, bound, inner))
        return tuple(parts)

    def _part(self, value: Any, bound: Mapping[str, int], inner: Mapping[str, int]) -> Key:
        if isinstance(value, Node):
            return self.of(value, inner)
        if isinstance(value, Relation):
            source = tuple(
                self.of(part, bound) if isinstance(part, Node) else self._part(part, bound, inner)
                for part in vars(value.source).values()
            )
            tests = tuple(self.of(test, inner) for test in value.tests)
            return (
                type(value.source).__name__,
                source,
                tests,
                tuple(self.of(need, inner) for need in value.needs),
            )
        if isinstance(value, tuple):
            return tuple(self._part(part, bound, inner) for part in value)
        return value if isinstance(value, str | int | bool) or value is None else ("object", id(value))
