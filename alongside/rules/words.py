"""The free words of the rule language: choose, divide, name, refer to terms and to other measures."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import reduce
from typing import Any

from alongside.rules import tree
from alongside.rules.definitions import Criterion, Definition, Group, MeasureCase, Rule, Unit
from alongside.rules.fault import NOWHERE, PackFault, where_called
from alongside.rules.language import Expr, arithmetic, compare, lift, on, step_date, truth
from alongside.rules.schema import Register, Registers
from alongside.rules.tree import DATE, MONEY, MONTH, NUMBER, TRUTH

_POWERS = (NUMBER, MONEY, "money^2")


def when(condition: Expr, then: object, *, otherwise: object) -> Expr:
    """`then` where the condition is yes, `otherwise` where it is no; not known where it is not known."""
    truth(condition)
    first = (
        then if isinstance(then, Expr) else lift(then, otherwise if isinstance(otherwise, Expr) else condition, NUMBER)
    )
    second = lift(otherwise, first)
    if first.node.kind != second.node.kind:
        raise PackFault(
            f"when(...) gives a {first.node.kind} or a {second.node.kind}",
            remedy='Give the same kind both times; a sum of money is terms.NAME or roubles("100", p).',
        )
    known = condition.node.known and first.node.known and second.node.known
    node = tree.If(first.node.kind, known, where_called(), condition.node, first.node, second.node)
    return Expr(node, condition.registers)


def given(condition: Expr, value: Expr) -> Expr:
    """The value where the condition is known; else not known, missing what the condition misses and nothing else."""
    known = condition.node.known and value.node.known
    node = tree.Given(value.node.kind, known, where_called(), truth(condition).node, value.node)
    return Expr(node, value.registers)


def also(condition: Expr, value: Expr) -> Expr:
    """The value; not known where the condition or the value is not known, missing what both miss."""
    known = condition.node.known and value.node.known
    node = tree.Also(value.node.kind, known, where_called(), truth(condition).node, value.node)
    return Expr(node, value.registers)


def choose(condition: Expr, then: object, *, otherwise: object) -> Expr:
    """One of two values by a condition that is always known (an age, a closed column); the other is not asked."""
    if not truth(condition).node.known:
        raise PackFault(
            "choose(...) needs a condition that is always known", remedy="Use when(...), which may be not known."
        )
    made = when(condition, then, otherwise=otherwise)
    node = made.node
    assert isinstance(node, tree.If)
    chosen = tree.Choose(node.kind, node.known, node.where, node.condition, node.then, node.otherwise)
    return Expr(chosen, made.registers)


def not_known(register: Register, world: Registers | Expr) -> Expr:
    """A test that is never known: what the register would say is missing."""
    registers = world.registers if isinstance(world, Expr) else world
    return Expr(tree.NotKnown(TRUTH, False, where_called(), register.name), registers)


def as_found(reference: Expr) -> Expr:
    """A person, place or row as it stands in the store: none where it is not known."""
    node = reference.node
    if not tree.is_reference(node.kind):
        raise PackFault(f"a {node.kind} is no reference", remedy="Use it on a person, place or row.")
    return Expr(tree.AsFound(node.kind, True, where_called(), node), reference.registers)


def surely(test: Expr) -> Expr:
    """Whether a test is known to be yes."""
    return Expr(tree.Surely(TRUTH, True, where_called(), truth(test).node), test.registers)


def is_known(value: Expr) -> Expr:
    """Whether a test or a number is known."""
    return Expr(tree.IsKnown(TRUTH, True, where_called(), value.node), value.registers)


def settled(value: Expr) -> Expr:
    """Yes where a test or a number is known, else not known, missing what it misses."""
    return value | ~value if value.node.kind == TRUTH else compare("==", value, value)


def smallest_of(*values: Expr) -> Expr:
    """The smallest of some values."""
    return reduce(lambda a, b: arithmetic("min", a, b), values)


def largest_of(*values: Expr) -> Expr:
    """The largest of some values."""
    return reduce(lambda a, b: arithmetic("max", a, b), values)


def half_up(value: Expr, by: object) -> Expr:
    """Divide and round half up to a whole number: floor((2 a + b) / (2 b)); 0 where b is not above 0."""
    return _divide("half_up", value, by)


def floor_divide(value: Expr, by: object) -> Expr:
    """Divide and round down; 0 where the divisor is not above 0."""
    return _divide("floor", value, by)


def _divide(operator: Any, value: Expr, by: object) -> Expr:
    other = lift(by, value, NUMBER)
    kinds = (value.node.kind, other.node.kind)
    if kinds[0] not in _POWERS or kinds[1] not in _POWERS or _POWERS.index(kinds[0]) < _POWERS.index(kinds[1]):
        raise PackFault(f"a {kinds[0]} divided by a {kinds[1]} has no meaning", remedy="Check the formula.")
    kind = _POWERS[_POWERS.index(kinds[0]) - _POWERS.index(kinds[1])]
    known = value.node.known and other.node.known
    node = tree.Divide(kind, known, where_called(), operator, value.node, other.node)
    return Expr(node, value.registers)


def age(person: Expr, day: Expr | None = None) -> Expr:
    """Full years of a person on a day: the greatest k with birth + 12 k months not after it."""
    birth: Expr = getattr(person, person.registers.birth)
    return full_years(birth, day if day is not None else on(person))


def full_years(since: Expr, day: Expr) -> Expr:
    """Full years from one day to another."""
    return step_date("age", since, day, NUMBER)


def month_of(day: Expr) -> Expr:
    """The month a day lies in."""
    return step_date("month", day, None, MONTH)


def first_day(of: Expr) -> Expr:
    """The first day of a month, or of the month a day lies in."""
    return step_date("first_day", of if of.node.kind == MONTH else month_of(of), None, DATE)


def year_of(day: Expr) -> Expr:
    """The year of a day."""
    return step_date("year", day, None, NUMBER)


def month_number(day: Expr) -> Expr:
    """The month of a day within its year, 1 to 12."""
    return step_date("month_number", day, None, NUMBER)


def lives(person: Expr, day: Expr | None = None) -> Expr:
    """Whether a person is born by the day and has not died by it."""
    at = day if day is not None else on(person)
    birth: Expr = getattr(person, person.registers.birth)
    death: Expr = getattr(person, person.registers.death)
    return (birth <= at) & (at < death)


def roubles(text: str, world: Registers | Expr) -> Expr:
    """An amount written in whole units and hundredths, as kopecks."""
    registers = world.registers if isinstance(world, Expr) else world
    try:
        kopecks = Decimal(text) * 100
    except InvalidOperation:
        kopecks = Decimal("0.5")
    if kopecks != int(kopecks):
        raise PackFault(f"{text!r} is no amount of money", remedy='Write it like "1234.50".')
    return Expr(tree.Const(MONEY, True, where_called(), int(kopecks)), registers)


class Terms:
    """The dated terms of a pack as words: `terms.PM` on the day of decision, `terms.at("PM", day)` on another.

    Whether there is such a term is checked when the pack is loaded.
    """

    def __init__(self, registers: Registers) -> None:
        self._registers = registers

    def __getattr__(self, name: str) -> Expr:
        """The value in force on the day of decision."""
        if name.startswith("__"):
            raise AttributeError(name)
        return self.at(name, on(self._registers))

    def at(self, name: str, day: Expr) -> Expr:
        """The value in force on a day; before its first date the first value stands."""
        return Expr(tree.Term(MONEY, day.node.known, where_called(), name, day.node), self._registers)


def step(name: str, value: Expr) -> Expr:
    """A named step of an amount, shown to people with its own sentence."""
    return Expr(tree.Step(value.node.kind, value.node.known, where_called(), name, value.node), value.registers)


class NamedDefinition:
    """A definition of the law that has a name; called with a unit it gives its value for that unit."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.__doc__ = definition.build.__doc__

    def __call__(self, unit: Expr) -> Expr:
        """The definition's value for a unit."""
        definition = self.definition
        if unit.node.kind != definition.unit.kind:
            raise PackFault(
                f"{definition.name} is about a {definition.unit.name}, and was asked about a {unit.node.kind}",
                remedy=f"Ask it about a {definition.unit.name}: a definition of the pack may give the right one.",
            )
        body = definition.body
        return Expr(tree.Defined(body.kind, body.known, where_called(), definition, unit.node), unit.registers)


def define(unit: Unit, name: str | None = None) -> Callable[[Callable[[Any], Expr]], NamedDefinition]:
    """Name a definition of the law about one unit; it is computed once for everybody who asks."""
    where = where_called()

    def named(build: Callable[[Any], Expr]) -> NamedDefinition:
        return NamedDefinition(Definition(name or build.__name__, unit, build, where))

    return named


def group(key: NamedDefinition, near: Callable[[Any], tuple[object, ...]], *, name: str, title: Any) -> Group:
    """A grouping of persons by the key person that `key` gives (none: in no group)."""
    return Group(name, key.definition, near, title)


def measure(measure_id: str, *, unit: Unit) -> Callable[[Callable[[Any], Rule]], MeasureCase]:
    """The rule of a measure for one kind of unit: a function of the unit that gives a `Rule`."""
    where = where_called()
    return lambda build: MeasureCase(measure_id, unit, build, where)


def criterion(name: str, test: Expr, **shows: Expr) -> Criterion:
    """A named criterion; the expressions in `shows` are the numbers people see in its sentences."""
    return Criterion(name, truth(test), tuple(shows.items()))


def answer(case: MeasureCase, unit: Expr) -> Expr:
    """Whether a unit gets another measure; no where it is not considered."""
    return Expr(tree.Answer(TRUTH, False, where_called(), case.name, unit.node), unit.registers)


def amount_of(case: MeasureCase, unit: Expr) -> Expr:
    """The amount of another measure for a unit: 0 where the answer is no."""
    return Expr(tree.Amount(MONEY, False, where_called(), case.name, unit.node), unit.registers)


def selected(row: Expr, test: Expr, complete: Expr) -> Expr:
    """A test on a row that was chosen; where there is none: not known if the register is not complete, else no."""
    return (row.is_some() & test) | (row.is_none() & ~complete)


def no_person(world: Registers | Expr) -> Expr:
    """No person at all."""
    registers = world.registers if isinstance(world, Expr) else world
    return Expr(tree.Const(tree.PERSON, True, NOWHERE, -1), registers)


def largest_ground(*grounds: tuple[Expr, Expr]) -> Expr:
    """The largest sum of a ground that is yes (none: 0); not known if a ground with a larger sum is not known.

    Each ground is a test and its sum; the sums are known.
    """
    zero = lift(0, grounds[0][1]) if grounds[0][1].node.kind == NUMBER else roubles("0", grounds[0][1])
    sure = [choose(surely(test), worth, otherwise=zero) for test, worth in grounds]
    best = largest_of(*sure)
    sure_enough = [(worth <= best) | settled(test) for test, worth in grounds]
    return also(reduce(lambda a, b: a & b, sure_enough), best)


def never(world: Registers | Expr) -> Expr:
    """The date of what has no end."""
    from alongside.rules.schema import NEVER

    registers = world.registers if isinstance(world, Expr) else world
    return Expr(tree.Const(DATE, True, NOWHERE, NEVER), registers)
