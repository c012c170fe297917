"""Source for questions over rows, members and months, and for what other units, definitions and measures say."""

from __future__ import annotations

from alongside.rules import tree
from alongside.rules.definitions import Definition
from alongside.rules.emit_loops import REFERENCE, Loop, most_items
from alongside.rules.emitter import MONEY_MOST, Emitter, Value, emits
from alongside.rules.schema import NEVER
from alongside.rules.world import UNKNOWN, unknown_in, written

_KIND_BOUNDS = {
    tree.DATE: (-719_162, NEVER),
    tree.MONTH: (0, 12 * 3_000_000),
}


def _needs(emitter: Emitter, relation: tree.Relation, known: bool) -> str | None:
    """A variable for what is missing, filled with what the relation itself misses."""
    missing = [emitter.emit(need).missing for need in relation.needs]
    names = [name for name in missing if name is not None]
    if not names and known:
        return None
    return emitter.settle(" | ".join(dict.fromkeys(names)) or "0", "m")


@emits(tree.Exists)
def _exists(emitter: Emitter, node: tree.Exists) -> Value:
    missing = _needs(emitter, node.relation, node.test.known)
    found = emitter.settle("False", "f")
    with Loop(emitter, node.relation):
        value = emitter.emit(node.test)
        if value.missing is None:
            emitter.line(f"if {value.name}:")
        else:
            emitter.line(f"{missing} |= {value.missing}")
            emitter.line(f"if {value.missing} == 0 and {value.name}:")
        emitter.line(f"    {found} = True")
        emitter.line("    break")
    if missing is None:
        return Value(found)
    return Value(found, emitter.settle(f"0 if {found} else {missing}", "m"))


@emits(tree.AtLeast)
def _at_least(emitter: Emitter, node: tree.AtLeast) -> Value:
    missing = _needs(emitter, node.relation, node.test.known)
    base = "" if missing is None else emitter.settle(missing, "m")
    yes, perhaps = emitter.settle("0", "k"), emitter.settle("0", "k")
    with Loop(emitter, node.relation):
        value = emitter.emit(node.test)
        if value.missing is None:
            emitter.line(f"{yes} += 1 if {value.name} else 0")
        else:
            emitter.line(f"{perhaps} += 1 if {value.missing} != 0 else 0")
            emitter.line(f"{yes} += 1 if {value.missing} == 0 and {value.name} else 0")
            emitter.line(f"{missing} |= {value.missing}")
    enough = emitter.settle(f"{yes} >= {node.least}")
    if missing is None:
        return Value(enough)
    short = f"({base} == 0 and {yes} + {perhaps} < {node.least})"
    return Value(enough, emitter.settle(f"0 if {enough} or {short} else {missing}", "m"))


@emits(tree.Fold)
def _fold(emitter: Emitter, node: tree.Fold) -> Value:
    missing = _needs(emitter, node.relation, node.test.known and node.value.known)
    total, wide, (low, high) = _total(emitter, node)
    last = emitter.settle("-2", "d") if node.distinct else ""
    first = emitter.settle("True", "e") if node.operator != "sum" else ""
    with Loop(emitter, node.relation):
        test = emitter.emit(node.test)
        if test.missing is not None:
            emitter.line(f"{missing} |= {test.missing}")
        counts = test.name if test.missing is None else f"{test.missing} == 0 and {test.name}"
        with emitter.block(f"if {counts}:"):
            if node.distinct:
                _distinct(emitter, node.relation, last)
            value = emitter.emit(node.value)
            if value.missing is not None:
                emitter.line(f"{missing} |= {value.missing}")
            _add(emitter, node, total, value, first, wide)
    return emitter.narrowed(Value(total, missing, low, high, wide))


def _total(emitter: Emitter, node: tree.Fold) -> tuple[str, bool, tuple[int, int]]:
    """The running total, whether it takes two words, and its bounds (from the value's, found in a trial run)."""
    trial = emitter.trial()
    with Loop(trial, node.relation):
        value = trial.emit(node.value)
    low, high = min(value.low, 0), max(value.high, 0)
    if node.operator == "sum":
        most = most_items(emitter, node.relation)
        low, high = low * most, high * most
    wide = emitter.check_fits(node, low, high) or value.wide
    return emitter.settle("wide(0)" if wide else "0", "a"), wide, (low, high)


def _distinct(emitter: Emitter, relation: tree.Relation, last: str) -> None:
    source = relation.source
    assert isinstance(source, tree.Rows)
    register = emitter.world.registers[source.register]
    order = (
        register.order
        if source.index == register.owner
        else next(index.order for index in register.indexes if index.name == source.index)
    )
    item = emitter.emit(relation.variable).name
    key = emitter.settle(emitter.cell(f"{source.register}.{order[0]}", item), "d")
    emitter.line(f"if {key} == {last}:")
    emitter.line("    continue")
    emitter.line(f"{last} = {key}")


def _add(emitter: Emitter, node: tree.Fold, total: str, value: Value, first: str, wide: bool) -> None:
    if node.operator == "sum":
        if wide:
            emitter.line(f"{total} = wide_add({total}, {emitter.widened(value).name})")
        else:
            emitter.line(f"{total} += {value.name}")
        return
    sign = "<" if node.operator == "max" else ">"
    item = emitter.widened(value).name if wide else value.name
    if wide:
        better = f"wide_less({total}, {item})" if sign == "<" else f"wide_less({item}, {total})"
    else:
        better = f"{total} {sign} {item}"
    emitter.line(f"if {first} or {better}:")
    emitter.line(f"    {total} = {item}")
    emitter.line(f"    {first} = False")


@emits(tree.Pick)
def _pick(emitter: Emitter, node: tree.Pick) -> Value:
    best = emitter.settle("-1", "b")
    keys = [emitter.settle("0", "k") for _ in node.keys]
    with Loop(emitter, node.relation):
        item = emitter.emit(node.test)
        values = [emitter.emit(key).name for key, _ in node.keys]
        better = _better([latest for _, latest in node.keys], keys, values)
        emitter.line(f"if {best} < 0 or {better}:")
        emitter.line(f"    {best} = {item.name}")
        for key, value in zip(keys, values, strict=True):
            emitter.line(f"    {key} = {value}")
    return Value(best, None, *REFERENCE)


def _better(latest: list[bool], keys: list[str], values: list[str]) -> str:
    sign = ">" if latest[0] else "<"
    first = f"{values[0]} {sign} {keys[0]}"
    if len(keys) == 1:
        return first
    return f"({first} or ({values[0]} == {keys[0]} and {_better(latest[1:], keys[1:], values[1:])}))"


@emits(tree.Defined)
def _defined(emitter: Emitter, node: tree.Defined) -> Value:
    definition = node.definition
    if emitter.compiled and definition.name in emitter.world.inlined:
        return _inlined(emitter, node)
    argument = emitter.emit(node.argument)
    low, high = definition_bounds(emitter, definition)
    known = definition.body.known
    there = isinstance(node.argument, tree.Variable)
    none = nothing_of(node.kind)
    if not emitter.compiled:
        function = emitter.array(f"def.{definition.name}")
        pair = emitter.settle(
            f"{function}({argument.name})" + ("" if there else f" if {argument.name} >= 0 else ({none}, 0)"),
            "p",
        )
        name, missing = emitter.settle(f"{pair}[0]", "v"), emitter.settle(f"{pair}[1]", "m")
        return Value(name, None if known else missing, low, high)
    guard = "" if there else f" if {argument.name} >= 0 else {none}"
    text = emitter.cell(f"def.{definition.name}", argument.name) + guard
    if known:
        return Value(emitter.settle(f"({text}) != 0" if node.kind == tree.TRUTH else text, "v"), None, low, high)
    column = emitter.settle(text, "v")
    missing = _missing_beside(emitter, column, unknown_in(node.kind), f"def.{definition.name}.missing", argument)
    value = f"{column} == 1" if node.kind == tree.TRUTH else f"{column} if {missing} == 0 else 0"
    return Value(emitter.settle(value, "v"), missing, low, high)


def nothing_of(kind: str) -> str:
    """What a definition gives for a unit that is none."""
    return "-1" if tree.is_reference(kind) else str(NEVER) if kind == tree.DATE else "0"


def _missing_beside(emitter: Emitter, column: str, unknown: int, beside: str, unit: Value) -> str:
    """What is missing: it is looked for only where a column says that its value is not known."""
    found = f"bits_of({emitter.array(f'{beside}.of')}, {emitter.array(beside)}, {unit.name})"
    return emitter.settle(f"{found} if {column} == {written(unknown)} else 0", "m")


def _inlined(emitter: Emitter, node: tree.Defined) -> Value:
    """A definition that only one part of the law reads, about its own unit: written here, where it is wanted."""
    definition = node.definition
    assert isinstance(node.argument, tree.Variable)
    emitter.bind_alike(definition.variable, node.argument)
    value = emitter.one_word(emitter.emit(definition.body))
    return Value(value.name, None if definition.body.known else value.missing, value.low, value.high)


def definition_bounds(emitter: Emitter, definition: Definition) -> tuple[int, int]:
    """The bounds of what a definition gives; a column of it holds one 64-bit word."""
    body = definition.body
    if body.kind in _KIND_BOUNDS:
        return _KIND_BOUNDS[body.kind]
    if tree.is_reference(body.kind):
        return REFERENCE
    if body.kind == tree.TRUTH:
        return 0, 1
    key = (definition.name, emitter.compiled)
    if key not in emitter.world.bounds:
        probe = Emitter(emitter.world, compiled=emitter.compiled)
        probe.bind(definition.variable, Value("u", None, *REFERENCE))
        value = probe.one_word(probe.emit(body))
        emitter.world.bounds[key] = (value.low, value.high)
    return emitter.world.bounds[key]


@emits(tree.GroupOf)
def _group_of(emitter: Emitter, node: tree.GroupOf) -> Value:
    person = emitter.emit(node.person)
    there = isinstance(node.person, tree.Variable)
    if emitter.compiled:
        of = emitter.cell(f"group.{node.group.name}.of", person.name)
        text = of + ("" if there else f" if {person.name} >= 0 else -1")
    else:
        function = emitter.array(f"def.{node.group.key.name}")
        text = f"{function}({person.name})[0]" + ("" if there else f" if {person.name} >= 0 else -1")
    return Value(emitter.settle(text, "g"), None, *REFERENCE)


@emits(tree.GroupKey)
def _group_key(emitter: Emitter, node: tree.GroupKey) -> Value:
    of = emitter.emit(node.of)
    if not emitter.compiled:
        return of
    there = isinstance(node.of, tree.Variable)
    key = emitter.cell(f"group.{node.group.name}.key", of.name) + ("" if there else f" if {of.name} >= 0 else -1")
    return Value(emitter.settle(key, "g"), None, *REFERENCE)


@emits(tree.Answer)
def _answer(emitter: Emitter, node: tree.Answer) -> Value:
    unit = emitter.emit(node.unit)
    return _of_case(emitter, node.case, unit, isinstance(node.unit, tree.Variable), "answer", 0)


@emits(tree.Amount)
def _amount(emitter: Emitter, node: tree.Amount) -> Value:
    unit = emitter.emit(node.unit)
    return _of_case(emitter, node.case, unit, isinstance(node.unit, tree.Variable), "amount", 1)


def _of_case(emitter: Emitter, case: str, unit: Value, there: bool, what: str, place: int) -> Value:
    bounds = (0, 1) if what == "answer" else (0, MONEY_MOST * 4096)
    if not emitter.compiled:
        function = emitter.array(f"case.{case}")
        text = f"{function}({unit.name})" + ("" if there else f" if {unit.name} >= 0 else (0, 0, 0)")
        triple = emitter.settle(text, "p")
        value = emitter.settle(f"{triple}[{place}]", "v")
        missing = emitter.settle(f"{triple}[2]", "m")
    else:
        guard = "" if there else f" if {unit.name} >= 0 else 0"
        answer = emitter.settle(emitter.cell(f"case.{case}.answer", unit.name) + guard, "v")
        missing = _missing_beside(emitter, answer, UNKNOWN, f"case.{case}.missing", unit)
        if what == "amount":
            value = emitter.settle(emitter.cell(f"case.{case}.amount", unit.name) + f" if {answer} == 1 else 0", "v")
        else:
            value = emitter.settle(f"{answer} == 1", "v")
        return Value(value, missing, *bounds)
    if what == "answer":
        value = emitter.settle(f"{value} != 0", "v")
    return Value(value, missing, *bounds)
