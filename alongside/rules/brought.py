"""What a delivery says of a change that was laid over the one before: the same, otherwise, or nothing yet."""

from __future__ import annotations

from typing import Any, Literal

from alongside.rules.facts import Facts
from alongside.rules.overlay import Overlay
from alongside.rules.row_change import ChangeDoesNotFit, RowChange
from alongside.rules.sheet import Sheet

Says = Literal["same", "otherwise", "nothing"]


def what_says(facts: Facts, change: RowChange) -> Says:
    """`same`: the delivery has what the change put right. `otherwise`: it has that row, and says something else.

    `nothing`: it does not have the row that was added, or does not know whom or what the change names.
    """
    if change.act == "confirm":
        return _of_completeness(facts, change)
    sheet = Sheet(Overlay(facts), facts.registers[change.register])
    try:
        held = _held(sheet, change)
        if change.act == "withdraw":
            return "same" if held is None else "otherwise"
        wanted = sheet.cells(change.row or {})
    except ChangeDoesNotFit:
        return "nothing"
    if held is None:
        return "nothing" if change.act == "add" else "otherwise"
    return "same" if held == wanted else "otherwise"


def _held(sheet: Sheet, change: RowChange) -> dict[str, Any] | None:
    """The row of the delivery that the change is about: by its key, for an added row by that row's own."""
    key = change.key if change.key is not None else {name: (change.row or {}).get(name) for name in sheet.register.key}
    return sheet.held(key, change)


def _of_completeness(facts: Facts, change: RowChange) -> Says:
    if change.owner is None:
        return "nothing"
    found = facts.find_place(change.owner) if change.at_place else facts.find_person(change.owner)
    if found is None:
        return "nothing"
    bits = int(facts.arrays["place.incomplete" if change.at_place else "person.incomplete"][found])
    position = [register.name for register in facts.registers.all].index(change.register)
    return "nothing" if bits >> position & 1 else "same"
