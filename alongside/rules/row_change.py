"""A change to one row of one register, and what is said of one that does not fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from alongside.base.refusal import Refusal
from alongside.rules.small import Row

Act = Literal["add", "replace", "withdraw", "confirm"]


class ChangeDoesNotFit(Refusal):
    """A change names a register, row, person or place that is not there, or a cell that cannot be read.

    `why` says which of these, for whoever words it in another language; `column` where it stands, if in one; `change`
    which of several it was.
    """

    code = "change_does_not_fit"

    def __init__(self, message: str, *, why: str, column: str = "") -> None:
        super().__init__(message, remedy=_REMEDIES[why])
        self.why, self.column = why, column
        self.change: RowChange | None = None


_REMEDIES = {
    "register": "Name one of the pack.",
    "owner": "Wait for a delivery that does.",
    "person": "Wait for the next delivery.",
    "named": "Withdraw the rows that name this person first.",
    "row": "Say what is right.",
    "taken": "Put that row right instead.",
    "other": "Change that person's row.",
    "gone": "Look at the row once more: it may be gone.",
    "column": "Name one of its columns.",
    "unreadable": "Write it as the register does.",
    "unknown": "Add the person first, or wait for a delivery that does.",
}


@dataclass(frozen=True)
class RowChange:
    """One change to one register.

    `key` names the row that is replaced or withdrawn by its key cells, `row` holds the cells of the new row, both
    written as `small_facts` takes them. `owner` is the key of the person (or place, where `at_place`) that the row is
    kept by: it makes the row quick to find. `confirm` says that nothing else is missing: the register counts as
    complete for the owner. A row added to the register of persons brings a newcomer: a person whom the delivery does
    not know yet; a place that no row named so far comes with the row that names it.
    """

    register: str
    act: Act
    key: Row | None = None
    row: Row | None = None
    owner: int | None = None
    at_place: bool = False
