"""Source for single values: cells, comparisons, arithmetic, dates, and, or, not, if."""

from __future__ import annotations

from alongside.rules import tree
from alongside.rules.emit_days import turned_to_days
from alongside.rules.emitter import DAYS, MONEY_MOST, Emitter, Value, emits
from alongside.rules.schema import EMPTY, MANDATORY, NEVER, OPEN

_STORED_AS_ZERO = ("money", "dec2", "dec3", "int")


@emits(tree.Const)
def _const(emitter: Emitter, node: tree.Const) -> Value:
    if node.kind == tree.TRUTH:
        return Value(str(bool(node.value)))
    return Value(str(node.value), None, node.value, node.value)


@emits(tree.Day)
def _day(emitter: Emitter, node: tree.Day) -> Value:
    return Value("on", None, *DAYS)


@emits(tree.Term)
def _term(emitter: Emitter, node: tree.Term) -> Value:
    position = emitter.world.terms.index(node.name)
    if isinstance(node.at, tree.Day):
        return Value(emitter.settle(f"terms_on[{position}]", "x"), None, 0, MONEY_MOST)
    day = emitter.emit(node.at)
    ends = f"terms_at[{position}], terms_at[{position + 1}]"
    text = f"term_at(term_starts, term_values, {ends}, {day.name})"
    return Value(emitter.settle(text, "x"), day.missing, 0, MONEY_MOST)


@emits(tree.Cell)
def _cell(emitter: Emitter, node: tree.Cell) -> Value:
    column = emitter.world.registers[node.register].column(node.column)
    row = emitter.emit(node.row)
    if (
        node.register == emitter.world.registers.persons.name
        and column.type == "person"
        and column.name == (emitter.world.registers.persons.owner)
    ):
        return row
    low, high = emitter.cell_bounds(column)
    empty = NEVER if column.type == "date" else EMPTY
    if column.type in _STORED_AS_ZERO and column.empty is MANDATORY:
        empty = 0  # what a row that is none has of something that is always filled
    read = emitter.cell(f"{node.register}.{node.column}", row.name)
    if not _always_there(emitter, node.row):
        read = f"({read} if {row.name} >= 0 else {empty})"
    name = emitter.settle(read, "c")
    if column.empty is OPEN:
        bit = emitter.world.bits[f"{node.register}.{node.column}"]
        return Value(name, emitter.settle(f"{bit} if {name} == {empty} else 0", "m"), low, high)
    if column.type in _STORED_AS_ZERO and column.empty.value == "C":
        name = emitter.settle(f"{name} if {name} != {EMPTY} else 0", "c")
    return Value(name, None, low, high)


def _always_there(emitter: Emitter, row: tree.Node) -> bool:
    if isinstance(row, tree.Variable):
        return True
    if isinstance(row, tree.Cell):
        column = emitter.world.registers[row.register].column(row.column)
        return column.empty.value == "M" and _always_there(emitter, row.row)
    return False


@emits(tree.Compare)
def _compare(emitter: Emitter, node: tree.Compare) -> Value:
    turned = turned_to_days(emitter, node) if emitter.compiled else None
    if turned is not None:
        return emitter.emit(turned)
    left, right = emitter.emit(node.left), emitter.emit(node.right)
    missing = emitter.union(left.missing, right.missing)
    if left.wide or right.wide:
        a, b = emitter.widened(left).name, emitter.widened(right).name
        text = {
            "==": f"wide_equal({a}, {b})",
            "!=": f"not wide_equal({a}, {b})",
            "<": f"wide_less({a}, {b})",
            "<=": f"not wide_less({b}, {a})",
        }[node.operator]
    else:
        text = f"{left.name} {node.operator} {right.name}"
    return Value(emitter.settle(text), missing)


@emits(tree.Arithmetic)
def _arithmetic(emitter: Emitter, node: tree.Arithmetic) -> Value:
    left, right = emitter.emit(node.left), emitter.emit(node.right)
    missing = emitter.union(left.missing, right.missing)
    if node.kind == tree.DATE and node.operator in "+-":
        days = right.name if node.operator == "+" else f"-({right.name})"
        return Value(emitter.settle(f"add_days({left.name}, {days})", "x"), missing, *DAYS)
    low, high = _bounds(node.operator, left, right)
    wide = emitter.check_fits(node, low, high) or left.wide or right.wide
    if not wide:
        pair = f"({left.name}, {right.name})"
        text = (
            f"{node.operator}{pair}"
            if node.operator in ("min", "max")
            else (f"{left.name} {node.operator} {right.name}")
        )
        return Value(emitter.settle(text, "x"), missing, low, high)
    a, b = emitter.widened(left).name, emitter.widened(right).name
    text = {
        "+": f"wide_add({a}, {b})",
        "-": f"wide_subtract({a}, {b})",
        "*": f"wide_multiply({a}, {b})",
        "min": f"{a} if wide_less({a}, {b}) else {b}",
        "max": f"{b} if wide_less({a}, {b}) else {a}",
    }[node.operator]
    return emitter.narrowed(Value(emitter.settle(text, "w"), missing, low, high, wide=True))


def _bounds(operator: str, a: Value, b: Value) -> tuple[int, int]:
    if operator == "+":
        return a.low + b.low, a.high + b.high
    if operator == "-":
        return a.low - b.high, a.high - b.low
    if operator == "*":
        products = (a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high)
        return min(products), max(products)
    choose = min if operator == "min" else max
    return choose(a.low, b.low), choose(a.high, b.high)


@emits(tree.Divide)
def _divide(emitter: Emitter, node: tree.Divide) -> Value:
    left, right = emitter.emit(node.left), emitter.emit(node.right)
    missing = emitter.union(left.missing, right.missing)
    most = max(abs(left.low), abs(left.high))
    least = max(right.low, 1)
    low = -(-left.low // least + 1) if left.low < 0 else 0
    high = left.high // least + 1 if left.high > 0 else 0
    inside = 2 * most + 2 * max(abs(right.low), abs(right.high))
    function = "half_up" if node.operator == "half_up" else "floor_divide"
    if emitter.check_fits(node, -inside, inside) or left.wide or right.wide:
        wide = "wide_half_up" if node.operator == "half_up" else "wide_floor"
        text = f"{wide}({emitter.widened(left).name}, {emitter.widened(right).name})"
        return emitter.narrowed(Value(emitter.settle(text, "w"), missing, low, high, wide=True))
    text = f"{function}({left.name}, {right.name})"
    return Value(emitter.settle(text, "x"), missing, low, high)


_STEP_BOUNDS = {
    "months": DAYS,
    "month": (-12, 12 * 3_000_000),
    "first_day": (DAYS[0] - 400, NEVER),
    "year": (-1, 3_000_000),
    "month_number": (1, 12),
    "age": (-10_000, 3_000_000),
    "latest": DAYS,
}
_STEP_FUNCTIONS = {
    "months": "add_months",
    "month": "month_of",
    "first_day": "first_day",
    "year": "year_of",
    "month_number": "month_number",
    "age": "full_years",
    "latest": "latest_since",
}


@emits(tree.DateStep)
def _date_step(emitter: Emitter, node: tree.DateStep) -> Value:
    of = emitter.emit(node.of)
    by = emitter.emit(node.by) if node.by is not None else None
    missing = emitter.union(of.missing, by.missing if by else None)
    arguments = of.name if by is None else f"{of.name}, {by.name}"
    text = f"{_STEP_FUNCTIONS[node.operator]}({arguments})"
    return Value(emitter.settle(text, "x"), missing, *_STEP_BOUNDS[node.operator])


@emits(tree.All)
def _all(emitter: Emitter, node: tree.All) -> Value:
    return _joined(emitter, node.parts, stop="not ")


@emits(tree.Any)
def _any(emitter: Emitter, node: tree.Any) -> Value:
    return _joined(emitter, node.parts, stop="")


def _joined(emitter: Emitter, parts: tuple[tree.Node, ...], stop: str) -> Value:
    """And (`stop` on a no) or or (`stop` on a yes): the answer that decides alone makes the others idle."""
    decided = emitter.settle("False", "s")
    known = all(part.known for part in parts)
    missing = None if known else emitter.settle("0", "m")
    for part in parts:
        with emitter.block(f"if not {decided}:"):
            value = emitter.emit(part)
            if value.missing is None:
                emitter.line(f"{decided} = {stop}{value.name}")
            else:
                emitter.line(f"{decided} = {value.missing} == 0 and {'(not ' if stop else '('}{value.name})")
                emitter.line(f"{missing} |= {value.missing}")
    if missing is not None:
        with emitter.block(f"if {decided}:"):
            emitter.line(f"{missing} = 0")
    return Value(emitter.settle(f"not {decided}" if stop else decided), missing)


@emits(tree.Not)
def _not(emitter: Emitter, node: tree.Not) -> Value:
    part = emitter.emit(node.part)
    return Value(emitter.settle(f"not {part.name}"), part.missing)


@emits(tree.If)
def _if(emitter: Emitter, node: tree.If) -> Value:
    if emitter.compiled and (emitter.keys.has_fold(node.then) or emitter.keys.has_fold(node.otherwise)):
        return _if_asked(emitter, node)
    condition, then, other = (
        emitter.emit(node.condition),
        emitter.emit(node.then),
        emitter.emit(node.otherwise),
    )
    then, other = _alike(emitter, then, other)
    name = emitter.settle(f"{then.name} if {condition.name} else {other.name}", "x")
    missing: str | None = None
    if condition.missing or then.missing or other.missing:
        everything = emitter.union(condition.missing, then.missing, other.missing)
        own = f"({then.missing or 0} if {condition.name} else {other.missing or 0})"
        asked = f"({condition.missing} | {own})" if condition.missing else own
        missing = emitter.settle(f"{everything} if {asked} != 0 else 0", "m")
    return Value(name, missing, min(then.low, other.low), max(then.high, other.high), then.wide)


def _if_asked(emitter: Emitter, node: tree.If) -> Value:
    """An `If` of which one value takes a loop: that one is asked only where it is wanted.

    It is wanted where the condition picks it, and where the answer is not known, for what it misses itself.
    """
    condition = emitter.emit(node.condition)
    picks_then = emitter.keys.has_fold(node.then)
    lazy, eager = (node.then, node.otherwise) if picks_then else (node.otherwise, node.then)
    picked = condition.name if picks_then else f"(not {condition.name})"
    wide = emitter.bounds_of(lazy).wide or emitter.bounds_of(eager).wide
    other = emitter.emit(eager)
    name = emitter.settle((emitter.widened(other) if wide else other).name, "x")
    missing = None if lazy.known else emitter.settle("0", "m")
    asked = [picked, *(f"{bits} != 0" for bits in (condition.missing, other.missing) if bits)]
    with emitter.block(f"if {' or '.join(asked)}:"):
        value = emitter.emit(lazy)
        if missing is not None:
            emitter.line(f"{missing} = {value.missing or 0}")
        said = emitter.widened(value).name if wide else value.name
        emitter.line(f"if {picked}:")
        emitter.line(f"    {name} = {said}")
    everything = emitter.union(condition.missing, missing, other.missing)
    if everything is not None:
        own = f"({missing or 0} if {picked} else {other.missing or 0})"
        doubt = f"({condition.missing} | {own})" if condition.missing else own
        everything = emitter.settle(f"{everything} if {doubt} != 0 else 0", "m")
    low, high = min(value.low, other.low), max(value.high, other.high)
    return Value(name, everything, low, high, wide)


def _alike(emitter: Emitter, a: Value, b: Value) -> tuple[Value, Value]:
    return (emitter.widened(a), emitter.widened(b)) if a.wide or b.wide else (a, b)


@emits(tree.Given)
def _given(emitter: Emitter, node: tree.Given) -> Value:
    condition, value = emitter.emit(node.condition), emitter.emit(node.value)
    if condition.missing is None:
        return value
    text = f"{condition.missing} if {condition.missing} != 0 else {value.missing or 0}"
    return Value(value.name, emitter.settle(text, "m"), value.low, value.high, value.wide)


@emits(tree.Also)
def _also(emitter: Emitter, node: tree.Also) -> Value:
    condition, value = emitter.emit(node.condition), emitter.emit(node.value)
    missing = emitter.union(condition.missing, value.missing)
    return Value(value.name, missing, value.low, value.high, value.wide)


@emits(tree.Step)
def _step(emitter: Emitter, node: tree.Step) -> Value:
    return emitter.emit(node.value)


@emits(tree.Choose)
def _choose(emitter: Emitter, node: tree.Choose) -> Value:
    if emitter.compiled and (emitter.keys.has_fold(node.then) or emitter.keys.has_fold(node.otherwise)):
        return _choose_asked(emitter, node)
    condition, then, other = emitter.emit(node.condition), emitter.emit(node.then), emitter.emit(node.otherwise)
    then, other = _alike(emitter, then, other)
    name = emitter.settle(f"{then.name} if {condition.name} else {other.name}", "x")
    missing = None
    if then.missing or other.missing:
        missing = emitter.settle(f"{then.missing or 0} if {condition.name} else {other.missing or 0}", "m")
    return Value(name, missing, min(then.low, other.low), max(then.high, other.high), then.wide)


def _choose_asked(emitter: Emitter, node: tree.Choose) -> Value:
    """A `Choose` of which one value takes a loop: only the one that is chosen is asked."""
    condition = emitter.emit(node.condition)
    wide = emitter.bounds_of(node.then).wide or emitter.bounds_of(node.otherwise).wide
    known = node.then.known and node.otherwise.known
    name = emitter.settle("wide(0)" if wide else "False" if node.kind == tree.TRUTH else "0", "x")
    missing = None if known else emitter.settle("0", "m")
    found = []
    for chosen, part in ((condition.name, node.then), (f"not {condition.name}", node.otherwise)):
        with emitter.block(f"if {chosen}:"):  # no else: what is written before a block must find a place there
            value = emitter.emit(part)
            said = emitter.widened(value).name if wide else value.name
            emitter.line(f"{name} = {said}")
            if missing is not None:
                emitter.line(f"{missing} = {value.missing or 0}")
            found.append(value)
    low, high = min(value.low for value in found), max(value.high for value in found)
    return Value(name, missing, low, high, wide)


@emits(tree.NotKnown)
def _not_known(emitter: Emitter, node: tree.NotKnown) -> Value:
    return Value("False", emitter.settle(str(emitter.world.bits[f"{node.register}.*"]), "m"))


@emits(tree.AsFound)
def _as_found(emitter: Emitter, node: tree.AsFound) -> Value:
    part = emitter.emit(node.part)
    return Value(part.name, None, part.low, part.high)


@emits(tree.Surely)
def _surely(emitter: Emitter, node: tree.Surely) -> Value:
    part = emitter.emit(node.part)
    return Value(emitter.settle(f"{part.missing} == 0 and {part.name}") if part.missing else part.name)


@emits(tree.IsKnown)
def _is_known(emitter: Emitter, node: tree.IsKnown) -> Value:
    part = emitter.emit(node.part)
    return Value(emitter.settle(f"{part.missing} == 0") if part.missing else "True")


@emits(tree.Complete)
def _complete(emitter: Emitter, node: tree.Complete) -> Value:
    subject = emitter.emit(node.subject)
    bits = emitter.cell("place.incomplete" if node.subject.kind == tree.PLACE else "person.incomplete", subject.name)
    flag = 1 << emitter.world.position(node.register)
    bit = emitter.world.bits[f"{node.register}.*"]
    there = "" if isinstance(node.subject, tree.Variable) else f"{subject.name} >= 0 and "
    text = f"{bit} if {there}({bits} & {flag}) != 0 else 0"
    return Value("True", emitter.settle(text, "m"))


@emits(tree.Covered)
def _covered(emitter: Emitter, node: tree.Covered) -> Value:
    first, last = emitter.emit(node.first), emitter.emit(node.last)
    position = emitter.world.position(node.register)
    bit = emitter.world.bits[f"{node.register}.*"]
    inside = f"cover[{2 * position}] <= {first.name} and {last.name} <= cover[{2 * position + 1}]"
    missing = emitter.settle(f"0 if {inside} else {bit}", "m")
    return Value("True", emitter.union(missing, first.missing, last.missing))


@emits(tree.Variable)
def _variable(emitter: Emitter, node: tree.Variable) -> Value:
    raise AssertionError(f"the variable {node.name} is used outside its fold")
