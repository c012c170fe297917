"""Decide one person, family or dwelling at once, with everything an explanation needs: no compiler, no whole city.

The functions come from the same trees as the kernels, and run as plain Python over the mapped store.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from alongside.rules import compiled, tree
from alongside.rules.awards import ABOVE_ZERO, read_codes
from alongside.rules.columns import parameters
from alongside.rules.definitions import Definition, Group, MeasureCase, Unit
from alongside.rules.emit_units import (
    Source,
    case_function,
    definition_function,
    near_function,
    shown_function,
)
from alongside.rules.facts import Facts
from alongside.rules.laid import below
from alongside.rules.language import Expr
from alongside.rules.law import Law, order_of_parts
from alongside.rules.schema import NEVER
from alongside.rules.world import Sizes, World

NOT_CONSIDERED = "not_considered"
CALENDAR = {name: getattr(compiled, name) for name in compiled.__all__ if not name.startswith(("wide", "narrow"))}


@dataclass(frozen=True)
class CriterionAnswer:
    """A criterion's answer for a unit, and the bits of what is missing where it is not known."""

    id: str
    answer: str
    missing: int


@dataclass(frozen=True)
class Decision:
    """What the law says of one unit on one day: `answer` is yes, no, unknown or not_considered.

    Amount in kopecks, since and until (days since 1970-01-01) only with a yes; until None: no end known.
    """

    case: MeasureCase
    unit: int
    answer: str
    criteria: tuple[CriterionAnswer, ...] = ()
    missing: int = 0
    amount: int | None = None
    since: int | None = None
    until: int | None = None
    payee: int | None = None


class Book:
    """The evaluator's functions of a law, written when first asked for and then kept: share one in a process."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.world = World(law.registers, tuple(law.terms), Sizes())
        self.definitions: dict[str, Definition] = {}
        self.groups: dict[str, Group] = {}
        for part in order_of_parts(law, law.measures):
            self.learn(part)
        self._codes: dict[str, tuple[Any, Source]] = {}
        self._writing = threading.RLock()
        self.registers_read: dict[int, tuple[str, ...]] = {}  # by the id of a node of the law

    @classmethod
    def like(cls, book: Book, law: Law, *, without: Sequence[Definition | Group | MeasureCase]) -> Book:
        """A book of nearly the same law that need not write again what has not changed."""
        other = cls.__new__(cls)
        other.law = law
        other.world = book.world
        other.definitions, other.groups = book.definitions, book.groups
        other._writing = threading.RLock()
        other.registers_read = {}
        changed = {f"{kind}.{part.name}" for kind in ("def", "case") for part in without}
        other._codes = {key: code for key, code in book._codes.items() if key not in changed}
        return other

    def learn(self, part: Definition | Group | MeasureCase) -> None:
        """Know a definition or group by its name."""
        if isinstance(part, Definition):
            self.definitions[part.name] = part
        elif isinstance(part, Group):
            self.groups[part.name] = part

    def code(self, key: str, write: Callable[[], Source]) -> tuple[Any, Source]:
        """The compiled text of a function, and its source."""
        if key not in self._codes:
            with self._writing:
                if key not in self._codes:
                    source = write()
                    self._codes[key] = (compile(source.text, f"<{key}>", "exec"), source)
        return self._codes[key]


class Evaluator:
    """One store on one day. What has been found for a person is kept, so ask again freely."""

    def __init__(self, book: Book, facts: Facts, on: date) -> None:
        self.book = book
        self.law = book.law
        self.facts = facts
        self.day = book.law.check_day(on)
        self.on = on
        names = ("on", "cover", "terms_on", "term_starts", "term_values", "terms_at")
        values = parameters(book.law, facts, self.day)
        self._base: dict[str, Any] = dict(CALENDAR)
        for name, value in zip(names, values, strict=True):
            self._base[name] = value if isinstance(value, int) else value.tolist()  # type: ignore[attr-defined]
        self._found: dict[str, Any] = {}
        self._functions: dict[str, Callable[[int], Any]] = {}
        self.ran: set[str] = set()  # the functions asked for so far: what has no part in an answer is not here

    # What the written functions ask for.
    def function(self, key: str, write: Callable[[], Source]) -> Callable[[int], Any]:
        """The function of a key, which takes a unit: written when it is first asked for, then kept."""
        if key not in self._functions:
            self._functions[key] = self._made(key, write)
        return self._functions[key]

    def _made(self, key: str, write: Callable[[], Source]) -> Callable[[int], Any]:
        self.ran.add(key)
        code, source = self.book.code(key, write)
        space = dict(self._base)
        for identifier, name in source.arrays.items():
            space[identifier] = self._ask(name)
        exec(code, space)  # the text was written by this room from the pack's trees
        function: Callable[[int], Any] = space["function"]
        return function

    def _ask(self, name: str) -> Any:
        """An array of the store, or a function in its place."""
        if name not in self._found:
            kind, _, rest = name.partition(".")
            if kind == "def" and rest in self.book.definitions:
                self._found[name] = self._definition(self.book.definitions[rest])
            elif kind == "group" and rest.endswith(".members_of"):
                self._found[name] = self._members(self.book.groups[rest[: -len(".members_of")]])
            elif kind == "case":
                self._found[name] = self._answer(self.law.case(rest))
            else:
                self._found[name] = below(self.facts.array(name))
        return self._found[name]

    def _definition(self, definition: Definition) -> Callable[[int], tuple[int, int]]:
        key = f"def.{definition.name}"
        kept: dict[int, tuple[int, int]] = {}
        function: Callable[[int], tuple[int, int]] | None = None

        def ask(unit: int) -> tuple[int, int]:
            nonlocal function
            found = kept.get(unit)
            if found is None:
                if function is None:
                    function = self.function(key, lambda: definition_function(self.book.world, definition))
                found = kept[unit] = function(unit)
            return found

        return ask

    def _members(self, group: Group) -> Callable[[int], list[int]]:
        kept: dict[int, list[int]] = {}
        key_of = self._ask(f"def.{group.key.name}")

        def ask(key: int) -> list[int]:
            if key not in kept:
                near = self.people_near(group.name, group.key.unit, group.near, key)
                kept[key] = [person for person in near if key_of(person)[0] == key]
            return kept[key]

        return ask

    def _answer(self, case: MeasureCase) -> Callable[[int], tuple[int, int, int]]:
        def ask(unit: int) -> tuple[int, int, int]:
            decision = self.decide(case, unit)
            return int(decision.answer == "yes"), decision.amount or 0, decision.missing

        return ask

    # What explanations ask for.
    def decide(self, case: MeasureCase, unit: int) -> Decision:
        """The decision of a measure for a unit: a person's or place's index, or a group's key person."""
        kept: dict[int, Decision] = self._found.setdefault(f"decided.{case.name}", {})
        if unit not in kept:
            kept[unit] = self._decide(case, unit)
        return kept[unit]

    def _decide(self, case: MeasureCase, unit: int) -> Decision:
        key = f"case.{case.name}"
        in_kind = self.law.measure_of(case).in_kind
        run = self.function(key, lambda: case_function(self.book.world, case, in_kind=in_kind))
        if case.unit.kind.startswith("group:") and not self._is_key(case, unit):
            return Decision(case, unit, NOT_CONSIDERED)
        result = run(unit)
        if result is None:
            return Decision(case, unit, NOT_CONSIDERED)
        no, missing, codes, parts, amount, since, until, payee = result
        answer = "no" if no else "unknown" if missing else "yes"
        names = [criterion.id for criterion in case.rule.criteria]
        bits = [*parts]
        if not in_kind:
            names.append(ABOVE_ZERO)
            bits.append(missing if all(part == 0 for part in parts) else 0)
        criteria = tuple(
            CriterionAnswer(name, said, bit) for (name, said), bit in zip(read_codes(codes, names), bits, strict=True)
        )
        end = None if until is None or until >= NEVER else until
        found = payee if payee >= 0 else None
        return Decision(case, unit, answer, criteria, 0 if no else missing, amount, since, end, found)

    def _is_key(self, case: MeasureCase, unit: int) -> bool:
        group = self.group(case.unit.kind)
        return bool(self._ask(f"def.{group.key.name}")(unit)[0] == unit)

    def group(self, kind: str) -> Group:
        """The group of a kind."""
        return next(group for group in self.book.groups.values() if group.kind == kind)

    def group_key(self, kind: str, person: int) -> int | None:
        """The key person of the group a person is in, or None."""
        key = int(self._ask(f"def.{self.group(kind).key.name}")(person)[0])
        return key if key >= 0 else None

    def members(self, kind: str, key: int) -> list[int]:
        """The members of the group of a key person, in the order of their keys."""
        found: list[int] = self._ask(f"group.{self.group(kind).name}.members_of")(key)
        return found

    def values(self, key: str, variable: tree.Variable, nodes: Sequence[tree.Node], unit: int) -> list[tuple[int, int]]:
        """The value and missing bits of each expression for a unit. `key` names the list for good."""
        shown = self.function(f"shown.{key}", lambda: shown_function(self.book.world, key, variable, nodes))
        found: list[tuple[int, int]] = shown(unit)
        return found

    def people_near(self, name: str, unit: Unit, near: Callable[[Expr], tuple[object, ...]], person: int) -> list[int]:
        """A person and everybody whom `near` names for them, each once, in the order of their keys."""
        found = self.function(f"near.{name}", lambda: near_function(self.book.world, name, unit, near))
        return sorted({someone for someone in found(person) if someone >= 0})

    def definition(self, name: str, unit: int) -> tuple[int, int]:
        """The value and missing bits of a named definition for a unit."""
        found: tuple[int, int] = self._ask(f"def.{name}")(unit)
        return found
