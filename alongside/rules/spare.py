"""Which definitions a run need not fill for everybody: some have no column, some only of the few who are asked about.

Without a column, written where it is wanted: what one part alone reads, about its own unit; what a definition that few
are asked about alone reads, about the members of its group (each is a member of one).

Asked about few: what the cases of one measure alone read, about their own unit or its group, and expect only of those
for whom everything else is a yes, if it takes a loop. The kernels of these cases run twice: first they mark whom they
will ask about.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from alongside.rules import tree
from alongside.rules.definitions import Definition, Group, MeasureCase
from alongside.rules.law import Law, Part, part_nodes, read_by
from alongside.rules.standing import Use, find_standing
from alongside.rules.wanted import find_wanted

Read = tuple[Part, tree.Node | None]  # who reads a definition, and about what; None: to form a group
Reads = dict[str, list[Read]]


@dataclass(frozen=True, eq=False)
class Asking:
    """A case that asks something about few: it marks in `column` about whom, one byte for each unit of a kind."""

    measure: str
    case: MeasureCase
    argument: tree.Node
    definitions: frozenset[str]
    kind: str
    column: str

    @property
    def name(self) -> str:
        """What messages show while it runs."""
        return self.case.name


@dataclass(frozen=True)
class Sparing:
    """What a run is spared: definitions without a column, those that only marked units are asked about, looking once
    more for rows that have been found (how each relation, by its id(...), is read then), and definitions for those for
    whom nobody wants them (the test of the others)."""

    columnless: frozenset[str] = frozenset()
    asking: tuple[Asking, ...] = ()
    standing: Mapping[int, Use] = field(default_factory=dict)
    wanted: Mapping[str, tree.Node] = field(default_factory=dict)

    @property
    def asked(self) -> dict[str, str]:
        """The column of marks of each definition that few are asked about."""
        return {name: one.column for one in self.asking for name in one.definitions}

    def in_order(self, order: Iterable[Part]) -> list[Part | Asking]:
        """The parts to run. Where the last asking case of a measure stood, all that they ask with has been found: there
        come their marks, what few are asked about, and these cases."""
        kept = [part for part in order if not (isinstance(part, Definition) and part.name in self.columnless)]
        late = [part for part in kept if isinstance(part, Definition) and part.name in self.asked]
        placed: list[Part | Asking] = []
        for part in kept:
            measure = next((one.measure for one in self.asking if one.case is part), None)
            if part in late:
                continue
            if measure is None:
                placed.append(part)
                continue
            asking = [one for one in self.asking if one.measure == measure]
            cases = [one for one in kept if any(each.case is one for each in asking)]
            if part is cases[-1]:
                columns = {one.column for one in asking}
                placed += [*asking, *(one for one in late if self.asked[one.name] in columns), *cases]
        return placed


def spare(law: Law, order: Sequence[Part]) -> Sparing:
    """What need not be filled for everybody where these parts are run."""
    reads = _reads(order)
    own = {name for name, found in reads.items() if _readers(found) == 1 and all(_is_own(*one) for one in found)}
    loops = {part.name for part in order if isinstance(part, Definition) and _takes_a_loop(part, own)}
    asking = _asking(law, {name: found for name, found in reads.items() if name in loops - own})
    asking = [
        one for one in asking if _may_wait(law, order, [each.case for each in asking if each.measure == one.measure])
    ]
    few = {name for one in asking for name in one.definitions}
    below = {name for name, found in reads.items() if len(found) == 1 and _is_of_members(*found[0], within=few)}
    standing, wanted = find_standing(law.registers, order), find_wanted(order, few)
    return Sparing(frozenset(own | below), tuple(asking), standing, wanted)


def _reads(order: Collection[Part]) -> Reads:
    reads: Reads = {}
    for part in order:
        if isinstance(part, Group):
            reads.setdefault(part.key.name, []).append((part, None))
        for root in part_nodes(part):
            for node in tree.walk(root):
                if isinstance(node, tree.Defined):
                    reads.setdefault(node.definition.name, []).append((part, node.argument))
    return reads


def _readers(found: list[Read]) -> int:
    return len({id(part) for part, _ in found})


def _is_own(part: Part, argument: tree.Node | None) -> bool:
    return argument is not None and not isinstance(part, Group) and argument is part.variable


def _takes_a_loop(definition: Definition, inlined: Collection[str]) -> bool:
    """Whether finding it takes a loop: only then is it worth sparing, and what takes none tells who need be asked."""
    for node in tree.walk(definition.body):
        if any(isinstance(value, tree.Relation) for value in vars(node).values()):
            return True
        read = node.definition if isinstance(node, tree.Defined) else None
        if read is not None and read.name in inlined and _takes_a_loop(read, inlined):
            return True
    return False


def _asking(law: Law, reads: Reads) -> list[Asking]:
    """The cases that ask about few; about several things of one kind of unit, a case asks with one mark."""
    found: dict[tuple[str, str], tuple[MeasureCase, tree.Node, set[str]]] = {}
    for name, those in reads.items():
        cases = [part for part, _ in those if isinstance(part, MeasureCase)]
        about = [argument for part, argument in those if _is_own(part, argument) or _is_own_group(part, argument)]
        if len(cases) < len(those) or len(about) < len(those) or len({law.measure_of(case).id for case in cases}) > 1:
            continue
        if any(name in _defined_in(case.rule.considered.node) for case in cases):
            continue
        for case, argument in zip(cases, about, strict=True):
            assert argument is not None
            found.setdefault((case.name, _kind(argument, case)), (case, argument, set()))[2].add(name)
    asking = []
    for (_, kind), (case, argument, names) in found.items():
        measure = law.measure_of(case).id
        column = ".".join(("asked", measure, *kind.split(":")))
        asking.append(Asking(measure, case, argument, frozenset(names), kind, column))
    return asking


def _may_wait(law: Law, order: Collection[Part], cases: list[MeasureCase]) -> bool:
    """Whether nothing between the first and the last of these cases reads the answer of one of them."""
    places = [place for place, part in enumerate(order) if any(case is part for case in cases)]
    between = [*order][places[0] + 1 : places[-1]]
    return not any(read is case for part in between for read in read_by(law, part) for case in cases)


def _defined_in(root: tree.Node) -> set[str]:
    return {node.definition.name for node in tree.walk(root) if isinstance(node, tree.Defined)}


def _is_own_group(part: Part, argument: tree.Node | None) -> bool:
    return isinstance(argument, tree.GroupOf) and not isinstance(part, Group) and argument.person is part.variable


def _kind(argument: tree.Node, case: MeasureCase) -> str:
    return f"group:{argument.group.name}" if isinstance(argument, tree.GroupOf) else case.unit.kind


def _is_of_members(part: Part, argument: tree.Node | None, *, within: set[str]) -> bool:
    """Read by one of these definitions, about each member of its group."""
    if not isinstance(part, Definition) or part.name not in within:
        return False
    for node in tree.walk(part.body):
        for value in vars(node).values():
            if isinstance(value, tree.Relation) and value.variable is argument:
                return isinstance(value.source, tree.Members) and value.source.of is part.variable
    return False
