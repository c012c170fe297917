"""What is wrong with a pack: found when it is loaded, with the file, the line and what to do."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from alongside.base.refusal import Refusal

_HERE = str(Path(__file__).parent)


@dataclass(frozen=True)
class Where:
    """A line of a file of the pack, and where in it."""

    file: str
    line: int
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


NOWHERE = Where("", 0)


_standing_at: list[Where] = []


@contextmanager
def standing_at(where: Where) -> Iterator[None]:
    """Within it what is built stands at this line, though it is built later, from another."""
    _standing_at.append(where)
    try:
        yield
    finally:
        _standing_at.pop()


def where_called() -> Where:
    """The nearest line outside this room: the line of the pack that is being read."""
    if _standing_at:
        return _standing_at[-1]
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith((_HERE, "<")):
        frame = frame.f_back
    position = next(islice(frame.f_code.co_positions(), frame.f_lasti // 2, None), None)
    return Where(frame.f_code.co_filename, frame.f_lineno, (position[2] or 0) if position else 0)


class PackFault(Refusal):
    """A pack that must not be used: it never turns into a "no" for anybody."""

    code = "pack_fault"

    def __init__(self, what: str, *, where: Where | None = None, remedy: str) -> None:
        self.what = what
        self.where = where_called() if where is None else where
        place = f"{self.where}: " if self.where.file else ""
        super().__init__(f"{place}{what}", remedy=remedy)

    def __reduce__(self) -> tuple[Callable[..., PackFault], tuple[str, Where, str]]:
        return _again, (self.what, self.where, self.remedy)


def _again(what: str, where: Where, remedy: str) -> PackFault:
    """A fault that came from another process."""
    return PackFault(what, where=where, remedy=remedy)
