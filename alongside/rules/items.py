"""Rows, persons and months to ask something of: is there one, how many, which is the latest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from alongside.rules import tree
from alongside.rules.definitions import Group
from alongside.rules.fault import NOWHERE, PackFault, where_called
from alongside.rules.language import Expr, compare, new_variable, on, truth
from alongside.rules.schema import Register, Registers
from alongside.rules.tree import MONTH, NUMBER, PERSON, TRUTH


class Items:
    """Rows, persons or months to ask something of. `item` is what a test gets: a row, or the person it names."""

    __slots__ = ("item", "registers", "relation")

    def __init__(self, relation: tree.Relation, item: Expr, registers: Registers) -> None:
        self.relation = relation
        self.item = item
        self.registers = registers

    def where(self, test: Callable[[Any], Expr]) -> Items:
        """Only the items that pass; the test must rest on closed columns, so that it is always known."""
        passed = truth(test(self.item)).node
        if not passed.known:
            raise PackFault(
                "a filter must always be known, and this test may not be",
                remedy="Put the test into any(...) or count(...), which can answer 'not known'.",
            )
        return self._with(tests=(*self.relation.tests, passed))

    def holding(self, day: Expr | None = None) -> Items:
        """Only the rows that hold on the day (of decision, unless another is given)."""
        register, row = self._row()
        at = day if day is not None else on(self.registers)
        begun = self.where(lambda _: compare("<=", getattr(row, _need(register.starts, register)), at))
        if register.ends:
            return begun.where(lambda _: compare("<", at, getattr(row, cast(str, register.ends))))
        if register.last_day:
            return begun.where(lambda _: compare("<=", at, getattr(row, cast(str, register.last_day))))
        return begun

    def begun(self, day: Expr | None = None) -> Items:
        """Only the rows that have begun by the day, ended or not."""
        register, row = self._row()
        at = day if day is not None else on(self.registers)
        return self.where(lambda _: compare("<=", getattr(row, _need(register.starts, register)), at))

    def each(self, to: Callable[[Any], Expr]) -> Items:
        """The same items seen as what `to` makes of each: the person a row names."""
        return Items(self.relation, to(self.item), self.registers)

    def accepted(self) -> Items:
        """The accepted rows alone: whether the register is complete is not asked."""
        return self._with(needs=())

    def needing(self, *conditions: Expr) -> Items:
        """These must be known, too, for the items to be complete."""
        return self._with(needs=(*self.relation.needs, *(c.node for c in conditions)))

    def any(self, test: Callable[[Any], Expr] | None = None) -> Expr:
        """Whether some item passes."""
        passed = truth(test(self.item)).node if test else tree.always(True)
        known = passed.known and all(need.known for need in self.relation.needs)
        return Expr(tree.Exists(TRUTH, known, where_called(), self.relation, passed), self.registers)

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

    def sum(self, value: Callable[[Any], Expr], test: Callable[[Any], Expr] | None = None) -> Expr:
        """The sum of the value over the items that pass."""
        return self._fold("sum", value, test)

    def largest(self, value: Callable[[Any], Expr], test: Callable[[Any], Expr] | None = None) -> Expr:
        """The largest value among the items that pass, 0 if none does."""
        return self._fold("max", value, test)

    def smallest(self, value: Callable[[Any], Expr], test: Callable[[Any], Expr] | None = None) -> Expr:
        """The smallest value among the items that pass, 0 if none does."""
        return self._fold("min", value, test)

    def at_least(self, least: int, test: Callable[[Any], Expr]) -> Expr:
        """Whether at least so many items pass."""
        passed = truth(test(self.item)).node
        known = passed.known and all(need.known for need in self.relation.needs)
        return Expr(tree.AtLeast(TRUTH, known, where_called(), least, self.relation, passed), self.registers)

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
        made = [getattr(self.item, key) if isinstance(key, str) else key(self.item) for key in keys]
        if any(not key.node.known for key in made):
            raise PackFault("items are chosen by an open column", remedy="Choose by closed columns only.")
        pairs = tuple((key.node, up) for key, up in zip(made, latest, strict=True))
        node = tree.Pick(self.item.node.kind, True, where_called(), self.relation, self.item.node, pairs)
        return Expr(node, self.registers)

    def _fold(
        self,
        operator: Any,
        value: Callable[[Any], Expr],
        test: Callable[[Any], Expr] | None,
        distinct: bool = False,
    ) -> Expr:
        worth = value(self.item)
        passed = truth(test(self.item)).node if test else tree.always(True)
        known = worth.node.known and passed.known and all(need.known for need in self.relation.needs)
        if distinct and not isinstance(self.relation.source, tree.Rows):
            raise PackFault("only rows can be counted distinct", remedy="Leave distinct out.")
        node = tree.Fold(worth.node.kind, known, where_called(), operator, self.relation, passed, worth.node, distinct)
        return Expr(node, self.registers)

    def _row(self) -> tuple[Register, Expr]:
        source = self.relation.source
        if not isinstance(source, tree.Rows):
            raise PackFault("only rows hold on a day", remedy="Ask rows(...) for it.")
        return self.registers[source.register], Expr(self.relation.variable, self.registers)

    def _with(self, **more: Any) -> Items:
        fields = {**vars(self.relation), **more}
        return Items(tree.Relation(**fields), self.item, self.registers)


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
    row = new_variable(tree.row_of(register.name))
    source = tree.Rows(register.name, name, of.node)
    asked = () if of.node.kind == tree.PLACE and not register.place_complete else (complete(register, of).node,)
    return Items(tree.Relation(source, row, (), asked), Expr(row, of.registers), of.registers)


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
    person = new_variable(PERSON)
    return Items(tree.Relation(tree.Members(group, of.node), person, (), ()), Expr(person, of.registers), of.registers)


def months(first: Expr, count: int) -> Items:
    """`count` months, from `first` on."""
    month = new_variable(MONTH)
    return Items(
        tree.Relation(tree.Months(first.node, count), month, (), ()),
        Expr(month, first.registers),
        first.registers,
    )
