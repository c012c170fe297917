"""Rows, persons and months to ask something of: is there one, how many, which is the latest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from alongside.rules import tree
from alongside.rules.definitions import Group
from alongside.rules.fault import NOWHERE, PackFault, standing_at, where_called
from alongside.rules.language import Expr, compare, new_variable, on, truth
from alongside.rules.schema import Register, Registers
from alongside.rules.tree import MONTH, NUMBER, PERSON, TRUTH

Test = Callable[[Any], Expr]


class Items:
    """Rows, persons or months to ask something of; a test gets the item: a row, or the person it names.

    Every question binds a variable of its own, so the same items may be asked again inside a question about them.
    """

    __slots__ = ("_kind", "_needs", "_source", "_tests", "_to", "registers")

    def __init__(
        self,
        source: tree.Rows | tree.Members | tree.Months,
        kind: str,
        registers: Registers,
        *,
        tests: tuple[Test, ...] = (),
        to: Test = lambda item: item,
        needs: tuple[tree.Node, ...] = (),
    ) -> None:
        self._source = source
        self._kind = kind
        self.registers = registers
        self._tests = tests
        self._to = to
        self._needs = needs

    def opened(self) -> tuple[tree.Relation, Any]:
        """The relation with a variable of its own, and the item as a test sees it."""
        variable = new_variable(self._kind)
        raw = Expr(variable, self.registers)
        tests = tuple(test(raw).node for test in self._tests)
        return tree.Relation(self._source, variable, tests, self._needs), self._to(raw)

    def where(self, test: Test) -> Items:
        """Only the items that pass; the test must rest on closed columns, so that it is always known."""
        own = _here(test) if test.__module__.startswith(__package__ or "") else test  # a word, not the pack's lambda
        return self._passing(lambda raw: own(self._to(raw)))

    def _passing(self, test: Test) -> Items:
        if not truth(test(Expr(new_variable(self._kind), self.registers))).node.known:
            raise PackFault(
                "a filter must always be known, and this test may not be",
                remedy="Put the test into any(...) or count(...), which can answer 'not known'.",
            )
        return self._with(tests=(*self._tests, test))

    def holding(self, day: Expr | None = None) -> Items:
        """Only the rows that hold on the day (of decision, unless another is given)."""
        register = self._register()
        at = day if day is not None else on(self.registers)
        begun = self.begun(at)
        if register.ends:
            ends = register.ends
            return begun._passing(_here(lambda row: compare("<", at, getattr(row, ends))))
        if register.last_day:
            last = register.last_day
            return begun._passing(_here(lambda row: compare("<=", at, getattr(row, last))))
        return begun

    def begun(self, day: Expr | None = None) -> Items:
        """Only the rows that have begun by the day, ended or not."""
        starts = _need(self._register().starts, self._register())
        at = day if day is not None else on(self.registers)
        return self._passing(_here(lambda row: compare("<=", getattr(row, starts), at)))

    def each(self, to: Test) -> Items:
        """The same items seen as what `to` makes of each: the person a row names."""
        before = self._to
        return self._with(to=lambda raw: to(before(raw)))

    def accepted(self) -> Items:
        """The accepted rows alone: whether the register is complete is not asked."""
        return self._with(needs=())

    def needing(self, *conditions: Expr) -> Items:
        """These must be known, too, for the items to be complete."""
        return self._with(needs=(*self._needs, *(c.node for c in conditions)))

    def any(self, test: Callable[[Any], Expr] | None = None) -> Expr:
        """Whether some item passes."""
        relation, item = self.opened()
        passed = truth(test(item)).node if test else tree.always(True)
        node = tree.Exists(TRUTH, self._known(passed), where_called(), relation, passed)
        return Expr(node, self.registers)

    def all(self, test: Callable[[Any], Expr]) -> Expr:
        """Whether every item passes; yes when there is none."""
        return ~self.any(lambda item: ~test(item))

    def none(self, test: Callable[[Any], Expr] | None = None) -> Expr:
        """Whether no item passes."""
        return ~self.any(test)

    def count(self, test: Callable[[Any], Expr] | None = None, *, distinct: bool = False) -> Expr:
        """How many items pass; with `distinct`, each value of the index's order column counts once."""
        one = Expr(tree.Const(NUMBER, True, NOWHERE, 1), self.registers)
        return self._fold("sum", lambda _: one, test, distinct)

    def sum(
        self, value: Callable[[Any], Expr], test: Callable[[Any], Expr] | None = None, *, distinct: bool = False
    ) -> Expr:
        """The sum of the value over the items that pass; with `distinct`, each value of the order column once."""
        return self._fold("sum", value, test, distinct)

    def largest(self, value: Callable[[Any], Expr], test: Callable[[Any], Expr] | None = None) -> Expr:
        """The largest value among the items that pass, 0 if none does."""
        return self._fold("max", value, test)

    def smallest(self, value: Callable[[Any], Expr], test: Callable[[Any], Expr] | None = None) -> Expr:
        """The smallest value among the items that pass, 0 if none does."""
        return self._fold("min", value, test)

    def at_least(self, least: int, test: Callable[[Any], Expr]) -> Expr:
        """Whether at least so many items pass."""
        relation, item = self.opened()
        passed = truth(test(item)).node
        node = tree.AtLeast(TRUTH, self._known(passed), where_called(), least, relation, passed)
        return Expr(node, self.registers)

    def latest(self, *keys: Callable[[Any], Expr] | str) -> Any:
        """The item with the largest keys, one after the other, or none; rests on accepted rows."""
        return self._pick(keys, [True] * len(keys))

    def first(self, *keys: Callable[[Any], Expr] | str) -> Any:
        """The item with the smallest keys, one after the other, or none; rests on accepted rows."""
        return self._pick(keys, [False] * len(keys))

    def pick(self, *keys: tuple[Callable[[Any], Expr] | str, bool]) -> Any:
        """The item with the best keys, each with True for the largest or False for the smallest."""
        return self._pick([key for key, _ in keys], [latest for _, latest in keys])

    def _pick(self, keys: Any, latest: list[bool]) -> Expr:
        relation, item = self.opened()
        made = [getattr(item, key) if isinstance(key, str) else key(item) for key in keys]
        if any(not key.node.known for key in made):
            raise PackFault("items are chosen by an open column", remedy="Choose by closed columns only.")
        pairs = tuple((key.node, up) for key, up in zip(made, latest, strict=True))
        node = tree.Pick(item.node.kind, True, where_called(), relation, item.node, pairs)
        return Expr(node, self.registers)

    def _fold(
        self, operator: Any, value: Callable[[Any], Expr], test: Callable[[Any], Expr] | None, distinct: bool = False
    ) -> Expr:
        relation, item = self.opened()
        worth = value(item).node
        passed = truth(test(item)).node if test else tree.always(True)
        if distinct and not isinstance(self._source, tree.Rows):
            raise PackFault("only rows can be counted distinct", remedy="Leave distinct out.")
        known = worth.known and self._known(passed)
        node = tree.Fold(worth.kind, known, where_called(), operator, relation, passed, worth, distinct)
        return Expr(node, self.registers)

    def _known(self, passed: tree.Node) -> bool:
        return passed.known and all(need.known for need in self._needs)

    def _register(self) -> Register:
        if not isinstance(self._source, tree.Rows):
            raise PackFault("only rows hold on a day", remedy="Ask rows(...) for it.")
        return self.registers[self._source.register]

    def _with(self, **more: Any) -> Items:
        fields = {"tests": self._tests, "to": self._to, "needs": self._needs, **more}
        return Items(self._source, self._kind, self.registers, **fields)


def _here(test: Test) -> Test:
    """A test that stands at the line which asks for it now, whenever it is built."""
    where = where_called()

    def standing(row: Any) -> Expr:
        with standing_at(where):
            return test(row)

    return standing


def _need(column: str | None, register: Register) -> str:
    if column is None:
        raise PackFault(f"{register.name} has no period", remedy="Declare `starts` of this register.")
    return column


def rows(register: Register, *, of: Expr, by: str | None = None) -> Items:
    """The rows of a register about a person or place, found by its owner column or by another index."""
    name = by or register.owner
    if name != register.owner and name not in [index.name for index in register.indexes]:
        raise PackFault(
            f"{register.name} has no index {name!r}",
            remedy="Declare the index in the register, or use another.",
        )
    source = tree.Rows(register.name, name, of.node)
    asked = () if of.node.kind == tree.PLACE and not register.place_complete else (complete(register, of).node,)
    return Items(source, tree.row_of(register.name), of.registers, needs=asked)


def complete(register: Register, subject: Expr) -> Expr:
    """Yes when the register is complete for a person or place, else not known."""
    node = tree.Complete(tree.TRUTH, False, where_called(), register.name, subject.node)
    return Expr(node, subject.registers)


def covered(register: Register, first: Expr, last: Expr) -> Expr:
    """Yes when the register covers the months (or, for a register of years, the years) from first to last."""
    node = tree.Covered(tree.TRUTH, False, where_called(), register.name, first.node, last.node)
    return Expr(node, first.registers)


def group_of(group: Group, person: Expr) -> Expr:
    """The group a person is in, or none."""
    return Expr(tree.GroupOf(group.kind, True, where_called(), group, person.node), person.registers)


def group_key(group: Group, of: Expr) -> Expr:
    """The person whose key names the group."""
    return Expr(tree.GroupKey(PERSON, True, where_called(), group, of.node), of.registers)


def members(group: Group, of: Expr) -> Items:
    """The persons of a group."""
    return Items(tree.Members(group, of.node), PERSON, of.registers)


def months(first: Expr, count: int) -> Items:
    """`count` months, from `first` on."""
    return Items(tree.Months(first.node, count), MONTH, first.registers)
