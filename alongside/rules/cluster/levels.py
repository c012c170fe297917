"""What a cluster is told: the law cut into levels, and for each level whom to ask for what, and which kernels to run.

Within a level nobody needs what the level itself decides of others. A part may follow another in the same level where
it reads it of its own unit alone. Everything here is plain data that travels to workers; the law stays behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from alongside.rules import tree
from alongside.rules.cluster.paths import Lookup, Path, Paths, space_of
from alongside.rules.cluster.tables import ROW
from alongside.rules.columns import Run, parameters
from alongside.rules.definitions import Definition, Group, MeasureCase
from alongside.rules.kernel_list import Listed
from alongside.rules.law import Law, Part, part_nodes, read_elsewhere
from alongside.rules.run import list_kernels
from alongside.rules.schema import Registers

DECIDED = ("def.", "case.", "group.")  # tables that the law fills; all others are of the store


@dataclass(frozen=True)
class Work:
    """One kernel to run for units of a kind; it fills the table `name`.

    `refers`: to which kind a definition refers, if it does. `known`: it is never not known. `wanted`: its rows are
    asked for (a measure may be decided only because another reads it).
    """

    name: str
    unit: str
    kernel: Listed
    refers: str | None
    known: bool
    wanted: bool


@dataclass(frozen=True)
class Level:
    """Kernels that run together, and what they need of others."""

    works: tuple[Work, ...]
    lookups: frozenset[Lookup]
    named: frozenset[tuple[Path, str]]  # where references lead, and of which kind they are
    columns: Mapping[str, tuple[str, ...]]  # of tables of the store
    forms: tuple[str, ...]  # the tables of groups that are formed when the level is decided

    @property
    def rounds(self) -> int:
        """How often others are asked: what the first ones say leads to the next."""
        return max((len(path) - 1 for path, _ in self.lookups), default=0)

    def asked(self, turn: int) -> dict[str, list[Path]]:
        """The tables that are asked in a round, and the paths to those who are looked up; round 0 is for one's own."""
        found: dict[str, list[Path]] = {}
        for path, table in sorted(self.lookups, key=repr):
            if len(path) - 1 == turn:
                found.setdefault(table, []).append(path)
        return found

    def reads(self) -> set[str]:
        """All tables that are asked for."""
        return {table for _, table in self.lookups}


@dataclass(frozen=True)
class Plan:
    """What all levels of a law share.

    `kinds`: by whom a table is kept. `refers`: the arrays that hold references, and of which kind. `fixed`: what every
    kernel gets first. `by_owner`: the tables in whose order rows are numbered. `keys`: by which definition each group
    is formed. `persons`: the register of persons.
    """

    kinds: Mapping[str, str]
    refers: Mapping[str, str]
    fixed: tuple[object, ...]
    by_owner: frozenset[str]
    keys: Mapping[str, str]
    persons: str


def facts_read(levels: Sequence[Level]) -> dict[str, tuple[str, ...]]:
    """The tables of the store that some level asks for, with their columns."""
    found: dict[str, set[str]] = {}
    for level in levels:
        for table in level.reads():
            if not table.startswith(DECIDED):
                found.setdefault(table, set()).update(level.columns[table])
    return {table: tuple(sorted(columns)) for table, columns in sorted(found.items())}


def make_plan(run: Run, order: Sequence[Part], wanted: set[str]) -> tuple[Plan, list[Level]]:
    """The plan for these parts of a law, which stand in their order; `wanted` names the cases whose rows are asked."""
    law = run.law
    kinds, refers = _kinds(law.registers), _references(law.registers)
    for part in order:
        kinds[_table(part)] = part.kind if isinstance(part, Group) else part.unit.kind
        if isinstance(part, Definition) and tree.is_reference(part.body.kind):
            refers[_table(part)] = space_of(part.body.kind, law.registers)
    listed = list_kernels(run, order, read_elsewhere(law, order)).jobs()
    heights = _heights(law, order)
    levels = []
    for height in range(max(heights.values(), default=-1) + 1):
        parts = [part for part in order if heights[id(part)] == height]
        works = [_work(part, listed[id(part)], refers, wanted) for part in parts if not isinstance(part, Group)]
        groups = [part for part in parts if isinstance(part, Group)]
        levels.append(_level(law, [part for part in parts if not isinstance(part, Group)], works, groups))
    plan = Plan(
        kinds=kinds,
        refers=refers,
        fixed=parameters(law, run.facts, run.on),
        by_owner=frozenset(f"{register.name}.{register.owner}" for register in law.registers.all),
        keys={_table(part): _table(part.key) for part in order if isinstance(part, Group)},
        persons=law.registers.persons.name,
    )
    return plan, levels


def _table(part: Part) -> str:
    """The table that a part fills."""
    kind = {Definition: "def", Group: "group", MeasureCase: "case"}[type(part)]
    return f"{kind}.{part.name}"


def _work(part: Definition | MeasureCase, kernel: Listed, refers: Mapping[str, str], wanted: set[str]) -> Work:
    known = isinstance(part, Definition) and part.body.known
    return Work(_table(part), part.unit.kind, kernel, refers.get(_table(part)), known, part.name in wanted)


def _level(law: Law, parts: Sequence[Part], works: Sequence[Work], groups: Sequence[Group]) -> Level:
    filled = {work.name for work in works}
    arrays = {name for work in works for name in work.kernel.arrays}
    lookups: set[Lookup] = set()
    named: set[tuple[Path, str]] = set()
    for part in parts:
        paths = Paths(law, part)
        lookups |= {(path, table) for path, table in paths.lookups if table not in filled}
        named |= paths.named
    columns = {table: _columns(law.registers, table, arrays) for _, table in lookups if not table.startswith(DECIDED)}
    return Level(tuple(works), frozenset(lookups), frozenset(named), columns, tuple(map(_table, groups)))


def _columns(registers: Registers, table: str, arrays: set[str]) -> tuple[str, ...]:
    """The columns of a table of the store that kernels with these arrays read."""
    if table == tree.PLACE:
        return ("place.incomplete",)
    register = registers[table.partition(".")[0]]
    cells = {f"{register.name}.{c.name}" for c in register.columns} & arrays
    if register is not registers.persons:
        return (ROW, *sorted(cells))
    if table != register.name:
        return (ROW,)
    own = f"{register.name}.{register.owner}"  # a person's key is the person
    return tuple(sorted((cells - {own}) | ({"person.incomplete"} & arrays)))


def _kinds(registers: Registers) -> dict[str, str]:
    found = {tree.PLACE: tree.PLACE}
    for register in registers.all:
        found[register.name] = space_of(tree.row_of(register.name), registers)
        found[f"{register.name}.{register.owner}"] = register.column(register.owner).type
        for index in register.indexes:
            found[f"{register.name}.{index.name}"] = register.column(index.columns[0]).type
    return found


def _references(registers: Registers) -> dict[str, str]:
    return {
        f"{register.name}.{column.name}": column.type
        for register in registers.all
        for column in register.columns
        if column.type in (tree.PERSON, tree.PLACE)
    }


def _heights(law: Law, order: Sequence[Part]) -> dict[int, int]:
    """The level of each part, by its id(...); a group is formed at the end of the level that decides its key."""
    heights: dict[int, int] = {}
    for part in order:
        if isinstance(part, Group):
            heights[id(part)] = heights[id(part.key)]
            continue
        of_unit = [heights[id(g)] + 1 for g in order if isinstance(g, Group) and g.kind == part.unit.kind]
        read = [heights[id(other)] + (0 if own else 1) for other, own in _reads(law, part)]
        heights[id(part)] = max([0, *of_unit, *read])
    return heights


def _reads(law: Law, part: Definition | MeasureCase) -> Iterator[tuple[Part, bool]]:
    """The parts that a part reads, and whether it does so of its own unit, leading nowhere."""
    for node in (node for root in part_nodes(part) for node in tree.walk(root)):
        match node:
            case tree.Defined():
                yield node.definition, node.argument is part.variable and not tree.is_reference(node.kind)
            case tree.Answer() | tree.Amount():
                yield law.case(node.case), node.unit is part.variable
            case tree.GroupOf():
                yield node.group, False
        for value in vars(node).values():
            if isinstance(value, tree.Relation) and isinstance(value.source, tree.Members):
                yield value.source.group, False
