"""Every branch of a pack's law, and how many of its examples take it: what none takes needs an example or a reason.

Branches: each answer of each criterion; both arms of each choice, and where it may not be known; each part of an "or"
that holds where no other does; each part of an "and" that fails where all before it hold. What a line of the pack
says is one branch however many measures rest on it; what it says differently for different measures is one for each.
A branch that cannot be taken stands with its reason in `branches_not_taken.yaml` of the pack.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from alongside.base.text import Text
from alongside.packs.branch_walk import Forks, Walker, parts_of, roots_of, write_all
from alongside.packs.branch_words import said
from alongside.packs.examples import Example, find_case, unit_of
from alongside.packs.files import Fields, read_yaml
from alongside.packs.finding import Finding
from alongside.packs.load import Pack
from alongside.rules import tree
from alongside.rules.awards import ABOVE_ZERO
from alongside.rules.definitions import Definition, MeasureCase
from alongside.rules.evaluator import Book
from alongside.rules.fault import Where
from alongside.rules.law import order_of_parts
from alongside.rules.tree import Node

REASONS = "branches_not_taken.yaml"
ANSWERS = {"yes": "yes", "no": "no", "unknown": "not known"}


@dataclass(frozen=True)
class Branch:
    """One branch: what the law says there, which way it goes, who rests on it, and the examples that go that way."""

    name: str
    owner: str
    text: str
    way: str
    where: Where
    law: str
    measures: tuple[str, ...]
    examples: int
    example: str
    reason: str

    @property
    def chapter(self) -> str:
        """The measure it belongs to, or the file of definitions."""
        return self.measures[0] if len(self.measures) == 1 else self.owner.partition(".")[0]

    @property
    def open(self) -> bool:
        """Whether it has neither an example nor a reason."""
        return not self.examples and not self.reason


@dataclass(frozen=True, eq=False)
class Branches:
    """The branches of a pack in the order of its law, and the reasons that are not needed."""

    all: tuple[Branch, ...]
    stale: tuple[str, ...]

    def of(self, chapter: str) -> list[Branch]:
        """The branches of a measure, without those of the definitions it reads."""
        return [branch for branch in self.all if branch.chapter == chapter]


@dataclass
class _Place:
    """The forks that are one: the same words at the same place of the pack."""

    node: Node
    ways: tuple[str, ...]
    roots: list[tuple[Definition | MeasureCase, str]]
    own: bool  # said differently for different parts of the law
    numbers: list[int] = field(default_factory=list)

    @property
    def parts(self) -> list[Definition | MeasureCase]:
        """The parts of the law it stands in, each once."""
        return list(dict.fromkeys(part for part, _ in self.roots))


@dataclass
class _Taken:
    """Which examples take what: ways of forks, answers of criteria."""

    examples: Sequence[Example]
    takers: dict[Hashable, list[int]] = field(default_factory=dict)

    def add(self, number: int, taken: Iterable[Hashable]) -> None:
        """An example takes these."""
        for each in taken:
            self.takers.setdefault(each, []).append(number)

    def of(self, marks: Iterable[Hashable]) -> tuple[int, str]:
        """How many examples take one of these, and the name of the first."""
        numbers = sorted({number for mark in marks for number in self.takers.get(mark, ())})
        return len(numbers), self.examples[numbers[0]].name if numbers else ""


def branches_of(pack: Pack, examples: Sequence[Example]) -> Branches:
    """Follow every expectation of every example through the law, and count who takes which branch."""
    book, forks, taken = Book(pack.law), Forks(), _Taken(examples)
    write_all(book, forks)
    for number, example in enumerate(examples):
        walker = Walker(book, example.facts, example.on, forks)
        for expected in example.expected:
            case = find_case(pack, expected)
            walker.follow(case, unit_of(example, expected, case, walker))
        taken.add(number, walker.taken | walker.criteria)
    reasons = read_reasons(pack.path)
    found = [*_criteria(pack, taken, reasons), *_forks(pack, forks, taken, reasons)]
    not_taken = {branch.name for branch in found if not branch.examples}
    return Branches(tuple(found), tuple(name for name in reasons if name not in not_taken))


def _criteria(pack: Pack, taken: _Taken, reasons: Fields) -> Iterator[Branch]:
    for measure in pack.law.measures:
        text = pack.texts[measure.id]
        for case in measure.cases:
            asked: list[tuple[str, bool, Text | None]] = [
                (c.id, c.test.node.known, text.criteria[c.id].cites) for c in case.rule.criteria
            ]
            if not measure.in_kind and case.rule.amount is not None:
                asked.append((ABOVE_ZERO, case.rule.amount.node.known, None))
            for criterion, known, cites in asked:
                for answer, way in ANSWERS.items():
                    if answer == "unknown" and known:
                        continue
                    name = f"{case.name}: {criterion}: {way}"
                    count, first = taken.of([(case.name, criterion, answer)])
                    law, reason = (cites or text.act).en, str(reasons.get(name, ""))
                    owner = case.name
                    yield Branch(name, owner, criterion, way, case.where, law, (measure.id,), count, first, reason)


def _forks(pack: Pack, forks: Forks, taken: _Taken, reasons: Fields) -> Iterator[Branch]:
    names: Counter[str] = Counter()
    for place in _places(pack, forks):
        measures = tuple(dict.fromkeys(part.measure for part in place.parts if isinstance(part, MeasureCase)))
        owner, law = _owner(pack, place), _law(pack, place)
        for way in place.ways:
            text, word = _told(pack, place.node, way)
            name = f"{owner}: {text}: {word}"
            names[name] += 1
            name = name if names[name] == 1 else f"{name} #{names[name]}"
            count, first = taken.of((number, way) for number in place.numbers)
            reason = str(reasons.get(name, ""))
            yield Branch(name, owner, text, word, place.node.where, law, measures, count, first, reason)


def _owner(pack: Pack, place: _Place) -> str:
    """Who says it: a function of the pack and, where only one measure does, which and in which of its sentences."""
    function = _function(pack, place.node.where)
    part, root = place.roots[0]
    if len(place.parts) > 1 or isinstance(part, Definition):
        return f"{function} for {part.name}" if place.own else function
    return f"{part.name} {root}" if function in (part.measure, part.name) else f"{function} for {part.name} {root}"


def _law(pack: Pack, place: _Place) -> str:
    """The law it rests on: the criterion's or the measure's act, the sentence of a definition."""
    part, root = place.roots[0]
    if isinstance(part, Definition) or (len(place.parts) > 1 and not place.own):
        return _sentence(place.node.where)
    text = pack.texts[part.measure]
    return ((text.criteria[root].cites if root in text.criteria else None) or text.act).en


def _told(pack: Pack, node: Node, way: str) -> tuple[str, str]:
    if isinstance(node, tree.If | tree.Choose):
        return f"if {said(node.condition, pack.registers)}", way
    if way == "passed over":
        return f"only {said(node, pack.registers)}", way
    if isinstance(node, tree.Arithmetic):
        word = {"min": "smaller", "max": "larger"}[node.operator]
        sides = [said(side, pack.registers) for side in (node.left, node.right)]
        return f"{sides[int(way)]} or {sides[1 - int(way)]}", f"the first is {word}"
    if isinstance(node, tree.Pick):
        key, largest = node.keys[int(way)]
        order = "the largest" if largest else "the smallest"
        return f"of several {order} {said(key, pack.registers)}", "decides"
    assert isinstance(node, tree.All | tree.Any)
    part = parts_of(node, pack.registers)[int(way)]
    joined = "or" if isinstance(node, tree.Any) else "and"
    return f"{joined} {said(part, pack.registers)}", "alone holds" if joined == "or" else "fails"


def _places(pack: Pack, forks: Forks) -> list[_Place]:
    """The forks gathered: alike at one place they are one, unlike there each belongs to the part that says it."""
    kept: dict[int, Hashable] = {}
    found = list(_stand(pack, forks))
    shapes: dict[tuple[Where, type], set[Hashable]] = {}
    for _, _, node in found:
        shapes.setdefault((node.where, type(node)), set()).add(_shape(node, kept))
    gathered: dict[Hashable, _Place] = {}
    for part, root, node in found:
        own = len(shapes[node.where, type(node)]) > 1
        mark = (node.where, type(node), _shape(node, kept), part.name if own else "")
        place = gathered.setdefault(mark, _Place(node, forks.ways[forks.numbers[id(node)]], [], own))
        place.roots.append((part, root))
        place.numbers.append(forks.numbers[id(node)])
    return list(gathered.values())


def _stand(pack: Pack, forks: Forks) -> Iterator[tuple[Definition | MeasureCase, str, Node]]:
    """Every fork, with the part of the law and the sentence of it where it stands, in the order of the law."""
    for part in order_of_parts(pack.law, pack.law.measures):
        if not isinstance(part, Definition | MeasureCase):
            continue
        seen: set[int] = set()
        for name, root in roots_of(part):
            for node in tree.walk(root):
                number = forks.numbers.get(id(node))
                if number is not None and forks.ways[number] and id(node) not in seen:
                    seen.add(id(node))
                    yield part, name, node


def _shape(node: Node, kept: dict[int, Hashable]) -> Hashable:
    """Equal for what says the same of whatever person, place, family or row it is said."""
    if id(node) not in kept:
        kept[id(node)] = _made_shape(node, kept)
    return kept[id(node)]


def _made_shape(node: Node, kept: dict[int, Hashable]) -> Hashable:
    if tree.is_reference(node.kind) or isinstance(node, tree.Variable):
        return node.kind

    def shape(value: object) -> Hashable:
        if isinstance(value, Node):
            return _shape(value, kept)
        if isinstance(value, tuple):
            return tuple(shape(part) for part in value)
        if isinstance(value, tree.Relation):
            source = value.source
            name = (source.register, source.index) if isinstance(source, tree.Rows) else type(source).__name__
            return (name, shape(value.tests))
        return value.name if isinstance(value, Definition) else str(value)

    said = {name: value for name, value in vars(node).items() if name not in ("where", "known")}
    return (type(node).__name__, *(shape(value) for value in said.values()))


def _function(pack: Pack, where: Where) -> str:
    """The function of the pack that says a line, as the table names it: `family.payee`, or the measure's own."""
    file = Path(where.file)
    inside = file.relative_to(pack.path) if file.is_relative_to(pack.path) else file
    room = inside.parts[1] if inside.parts[0] == "measures" else inside.stem
    name = next((name for name, first, last, _ in _functions(file) if first <= where.line <= last), "")
    return f"{room}.{name}" if name and name != room else room


def _sentence(where: Where) -> str:
    return next((f[3] for f in _functions(Path(where.file)) if f[1] <= where.line <= f[2]), "")


@cache
def _functions(file: Path) -> tuple[tuple[str, int, int, str], ...]:
    """The functions of a file: name, first and last line, the first sentence they say of themselves."""
    found = [each for each in ast.parse(file.read_bytes()).body if isinstance(each, ast.FunctionDef)]
    said = [(ast.get_docstring(each) or "").partition("\n")[0] for each in found]
    return tuple((f.name, f.lineno, f.end_lineno or f.lineno, text) for f, text in zip(found, said, strict=True))


def read_reasons(path: Path) -> Fields:
    """The branches that cannot be taken, each with its reason."""
    file = path / REASONS
    return read_yaml(file) if file.exists() else Fields()


def branch_findings(pack: Pack, found: Branches) -> Iterator[Finding]:
    """Branches without an example or a reason, and reasons that are not needed."""
    for branch in found.all:
        if branch.open:
            remedy = f"Work out an example, or say in {REASONS} why there can be none."
            yield Finding(branch.where, f"no example takes the branch {branch.name!r}", remedy)
    reasons = read_reasons(pack.path)
    for name in found.stale:
        yield Finding(reasons.at(name), f"the branch {name!r} is taken, or is no more", "Take the reason out.")
