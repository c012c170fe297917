"""Whom a fact can concern: from one changed row back to every unit whose decision can read it.

Rules say how to get from a unit to the rows they read: through ties, definitions of other people, groups, homes, other
measures. Here each of these steps is walked the other way. Tests on the way are left out of account, so nobody who
is concerned is missed; some who are not may be found, and deciding them again changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from alongside.rules import tree
from alongside.rules.definitions import Group, MeasureCase
from alongside.rules.evaluator import Evaluator
from alongside.rules.facts import Facts
from alongside.rules.laid import places_of
from alongside.rules.law import Law, Part, order_of_parts, part_nodes
from alongside.rules.overlay import Overlay, Touched

PASSED_ON: dict[type, tuple[str, ...]] = {  # where a reference comes from when a node hands it on as it is
    tree.Also: ("value",),
    tree.Arithmetic: ("left", "right"),
    tree.AsFound: ("part",),
    tree.Choose: ("then", "otherwise"),
    tree.Fold: ("value",),
    tree.Given: ("value",),
    tree.GroupKey: ("of",),
    tree.If: ("then", "otherwise"),
    tree.Pick: ("test",),  # the item that is picked
    tree.Step: ("value",),
}


class Rows:
    """Rows of one store by any of their cells."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def of(self, register: str, index: str, owner: int) -> Iterator[int]:
        """The rows that an index finds for an owner."""
        base = f"{register}.{index}"
        span = range(int(self.facts.array(f"{base}.start")[owner]), int(self.facts.array(f"{base}.end")[owner]))
        if index == self.facts.registers[register].owner:
            yield from span
            return
        rows = self.facts.array(f"{base}.row")
        yield from (int(rows[place]) for place in span)

    def having(self, register: str, column: str, value: int) -> Iterable[int]:
        """The rows with this cell: by an index where there is one, else by a look at the whole column."""
        declared = self.facts.registers[register]
        for index, columns in ((declared.owner, (declared.owner,)), *((i.name, i.columns) for i in declared.indexes)):
            if column in columns:
                return [row for row in self.of(register, index, value) if self.cell(register, column, row) == value]
        return places_of(self.facts.array(f"{register}.{column}"), value)

    def cell(self, register: str, column: str, row: int) -> int:
        """A cell of a row."""
        return int(self.facts.array(f"{register}.{column}")[row])


class Reach:
    """The steps of a law, ready to be walked back; made once and kept."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.parts = order_of_parts(law, law.measures)
        self.groups = {part.name: part for part in self.parts if isinstance(part, Group)}
        self.sources: dict[int, tree.Rows | tree.Members | tree.Months] = {}
        self.units: dict[int, Part] = {}
        self.row_readers: dict[tuple[str, str], list[tuple[Part, tree.Node]]] = defaultdict(list)
        self.knowers: dict[str, list[tuple[Part, tree.Node]]] = defaultdict(list)
        self.value_readers: dict[str, list[tuple[Part, tree.Node]]] = defaultdict(list)
        self.member_readers: dict[str, list[tuple[Part, tree.Node]]] = defaultdict(list)
        for part in self.parts:
            if not isinstance(part, Group):
                self.units[id(part.variable)] = part
                for root in part_nodes(part):
                    self._learn(part, root)

    def _learn(self, part: Part, root: tree.Node) -> None:
        persons = self.law.registers.persons.name
        for node in tree.walk(root):
            if isinstance(node, tree.Cell) and node.register == persons:
                self.row_readers[persons, ""].append((part, node.row))
            elif isinstance(node, tree.Complete):
                self.knowers[node.register].append((part, node.subject))
            elif isinstance(node, tree.Defined):
                self.value_readers[f"def.{node.definition.name}"].append((part, node.argument))
            elif isinstance(node, tree.Answer | tree.Amount):
                self.value_readers[f"case.{node.case}"].append((part, node.unit))
            elif isinstance(node, tree.GroupOf):
                self.value_readers[f"def.{node.group.key.name}"].append((part, node.person))
            for value in vars(node).values():
                if isinstance(value, tree.Relation):
                    self._learn_relation(part, value)

    def _learn_relation(self, part: Part, relation: tree.Relation) -> None:
        source = relation.source
        self.sources[id(relation.variable)] = source
        if isinstance(source, tree.Rows):
            self.row_readers[source.register, source.index].append((part, source.owner))
        elif isinstance(source, tree.Members):
            self.member_readers[source.group.name].append((part, source.of))


class Walk:
    """One walk back over a law and the stores before and after a change."""

    def __init__(self, reach: Reach, *evaluators: Evaluator) -> None:
        self.reach = reach
        self.evaluators = evaluators
        self.rows = [Rows(evaluator.facts) for evaluator in evaluators]
        self.affected: dict[tuple[str, int], Part] = {}
        self._waiting: list[tuple[Part, int]] = []
        self._kept: dict[tuple[int, int], frozenset[int]] = {}

    def from_rows(self, touched: Iterable[Touched]) -> None:
        """Note every unit that can read these rows, and every unit that can read what is decided of those."""
        for one in touched:
            for part, owner in self.reach.row_readers[one.register, one.index]:
                self._note(part, self.back(owner, one.owner))
        self._spread()

    def from_completeness(self, register: str, subject: int, *, place: bool) -> None:
        """The same for whether a register is complete for a person or a place."""
        for part, node in self.reach.knowers[register]:
            if (node.kind == tree.PLACE) == place:
                self._note(part, self.back(node, subject))
        self._spread()

    def from_overlay(self, overlay: Overlay) -> None:
        """The same for everything that an overlay touches, and for everybody who comes or goes with it. To be walked
        over the stores before and after it, which name everybody alike."""
        for part in self.reach.parts:
            if not isinstance(part, Group):
                self._note(part, overlay.new_places if part.unit.kind == tree.PLACE else overlay.come_or_gone)
        self.from_rows(overlay.touched)
        for register, subject, place in overlay.confirmed:
            self.from_completeness(register, subject, place=place)

    def cases(self) -> list[tuple[MeasureCase, int]]:
        """The decisions that the change can concern: a case, and the unit (a group by its key person)."""
        return [(part, unit) for (_, unit), part in self.affected.items() if isinstance(part, MeasureCase)]

    def _note(self, part: Part, units: Iterable[int]) -> None:
        kind = "case" if isinstance(part, MeasureCase) else "def"
        for unit in units:
            if unit >= 0 and (f"{kind}.{part.name}", unit) not in self.affected:
                self.affected[f"{kind}.{part.name}", unit] = part
                self._waiting.append((part, unit))

    def _spread(self) -> None:
        while self._waiting:
            part, unit = self._waiting.pop()
            kind = "case" if isinstance(part, MeasureCase) else "def"
            for reader, argument in self.reach.value_readers[f"{kind}.{part.name}"]:
                self._note(reader, self.back(argument, unit))
            for group in self.reach.groups.values():
                if group.key is part:
                    for key in self._keys(group, unit):
                        self._regroup(group, key)

    def _regroup(self, group: Group, key: int) -> None:
        """A group that somebody joined or left: all who ask about its members, and the group's own measures."""
        for reader, of in self.reach.member_readers[group.name]:
            self._note(reader, self.back(of, key))
        for part in self.reach.parts:
            if isinstance(part, MeasureCase) and part.unit.kind == group.kind:
                self._note(part, [key])

    # Walking one step back at a time.
    def back(self, node: tree.Node, value: int) -> frozenset[int]:
        """The units of the part a reference stands in, for which it may be this person, place, group or row."""
        kept = (id(node), value)
        if kept not in self._kept:
            self._kept[kept] = frozenset()  # a step that leads back to itself adds nothing
            self._kept[kept] = frozenset(self._back(node, value)) if value >= 0 else frozenset()
        return self._kept[kept]

    def _back(self, node: tree.Node, value: int) -> Iterator[int]:
        for inside in PASSED_ON.get(type(node), ()):
            yield from self.back(getattr(node, inside), value)
        match node:
            case tree.Variable():
                yield from self._from_variable(node, value)
            case tree.Cell():
                yield from self._from_cell(node, value)
            case tree.Defined():
                for unit in self.back(node.definition.body, value):
                    yield from self.back(node.argument, unit)
            case tree.GroupOf():
                for member in self._members(node.group, value):
                    yield from self.back(node.person, member)

    def _from_cell(self, cell: tree.Cell, value: int) -> Iterator[int]:
        persons = self.reach.law.registers.persons
        if (cell.register, cell.column) == (persons.name, persons.owner):
            yield from self.back(cell.row, value)
            return
        for rows in self.rows:
            for row in rows.having(cell.register, cell.column, value):
                yield from self.back(cell.row, row)

    def _from_variable(self, variable: tree.Variable, value: int) -> Iterator[int]:
        source = self.reach.sources.get(id(variable))
        if isinstance(source, tree.Rows):
            declared = self.reach.law.registers[source.register]
            names = {index.name: index.columns for index in declared.indexes}
            for rows in self.rows:
                for name in names.get(source.index, (declared.owner,)):
                    if value < rows.facts.rows(source.register):
                        yield from self.back(source.owner, rows.cell(source.register, name, value))
        elif isinstance(source, tree.Members):
            for key in self._keys(source.group, value):
                yield from self.back(source.of, key)
        elif source is None:
            yield value  # the unit of the part

    def _keys(self, group: Group, person: int) -> set[int]:
        found = {evaluator.group_key(group.kind, person) for evaluator in self.evaluators}
        return {key for key in found if key is not None}

    def _members(self, group: Group, key: int) -> set[int]:
        return {member for evaluator in self.evaluators for member in evaluator.members(group.kind, key)}
