"""About whom a definition is asked at all, as far as the cells of its own unit tell: a pension's date, from 50 on.

Whoever reads a definition within `all_of(age(p) >= 50, ...)` makes nothing of its value for the others: one no decides.
So nobody need find it for them. Only tests count that are always known and look at the unit's own row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from alongside.rules import tree
from alongside.rules.definitions import Definition, Group, MeasureCase
from alongside.rules.keys import Key, Keys
from alongside.rules.law import Part
from alongside.rules.tree import Node

MOST = 4  # ways in which a definition is asked; one that is asked in more ways is found for everybody
_AT_A_GLANCE = (
    tree.Const,
    tree.Day,
    tree.Term,
    tree.Variable,
    tree.Cell,
    tree.Compare,
    tree.Arithmetic,
    tree.DateStep,
    tree.All,
    tree.Any,
    tree.Not,
)
Way = dict[Key, Node]  # tests that all hold when a definition is asked; none: it is asked about everybody
Use = tuple[str, Way | None]  # a definition that is read and the way; None: about another unit


def find_wanted(order: Sequence[Part], asked: Collection[str]) -> dict[str, Node]:
    """For each definition that is not wanted for everybody, the test of those for whom it is.

    `order` has each part after what it reads. `asked` are definitions that marked units alone are asked about. A test
    is about the variables of those who read the definition, each of which stands for the same unit.
    """
    keys = Keys()
    ways: dict[str, list[Way]] = {}
    for part in reversed(order):
        own = ways.get(part.name, [{}]) if isinstance(part, Definition) and part.name not in asked else [{}]
        for name, way in _uses(part, keys):
            found = ways.setdefault(name, [])
            found += [{}] if way is None else [{**before, **way} for before in own]
            ways[name] = _fewest(found)
    return {name: _test(found) for name, found in ways.items() if {} not in found and name not in asked}


def _fewest(ways: Sequence[Way]) -> list[Way]:
    """The ways that no other one covers."""
    kept: list[Way] = []
    for way in sorted(ways, key=len):
        if not any(other.keys() <= way.keys() for other in kept):
            kept.append(way)
    return kept if len(kept) <= MOST else [{}]


def _test(ways: Sequence[Way]) -> Node:
    each = [_joined(tree.All, tuple(way.values())) for way in ways]
    return _joined(tree.Any, tuple(each))


def _joined(kind: type[tree.All | tree.Any], parts: tuple[Node, ...]) -> Node:
    return parts[0] if len(parts) == 1 else kind(tree.TRUTH, True, parts[0].where, parts)


def _uses(part: Part, keys: Keys) -> Iterator[Use]:
    """Every reading of a definition in a part of the law."""
    if isinstance(part, Group):
        yield part.key.name, None
    elif isinstance(part, Definition):
        yield from _read(part.body, part.variable, [], keys)
    else:
        yield from _read_by_case(part, keys)


def _read_by_case(case: MeasureCase, keys: Keys) -> Iterator[Use]:
    """Criteria decide together with who is considered; what a unit gets is asked when none of them is a no."""
    rule, unit = case.rule, case.variable
    roots = [rule.considered.node, *(one.test.node for one in rule.criteria)]
    yield from _read(tree.All(tree.TRUTH, False, rule.considered.node.where, tuple(roots)), unit, [], keys)
    held = [test for root in roots for test in _held(root, unit)]
    for more in (rule.payee, rule.amount, rule.since, rule.until):
        if more is not None:
            yield from _read(more.node, unit, held, keys)


def _read(node: Node, unit: tree.Variable, held: list[Node], keys: Keys) -> Iterator[Use]:
    """Readings below a node whose value matters only when the tests `held` do hold."""
    if isinstance(node, tree.Defined):
        about = {keys.of(test, {unit.name: 0}): test for test in held} if node.argument is unit else None
        yield node.definition.name, about
    if isinstance(node, tree.All | tree.Any):
        implied = _held if isinstance(node, tree.All) else _failed
        for part in node.parts:
            others = [test for other in node.parts if other is not part for test in implied(other, unit)]
            yield from _read(part, unit, [*held, *others], keys)
    elif isinstance(node, tree.If | tree.Choose):
        yield from _read(node.condition, unit, held, keys)
        yield from _read(node.then, unit, [*held, *_held(node.condition, unit)], keys)
        yield from _read(node.otherwise, unit, [*held, *_failed(node.condition, unit)], keys)
    else:
        for child in tree.children(node):
            yield from _read(child, unit, held, keys)


def _held(node: Node, unit: tree.Variable) -> list[Node]:
    """Tests that hold unless the node is a no."""
    if isinstance(node, tree.All):
        return [test for part in node.parts for test in _held(part, unit)]
    if isinstance(node, tree.Not):
        return _failed(node.part, unit)
    return [node] if _is_seen(node, unit) else []


def _failed(node: Node, unit: tree.Variable) -> list[Node]:
    """Tests that hold unless the node is a yes."""
    if isinstance(node, tree.Any):
        return [test for part in node.parts for test in _failed(part, unit)]
    if isinstance(node, tree.Not):
        return _held(node.part, unit)
    return [tree.Not(tree.TRUTH, True, node.where, node)] if _is_seen(node, unit) else []


def _is_seen(node: Node, unit: tree.Variable) -> bool:
    """Whether a test is always known and looks at nothing but the unit's own row."""
    parts = tree.walk(node)
    variables = [part for part in parts if isinstance(part, tree.Variable)]
    return (
        node.known
        and node.kind == tree.TRUTH
        and bool(variables)
        and all(isinstance(part, _AT_A_GLANCE) for part in parts)
        and all(part is unit for part in variables)
        and all(part.row is unit for part in parts if isinstance(part, tree.Cell))
    )
