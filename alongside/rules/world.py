"""What all kernels of one run share: registers, terms, how many rows an owner can have, what is read how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from alongside.rules import tree
from alongside.rules.fault import PackFault
from alongside.rules.schema import Registers
from alongside.rules.standing import Use

NO, YES, UNKNOWN = 0, 1, 2  # answers and truths in a column


def unknown_in(kind: str) -> int:
    """What stands in a column of this kind of value where it is not known.

    Few values are not known: what is missing of `<column>` stands in `<column>.missing`, and whose it is, in order, in
    `<column>.missing.of`. Who reads a value looks at one column, and hardly ever at these.
    """
    if kind == tree.TRUTH:
        return UNKNOWN
    return -(1 << 31) if kind == tree.DATE else -(1 << 63)


def written(number: int) -> str:
    """A number in a kernel's text, where the least of 64 bits is no literal."""
    return str(number) if number > -(1 << 63) else f"({number + 1} - 1)"


@dataclass(frozen=True)
class Sizes:
    """How many rows one owner can have in an index (powers of four), and persons one group: bounds rest on these."""

    rows: Mapping[str, int] = field(default_factory=dict)
    group: int = 64

    def most_rows(self, register: str, index: str) -> int:
        """The most rows of one owner."""
        return self.rows.get(f"{register}.{index}", 1 << 20)


@dataclass
class World:
    """What all sources of one pack share: registers, what can be missing, terms in order.

    `inlined` names definitions without a column: kernels write them where they are asked for. `asked` names the column
    that marks about whom few are asked. `standing` says, by a relation's id(...), how it is read whose rows are found.
    `wanted` tests for whom a definition is found, where that is not everybody.
    """

    registers: Registers
    terms: tuple[str, ...]
    sizes: Sizes
    inlined: frozenset[str] = frozenset()
    asked: Mapping[str, str] = field(default_factory=dict)
    standing: Mapping[int, Use] = field(default_factory=dict)
    wanted: Mapping[str, tree.Node] = field(default_factory=dict)
    bits: dict[str, int] = field(default_factory=dict)
    bounds: dict[tuple[str, bool], tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = self.registers.missing_names()
        if len(names) > 62:
            raise PackFault(
                f"{len(names)} registers and open columns do not fit one word of 62 bits",
                remedy="Merge registers, or close columns that no rule reads.",
            )
        self.bits = {name: 1 << position for position, name in enumerate(names)}

    def position(self, register: str) -> int:
        """The position of a register in the order of checks."""
        return [r.name for r in self.registers.all].index(register)
