"""Whom a rule reads: the ways from a unit to everybody and everything its expressions look at, found in the tree.

A path begins at the kind of the unit and goes on by steps, each a table and the column of it that leads further: from a
person through the index `ties.adult` to the `ties.child` of every row, from there through `def.home` to a home.
Tests on the way are left out of account: a path may lead to more than a rule will ask, never to less. Groups are
numbered by their key persons, so a path to a group and a path to its key are one.
"""

from __future__ import annotations

from collections.abc import Iterator

from alongside.rules import tree
from alongside.rules.cluster.tables import MEMBER, ROW
from alongside.rules.definitions import Group
from alongside.rules.law import Law, Part, part_nodes
from alongside.rules.reach import PASSED_ON
from alongside.rules.schema import Registers

Step = tuple[str, str]  # a table, and the column that is followed
Path = tuple[str | Step, ...]  # the kind of the unit, then steps
Lookup = tuple[Path, str]  # whoever a path leads to is looked up in a table


class Paths:
    """The paths of one part of the law: `named` (where references lead, and of which kind) and `lookups`."""

    def __init__(self, law: Law, part: Part) -> None:
        assert not isinstance(part, Group)
        self.persons = law.registers.persons
        self.root: Path = (part.unit.kind,)
        self.named: set[tuple[Path, str]] = {(self.root, part.unit.kind)}
        self.lookups: set[Lookup] = set()
        self._sources: dict[int, tree.Rows | tree.Members | tree.Months] = {}
        self._kept: dict[int, frozenset[Path]] = {}
        nodes = [node for root in part_nodes(part) for node in tree.walk(root)]
        items: list[tree.Node] = []
        for node in nodes:
            for relation in _relations(node):
                self._sources[id(relation.variable)] = relation.source
                items.append(relation.variable)
        for node in (*nodes, *items):
            self.lookups |= set(self._lookups(node))
            if tree.is_reference(node.kind):
                kind = space_of(node.kind, law.registers)
                self.named |= {(path, kind) for path in self.of(node)}
        if part.unit.kind.startswith("group:"):
            self.lookups.add((self.root, f"group.{part.unit.kind.removeprefix('group:')}"))

    def of(self, node: tree.Node) -> frozenset[Path]:
        """The paths to what a reference may be."""
        if id(node) not in self._kept:
            self._kept[id(node)] = frozenset(self._paths(node))
        return self._kept[id(node)]

    def _paths(self, node: tree.Node) -> Iterator[Path]:
        for inside in PASSED_ON.get(type(node), ()):
            part = getattr(node, inside)
            if tree.is_reference(part.kind):
                yield from self.of(part)
        match node:
            case tree.Variable():
                yield from self._from_variable(node)
            case tree.Cell() if self._is_self(node):
                yield from self.of(node.row)
            case tree.Cell():
                for path, table in self._rows_at(node):
                    yield (*path, (table, f"{node.register}.{node.column}"))
            case tree.Defined():
                yield from self._on(node.argument, f"def.{node.definition.name}", f"def.{node.definition.name}")
            case tree.GroupOf():
                key = f"def.{node.group.key.name}"
                yield from self._on(node.person, key, key)

    def _from_variable(self, node: tree.Variable) -> Iterator[Path]:
        match self._sources.get(id(node)):
            case tree.Rows(register, index, owner):
                yield from self._on(owner, f"{register}.{index}", ROW)
            case tree.Members(group, of):
                yield from self._on(of, f"group.{group.name}", MEMBER)
            case None:
                yield self.root

    def _on(self, node: tree.Node, table: str, column: str) -> Iterator[Path]:
        for path in self.of(node):
            yield (*path, (table, column))

    def _is_self(self, cell: tree.Cell) -> bool:
        """Whether a cell is its own row: a person's key in the register of persons."""
        return (cell.register, cell.column) == (self.persons.name, self.persons.owner)

    def _rows_at(self, cell: tree.Cell) -> Iterator[Lookup]:
        """Where the row of a cell is found: beside its number where an index led to it, else by its number."""
        for path in self.of(cell.row):
            last = path[-1]
            if cell.register != self.persons.name and isinstance(last, tuple) and last[1] == ROW:
                yield path[:-1], last[0]
            else:
                yield path, cell.register

    def _lookups(self, node: tree.Node) -> Iterator[Lookup]:
        match node:
            case tree.Cell() if not self._is_self(node):
                yield from self._rows_at(node)
            case tree.Complete(subject=subject):
                table = tree.PLACE if subject.kind == tree.PLACE else self.persons.name
                yield from self._all_at(subject, table)
            case tree.Defined(argument=argument):
                yield from self._all_at(argument, f"def.{node.definition.name}")
            case tree.GroupOf(person=person):
                yield from self._all_at(person, f"def.{node.group.key.name}")
            case tree.Answer() | tree.Amount():
                yield from self._all_at(node.unit, f"case.{node.case}")
        for relation in _relations(node):
            match relation.source:
                case tree.Rows(register, index, owner):
                    yield from self._all_at(owner, f"{register}.{index}")
                case tree.Members(group, of):
                    yield from self._all_at(of, f"group.{group.name}")

    def _all_at(self, node: tree.Node, table: str) -> Iterator[Lookup]:
        for path in self.of(node):
            yield path, table


def space_of(kind: str, registers: Registers) -> str:
    """How references of a kind are numbered: a row of the register of persons is a person."""
    return tree.PERSON if kind == tree.row_of(registers.persons.name) else kind


def _relations(node: tree.Node) -> list[tree.Relation]:
    return [value for value in vars(node).values() if isinstance(value, tree.Relation)]
