"""Rows that several parts of the law look for alike, such as who is registered at a place today: found once.

Only tests count that look at the row alone: at its cells, at those of whom it names, and at the day. A part that asks
more of the rows asks it of those found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from alongside.rules import tree
from alongside.rules.keys import Key, Keys
from alongside.rules.language import new_variable
from alongside.rules.law import Part, part_nodes
from alongside.rules.schema import MANDATORY, Registers
from alongside.rules.tree import Cell, Node, Relation, Rows

LEAST = 3  # so many parts must look for the same rows before finding them once is worth it
_ELSEWHERE = (tree.Defined, tree.GroupOf, tree.GroupKey, tree.Answer, tree.Amount)


@dataclass(frozen=True, eq=False)
class Standing:
    """The rows of an index that pass tests, for each owner in the order of the index; `cells` are kept beside them."""

    name: str  # of its columns: start, row and those of the cells
    relation: Relation
    cells: tuple[Cell, ...]

    @property
    def source(self) -> Rows:
        """The index whose rows these are."""
        assert isinstance(self.relation.source, Rows)
        return self.relation.source


@dataclass(frozen=True)
class Use:
    """How a relation is read from rows found before: what is left to test, and its own words for the cells beside."""

    rows: Standing
    tests: tuple[Node, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class _Found:
    """A relation in a part: tests that look at the row alone by their keys, others, what is asked of rows then."""

    part: Part
    relation: Relation
    alone: dict[Key, Node]
    rest: tuple[Node, ...]
    asked: tuple[Node, ...]

    def lies_in_order(self, registers: Registers) -> bool:
        """Whether a loop finds the rows by their order: they begin at a least value, and lie side by side as it is."""
        register = registers[self.source.register]
        if self.source.index != register.owner or not register.order:
            return False
        column = register.column(register.order[0])
        compared = [test for test in self.alone.values() if isinstance(test, tree.Compare)]
        above = [test.right for test in compared if test.operator == "<="]
        cells = [cell for cell in above if isinstance(cell, Cell) and cell.row is self.relation.variable]
        return column.empty is MANDATORY and any(cell.column == column.name for cell in cells)

    @property
    def source(self) -> Rows:
        """The index and the owner."""
        assert isinstance(self.relation.source, Rows)
        return self.relation.source

    def left(self, tests: frozenset[Key]) -> tuple[Node, ...]:
        """What is still to be tested of rows that have passed these tests."""
        return (*(test for key, test in self.alone.items() if key not in tests), *self.rest)

    def cells(self, registers: Registers, tests: frozenset[Key]) -> dict[str, Cell]:
        """The cells of such a row that are asked for and always filled, by their columns."""
        nodes = (node for root in (*self.left(tests), *self.asked) for node in tree.walk(root))
        cells = (node for node in nodes if isinstance(node, Cell) and node.row is self.relation.variable)
        return {cell.column: cell for cell in cells if registers[cell.register].column(cell.column).empty is MANDATORY}


def find_standing(registers: Registers, parts: Iterable[Part]) -> dict[int, Use]:
    """By its id(...), how each relation of these parts is read that looks for rows which others look for, too."""
    keys = Keys()
    by_index: dict[tuple[str, str], list[_Found]] = {}
    for found in (one for part in parts for one in _relations(keys, part)):
        by_index.setdefault((found.source.register, found.source.index), []).append(found)
    uses: dict[int, Use] = {}
    for index, those in by_index.items():
        uses |= _share(registers, ".".join(("rows", *index)), those)
    return uses


def _relations(keys: Keys, part: Part) -> Iterator[_Found]:
    for node in (node for root in part_nodes(part) for node in tree.walk(root)):
        for relation in (value for value in vars(node).values() if isinstance(value, Relation)):
            if isinstance(relation.source, Rows):
                item = relation.variable
                tests = tree.joined(relation.tests)
                alone = {keys.of(test, {item.name: 0}): test for test in tests if _looks_at(keys, test, item)}
                rest = tuple(test for test in tests if not _looks_at(keys, test, item))
                asked = tuple(child for child in tree.children(node) if child not in relation.tests)
                yield _Found(part, relation, alone, rest, asked)


def _looks_at(keys: Keys, test: Node, item: tree.Variable) -> bool:
    """Whether a test looks at the row alone."""
    elsewhere = any(isinstance(node, _ELSEWHERE) for node in tree.walk(test))
    return test.known and not keys.has_fold(test) and keys.free(test) == {item.name} and not elsewhere


def _share(registers: Registers, name: str, those: list[_Found]) -> dict[int, Use]:
    """How the relations over one index are read: each from the fewest rows that enough parts look for."""
    those = [one for one in those if one.alone and not one.lies_in_order(registers)]
    looked_for = dict.fromkeys(frozenset(one.alone) for one in those)
    uses: dict[int, Use] = {}
    number = 0
    for tests in sorted(looked_for, key=len, reverse=True):
        readers = [one for one in those if id(one.relation) not in uses and tests <= set(one.alone)]
        if len({id(one.part) for one in readers}) < LEAST:
            continue
        cells = [one.cells(registers, tests) for one in readers]
        asking = {(id(one.part), column) for one, found in zip(readers, cells, strict=True) for column in found}
        often = Counter(column for _, column in asking)
        kept = {column: cell for found in cells for column, cell in found.items() if often[column] >= LEAST}
        rows = _standing(f"{name}.{number}", readers, tests, [kept[column] for column in sorted(kept)])
        for one, found in zip(readers, cells, strict=True):
            beside = tuple(found[cell.column] for cell in rows.cells if cell.column in found)
            uses[id(one.relation)] = Use(rows, one.left(tests), beside)
        number += 1
    return uses


def _standing(name: str, readers: list[_Found], tests: frozenset[Key], cells: list[Cell]) -> Standing:
    """The rows that pass these tests, in the words of the first who looks for just these."""
    first = next(one for one in readers if len(one.alone) == len(tests))
    item, source = first.relation.variable, first.source
    owner = replace(source, owner=new_variable(source.owner.kind))
    relation = Relation(owner, item, tuple(first.alone.values()), ())
    return Standing(name, relation, tuple(replace(cell, row=item) for cell in cells))
