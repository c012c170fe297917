"""Questions about ages and months turned into questions about days: one count for everybody in place of one for each.

Whether somebody is under 18 on a day asks whether they were born after the day 18 years before it; that day is the same
for everybody, so a kernel finds it once.
"""

from __future__ import annotations

from alongside.rules import tree
from alongside.rules.emitter import Emitter
from alongside.rules.fault import NOWHERE


def turned_to_days(emitter: Emitter, node: tree.Compare) -> tree.Compare | None:
    """The same comparison with a day on either side; None where it compares no step on the calendar with what
    is the same for everybody (the day of decision, terms, months counted from it)."""
    if node.operator not in ("<", "<="):
        return None
    stepped_first = isinstance(node.left, tree.DateStep) and _same_for_all(emitter, node.right)
    step, other = (node.left, node.right) if stepped_first else (node.right, node.left)
    if not isinstance(step, tree.DateStep) or step.by is None or not _same_for_all(emitter, other):
        return None
    if _same_for_all(emitter, step.of) or not _same_for_all(emitter, step.by):
        return None
    if step.operator == "age":
        # age <= k and k < age ask for k + 1 full years, age < k and k <= age for k.
        more = (node.operator == "<=") == stepped_first
        years = _number("+", other, 1) if more else other
        return _asked(emitter, node, step.of, step.by, _number("*", years, 12), passed=not stepped_first)
    if step.operator == "months":
        # later < day and day <= later ask for the day before, later <= day and day < later for the day itself.
        before = (node.operator == "<") == stepped_first
        day = tree.Arithmetic(tree.DATE, True, NOWHERE, "-", other, _count(1)) if before else other
        return _asked(emitter, node, step.of, day, step.by, passed=stepped_first)
    return None


def _asked(
    emitter: Emitter, node: tree.Compare, since: tree.Node, day: tree.Node, months: tree.Node, *, passed: bool
) -> tree.Compare | None:
    """Whether so many months have passed (or not) from `since` on `day`."""
    if emitter.bounds_of(months).low < 0:
        return None
    latest = tree.DateStep(tree.DATE, True, NOWHERE, "latest", day, months)
    sides = (since, latest) if passed else (latest, since)
    return tree.Compare(node.kind, node.known, node.where, "<=" if passed else "<", *sides)


def _same_for_all(emitter: Emitter, node: tree.Node) -> bool:
    return not emitter.keys.free(node) and not emitter.keys.has_fold(node)


def _number(operator: str, left: tree.Node, right: int) -> tree.Node:
    return tree.Arithmetic(tree.NUMBER, True, NOWHERE, operator, left, _count(right))  # type: ignore[arg-type]


def _count(number: int) -> tree.Const:
    return tree.Const(tree.NUMBER, True, NOWHERE, number)
