"""Source for whole units: the column of a definition, the rows of a measure, and what an explanation shows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from alongside.rules import emit_folds, emit_loops, emit_values, tree
from alongside.rules.definitions import Criterion, Definition, MeasureCase, Unit, rule_nodes
from alongside.rules.emitter import Emitter, Value, write_settled
from alongside.rules.fault import PackFault
from alongside.rules.items import Items
from alongside.rules.language import Expr, variable
from alongside.rules.schema import NEVER
from alongside.rules.spare import Asking
from alongside.rules.standing import Standing
from alongside.rules.world import NO, UNKNOWN, YES, World, unknown_in, written

LOADED = (emit_values, emit_folds)  # importing them registers how each node is written
PARAMETERS = ("on", "cover", "terms_on", "term_starts", "term_values", "terms_at")
DEFINITION_OUT = ("out", "out_unit", "out_missing")
CASE_OUT = (
    "out_unit",
    "out_payee",
    "out_answer",
    "out_codes",
    "out_missing",
    "out_amount",
    "out_since",
    "out_until",
)
CASE_FULL = ("full_answer", "full_amount")
MOST_CRITERIA = 31


@dataclass(frozen=True)
class Source:
    """A written function: its text, and the arrays it takes, as identifier -> name."""

    name: str
    text: str
    arrays: dict[str, str]


def definition_kernel(world: World, definition: Definition) -> Source:
    """`kernel(lo, hi, parameters, arrays, out, out_unit, out_missing)`: fills the definition's column from lo to hi.

    Where the value is not known, the column says so (`unknown_in`), and a row of `out_unit` and `out_missing` tells
    what is missing (none of what is always known); returns how many such rows there are. What few are asked about is
    found for those who are marked; nobody reads the others' cells. What is not wanted for everybody is found for those
    who pass the test of it, and the others have nothing.
    """
    wanted = world.wanted.get(definition.name)

    def write(emitter: Emitter) -> None:
        emitter.line("n = 0")
        with emitter.block("for u in range(lo, hi):"):
            if definition.name in world.asked:
                emitter.line(f"if {emitter.cell(world.asked[definition.name], 'u')} == 0:")
                emitter.line("    continue")
            emitter.bind(definition.variable, Value("u", None, 0, 1 << 31))
            if wanted is not None:
                _pass_over_unwanted(emitter, wanted, definition.body.kind)
            value = emitter.one_word(emitter.emit(definition.body))
            emitter.line(f"out[u] = {value.name}")
            if value.missing is not None and not definition.body.known:
                with emitter.block(f"if {value.missing} != 0:"):
                    emitter.line(f"out[u] = {written(unknown_in(definition.body.kind))}")
                    emitter.line("out_unit[n] = u")
                    emitter.line(f"out_missing[n] = {value.missing}")
                    emitter.line("n += 1")

    emitter = write_settled(world, [definition.body, *([wanted] if wanted else [])], write)
    return _kernel(emitter, definition.name, definition_out(definition), tail="return n")


def definition_out(definition: Definition) -> tuple[str, ...]:
    """What the kernel of a definition fills."""
    return DEFINITION_OUT[:1] if definition.body.known else DEFINITION_OUT


def _pass_over_unwanted(emitter: Emitter, wanted: tree.Node, kind: str) -> None:
    """Lines that leave a unit with nothing that the test does not want."""
    for part in tree.walk(wanted):
        if isinstance(part, tree.Variable):
            emitter.bind(part, Value("u", None, 0, 1 << 31))
    emitter.line(f"if not {emitter.emit(wanted).name}:")
    emitter.line(f"    out[u] = {emit_folds.nothing_of(kind)}")
    emitter.line("    continue")


def definition_function(world: World, definition: Definition) -> Source:
    """`f(u)` for the evaluator: the value and its missing bits."""
    emitter = Emitter(world, compiled=False, roots=[definition.body])
    emitter.bind(definition.variable, Value("u", None, 0, 1 << 31))
    value = emitter.emit(definition.body)
    emitter.line(f"return {value.name}, {value.missing or 0}")
    return _function(emitter, definition.name)


def asking_kernel(world: World, asking: Asking) -> Source:
    """`kernel(lo, hi, parameters, arrays, asked)`: marks those about whom the case asks what few are asked about.

    Whoever fails one of the criteria that everybody is asked about asks nothing.
    """
    rule = asking.case.rule
    first = [one for one in rule.criteria if not _reads(one.test.node, world.asked)]

    def write(emitter: Emitter) -> None:
        with emitter.block("for u in range(lo, hi):"):
            _bind_unit(emitter, asking.case)
            _pass_over(emitter, asking.case)
            _answer(emitter, _quick_first(emitter, first))
            about = emitter.emit(asking.argument).name
            emitter.line(f"if {about} >= 0:")
            emitter.line(f"    asked[{about}] = 1")

    roots = [rule.considered.node, *(one.test.node for one in first), asking.argument]
    emitter = write_settled(world, roots, write)
    return _kernel(emitter, f"{asking.column} of {asking.case.name}", ("asked",), tail="return hi - lo")


def standing_kernel(world: World, rows: Standing) -> Source:
    """`kernel(lo, hi, parameters, arrays, counts, rows, cells...)`: finds the rows of the owners from lo to hi in
    order, and how many each owner has; returns how many there are."""
    owner = rows.source.owner
    assert isinstance(owner, tree.Variable)

    def write(emitter: Emitter) -> None:
        emitter.line("n = 0")
        with emitter.block("for u in range(lo, hi):"):
            emitter.bind(owner, Value("u", None, 0, 1 << 31))
            emitter.line("before = n")
            with emit_loops.Loop(emitter, rows.relation):
                emitter.line(f"out_row[n] = {emitter.emit(rows.relation.variable).name}")
                for cell in rows.cells:
                    emitter.line(f"out_{cell.column}[n] = {emitter.emit(cell).name}")
                emitter.line("n += 1")
            emitter.line("out_count[u - lo] = n - before")

    emitter = write_settled(world, [*rows.relation.tests, *rows.cells], write)
    outs = ("out_count", "out_row", *(f"out_{one.column}" for one in rows.cells))
    return _kernel(emitter, rows.name, outs, tail="return n")


def _reads(node: tree.Node, definitions: Collection[str]) -> bool:
    return any(isinstance(part, tree.Defined) and part.definition.name in definitions for part in tree.walk(node))


def case_kernel(world: World, case: MeasureCase, *, in_kind: bool, full: bool) -> Source:
    """`kernel(lo, hi, parameters, arrays, out...)`: writes a row for each yes and not known, returns how many.

    With `full` the answers of all units are written, too, for the measures that read them, and the amount beside each
    yes; nothing is written for a no, so answers must be 0 before.
    """
    rule = case.rule

    def write(emitter: Emitter) -> None:
        emitter.line("n = 0")
        with emitter.block("for u in range(lo, hi):"):
            _bind_unit(emitter, case)
            _pass_over(emitter, case)
            _decide(emitter, case, in_kind)
            emitter.line("if no:")
            emitter.line("    continue")
            if full:
                emitter.line(f"full_answer[u] = {UNKNOWN} if missing != 0 else {YES}")
                emitter.line("full_amount[u] = amount")
            emitter.line("out_unit[n] = u")
            emitter.line(f"out_payee[n] = {emitter.emit(rule.payee.node).name}")
            emitter.line(f"out_answer[n] = {UNKNOWN} if missing != 0 else {YES}")
            emitter.line("out_codes[n] = codes")
            emitter.line("out_missing[n] = missing")
            emitter.line("out_amount[n] = -1 if missing != 0 else amount")
            emitter.line("out_since[n] = -1")
            emitter.line(f"out_until[n] = {NEVER}")
            with emitter.block("if missing == 0:"):
                emitter.line(f"out_since[n] = {emitter.emit(rule.since.node).name}")
                if rule.until is not None:
                    emitter.line(f"out_until[n] = {emitter.emit(rule.until.node).name}")
            emitter.line("n += 1")

    emitter = write_settled(world, list(rule_nodes(rule)), write)
    return _kernel(emitter, case.name, (*CASE_OUT, *(CASE_FULL if full else ())), tail="return n")


def case_function(world: World, case: MeasureCase, *, in_kind: bool) -> Source:
    """`f(u)` for the evaluator: considered, no, missing, codes, each criterion's missing, amount, since, until, payee.

    Amount, since and until are None unless the answer is yes; codes hold two bits a criterion.
    """
    rule = case.rule
    emitter = Emitter(world, compiled=False, roots=list(rule_nodes(rule)))
    _bind_unit(emitter, case)
    considered = emitter.emit(always_known(case))
    emitter.line(f"if not {considered.name}:")
    emitter.line("    return None")
    parts = _decide(emitter, case, in_kind)
    emitter.line(f"payee = {emitter.emit(rule.payee.node).name}")
    emitter.line("since = until = None")
    with emitter.block("if not no and missing == 0:"):
        emitter.line(f"since = {emitter.emit(rule.since.node).name}")
        if rule.until is not None:
            emitter.line(f"until = {emitter.emit(rule.until.node).name}")
    emitter.line("amount = None if no or missing != 0 else amount")
    each = "".join(f"{part or 0}, " for part in parts)
    emitter.line(f"return no, missing, codes, ({each}), amount, since, until, payee")
    return _function(emitter, case.name)


def shown_function(world: World, name: str, unit: tree.Variable, nodes: Sequence[tree.Node]) -> Source:
    """`f(u)` for the evaluator: a list of value and missing bits for each of these expressions."""
    emitter = Emitter(world, compiled=False, roots=nodes)
    emitter.bind(unit, Value("u", None, 0, 1 << 31))
    values = [emitter.emit(node) for node in nodes]
    emitter.line(f"return [{', '.join(f'({v.name}, {v.missing or 0})' for v in values)}]")
    return _function(emitter, name)


def near_function(world: World, name: str, unit: Unit, near: Callable[[Expr], tuple[object, ...]]) -> Source:
    """`f(u)` for the evaluator: person u and everybody whom `near` names, some perhaps twice or none (-1)."""
    emitter = Emitter(world, compiled=False)
    person = variable(unit)
    assert isinstance(person.node, tree.Variable)
    emitter.bind(person.node, Value("u", None, 0, 1 << 31))
    emitter.line("found = [u]")
    for item in near(person):
        if isinstance(item, Items):
            relation, found = item.opened()
            with emit_loops.Loop(emitter, relation):
                emitter.line(f"found.append({emitter.emit(found.node).name})")
        else:
            assert isinstance(item, Expr)
            emitter.line(f"found.append({emitter.emit(item.node).name})")
    emitter.line("return found")
    return _function(emitter, name)


def _pass_over(emitter: Emitter, case: MeasureCase) -> None:
    """Lines that leave out who is not considered."""
    emitter.line(f"if not {emitter.emit(always_known(case)).name}:")
    emitter.line("    continue")


def _bind_unit(emitter: Emitter, case: MeasureCase) -> None:
    emitter.bind(case.variable, Value("u", None, 0, 1 << 31))


def always_known(case: MeasureCase) -> tree.Node:
    """Who is considered; refuses a rule where this, or who receives, may not be known."""
    considered = case.rule.considered.node
    if not considered.known or not case.rule.payee.node.known:
        raise PackFault(
            f"{case.name}: who is considered must always be known",
            where=considered.where,
            remedy="Ask accepted rows only: rows(...).accepted().any(...).",
        )
    return considered


def _decide(emitter: Emitter, case: MeasureCase, in_kind: bool) -> list[str | None]:
    """Lines that leave `no`, `missing`, `codes` and `amount` (-1: none); gives each criterion's missing bits."""
    rule = case.rule
    if len(rule.criteria) > MOST_CRITERIA - 1:
        raise PackFault(f"{case.name} has more than 30 criteria", where=case.where, remedy="Join some of them.")
    parts = _answer(emitter, _quick_first(emitter, rule.criteria))
    emitter.line("amount = -1")
    _amount(emitter, case, in_kind)
    return parts


def _answer(emitter: Emitter, criteria: Sequence[tuple[int, Criterion]]) -> list[str | None]:
    """Lines that leave `no`, `missing` and `codes`, asking criteria in this order; gives each one's missing bits."""
    emitter.line("no = False")
    emitter.line("missing = 0")
    emitter.line("codes = 0")
    parts: list[str | None] = [None] * len(criteria)
    for place, criterion in criteria:
        value = emitter.emit(criterion.test.node)
        parts[place] = value.missing
        if value.missing is None:
            emitter.line(f"codes |= (1 if {value.name} else 0) << {2 * place}")
            emitter.line(f"no = no or not {value.name}")
        else:
            emitter.line(f"codes |= (2 if {value.missing} != 0 else (1 if {value.name} else 0)) << {2 * place}")
            emitter.line(f"missing |= {value.missing}")
            emitter.line(f"no = no or ({value.missing} == 0 and not {value.name})")
        if emitter.compiled:  # one no decides, and a no leaves no row that would name the others
            emitter.line("if no:")
            emitter.line("    continue")
    return parts


def _quick_first(emitter: Emitter, criteria: Sequence[Criterion]) -> list[tuple[int, Criterion]]:
    """The criteria with their places; a kernel asks first what takes fewest loops, then what takes no definition."""
    placed = list(enumerate(criteria))
    if emitter.compiled:
        placed.sort(key=lambda pair: _cost(emitter, pair[1].test.node))
    return placed


def _cost(emitter: Emitter, node: tree.Node) -> tuple[int, int]:
    """How many loops an expression has, with those of what is written into it; how many definitions it reads."""
    parts = tree.walk(node)
    read = [part.definition for part in parts if isinstance(part, tree.Defined)]
    inside = [_cost(emitter, one.body) for one in read if one.name in emitter.world.inlined]
    loops = sum(isinstance(value, tree.Relation) for part in parts for value in vars(part).values())
    return loops + sum(one for one, _ in inside), len(read) + sum(more for _, more in inside)


def _amount(emitter: Emitter, case: MeasureCase, in_kind: bool) -> None:
    amount = case.rule.amount
    place = 2 * len(case.rule.criteria)
    with emitter.block("if not no and missing == 0:"):
        value = emitter.one_word(emitter.emit(amount.node)) if amount is not None else Value("0")
        emitter.line(f"amount = {value.name}")
        if value.missing is not None:
            emitter.line(f"missing = {value.missing}")
        if not in_kind:
            emitter.line("no = missing == 0 and amount <= 0")
            emitter.line(f"codes |= ({UNKNOWN} if missing != 0 else ({NO} if no else {YES})) << {place}")
    if not in_kind:
        # The last criterion repeats the answer of those before it where that is not yes.
        with emitter.block("elif not no:"):
            emitter.line(f"codes |= {UNKNOWN} << {place}")


def _kernel(emitter: Emitter, name: str, out: Sequence[str], tail: str) -> Source:
    arrays = dict(sorted(emitter.arrays.items()))
    head = f"def kernel(lo, hi, {', '.join((*PARAMETERS, *arrays, *out))}):"
    return Source(name, "\n".join([head, *emitter.lines, f"    {tail}", ""]), arrays)


def _function(emitter: Emitter, name: str) -> Source:
    return Source(name, "\n".join(["def function(u):", *emitter.lines, ""]), dict(sorted(emitter.arrays.items())))
