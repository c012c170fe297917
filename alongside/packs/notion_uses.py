"""Which notions a measure or a condition rests on, found in its expressions: by what they read and where they stand."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from alongside.packs.fit import parts_named, shown_nodes
from alongside.packs.notion_texts import Notion, NotionChapter, all_notions
from alongside.rules import tree
from alongside.rules.definitions import Definition, Group, MeasureCase
from alongside.rules.law import Law, Measure, Part, read_by

NOT_LAW = ("city", "registers", "examples", "__pycache__")


@dataclass(frozen=True)
class Rests:
    """The notions a measure rests on, in the order of their file: named in its own rule, and those behind them."""

    own: tuple[Notion, ...]
    behind: tuple[Notion, ...]


class Notions:
    """The notions of a pack, found by the code that computes them."""

    def __init__(self, path: Path, chapters: tuple[NotionChapter, ...]) -> None:
        self.path = path
        self.chapters = chapters
        self.all = tuple(all_notions(chapters))
        self._by_code = {name: notion for notion in self.all for name in notion.code}
        self._functions: dict[str, list[ast.FunctionDef]] = {}

    def of_code(self, name: str) -> Notion | None:
        """The notion that a function computes."""
        return self._by_code.get(name)

    def of_nodes(self, nodes: Iterable[tree.Node]) -> list[Notion]:
        """The notions that expressions name, in the order of their file."""
        return self._in_order(name for node in nodes for name in self._names(node))

    def of_measure(self, law: Law, measure: Measure) -> Rests:
        """The notions of a measure's own rule and of all it reads, but not through the answers of other measures."""
        own = {notion.id for case in measure.cases for notion in self.of_nodes(shown_nodes(case))}
        found = set(own)
        for part in _parts_behind(law, measure):
            found.update(notion.id for notion in self.of_nodes(shown_nodes(part)))
            if not isinstance(part, MeasureCase) and (notion := self.of_code(code_name(part))) is not None:
                found.add(notion.id)
        behind = found - own
        return Rests(
            tuple(each for each in self.all if each.id in own),
            tuple(each for each in self.all if each.id in behind),
        )

    def by_notion(self, law: Law) -> Mapping[str, list[str]]:
        """The measures that rest on each notion, by its id."""
        found: dict[str, list[str]] = {}
        for measure in law.measures:
            rests = self.of_measure(law, measure)
            for notion in (*rests.own, *rests.behind):
                found.setdefault(notion.id, []).append(measure.id)
        return found

    def _in_order(self, names: Iterable[str]) -> list[Notion]:
        ids = {notion.id for name in names if (notion := self.of_code(name)) is not None}
        return [notion for notion in self.all if notion.id in ids]

    def _names(self, node: tree.Node) -> set[str]:
        """The functions of the pack that a node names, or in whose lines it stands."""
        found = {code_name(part) for part in parts_named(node)}
        if node.where.file.startswith(str(self.path)):
            functions = self._of_file(node.where.file)
            found.update(each.name for each in functions if each.lineno <= node.where.line <= (each.end_lineno or 0))
        return found

    def _of_file(self, file: str) -> list[ast.FunctionDef]:
        if file not in self._functions:
            self._functions[file] = functions_in(Path(file))
        return self._functions[file]


def code_name(part: Definition | Group) -> str:
    """What the code calls a definition, or the key of a group."""
    return (part if isinstance(part, Definition) else part.key).build.__code__.co_name


def functions_in(file: Path) -> list[ast.FunctionDef]:
    """The functions of a file of law."""
    body = ast.parse(file.read_bytes(), filename=str(file)).body
    return [node for node in body if isinstance(node, ast.FunctionDef)]


def law_files(path: Path) -> list[Path]:
    """The files of a pack's folder that may say what the law means."""
    files = sorted(path.rglob("*.py"))
    return [file for file in files if file.relative_to(path).parts[0].removesuffix(".py") not in NOT_LAW]


def _parts_behind(law: Law, measure: Measure) -> list[Part]:
    """What a measure reads, directly or through definitions."""
    found: dict[int, Part] = {}
    waiting: list[Part] = [read for case in measure.cases for read in read_by(law, case)]
    while waiting:
        part = waiting.pop()
        if id(part) in found or (isinstance(part, MeasureCase) and part.measure != measure.id):
            continue
        found[id(part)] = part
        waiting += read_by(law, part)
    return list(found.values())
