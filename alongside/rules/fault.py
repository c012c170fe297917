"""What is wrong with a pack: found when it is loaded, with the file, the line and what to do."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from traceback import walk_tb

from alongside.base.refusal import Refusal

_HERE = str(Path(__file__).parent)
MANY = 20  # words that are listed at most


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
    """A pack that must not be used: it never turns into a "no" for anybody.

    `asked`: the line of the rule on the way to it, where it lies in another file.
    """

    code = "pack_fault"

    def __init__(self, what: str, *, where: Where | None = None, remedy: str, asked: Where | None = None) -> None:
        self.what, self.asked = what, asked
        self.where = where_called() if where is None else where
        place = f"{self.where}: " if self.where.file else ""
        from_rule = f" (asked from {asked})" if asked else ""
        super().__init__(f"{place}{what.rstrip('.')}{from_rule}.", remedy=remedy)

    def asked_from(self, file: str) -> PackFault:
        """The same fault, with the line of `file` on the way to it."""
        lines = [line for frame, line in walk_tb(self.__traceback__) if frame.f_code.co_filename == file]
        if self.where.file == file or not lines:
            return self
        return PackFault(self.what, where=self.where, remedy=self.remedy, asked=Where(file, lines[-1]))

    def __reduce__(self) -> tuple[Callable[..., PackFault], tuple[str, Where, str, Where | None]]:
        return _again, (self.what, self.where, self.remedy, self.asked)


def meant(word: str, words: Iterable[str], otherwise: str = "") -> str:
    """What to do about a word that means nothing: the one that may be meant, else what is said, else all there are."""
    there = list(words)
    near = difflib.get_close_matches(word, there, n=1)
    more = f" and {len(there) - MANY} more" if len(there) > MANY else ""
    return f"Did you mean {near[0]!r}?" if near else otherwise or f"There are: {', '.join(there[:MANY])}{more}."


def _again(what: str, where: Where, remedy: str, asked: Where | None) -> PackFault:
    """A fault that came from another process."""
    return PackFault(what, where=where, remedy=remedy, asked=asked)
