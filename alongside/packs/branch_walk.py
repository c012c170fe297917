"""Follow one unit through the law and say which branches it takes: functions written from the same trees.

A walk goes only where an answer is asked: the arm of a choice that is not chosen, what stands after a no in an "and"
or after a yes in an "or", and the amount where the answer is no are not walked through.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from alongside.packs.branch_words import is_life, of_period
from alongside.rules import tree
from alongside.rules.definitions import Definition, MeasureCase
from alongside.rules.emit_loops import Loop
from alongside.rules.emit_units import Source
from alongside.rules.emitter import Emitter, Value
from alongside.rules.evaluator import Book, Evaluator
from alongside.rules.law import order_of_parts
from alongside.rules.schema import Registers
from alongside.rules.tree import Node

Taken = tuple[int, str]  # the number of a fork, and which way


@dataclass
class Forks:
    """Every node of the law that branches, by its identity, and the ways it can go."""

    numbers: dict[int, int] = field(default_factory=dict)
    nodes: list[Node] = field(default_factory=list)
    ways: list[tuple[str, ...]] = field(default_factory=list)

    def add(self, node: Node, ways: tuple[str, ...]) -> int:
        """The number of a fork."""
        if id(node) not in self.numbers:
            self.numbers[id(node)] = len(self.nodes)
            self.nodes.append(node)
            self.ways.append(ways)
        return self.numbers[id(node)]


def parts_of(node: tree.All | tree.Any, registers: Registers) -> list[Node]:
    """What an "and" or an "or" joins, those of the same word inside it, too; that somebody lives is one part."""
    found: list[Node] = []
    for part in node.parts:
        inner = isinstance(part, tree.All | tree.Any) and type(part) is type(node) and not is_life(part, registers)
        found += parts_of(part, registers) if inner and isinstance(part, tree.All | tree.Any) else [part]
    return found


def can_be(node: Node, wanted: bool) -> bool:
    """Whether a test can be a yes (or a no) at all, as far as its form tells."""
    if isinstance(node, tree.Complete | tree.Covered):
        return wanted
    if isinstance(node, tree.NotKnown):
        return False
    if isinstance(node, tree.Const):
        return bool(node.value) == wanted
    if isinstance(node, tree.Not):
        return can_be(node.part, not wanted)
    if isinstance(node, tree.Given | tree.Also):
        return can_be(node.value, wanted)
    if _is_settled(node):
        return wanted
    if isinstance(node, tree.All | tree.Any):
        every = isinstance(node, tree.All) == wanted
        return (all if every else any)(can_be(part, wanted) for part in node.parts)
    if isinstance(node, tree.Exists):
        return not wanted or can_be(node.test, True)
    if isinstance(node, tree.Defined):
        return can_be(node.definition.body, wanted) if node.kind == tree.TRUTH else True
    return True


def _is_settled(node: Node) -> bool:
    """A test or its opposite, a number equal to itself: a yes wherever it is known."""
    if isinstance(node, tree.Compare):
        return node.operator == "==" and node.left is node.right
    if not isinstance(node, tree.Any) or len(node.parts) != 2:
        return False
    last = node.parts[-1]
    return isinstance(last, tree.Not) and last.part is node.parts[0]


class Walk:
    """The lines of one function that follows a unit through an expression."""

    def __init__(self, book: Book, forks: Forks, unit: tree.Variable, roots: list[Node]) -> None:
        self.emitter = Emitter(book.world, compiled=False, roots=roots)
        self.emitter.bind(unit, Value("u", None, 0, 1 << 31))
        self.forks = forks
        self.registers = book.law.registers
        self._been: list[set[int]] = [set()]

    def source(self, name: str) -> Source:
        """The function as it stands."""
        emitter = self.emitter
        text = "\n".join(["def function(u):", *emitter.lines, "    return None", ""])
        return Source(name, text, dict(sorted(emitter.arrays.items())))

    def visit(self, node: Node) -> None:
        """Walk through a node, once on each way to it."""
        if any(id(node) in been for been in self._been) or isinstance(node, tree.Variable):
            return
        self._been[-1].add(id(node))
        if isinstance(node, tree.If | tree.Choose):
            self._choice(node)
        elif isinstance(node, tree.All | tree.Any) and not is_life(node, self.registers):
            self._joined(node)
        elif isinstance(node, tree.Given):
            self.visit(node.condition)
            self._under(self._not_missing(self.emitter.emit(node.condition)), node.value)
        elif isinstance(node, tree.Exists | tree.AtLeast | tree.Fold | tree.Pick):
            self._items(node)
        else:
            for part in tree.children(node):
                self.visit(part)
            if ways_of(node, self.registers) and isinstance(node, tree.Arithmetic):
                self._limit(node)
            self._go_on(node)

    def _go_on(self, node: Node) -> None:
        """Into another part of the law."""
        if isinstance(node, tree.Defined):
            self._reach(f"reach.def.{node.definition.name}", node.argument)
        elif isinstance(node, tree.Answer | tree.Amount):
            self._reach(f"reach.case.{node.case}", node.unit)
        elif isinstance(node, tree.GroupOf):
            self._reach(f"reach.def.{node.group.key.name}", node.person)

    def _reach(self, name: str, unit: Node) -> None:
        found = self.emitter.emit(unit)
        self.emitter.line(f"if {found.name} >= 0:")
        self.emitter.line(f"    {self.emitter.array(name)}({found.name})")

    def _seen(self, condition: str, number: int, way: str) -> None:
        self.emitter.line(f"if {condition}:")
        self.emitter.line(f"    {self.emitter.array('seen')}(({number}, {way!r}))")

    def _under(self, condition: str, *nodes: Node) -> None:
        with self.emitter.block(f"if {condition}:"):
            self._been.append(set())
            for node in nodes:
                self.visit(node)
            self._been.pop()

    @staticmethod
    def _not_missing(value: Value) -> str:
        return "True" if value.missing is None else f"{value.missing} == 0"

    def _is(self, value: Value, wanted: bool) -> str:
        said = value.name if wanted else f"not {value.name}"
        return said if value.missing is None else f"({value.missing} == 0 and {said})"

    def _choice(self, node: tree.If | tree.Choose) -> None:
        self.visit(node.condition)
        value = self.emitter.emit(node.condition)
        number = self.forks.add(node, ways_of(node, self.registers))
        for wanted, way, arm in ((True, "then", node.then), (False, "otherwise", node.otherwise)):
            condition = self.emitter.settle(self._is(value, wanted))
            self._seen(condition, number, way)
            self._under(condition, arm)
        if value.missing is not None:
            self._seen(f"{value.missing} != 0", number, "not known")

    def _limit(self, node: tree.Arithmetic) -> None:
        """Which of two values is the smaller (or the larger) one; where they are equal, neither."""
        left, right = self.emitter.emit(node.left), self.emitter.emit(node.right)
        known = [f"{value.missing} == 0" for value in (left, right) if value.missing is not None]
        number = self.forks.add(node, ways_of(node, self.registers))
        sign = "<" if node.operator == "min" else ">"
        for way, first, second in (("0", left, right), ("1", right, left)):
            self._seen(" and ".join([*known, f"{first.name} {sign} {second.name}"]), number, way)

    def _joined(self, node: tree.All | tree.Any) -> None:
        """Each part that decides: a no where all before it are yes; a yes where no other is one."""
        emitter, stop, parts = self.emitter, isinstance(node, tree.Any), parts_of(node, self.registers)
        decides = [emitter.settle(self._is(emitter.emit(part), stop)) for part in parts]
        ways = ways_of(node, self.registers)
        if ways:
            number = self.forks.add(node, ways)
            for place, decided in enumerate(decides):
                if str(place) in ways:
                    others = decides[:place] + (decides[place + 1 :] if stop else [])
                    alone = " and ".join([decided, *(f"not {other}" for other in others)])
                    self._seen(alone, number, str(place))
        for place, part in enumerate(parts):
            before = " or ".join(decides[:place])
            if before:
                self._under(f"not ({before})", part)
            else:
                self.visit(part)

    def _items(self, node: tree.Exists | tree.AtLeast | tree.Fold | tree.Pick) -> None:
        relation, source = node.relation, node.relation.source
        owner = (
            source.owner
            if isinstance(source, tree.Rows)
            else (source.of if isinstance(source, tree.Members) else source.first)
        )
        self.visit(owner)
        self._been.append(set())
        choice = self.emitter.settle("[]", "l") if isinstance(node, tree.Pick) else ""
        with Loop(self.emitter, tree.Relation(source, relation.variable, (), ())):
            if isinstance(source, tree.Members):
                self._reach(f"reach.def.{source.group.key.name}", relation.variable)
            for test in relation.tests:
                self.visit(test)
                self._filter(test)
            self.visit(node.test)
            if isinstance(node, tree.Fold):
                self._left_out(node.test)
                self._under(self._is(self.emitter.emit(node.test), True), node.value)
            for key, _ in node.keys if isinstance(node, tree.Pick) else ():
                self.visit(key)
            if isinstance(node, tree.Pick):
                keys = ", ".join(self.emitter.emit(key).name for key, _ in node.keys)
                self.emitter.line(f"{choice}.append(({keys},))")
            self.emitter.line("pass")
        self._been.pop()
        if isinstance(node, tree.Pick):
            number = self.forks.add(node, ways_of(node, self.registers))
            latest = tuple(up for _, up in node.keys)
            self.emitter.line(f"{self.emitter.array('chosen')}({number}, {latest}, {choice})")

    def _filter(self, test: Node) -> None:
        self._left_out(test)
        self.emitter.line(f"if not {self.emitter.emit(test).name}:")
        self.emitter.line("    continue")

    def _left_out(self, test: Node) -> None:
        if ways_of_filter(test):
            number = self.forks.add(test, ways_of_filter(test))
            self._seen(self._is(self.emitter.emit(test), False), number, "passed over")


def ways_of_filter(test: Node) -> tuple[str, ...]:
    """What a filter of rows can do that its own "and" does not tell: pass a row over."""
    return (
        ("passed over",)
        if isinstance(test, tree.Compare | tree.Exists | tree.Not | tree.Any | tree.Defined) and not of_period(test)
        else ()
    )


def ways_of(node: Node, registers: Registers) -> tuple[str, ...]:
    """The ways a node can go; none where it is no fork, or only asks whether something is known."""
    if isinstance(node, tree.If | tree.Choose):
        return ("then", "otherwise") if node.condition.known else ("then", "otherwise", "not known")
    if isinstance(node, tree.Arithmetic) and node.operator in ("min", "max"):
        return ("0", "1")
    if isinstance(node, tree.Pick):
        return tuple(str(place) for place in range(len(node.keys)))
    if isinstance(node, tree.All | tree.Any) and not is_life(node, registers):
        stop = isinstance(node, tree.Any)
        if not can_be(node, not stop):
            return ()
        parts = enumerate(parts_of(node, registers))
        found = tuple(str(place) for place, part in parts if can_be(part, stop))
        return found if len(found) > 1 else ()
    return ()


class Walker(Evaluator):
    """An evaluator that also tells which branches the units it is asked for take."""

    def __init__(self, book: Book, facts: Any, on: Any, forks: Forks) -> None:
        super().__init__(book, facts, on)
        self.forks = forks
        self.taken: set[Taken] = set()
        self.criteria: set[tuple[str, str, str]] = set()  # (case, criterion, answer)
        self._been: set[tuple[str, int]] = set()

    def _ask(self, name: str) -> Any:
        kind, _, rest = name.partition(".")
        if name == "seen":
            return self.taken.add
        if name == "chosen":
            return self._chosen
        if kind == "reach":
            return lambda unit: self._reach(rest, unit)
        return super()._ask(name)

    def _chosen(self, number: int, latest: Sequence[bool], items: Sequence[tuple[int, ...]]) -> None:
        """By which of its keys the chosen one of several items stands before each other one."""
        order = [tuple(-key if up else key for key, up in zip(item, latest, strict=True)) for item in items]
        first = min(order, default=())
        for item in order:
            apart = [place for place, (a, b) in enumerate(zip(first, item, strict=True)) if a != b]
            self.taken.update((number, str(place)) for place in apart[:1])

    def _reach(self, name: str, unit: int) -> None:
        if (name, unit) in self._been:
            return
        self._been.add((name, unit))
        kind, _, rest = name.partition(".")
        if kind == "case":
            self.follow(self.law.case(rest), unit)
        else:
            definition = self.book.definitions[rest]
            self._walk(name, definition, unit)

    def follow(self, case: MeasureCase, unit: int) -> None:
        """Walk a unit through a measure: who is considered, the criteria, and the amount where it is asked."""
        decision, name = self.decide(case, unit), f"case.{case.name}"
        if case.unit.kind.startswith("group:"):
            self._reach(f"def.{self.group(case.unit.kind).key.name}", unit)
            if not self._is_key(case, unit):
                return
        self._walk(f"{name}.considered", case, unit)
        if not decision.criteria:
            return
        own = decision.criteria[: len(case.rule.criteria)]
        self.criteria.update((case.name, criterion.id, criterion.answer) for criterion in own)
        self._walk(f"{name}.criteria", case, unit)
        if all(criterion.answer == "yes" for criterion in own):
            self.criteria.update((case.name, last.id, last.answer) for last in decision.criteria[len(own) :])
            self._walk(f"{name}.amount", case, unit)
        if decision.answer == "yes":
            self._walk(f"{name}.period", case, unit)

    def _walk(self, name: str, part: Definition | MeasureCase, unit: int) -> None:
        key = f"walk.{name}"
        if key not in self._found:
            write = partial(_written, self.book, self.forks, key, part, _stages(part)[name])
            self._found[key] = self.function(key, write)
        walk: Callable[[int], None] = self._found[key]
        walk(unit)


def write_all(book: Book, forks: Forks) -> None:
    """Write every walk of the law beforehand: so every fork is found, those, too, that nobody comes to."""
    for part in order_of_parts(book.law, book.law.measures):
        stages = {} if not isinstance(part, Definition | MeasureCase) else _stages(part)
        for name, roots in stages.items():
            assert isinstance(part, Definition | MeasureCase)
            key = f"walk.{name}"
            book.code(key, partial(_written, book, forks, key, part, roots))


def _written(book: Book, forks: Forks, key: str, part: Definition | MeasureCase, roots: list[Node]) -> Source:
    walk = Walk(book, forks, part.variable, roots)
    for root in roots:
        walk.visit(root)
    return walk.source(key)


def roots_of(part: Definition | MeasureCase) -> list[tuple[str, Node]]:
    """The expressions of a part of the law, each with its name."""
    if isinstance(part, Definition):
        return [("", part.body)]
    rule = part.rule
    ends = [("considered", rule.considered), ("payee", rule.payee), ("amount", rule.amount), ("since", rule.since)]
    named = [*((c.id, c.test) for c in rule.criteria), *ends, ("until", rule.until)]
    return [(name, expr.node) for name, expr in named if expr is not None]


def _stages(part: Definition | MeasureCase) -> dict[str, list[Node]]:
    """The expressions of a part by when they are asked: one stage after the other, as long as nothing says no."""
    if isinstance(part, Definition):
        return {f"def.{part.name}": [part.body]}
    last = {name: name for name in ("considered", "amount")} | {"since": "period", "until": "period"}
    found: dict[str, list[Node]] = {name: [] for name in ("considered", "criteria", "amount", "period")}
    for name, root in roots_of(part):
        found[last.get(name, "criteria")].append(root)
    return {f"case.{part.name}.{stage}": roots for stage, roots in found.items()}
