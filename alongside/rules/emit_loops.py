"""Source for loops over the items of a relation: rows of a register, members of a group, months."""

from __future__ import annotations

from alongside.rules import tree
from alongside.rules.emitter import Emitter, Value
from alongside.rules.schema import MANDATORY
from alongside.rules.standing import Use

REFERENCE = (-1, 1 << 31)


class Loop:
    """A loop over the items of a relation that have passed its tests; used with `with`."""

    def __init__(self, emitter: Emitter, relation: tree.Relation) -> None:
        self.emitter = emitter
        self.relation = relation
        self.use = emitter.world.standing.get(id(relation)) if emitter.compiled else None
        self.position = ""
        self.blocks = 0

    def __enter__(self) -> None:
        emitter, source = self.emitter, self.relation.source
        item = emitter.name("r")
        if isinstance(source, tree.Months):
            first = emitter.emit(source.first)
            step = emitter.name("j")
            self._open(f"for {step} in range({source.count}):")
            emitter.line(f"{item} = {first.name} + {step}")
            bounds = (0, 12 * 3_000_000)
        else:
            self._owned(source, item)
            bounds = REFERENCE
        emitter.bind(self.relation.variable, Value(item, None, *bounds))
        if self.use is not None:
            self._beside(self.use)
        for test in self.relation.tests if self.use is None else self.use.tests:
            emitter.line(f"if not {emitter.emit(test).name}:")
            emitter.line("    continue")

    def _owned(self, source: tree.Rows | tree.Members, item: str) -> None:
        emitter = self.emitter
        owner_node = source.owner if isinstance(source, tree.Rows) else source.of
        owner = emitter.emit(owner_node)
        if not isinstance(owner_node, tree.Variable):
            self._open(f"if {owner.name} >= 0:")
        if isinstance(source, tree.Members) and not emitter.compiled:
            members = emitter.array(f"group.{source.group.name}.members_of")
            self._open(f"for {item} in {members}({owner.name}):")
            return
        base, row = (
            _index_arrays(emitter, source) if self.use is None else (self.use.rows.name, f"{self.use.rows.name}.row")
        )
        first, last = (emitter.cell(f"{base}.{bound}", owner.name) for bound in ("start", "end"))
        if row is None:
            if emitter.compiled and isinstance(source, tree.Rows):
                first, last = self._narrowed(source, first, last)
            self._open(f"for {item} in range({first}, {last}):")
            return
        self.position = emitter.name("j")
        self._open(f"for {self.position} in range({first}, {last}):")
        emitter.line(f"{item} = {emitter.cell(row, self.position)}")

    def _beside(self, use: Use) -> None:
        """Have the cells at hand that are kept beside the rows, in their order: the rows themselves lie far away."""
        emitter = self.emitter
        for cell in use.cells:
            column = emitter.world.registers[cell.register].column(cell.column)
            name = emitter.settle(emitter.cell(f"{use.rows.name}.{cell.column}", self.position), "c")
            emitter.scopes[-1].values[emitter.keys.of(cell)] = Value(name, None, *emitter.cell_bounds(column))

    def _narrowed(self, source: tree.Rows, first: str, last: str) -> tuple[str, str]:
        """Where to begin and end among an owner's rows, which lie in order: those left out would not pass the tests."""
        emitter, register = self.emitter, self.emitter.world.registers[source.register]
        low, high = window(emitter, self.relation, register.order[0]) if register.order else (None, None)
        if low is None or register.column(register.order[0]).empty is not MANDATORY:
            return first, last  # without a least value nothing at the front can be passed over
        column = emitter.array(f"{source.register}.{register.order[0]}")
        least = emitter.emit(low).name
        begin = emitter.settle(f"first_row({column}, {first}, {last}, {least})", "j")
        if high is None:
            return begin, last
        most = emitter.emit(high).name
        return begin, emitter.settle(f"first_row({column}, {begin}, {last}, {most} + 1)", "j")

    def _open(self, head: str) -> None:
        self.emitter.line(head)
        self.emitter.push(loop=head.startswith("for "))
        self.blocks += 1

    def __exit__(self, *_: object) -> None:
        for _block in range(self.blocks):
            self.emitter.pop()


def _index_arrays(emitter: Emitter, source: tree.Rows | tree.Members) -> tuple[str, str | None]:
    if isinstance(source, tree.Members):
        return f"group.{source.group.name}", f"group.{source.group.name}.members"
    register = emitter.world.registers[source.register]
    base = f"{source.register}.{source.index}"
    return base, None if source.index == register.owner else f"{base}.row"


def most_items(emitter: Emitter, relation: tree.Relation) -> int:
    """The most items a relation can have."""
    source = relation.source
    if isinstance(source, tree.Months):
        return source.count
    if isinstance(source, tree.Members):
        return emitter.world.sizes.group
    return emitter.world.sizes.most_rows(source.register, source.index)


def window(emitter: Emitter, relation: tree.Relation, column: str) -> tuple[tree.Node | None, tree.Node | None]:
    """The least and the largest value that the tests of a relation leave for a column of its rows, where they say."""
    low: tree.Node | None = None
    high: tree.Node | None = None
    for test in tree.joined(relation.tests):
        if not isinstance(test, tree.Compare) or test.operator not in ("<=", "=="):
            continue
        for cell, other, is_least in ((test.right, test.left, True), (test.left, test.right, False)):
            if not _is_cell(cell, column, relation) or not other.known or emitter.keys.has_fold(other):
                continue
            if relation.variable.name in emitter.keys.free(other):
                continue
            low = other if low is None and (is_least or test.operator == "==") else low
            high = other if high is None and (not is_least or test.operator == "==") else high
    return low, high


def _is_cell(node: tree.Node, column: str, relation: tree.Relation) -> bool:
    return isinstance(node, tree.Cell) and node.column == column and node.row is relation.variable
