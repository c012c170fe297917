"""Source for life events: the open days of one event, for everybody as pairs or for one person as a list."""

from __future__ import annotations

from alongside.rules import emit_loops
from alongside.rules.emit_units import PARAMETERS, Source
from alongside.rules.emitter import Emitter, Value
from alongside.rules.events import EventRule
from alongside.rules.items import Items
from alongside.rules.world import World

EVENT_OUT = ("out_unit", "out_date")


def event_kernel(world: World, rule: EventRule) -> Source:
    """`kernel(lo, hi, parameters, arrays, out_unit, out_date)`: writes a pair for each open day of each person.

    Returns how many pairs there are; those for which there is no room are counted and not written.
    """
    emitter = Emitter(world, compiled=True)
    emitter.line("n = 0")
    with emitter.block("for u in range(lo, hi):"):
        _days(emitter, rule, ("if n < len(out_unit):", "    out_unit[n] = u", "    out_date[n] = {day}", "n += 1"))
    arrays = dict(sorted(emitter.arrays.items()))
    head = f"def kernel(lo, hi, {', '.join((*PARAMETERS, *arrays, *EVENT_OUT))}):"
    return Source(f"event.{rule.name}", "\n".join([head, *emitter.lines, "    return n", ""]), arrays)


def event_function(world: World, rule: EventRule) -> Source:
    """`f(u)` for the evaluator: the open days of person u, some perhaps twice."""
    emitter = Emitter(world, compiled=False)
    emitter.line("found = []")
    with emitter.block("for _ in range(1):"):
        _days(emitter, rule, ("found.append({day})",))
    emitter.line("return found")
    text = "\n".join(["def function(u):", *emitter.lines, ""])
    return Source(f"event.{rule.name}", text, dict(sorted(emitter.arrays.items())))


def _days(emitter: Emitter, rule: EventRule, keep: tuple[str, ...]) -> None:
    """Lines that run `keep` for each open day of person u, inside a loop that `continue` leaves for the next one."""
    variable, alive, dates = rule.made()
    emitter.bind(variable, Value("u", None, 0, 1 << 31))
    emitter.line(f"if not {emitter.emit(alive.node).name}:")
    emitter.line("    continue")
    for found in dates:
        if isinstance(found, Items):
            relation, item = found.opened()
            with emit_loops.Loop(emitter, relation):
                _keep(emitter, emitter.emit(item.node), rule.months, keep)
        else:
            _keep(emitter, emitter.emit(found.node), rule.months, keep)


def _keep(emitter: Emitter, day: Value, months: int, keep: tuple[str, ...]) -> None:
    known = f"{day.missing} == 0 and " if day.missing is not None else ""
    with emitter.block(f"if {known}{day.name} <= on and on < add_months({day.name}, {months}):"):
        for line in keep:
            emitter.line(line.format(day=day.name))
