"""An expression of the law in a few words, as a row of a table needs it: close to how its rule is written."""

from __future__ import annotations

from functools import reduce

from alongside.rules import tree
from alongside.rules.language import number_day
from alongside.rules.schema import CLASSES_FROM, NEVER, Registers
from alongside.rules.tree import Node

LONGEST = 140
LETTERS = {tree.PERSON: "p", tree.PLACE: "a", tree.MONTH: "m"}


def said(node: Node, registers: Registers, *, longest: int = LONGEST) -> str:
    """The expression in words, cut where it grows too long."""
    text = _Words(registers).of(node)
    text = text[1:-1] if text.startswith("(") and _closes_last(text) else text
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def _closes_last(text: str) -> bool:
    """Whether the first bracket is closed by the last."""
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return place == len(text) - 1
    return False


class _Words:
    """The words of each kind of node."""

    def __init__(self, registers: Registers) -> None:
        self.registers = registers

    def of(self, node: Node) -> str:
        """The words of a node."""
        name = f"_{type(node).__name__.lower()}"
        found: str = getattr(self, name, self._other)(node)
        return found

    def _other(self, node: Node) -> str:
        parts = ", ".join(self.of(part) for part in tree.children(node))
        return f"{type(node).__name__.lower()}({parts})"

    def _const(self, node: tree.Const) -> str:
        kind, value = node.kind, node.value
        if tree.is_reference(kind):
            return "none"
        if kind == tree.TRUTH:
            return "yes" if value else "no"
        if kind == tree.DATE:
            return "never" if value >= NEVER else number_day(value).isoformat()
        if kind == tree.MONEY:
            return f"{value // 100}.{value % 100:02d}"
        if kind.startswith("code:"):
            register, column = kind[5:].split(".")
            codes = self.registers[register].column(column).codes
            return codes[value] if value < len(codes) else _class(value)
        return str(value)

    def _day(self, node: tree.Day) -> str:
        return "on"

    def _term(self, node: tree.Term) -> str:
        return node.name if isinstance(node.at, tree.Day) else f"{node.name}({self.of(node.at)})"

    def _variable(self, node: tree.Variable) -> str:
        return LETTERS.get(node.kind, node.kind.partition(":")[2][:1] or "x")

    def _cell(self, node: tree.Cell) -> str:
        row = self.of(node.row)
        return f"({row}).{node.column}" if " " in row else f"{row}.{node.column}"

    def _compare(self, node: tree.Compare) -> str:
        left, right, operator = self.of(node.left), self.of(node.right), node.operator
        if self._yes_no(node.left.kind):
            return left
        if isinstance(node.left, tree.Const) and operator in ("<", "<="):
            return f"{right} {operator.replace('<', '>')} {left}"
        return f"{left} {operator} {right}"

    def _yes_no(self, kind: str) -> bool:
        if not kind.startswith("code:"):
            return False
        register, column = kind[5:].split(".")
        return self.registers[register].column(column).type == "yes_no"

    def _arithmetic(self, node: tree.Arithmetic) -> str:
        left, right = self.of(node.left), self.of(node.right)
        if node.operator in ("min", "max"):
            return f"{node.operator}({left}, {right})"
        return f"({left} {node.operator} {right})"

    def _datestep(self, node: tree.DateStep) -> str:
        of, by = self.of(node.of), None if node.by is None else self.of(node.by)
        birth = isinstance(node.of, tree.Cell) and node.of.column == self.registers.birth
        if node.operator == "age" and birth and isinstance(node.of, tree.Cell):
            return f"age({self.of(node.of.row)}{'' if isinstance(node.by, tree.Day) else f', {by}'})"
        if node.operator == "months":
            return f"({of} + {by} months)"
        return f"{node.operator}({of}{'' if by is None else f', {by}'})"

    def _all(self, node: tree.All) -> str:
        if is_life(node, self.registers):
            row = next(part.right for part in node.parts if isinstance(part, tree.Compare) and part.operator == "<")
            assert isinstance(row, tree.Cell)
            return f"lives({self.of(row.row)})"
        return f"({' and '.join(self.of(part) for part in node.parts)})"

    def _any(self, node: tree.Any) -> str:
        return f"({' or '.join(self.of(part) for part in node.parts)})"

    def _not(self, node: tree.Not) -> str:
        part = node.part
        if isinstance(part, tree.Compare) and part.operator in ("==", "!="):
            sign = {"==": "!=", "!=": "=="}[part.operator]
            left, right = self.of(part.left), self.of(part.right)
            return f"not {left}" if self._yes_no(part.left.kind) else f"{left} {sign} {right}"
        return f"not {self.of(part)}"

    def _if(self, node: tree.If | tree.Choose) -> str:
        return f"({self.of(node.then)} if {self.of(node.condition)} else {self.of(node.otherwise)})"

    _choose = _if

    def _given(self, node: tree.Given | tree.Also | tree.Step) -> str:
        return self.of(node.value)

    _also = _step = _given

    def _asfound(self, node: tree.AsFound) -> str:
        return self.of(node.part)

    def _complete(self, node: tree.Complete) -> str:
        return f"{node.register} complete for {self.of(node.subject)}"

    def _items(self, relation: tree.Relation) -> str:
        source = relation.source
        tests = [test for test in relation.tests if not of_period(test)]
        where = reduce(lambda text, test: f"{text}, {self.of(test)}", tests, "")
        if isinstance(source, tree.Rows):
            return f"{source.register} of {self.of(source.owner)}{where}"
        return f"{'members' if isinstance(source, tree.Members) else 'months'}{where}"

    def _exists(self, node: tree.Exists) -> str:
        test = "" if isinstance(node.test, tree.Const) else f": {self.of(node.test)}"
        return f"any [{self._items(node.relation)}{test}]"

    def _fold(self, node: tree.Fold) -> str:
        counts = isinstance(node.value, tree.Const) and node.operator == "sum"
        word = "count" if counts else node.operator
        test = "" if isinstance(node.test, tree.Const) else f", {self.of(node.test)}"
        value = "" if counts else f": {self.of(node.value)}"
        return f"{word} [{self._items(node.relation)}{test}{value}]"

    def _atleast(self, node: tree.AtLeast) -> str:
        return f"at least {node.least} [{self._items(node.relation)}: {self.of(node.test)}]"

    def _pick(self, node: tree.Pick) -> str:
        source = node.relation.source
        if isinstance(source, tree.Rows) and node.kind == tree.row_of(source.register):
            return f"the {source.register} row of {self.of(source.owner)}"
        return f"the first of [{self._items(node.relation)}]"

    def _defined(self, node: tree.Defined) -> str:
        return f"{node.definition.name}({self.of(node.argument)})"

    def _groupof(self, node: tree.GroupOf) -> str:
        return f"{node.group.name}({self.of(node.person)})"

    def _groupkey(self, node: tree.GroupKey) -> str:
        return f"head({self.of(node.of)})"

    def _answer(self, node: tree.Answer | tree.Amount) -> str:
        word = "" if isinstance(node, tree.Answer) else "amount of "
        return f"{word}{node.case.partition('/')[0]}({self.of(node.unit)})"

    _amount = _answer


def _class(value: int) -> str:
    main = (value - CLASSES_FROM) // 16
    return f"{chr(ord('A') + main // 100)}{main % 100:02d}"


def of_period(test: Node) -> bool:
    """Whether a filter only says that a row has begun, or has not ended, by the day of decision."""
    days = (test.left, test.right) if isinstance(test, tree.Compare) and test.operator in ("<", "<=") else ()
    return any(isinstance(day, tree.Day) for day in days) and any(isinstance(day, tree.Cell) for day in days)


def is_life(node: Node, registers: Registers) -> bool:
    """Whether a test is the one that a person lives on a day: one thought, not two."""
    if not isinstance(node, tree.All) or len(node.parts) != 2:
        return False
    born, dead = node.parts
    if not isinstance(born, tree.Compare) or not isinstance(dead, tree.Compare):
        return False
    cells = (born.left, dead.right)
    names = [cell.column for cell in cells if isinstance(cell, tree.Cell) and cell.register == registers.persons.name]
    return names == [registers.birth, registers.death] and (born.operator, dead.operator) == ("<=", "<")
