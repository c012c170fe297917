"""The expression tree: what rules are made of once they are read. Pure data; the language builds it.

Three kinds of value come out of a node. *truth*: yes, no or not known; *numbers* (money in kopecks, counts, dates,
months, codes, ids): a whole number or not known; *references* (a person, a place, a group, a row): a position or
none, never not known. "Not known" always says what is missing, as bits (see `Registers.missing_names`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from alongside.rules.fault import NOWHERE, Where

if TYPE_CHECKING:
    from alongside.rules.definitions import Definition, Group

# Kinds of value. Money, numbers and codes are never mixed by accident: the language checks kinds.
TRUTH, MONEY, NUMBER, DATE, MONTH, PERSON, PLACE = (
    "truth",
    "money",
    "number",
    "date",
    "month",
    "person",
    "place",
)


def row_of(register: str) -> str:
    """The kind of a row of a register."""
    return f"row:{register}"


def is_reference(kind: str) -> bool:
    """Whether values of this kind are positions (a person, place, group or row) or none."""
    return kind in (PERSON, PLACE) or kind.startswith(("row:", "group:"))


@dataclass(frozen=True, eq=False)
class Node:
    """Part of a rule. `kind` is what comes out; `known` is true where "not known" cannot come out."""

    kind: str
    known: bool
    where: Where


@dataclass(frozen=True, eq=False)
class Const(Node):
    """A number written in the rule: days for a date, kopecks for money, 0 or 1 for a truth."""

    value: int


@dataclass(frozen=True, eq=False)
class Day(Node):
    """The day of decision."""


@dataclass(frozen=True, eq=False)
class Term(Node):
    """The value of a dated term on a day."""

    name: str
    at: Node


@dataclass(frozen=True, eq=False)
class Variable(Node):
    """The unit of a rule or definition, or an item of a relation inside a fold."""

    name: str


@dataclass(frozen=True, eq=False)
class Cell(Node):
    """A cell of a row; for the register of persons the row is the person."""

    register: str
    column: str
    row: Node


@dataclass(frozen=True, eq=False)
class Compare(Node):
    """Two values of one kind compared: `==`, `!=`, `<`, `<=`. References compare by position (order of keys)."""

    operator: Literal["==", "!=", "<", "<="]
    left: Node
    right: Node


@dataclass(frozen=True, eq=False)
class Arithmetic(Node):
    """Whole-number arithmetic: `+`, `-`, `*`, `min`, `max`."""

    operator: Literal["+", "-", "*", "min", "max"]
    left: Node
    right: Node


@dataclass(frozen=True, eq=False)
class Divide(Node):
    """`half_up`: floor((2 a + b) / (2 b)) for a >= 0, b > 0, else 0; `floor`: floor(a / b)."""

    operator: Literal["half_up", "floor"]
    left: Node
    right: Node


@dataclass(frozen=True, eq=False)
class DateStep(Node):
    """A step on the calendar: `months` (same day number, or the last of the month), `month`, `first_day`, `year`,
    `month_number`, `age` (full years from `of` on the day `by`), `latest` (the latest day from which `by` months have
    passed on the day `of`)."""

    operator: Literal["months", "month", "first_day", "year", "month_number", "age", "latest"]
    of: Node
    by: Node | None


@dataclass(frozen=True, eq=False)
class All(Node):
    """Yes when every part is yes; no when any is no; else not known."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, eq=False)
class Any(Node):
    """Yes when any part is yes; no when all are no; else not known."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, eq=False)
class Not(Node):
    """Yes and no swapped."""

    part: Node


@dataclass(frozen=True, eq=False)
class If(Node):
    """One of two values; not known when the condition is, with what any of the three parts misses."""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, eq=False)
class Given(Node):
    """The value where the condition is known; else not known with what the condition misses and nothing else."""

    condition: Node
    value: Node


@dataclass(frozen=True, eq=False)
class Also(Node):
    """The value; not known, too, when the condition is not known, with what both miss."""

    condition: Node
    value: Node


@dataclass(frozen=True, eq=False)
class Choose(Node):
    """One of two values by a condition that is always known: the other one is not asked."""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, eq=False)
class NotKnown(Node):
    """Never known: what a register would say is missing."""

    register: str


@dataclass(frozen=True, eq=False)
class AsFound(Node):
    """A reference as it stands: none where it is not known."""

    part: Node


@dataclass(frozen=True, eq=False)
class Surely(Node):
    """Whether the part is a known yes; itself always known."""

    part: Node


@dataclass(frozen=True, eq=False)
class IsKnown(Node):
    """Whether the part is known; itself always known."""

    part: Node


@dataclass(frozen=True, eq=False)
class Complete(Node):
    """Yes when a register is complete for a person or place, else not known: `register.*` is missing."""

    register: str
    subject: Node


@dataclass(frozen=True, eq=False)
class Covered(Node):
    """Yes when a register of months (or years) covers `first` to `last`, else not known."""

    register: str
    first: Node
    last: Node


@dataclass(frozen=True, eq=False)
class Exists(Node):
    """Whether an item of the relation passes the test (and, for rows, the register is complete for their owner)."""

    relation: Relation
    test: Node


@dataclass(frozen=True, eq=False)
class Fold(Node):
    """A sum of `value`, or its largest or smallest (`empty` when there is no item), over the items that pass."""

    operator: Literal["sum", "max", "min"]
    relation: Relation
    test: Node
    value: Node
    distinct: bool = False  # count each value of the index's first order column once


@dataclass(frozen=True, eq=False)
class AtLeast(Node):
    """Whether at least `least` items pass: no when even with the not known ones it would be fewer."""

    least: int
    relation: Relation
    test: Node


@dataclass(frozen=True, eq=False)
class Pick(Node):
    """The item (`test`: a row, or the person it names) with the largest values of `keys`, one after the other, or none.

    A key with `False` beside it is taken by its smallest value.
    """

    relation: Relation
    test: Node
    keys: tuple[tuple[Node, bool], ...]


@dataclass(frozen=True, eq=False)
class Defined(Node):
    """The value of a named definition for a unit."""

    definition: Definition
    argument: Node


@dataclass(frozen=True, eq=False)
class GroupOf(Node):
    """The group a person is in, or none."""

    group: Group
    person: Node


@dataclass(frozen=True, eq=False)
class GroupKey(Node):
    """The person whose key names a group."""

    group: Group
    of: Node


@dataclass(frozen=True, eq=False)
class Answer(Node):
    """Whether a unit gets a measure; a unit that is not considered does not."""

    case: str
    unit: Node


@dataclass(frozen=True, eq=False)
class Amount(Node):
    """The amount of a measure for a unit: 0 where the answer is no, not known where the answer is."""

    case: str
    unit: Node


@dataclass(frozen=True, eq=False)
class Step(Node):
    """A named step of an amount, shown to people."""

    name: str
    value: Node


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of a register that an index finds for an owner."""

    register: str
    index: str
    owner: Node


@dataclass(frozen=True, eq=False)
class Members:
    """The persons of a group."""

    group: Group
    of: Node


@dataclass(frozen=True, eq=False)
class Months:
    """The months from `first` on, `count` of them."""

    first: Node
    count: int


@dataclass(frozen=True, eq=False)
class Relation:
    """Items to fold over: a source, the variable it binds, tests every item has passed (always known), and what a
    fold must know to be complete (`needs`: nodes that are yes or not known)."""

    source: Rows | Members | Months
    variable: Variable
    tests: tuple[Node, ...]
    needs: tuple[Node, ...]


def always(value: bool) -> Const:
    """A truth that is always the same."""
    return Const(TRUTH, True, NOWHERE, int(value))


def joined(tests: tuple[Node, ...]) -> list[Node]:
    """Tests that must all be passed, one by one."""
    return [part for test in tests for part in (joined(test.parts) if isinstance(test, All) else [test])]


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly inside a node, in order."""
    found: list[Node] = []
    for value in vars(node).values():
        found.extend(_nodes_in(value))
    return tuple(found)


def _nodes_in(value: object) -> list[Node]:
    if isinstance(value, Node):
        return [value]
    if isinstance(value, Relation):
        inside = [node for part in (value.tests, value.needs) for node in part]
        source = value.source
        ends = (
            [source.owner] if isinstance(source, Rows) else [source.of if isinstance(source, Members) else source.first]
        )
        return [*ends, *inside]
    if isinstance(value, tuple):
        return [node for part in value for node in _nodes_in(part)]
    return []


def walk(node: Node) -> list[Node]:
    """The node and all nodes below it, each once, parents first."""
    seen: dict[int, Node] = {}
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if id(current) not in seen:
            seen[id(current)] = current
            waiting.extend(reversed(children(current)))
    return list(seen.values())
