"""What a measure reads, and which definitions the code of a pack declares: for pages and checks."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from alongside.base.text import Text
from alongside.packs.files import Fields, read_yaml
from alongside.packs.fit import shown_nodes
from alongside.packs.load import Pack
from alongside.packs.notion_uses import functions_in, law_files
from alongside.rules import tree
from alongside.rules.definitions import Definition, Group, MeasureCase
from alongside.rules.law import Law, Measure, Part, read_by


@dataclass
class Reads:
    """What a measure reads: definitions and terms as they are met, registers, and measures whose answers it asks."""

    definitions: list[Definition] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    registers: set[str] = field(default_factory=set)
    measures: list[str] = field(default_factory=list)


def reads_of(law: Law, measure: Measure) -> Reads:
    """Everything a measure reads, through its definitions, but not through the answers of other measures."""
    found = Reads()
    seen: set[int] = set()
    waiting: list[Part] = list(measure.cases)
    while waiting:
        part = waiting.pop(0)
        if id(part) in seen:
            continue
        seen.add(id(part))
        if isinstance(part, Definition):
            found.definitions.append(part)
        if isinstance(part, MeasureCase) and part.measure != measure.id:
            if part.measure not in found.measures:
                found.measures.append(part.measure)
            continue
        _add_nodes(found, part)
        waiting += read_by(law, part)
    return found


def _add_nodes(found: Reads, part: Part) -> None:
    for node in shown_nodes(part):
        if isinstance(node, tree.Term) and node.name not in found.terms:
            found.terms.append(node.name)
        found.registers.update(registers_named(node))


def registers_named(node: tree.Node) -> Iterator[str]:
    """The registers that one node names."""
    register = getattr(node, "register", None)
    if isinstance(register, str):
        yield register
    for value in vars(node).values():
        if isinstance(value, tree.Relation) and isinstance(value.source, tree.Rows):
            yield value.source.register


def key_of(part: Definition | Group) -> tuple[str, str]:
    """The file and name of a definition's function: what code and pages call it by."""
    code = (part if isinstance(part, Definition) else part.key).build.__code__
    return code.co_filename, code.co_name


def event_titles(pack: Pack) -> dict[str, Text]:
    """The titles of the pack's life events, by name; empty where it declares none."""
    path = pack.path / "life_events.yaml"
    if not path.exists():
        return {}
    found = {}
    for name, body in read_yaml(path).items():
        title = body.get("title") if isinstance(body, Fields) else None
        if isinstance(title, Fields):
            found[name] = Text(str(title.get("ru", name)), str(title.get("en", name)))
    return found


@dataclass(frozen=True)
class NamedCode:
    """A definition of the law that is computed once, where its code stands."""

    name: str
    file: str
    line: int


def named_code(path: Path) -> Iterator[NamedCode]:
    """Every named definition that the files of a pack declare."""
    for file in law_files(path):
        for node in functions_in(file):
            if "define" in {_called(each) for each in node.decorator_list}:
                yield NamedCode(node.name, str(file), node.lineno)


def _called(decorator: ast.expr) -> str:
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    return target.id if isinstance(target, ast.Name) else getattr(target, "attr", "")
