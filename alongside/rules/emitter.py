"""Turn expression trees into Python source, once for kernels (compiled) and once for the evaluator (run as it is).

Both dialects come from the same lines; they differ only in how a definition of another unit, the members of a group
and another measure's answer are read, and in numbers wider than 64 bits, which only kernels must ask for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from alongside.rules import tree
from alongside.rules.fault import PackFault
from alongside.rules.keys import Key, Keys
from alongside.rules.schema import EMPTY, MANDATORY, NEVER, OPEN, Column
from alongside.rules.tree import Node
from alongside.rules.world import World

WRITTEN = 12  # a text that does not settle is taken as it is then: right in any case, perhaps with a loop written twice
INT64 = (1 << 63) - 1
WIDEST = (1 << 126) - 1
MONEY_MOST = 99_999_999_999  # 999,999,999.99 in kopecks: the largest amount a register or a term can carry
DAYS = (-719_162, NEVER)
BOUNDS = {
    "date": DAYS,
    "month": (0, 12 * 10_000),
    "money": (0, MONEY_MOST),
    "dec2": (0, 999_999_999),
    "dec3": (0, 9_999_999),
    "int": (0, 99_999),
    "person": (EMPTY, 1 << 31),
    "place": (EMPTY, 1 << 31),
    "id": (EMPTY, 1 << 31),
    "code": (EMPTY, 1 << 20),
    "yes_no": (EMPTY, 1),
}


@dataclass(frozen=True)
class Value:
    """What a piece of source gives: the name (or literal) of its value, and of its missing bits (None: always known).

    `low` and `high` bound the value; `wide` says it is held as two words.
    """

    name: str
    missing: str | None = None
    low: int = 0
    high: int = 1
    wide: bool = False


Hook = Callable[["Emitter", Any], Value]
HOOKS: dict[type, Hook] = {}


def emits(node: type) -> Callable[[Hook], Hook]:
    """Register how a kind of node is turned into source."""

    def keep(hook: Hook) -> Hook:
        HOOKS[node] = hook
        return hook

    return keep


Path = tuple[tuple[Key, int], ...]


@dataclass
class Scope:
    """A block being written: the values at hand in it, where its inner block began, and whether it is a loop.

    `path` names it and the blocks around it alike each time the same trees are written: by the node whose writing began
    the block, and which of the node's blocks it is.
    """

    values: dict[Key, Value]
    depth: int
    loop: bool = False
    inner_at: int = 0
    path: Path = ()


class Emitter:
    """Lines of one function being written, the names they use, and the values already at hand.

    What is asked for more than once is written once, in the outermost block that has all it needs; what does not
    change within a loop is written before the loop.
    """

    def __init__(
        self,
        world: World,
        *,
        compiled: bool,
        roots: Sequence[Node] = (),
        keys: Keys | None = None,
        meets: Mapping[Key, Path] | None = None,
    ) -> None:
        self.world = world
        self.compiled = compiled
        self.lines: list[str] = []
        self.arrays: dict[str, str] = {}  # identifier -> name of the array in the store or among columns
        self.depth = 1
        self.keys = keys or Keys(world.inlined if compiled else frozenset())
        self.scopes: list[Scope] = [Scope({}, 1)]
        self.meets = meets
        self.met: dict[Key, Path] = {}
        self._count = 0
        self._asked = self.keys.count(roots)
        self._writing: list[tuple[Key, Iterator[int]]] = [(None, count())]
        self._bounds: dict[Key, Value] = {}

    # Lines and names.
    def line(self, text: str) -> None:
        """One line of source at the present depth."""
        self.lines.append("    " * self.depth + text)

    def name(self, prefix: str = "x") -> str:
        """A name not used before."""
        self._count += 1
        return f"{prefix}{self._count}"

    def array(self, name: str) -> str:
        """The identifier of an array that the function needs."""
        identifier = name.replace(".", "__").replace("/", "___")
        self.arrays[identifier] = name
        return identifier

    def cell(self, array: str, at: str) -> str:
        """The text that reads a cell of an array; what asks for it sees to it that `at` is not below 0.

        Compiled code takes the position as unsigned: of a signed one it asks at each read whether it counts from the
        end.
        """
        return f"{self.array(array)}[position({at})]" if self.compiled else f"{self.array(array)}[{at}]"

    def block(self, head: str) -> Block:
        """An indented block after a line such as `if x:`; values found inside are forgotten after it."""
        return Block(self, head)

    def trial(self) -> Emitter:
        """A copy whose lines are thrown away: to learn a value's bounds before it is written."""
        copy = Emitter(self.world, compiled=self.compiled)
        copy.keys = self.keys
        copy.scopes = [Scope(dict(scope.values), scope.depth, scope.loop, path=scope.path) for scope in self.scopes]
        copy._count = self._count + 1_000_000
        copy._bounds = self._bounds
        return copy

    def bounds_of(self, node: Node) -> Value:
        """Bounds and words of a value that is not written yet."""
        key = self.keys.of(node)
        if key not in self._bounds:
            self._bounds[key] = self.trial().emit(node)
        return self._bounds[key]

    # Values.
    def bind(self, variable: tree.Variable, value: Value) -> None:
        """Say what a variable stands for in the present block."""
        self.scopes[-1].values[self.keys.of(variable)] = value

    def bind_alike(self, variable: tree.Variable, like: tree.Variable) -> None:
        """Let a variable stand for what another one stands for, wherever that is known."""
        scope = self.scopes[self._bound_at(like.name)]
        scope.values[self.keys.of(variable)] = scope.values[self.keys.of(like)]

    def emit(self, node: Node) -> Value:
        """The value of a node; written once within a block and the blocks inside it."""
        key = self.keys.of(node)
        if self._is_worth(node):
            here = self.scopes[-1].path
            self.met[key] = here if key not in self.met else _common(self.met[key], here)
        for scope in reversed(self.scopes):
            if key in scope.values:
                return scope.values[key]
        level = self._level_for(node, key)
        if level < len(self.scopes) - 1:
            return self._emit_before(level, node, key)
        return self._write(node, key)

    def _write(self, node: Node, key: Key) -> Value:
        """Write a node here, and have its value at hand."""
        self._writing.append((key, count()))
        value = HOOKS[type(node)](self, node)
        self._writing.pop()
        self.scopes[-1].values[key] = value
        return value

    def push(self, *, loop: bool = False) -> None:
        """Begin a block whose head is the last line."""
        self.scopes[-1].inner_at = len(self.lines) - 1
        self.depth += 1
        key, blocks = self._writing[-1]
        path = (*self.scopes[-1].path, (key, next(blocks)))
        self.scopes.append(Scope({}, self.depth, loop, path=path))

    def pop(self) -> None:
        """End a block."""
        self.depth -= 1
        self.scopes.pop()

    def _level_for(self, node: Node, key: Key) -> int:
        """In which of the open blocks to write a node."""
        last = len(self.scopes) - 1
        if last == 0 or not self._is_worth(node):
            return last
        bound = [self._bound_at(name) for name in self.keys.free(node)]
        outermost = max([0, *bound])
        if self._asked.get(key, 0) > 1:
            if self.meets is None:
                return outermost
            meet = self.meets.get(key, ())
            last = max(outermost, *(n for n, scope in enumerate(self.scopes) if scope.path == meet[: len(scope.path)]))
        if bound and not self.keys.has_fold(node):
            return last  # a step on the calendar costs little: not worth taking where nobody may ask for it
        for level in range(outermost + 1, last + 1):
            if self.scopes[level].loop:
                return level - 1
        return last

    def _is_worth(self, node: Node) -> bool:
        """Whether a value is worth keeping for who asks for it again: what takes a loop, or a step on the calendar."""
        return self.keys.has_fold(node) or (self.compiled and isinstance(node, tree.DateStep))

    def _bound_at(self, name: str) -> int:
        for level, scope in enumerate(self.scopes):
            if ("variable", name) in scope.values:
                return level
        return len(self.scopes) - 1

    def _emit_before(self, level: int, node: Node, key: Key) -> Value:
        """Write a node in an outer block, before the inner block that is being written."""
        at = self.scopes[level].inner_at
        inner, depth, after = self.scopes[level + 1 :], self.depth, self.lines[at:]
        del self.lines[at:]
        self.scopes, self.depth = self.scopes[: level + 1], self.scopes[level].depth
        value = self._write(node, key)  # nobody asks here, so nobody is met here
        added = len(self.lines) - at
        self.lines.extend(after)
        self.scopes[level].inner_at = at + added
        for scope in inner:
            scope.inner_at += added
        self.scopes.extend(inner)
        self.depth = depth
        return value

    # Three answers.
    def settle(self, text: str, prefix: str = "t") -> str:
        """Give an expression a name."""
        name = self.name(prefix)
        self.line(f"{name} = {text}")
        return name

    def union(self, *missing: str | None) -> str | None:
        """The missing bits of several parts together."""
        names = list(dict.fromkeys(m for m in missing if m is not None))
        if not names:
            return None
        return names[0] if len(names) == 1 else self.settle(" | ".join(names), "m")

    def check_fits(self, node: Node, low: int, high: int) -> bool:
        """Whether numbers of these bounds need two words; refuses what would pass even those."""
        if not self.compiled:
            return False  # Python counts without bounds
        if max(-low, high) > WIDEST:
            raise PackFault(
                "this number can grow past 127 bits",
                where=node.where,
                remedy="Divide earlier, or bound a part.",
            )
        return max(-low, high) > INT64

    def widened(self, value: Value) -> Value:
        """The same number in two words."""
        if value.wide:
            return value
        return Value(self.settle(f"wide({value.name})", "w"), value.missing, value.low, value.high, wide=True)

    def narrowed(self, value: Value) -> Value:
        """The same number in one word, where its bounds allow it."""
        if value.wide and max(-value.low, value.high) <= INT64:
            return Value(self.settle(f"narrow({value.name})", "n"), value.missing, value.low, value.high)
        return value

    def one_word(self, value: Value) -> Value:
        """The same number in one word; the run stops, rather than wrap, where it should not fit after all."""
        value = self.narrowed(value)
        if not value.wide:
            return value
        low, high = max(value.low, -INT64), min(value.high, INT64)
        return Value(self.settle(f"narrow_or_stop({value.name})", "n"), value.missing, low, high)

    def cell_bounds(self, column: Column) -> tuple[int, int]:
        """The smallest and largest number a cell can hold."""
        low, high = BOUNDS[column.type]
        if column.type in ("int", "dec2", "dec3") and column.empty is OPEN:
            low = EMPTY
        if column.type == "money" and column.empty is OPEN:
            low = EMPTY
        if column.type in ("int", "dec2", "dec3") and column.empty is MANDATORY:
            low = column.lowest if isinstance(column.lowest, int) else low
            high = column.highest if isinstance(column.highest, int) else high
        return low, high


def _inlined_below(world: World, roots: Sequence[Node]) -> list[Node]:
    """The bodies of the definitions that are written within these expressions, and within one another."""
    found: dict[str, Node] = {}
    waiting = list(roots)
    while waiting:
        for node in tree.walk(waiting.pop()):
            if isinstance(node, tree.Defined) and node.definition.name in world.inlined - set(found):
                found[node.definition.name] = node.definition.body
                waiting.append(node.definition.body)
    return list(found.values())


def _common(one: Path, other: Path) -> Path:
    """The innermost block around both."""
    same = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        same += 1
    return one[:same]


def write_settled(
    world: World, roots: Sequence[Node], write: Callable[[Emitter], None], *, most: int = WRITTEN
) -> Emitter:
    """A kernel's lines, written until every value stands in the innermost block around all that ask for it.

    The first time nobody knows who will ask, so what is asked for twice stands in the outermost block; each time after,
    it stands where those met that asked the time before.
    """
    keys, meets = Keys(world.inlined), None
    roots = [*roots, *_inlined_below(world, roots)]
    while True:
        emitter = Emitter(world, compiled=True, roots=roots, keys=keys, meets=meets)
        write(emitter)
        most -= 1
        if emitter.met == meets or most == 0:
            return emitter
        meets = emitter.met


class Block:
    """An indented block of source, used with `with`."""

    def __init__(self, emitter: Emitter, head: str) -> None:
        self.emitter = emitter
        self.head = head

    def __enter__(self) -> None:
        self.emitter.line(self.head)
        self.emitter.push(loop=self.head.startswith("for "))

    def __exit__(self, *_: object) -> None:
        emitter = self.emitter
        if emitter.lines[-1].strip() == self.head:
            emitter.line("pass")
        emitter.pop()
