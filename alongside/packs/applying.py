"""How answers become awards, as `[apply]` of a pack says: notice, deadlines, what is unusual, what joins a register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from alongside.rules.fault import PackFault, Where
from alongside.rules.schema import Registers


@dataclass(frozen=True)
class Assigned:
    """The register that tells what has been assigned already, and its columns: what we grant once joins it.

    `measure` names the measure, `to` who receives, `about` for whom (where the unit is a person), `on` the day, `id`
    the row.
    """

    register: str
    id: str
    measure: str
    to: str
    on: str
    about: str = ""


@dataclass(frozen=True)
class Applying:
    """What a pack says about applying a sweep.

    `notice_days`: a person is told at least so many days before an award ends, which it does on the first day of a
    month. `ask_days`, `application_days`: until when a register answers, an application is decided. `pay_day`: on which
    day of a month monthly sums come. More than `most_tasks` awards that wait for one register are one task. A sweep
    waits for a word where a measure would begin, end or change more than such a share of what stands, and above `few`.
    """

    notice_days: int = 10
    ask_days: int = 10
    application_days: int = 10
    pay_day: int = 1
    most_tasks: int = 500
    few: int = 50
    most_begin_share: float = 0.2
    most_end_share: float = 0.1
    most_changed_share: float = 0.5
    assigned: Assigned | None = None


MOST = 100_000
KEYS = tuple(field.name for field in fields(Applying))
_ASSIGNED = tuple(field.name for field in fields(Assigned))


def read_applying(head: Mapping[str, Any], registers: Registers, file: Path) -> Applying:
    """What `[apply]` of pack.toml says, the usual where it is silent; raises `PackFault` for what makes no sense."""
    where = Where(str(file), 0)
    said = dict(head.get("apply", {}))
    assigned = said.pop("assigned", None)
    for name, value in said.items():
        if name not in KEYS:
            raise PackFault(f"[apply] {name!r} means nothing", where=where, remedy=f"There are: {', '.join(KEYS)}.")
        share = name.endswith("_share")
        right = isinstance(value, int | float) if share else isinstance(value, int)
        if not right or isinstance(value, bool) or not 0 <= value <= (1 if share else MOST):
            raise PackFault(
                f"[apply] {name} is {value!r}",
                where=where,
                remedy="Write a share from 0 to 1." if share else f"Write a whole number from 0 to {MOST}.",
            )
    if not 1 <= said.get("pay_day", 1) <= 28:
        raise PackFault("[apply] pay_day is in no month", where=where, remedy="Choose a day from 1 to 28.")
    return Applying(**said, assigned=_assigned(assigned, registers, where) if assigned is not None else None)


def _assigned(said: Mapping[str, Any], registers: Registers, where: Where) -> Assigned:
    wrong = sorted(set(said) - set(_ASSIGNED)) or sorted(set(_ASSIGNED) - set(said) - {"about"})
    if wrong:
        raise PackFault(
            f"[apply.assigned] is not whole, or says too much: {', '.join(wrong)}",
            where=where,
            remedy=f"Name {', '.join(_ASSIGNED)}.",
        )
    found = Assigned(**{name: str(value) for name, value in said.items()})
    try:
        register = registers[found.register]
        columns = [(name, register.column(getattr(found, name))) for name in _ASSIGNED[1:] if getattr(found, name)]
    except KeyError as error:
        raise PackFault(
            f"[apply.assigned] names {error}, which there is not",
            where=where,
            remedy="Name a register and its columns.",
        ) from error
    kinds = {"id": "id", "measure": "code", "to": "person", "on": "date", "about": "person"}
    for name, column in columns:
        if column.type != kinds[name]:
            raise PackFault(
                f"[apply.assigned] {name} is a {column.type}", where=where, remedy=f"Name a column of {kinds[name]}."
            )
    return found
