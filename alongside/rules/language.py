"""The words in which rules are written: plain Python operators over people, rows, dates and terms.

    rows(registrations, of=p).holding().any(lambda r: r.kind == "P")

reads "there is a registration of p, holding on the day of decision, of the permanent kind". `&`, `|` and `~` are and,
or and not; a test is never true or false by itself, so `and`, `or`, `not`, `if` and chained comparisons are refused.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from alongside.rules import tree
from alongside.rules.definitions import Unit
from alongside.rules.fault import NOWHERE, PackFault, meant, where_called
from alongside.rules.schema import CLASSES_FROM, OPEN, Column, Register, Registers, class_number
from alongside.rules.tree import DATE, MONEY, MONTH, NUMBER, PERSON, PLACE, TRUTH, Node

_EPOCH = date(1970, 1, 1).toordinal()
_POWERS = (NUMBER, MONEY, "money^2")
_names = iter(range(1_000_000_000))
CELL_KINDS = {
    "person": PERSON,
    "place": PLACE,
    "date": DATE,
    "month": MONTH,
    "money": MONEY,
    "dec2": NUMBER,
    "dec3": NUMBER,
    "int": NUMBER,
}


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - _EPOCH


def number_day(number: int) -> date:
    """The date of a number of days since 1970-01-01."""
    return date.fromordinal(number + _EPOCH)


class Expr:
    """A value in a rule: a truth, a number, a date, a person, a row. Attributes are the columns of its register."""

    __slots__ = ("node", "registers")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, node: Node, registers: Registers) -> None:
        self.node = node
        self.registers = registers

    def __bool__(self) -> bool:
        raise PackFault(
            "a test was used as if it were already true or false",
            remedy="Join tests with & and |, turn one round with ~, choose with when(...); "
            "write (a <= b) & (b < c), not a <= b < c.",
        )

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        kind = self.node.kind
        if kind == PERSON:
            register = self.registers.persons
        elif kind.startswith("row:"):
            register = self.registers[kind[4:]]
        else:
            raise PackFault(f"a {kind} has no columns, so no {name!r}", remedy="Ask a person or a row for it.")
        return cell(self, register, name)

    # Tests.
    def __eq__(self, other: object) -> Expr:  # type: ignore[override]
        return compare("==", self, other)

    def __ne__(self, other: object) -> Expr:  # type: ignore[override]
        return compare("!=", self, other)

    def __lt__(self, other: object) -> Expr:
        return compare("<", self, other)

    def __le__(self, other: object) -> Expr:
        return compare("<=", self, other)

    def __gt__(self, other: object) -> Expr:
        return compare("<", lift(other, self), self)

    def __ge__(self, other: object) -> Expr:
        return compare("<=", lift(other, self), self)

    def __and__(self, other: Expr) -> Expr:
        return all_of(self, other)

    def __or__(self, other: Expr) -> Expr:
        return any_of(self, other)

    def __invert__(self) -> Expr:
        truth(self)
        return Expr(tree.Not(TRUTH, self.node.known, where_called(), self.node), self.registers)

    def among(self, *values: object) -> Expr:
        """Whether it is one of these values."""
        return any_of(*(self == value for value in values))

    def within(self, first: str, last: str | None = None) -> Expr:
        """Whether a class such as `I21.0` begins with `first`, or lies between `first` and `last` (both included)."""
        low, high = class_number(first), class_number(last or first, last=True)
        return (number_like(self, low) <= self) & (self <= number_like(self, high))

    def is_none(self) -> Expr:
        """Whether a person, place, group or row is none."""
        if not tree.is_reference(self.node.kind):
            raise PackFault(f"a {self.node.kind} is never none", remedy="Ask this of a person, place or row.")
        return compare("==", self, Expr(tree.Const(self.node.kind, True, NOWHERE, -1), self.registers))

    def is_some(self) -> Expr:
        """Whether there is such a person, place, group or row."""
        return ~self.is_none()

    # Numbers and dates.
    def __add__(self, other: object) -> Expr:
        return arithmetic("+", self, lift(other, self))

    def __radd__(self, other: object) -> Expr:
        return arithmetic("+", lift(other, self), self)

    def __sub__(self, other: object) -> Expr:
        return arithmetic("-", self, lift(other, self))

    def __rsub__(self, other: object) -> Expr:
        return arithmetic("-", lift(other, self), self)

    def __mul__(self, other: object) -> Expr:
        return arithmetic("*", self, lift(other, self, NUMBER))

    __rmul__ = __mul__

    def plus_months(self, months: object) -> Expr:
        """The same day number so many months later (or, below zero, earlier), or the last day of that month."""
        if self.node.kind == MONTH:
            return arithmetic("+", self, lift(months, self, NUMBER))
        return step_date("months", self, lift(months, self, NUMBER), DATE)

    def plus_days(self, days: object) -> Expr:
        """So many days later, or earlier."""
        return arithmetic("+", self, lift(days, self, NUMBER))


def variable(unit: Unit) -> Expr:
    """A variable that stands for a unit."""
    return Expr(new_variable(unit.kind), unit.registers)


def new_variable(kind: str) -> tree.Variable:
    """A variable of its own."""
    return tree.Variable(kind, True, NOWHERE, f"v{next(_names)}")


def on(world: Registers | Expr) -> Expr:
    """The day of decision."""
    registers = world.registers if isinstance(world, Expr) else world
    return Expr(tree.Day(DATE, True, NOWHERE), registers)


def truth(value: object) -> Expr:
    """The value, which must be a test."""
    if not isinstance(value, Expr) or value.node.kind != TRUTH:
        kind = value.node.kind if isinstance(value, Expr) else type(value).__name__
        raise PackFault(f"a test is needed here, and this is a {kind}", remedy="Compare it with something.")
    return value


def lift(value: object, like: Expr, kind: str | None = None) -> Expr:
    """A number, date or code word as part of a rule, of the kind it meets."""
    if isinstance(value, Expr):
        return value
    where = where_called()
    kind = kind or like.node.kind
    if isinstance(value, bool) and kind == TRUTH:
        return Expr(tree.Const(TRUTH, True, where, int(value)), like.registers)
    if isinstance(value, int) and not isinstance(value, bool):
        nothing = kind == MONEY and value == 0  # no money needs no unit; other amounts are roubles(...)
        plain = kind if kind == MONTH or nothing or kind.startswith("code:") else NUMBER
        return Expr(tree.Const(plain, True, where, value), like.registers)
    if isinstance(value, date):
        return Expr(tree.Const(DATE, True, where, day_number(value)), like.registers)
    if isinstance(value, str) and kind.startswith("code:"):
        register, column = kind[5:].split(".")
        codes = like.registers[register].column(column).codes
        if value not in codes:
            raise PackFault(
                f"{register}.{column} has no code {value!r}",
                where=where,
                remedy=f"{meant(value, codes)} A new code is added where the register declares the column.",
            )
        return Expr(tree.Const(kind, True, where, codes.index(value)), like.registers)
    raise PackFault(f"{value!r} does not fit a {kind}", where=where, remedy="Use a value of the same kind.")


def number_like(like: Expr, value: int) -> Expr:
    """A stored number of the same kind as another value."""
    if not like.node.kind.startswith("code:") or value < CLASSES_FROM:
        raise PackFault("only a class such as I21 lies within a range", remedy="Ask a column of classes.")
    return Expr(tree.Const(like.node.kind, True, where_called(), value), like.registers)


def cell(row: Expr, register: Register, name: str) -> Expr:
    """A column of a row; a yes/no column is a test."""
    names = [column.name for column in register.columns]
    if name not in names:
        raise PackFault(f"{register.name} has no column {name!r}", remedy=meant(name, names))
    column = register.column(name)
    if column.type == "name":
        raise PackFault(f"{register.name}.{name} is a name; the law does not look at names", remedy="Leave it out.")
    kind = _cell_kind(register, column)
    node = tree.Cell(kind, column.empty is not OPEN, where_called(), register.name, name, row.node)
    value = Expr(node, row.registers)
    if column.type == "yes_no":
        one = tree.Const(kind, True, NOWHERE, 1)
        return Expr(tree.Compare(TRUTH, node.known, node.where, "==", node, one), row.registers)
    return value


def _cell_kind(register: Register, column: Column) -> str:
    if column.type in ("code", "id", "yes_no"):
        return f"{'id' if column.type == 'id' else 'code'}:{register.name}.{column.name}"
    return CELL_KINDS[column.type]


def compare(operator: Any, left: Expr, right: object) -> Expr:
    """Two values of one kind compared."""
    other = lift(right, left)
    if left.node.kind != other.node.kind:
        raise PackFault(
            f"a {left.node.kind} is compared with a {other.node.kind}",
            remedy="Compare values of the same kind.",
        )
    known = left.node.known and other.node.known
    node = tree.Compare(TRUTH, known, where_called(), operator, left.node, other.node)
    return Expr(node, left.registers)


def arithmetic(operator: Any, left: Expr, right: Expr) -> Expr:
    """Whole-number arithmetic; kinds that do not fit are refused."""
    kinds = (left.node.kind, right.node.kind)
    if kinds[0] in (DATE, MONTH) and operator in "+-" and kinds[1] == NUMBER:
        kind = kinds[0]
    elif kinds[0] == kinds[1] and kinds[0] in (DATE, MONTH) and operator in ("-", "min", "max"):
        kind = NUMBER if operator == "-" else kinds[0]
    elif kinds[0] in _POWERS and kinds[1] in _POWERS and operator == "*":
        kind = _power(_POWERS.index(kinds[0]) + _POWERS.index(kinds[1]))
    elif kinds[0] == kinds[1] and kinds[0] in _POWERS:
        kind = kinds[0]
    else:
        raise PackFault(f"{kinds[0]} {operator} {kinds[1]} has no meaning", remedy="Check what is added to what.")
    known = left.node.known and right.node.known
    node = tree.Arithmetic(kind, known, where_called(), operator, left.node, right.node)
    return Expr(node, left.registers)


def _power(power: int) -> str:
    if not 0 <= power < len(_POWERS):
        raise PackFault("money is multiplied or divided too often", remedy="Check the formula.")
    return _POWERS[power]


def step_date(operator: Any, of: Expr, by: Expr | None, kind: str) -> Expr:
    """A step on the calendar."""
    if of.node.kind not in (DATE, MONTH):
        raise PackFault(f"a {of.node.kind} is no date", remedy="Ask a date.")
    known = of.node.known and (by is None or by.node.known)
    node = tree.DateStep(kind, known, where_called(), operator, of.node, by.node if by is not None else None)
    return Expr(node, of.registers)


def all_of(*tests: Expr) -> Expr:
    """Yes when every test is yes."""
    parts = tuple(truth(test).node for test in tests)
    return Expr(tree.All(TRUTH, all(p.known for p in parts), where_called(), parts), tests[0].registers)


def any_of(*tests: Expr) -> Expr:
    """Yes when any test is yes."""
    parts = tuple(truth(test).node for test in tests)
    return Expr(tree.Any(TRUTH, all(p.known for p in parts), where_called(), parts), tests[0].registers)
