"""Change the rules one at a time and see that an example notices: what no example notices, no example guards.

Changes: each criterion turned round; each term a kopeck higher and, where its value ever changes, its days one day
later or earlier; each date in a rule one day later or earlier; each number one more or less; `<` for `<=` and back. A
change that truly makes no difference stands with its reason in `unnoticed.yaml` of the pack.
"""

from __future__ import annotations

import linecache
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any, cast

from alongside.base.refusal import Refusal
from alongside.packs.examples import Example, read_examples
from alongside.packs.files import read_yaml
from alongside.packs.load import Pack, load_pack
from alongside.packs.run_examples import parts_run, run_examples
from alongside.rules import tree
from alongside.rules.definitions import Criterion, Definition, MeasureCase, Rule
from alongside.rules.evaluator import Book
from alongside.rules.fault import NOWHERE, Where
from alongside.rules.law import Dated, Law, Measure, Part, order_of_parts, part_nodes, read_by
from alongside.rules.replace import replaced, with_fields
from alongside.rules.tree import Node


class ExamplesBroken(Refusal):
    """Examples must come out before changes are tried on them."""

    code = "examples_broken"


@dataclass(frozen=True, eq=False)
class Change:
    """One change: what, where, and the parts of the law as they are under it (or a term).

    What one line of the pack says stands in every part that uses it: all of them change together.
    """

    name: str
    place: str
    parts: tuple[tuple[Part, Any], ...] = ()
    term: Dated | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of the changes."""

    changes: int
    unnoticed: tuple[tuple[str, str], ...]  # (name, place)
    excused: tuple[str, ...]
    stale: tuple[str, ...]  # excused, but noticed or no longer there


def changes_of(pack: Pack, measures: Collection[str] = ()) -> list[Change]:
    """Every change to these measures (all when none is named) and to what they rest on.

    A shared line changes in every measure that uses it, named or not, so that any measure's example may notice.
    """
    chosen = [m for m in pack.law.measures if not measures or m.id in measures]
    parts = _parts(pack.law, chosen)
    found = [change for part in parts for change in _criteria_turned(part, pack.path)]
    found += _line_changes(_parts(pack.law, pack.law.measures), parts, pack.path)
    used = {n.name for part in parts for root in part_nodes(part) for n in tree.walk(root) if isinstance(n, tree.Term)}
    for name in sorted(used):
        found += _term_changes(pack, name)
    return found


def _parts(law: Law, measures: Sequence[Measure]) -> list[Definition | MeasureCase]:
    return [part for part in order_of_parts(law, measures) if isinstance(part, Definition | MeasureCase)]


def _criteria_turned(part: Definition | MeasureCase, root: Path) -> Iterator[Change]:
    if not isinstance(part, MeasureCase):
        return
    variable, rule = part.made()
    for position, criterion in enumerate(rule.criteria):
        turned = tree.Not(tree.TRUTH, criterion.test.node.known, NOWHERE, criterion.test.node)
        made = (variable, _with_criterion(rule, position, turned))
        yield Change(f"{part.name}: {criterion.id} turned round", _place(part.where, root), ((part, made),))


def _line_changes(
    parts: Sequence[Definition | MeasureCase], chosen: Sequence[Definition | MeasureCase], root: Path
) -> list[Change]:
    """Changes of comparisons and numbers in the chosen parts, gathered by the place in the pack that says them."""
    asked = {id(part) for part in chosen}
    gathered: dict[tuple[Where, str], list[tuple[Definition | MeasureCase, Node, Node]]] = {}
    for part in parts:
        seen: set[int] = set()
        for node in (node for top in part_nodes(part) for node in tree.walk(top)):
            if id(node) not in seen:
                seen.add(id(node))
                for what, new in _node_changes(node):
                    gathered.setdefault((node.where, what), []).append((part, node, new))
    counts: Counter[str] = Counter()
    found = []
    for (where, what), swaps in gathered.items():
        name = f"{_place(where, root).partition(':')[0]}: {_said(where)}: {what}"
        counts[name] += 1
        numbered = f"{name} #{counts[name]}" if counts[name] > 1 else name
        if not any(id(swap[0]) in asked for swap in swaps):
            continue
        made = []
        for part in dict.fromkeys(swap[0] for swap in swaps):
            mine = [(node, new) for owner, node, new in swaps if owner is part]
            made.append((part, _remade(part, mine)))
        found.append(Change(numbered, _place(where, root), tuple(made)))
    return found


def _said(where: Where) -> str:
    """The line of the pack as it stands: it names a change however lines move."""
    return linecache.getline(where.file, where.line).strip()


def _place(where: Where, root: Path) -> str:
    file = Path(where.file)
    return f"{file.relative_to(root)}:{where.line}" if file.is_relative_to(root) else str(where)


def _node_changes(node: Node) -> Iterator[tuple[str, Node]]:
    if isinstance(node, tree.Compare) and node.operator in ("<", "<="):
        other = "<=" if node.operator == "<" else "<"
        yield f"{node.operator} became {other}", with_fields(node, operator=other)
    if isinstance(node, tree.AtLeast):
        yield f"at least {node.least} became {node.least + 1}", with_fields(node, least=node.least + 1)
        yield f"at least {node.least} became {node.least - 1}", with_fields(node, least=node.least - 1)
    if isinstance(node, tree.Const) and node.where is not NOWHERE and node.kind in (tree.DATE, tree.NUMBER, tree.MONEY):
        unit = {tree.DATE: "date", tree.NUMBER: "number", tree.MONEY: "sum"}[node.kind]
        for step, word in ((1, "up"), (-1, "down")):
            yield f"{unit} {_told(node)} moved {word}", with_fields(node, value=node.value + step)


def _told(node: tree.Const) -> str:
    from alongside.rules.language import number_day

    return number_day(node.value).isoformat() if node.kind == tree.DATE else str(node.value)


def _remade(part: Definition | MeasureCase, swaps: Sequence[tuple[Node, Node]]) -> Any:
    def remade(root: Node) -> Node:
        return replaced(root, swaps)

    if isinstance(part, Definition):
        variable, body = part.made()
        return variable, remade(body)
    variable, rule = part.made()
    new = rule
    for position, criterion in enumerate(rule.criteria):
        new = _with_criterion(new, position, remade(criterion.test.node))
    fields = {}
    for name in ("considered", "payee", "amount", "since", "until"):
        expr = getattr(rule, name)
        if expr is not None:
            fields[name] = type(expr)(remade(expr.node), expr.registers)
    return variable, replace(new, **fields)


def _with_criterion(rule: Rule, position: int, test: Node) -> Rule:
    old = rule.criteria[position]
    new = Criterion(old.id, type(old.test)(test, old.test.registers), old.shows)
    return replace(rule, criteria=(*rule.criteria[:position], new, *rule.criteria[position + 1 :]))


def _term_changes(pack: Pack, name: str) -> Iterator[Change]:
    term = pack.law.terms[name]
    place = f"{Path(pack.terms[name].where.file).relative_to(pack.path)}:{pack.terms[name].where.line}"
    dearer = replace(term, values=tuple(value + 1 for value in term.values))
    later = replace(term, days=tuple(day + 1 for day in term.days))
    earlier = replace(term, days=tuple(day - 1 for day in term.days))
    days = (("days later", later), ("days earlier", earlier)) if len(set(term.values)) > 1 else ()
    for what, moved in (("a kopeck more", dearer), *days):
        yield Change(f"term {name}: {what}", place, term=moved)


@contextmanager
def changed(law: Law, change: Change) -> Iterator[Law]:
    """The law with a change made, while it lasts."""
    before = [(part, cast(Any, part)._made) for part, _ in change.parts]
    try:
        for part, made in change.parts:
            cast(Any, part)._made = made
        yield replace(law, terms={**law.terms, change.term.name: change.term}) if change.term else law
    finally:
        for part, made in before:
            cast(Any, part)._made = made


def reach(law: Law) -> dict[str, set[int]]:
    """For each case, the parts it rests on (by identity), itself included."""
    found: dict[str, set[int]] = {}
    for measure in law.measures:
        for case in measure.cases:
            waiting: list[Part] = [case]
            seen: set[int] = set()
            while waiting:
                part = waiting.pop()
                if id(part) not in seen:
                    seen.add(id(part))
                    waiting += read_by(law, part)
            found[case.name] = seen
    return found


def is_noticed(pack: Pack, book: Book, change: Change, examples: Sequence[Example]) -> bool:
    """Whether some example comes out otherwise under a change."""
    with changed(pack.law, change) as law:
        other = Book.like(book, law, without=[part for part, _ in change.parts])
        try:
            return bool(run_examples(replace(pack, law=law), examples, book=other, first_only=True))
        except (ArithmeticError, ValueError, LookupError, Refusal):
            return True  # a change that cannot be computed is noticed


def examples_for(
    change: Change, examples: Sequence[Example], reached: dict[str, set[int]], ran: Sequence[frozenset[str]]
) -> list[Example]:
    """The examples that could notice a change (they ran a changed part), with only the expectations that could."""
    found = []
    keys = {f"{kind}.{part.name}" for part, _ in change.parts for kind in ("def", "case")}
    for example, parts in zip(examples, ran, strict=True):
        if keys and not keys & parts:
            continue
        kept = tuple(
            e
            for e in example.expected
            if change.term or any(id(part) in reached[f"{e.measure}/{e.unit_kind}"] for part, _ in change.parts)
        )
        if kept:
            found.append(replace(example, expected=kept))
    own = change.parts[0][0].name.partition("/")[0] if change.parts else "/"
    return sorted(found, key=lambda example: own not in example.where.file)


_worker: dict[str, Any] = {}


def _start_worker(path: Path, measures: tuple[str, ...]) -> None:
    pack = load_pack(path)
    book, examples = Book(pack.law), read_examples(pack)
    _worker.update(
        pack=pack,
        book=book,
        examples=examples,
        ran=[parts_run(pack, example, book) for example in examples],
        reached=reach(pack.law),
        changes=changes_of(pack, measures),
    )


def _try(position: int) -> bool:
    pack, change = _worker["pack"], _worker["changes"][position]
    examples = examples_for(change, _worker["examples"], _worker["reached"], _worker["ran"])
    return is_noticed(pack, _worker["book"], change, examples)


def check_examples(
    path: Path,
    measures: Sequence[str] = (),
    *,
    progress: Callable[[int, int], None] | None = None,
    workers: int = 2,
    every: int = 1,
) -> Outcome:
    """Try every change (or each `every`-th) on the pack in a folder; all examples must come out beforehand."""
    pack = load_pack(path)
    broken = run_examples(pack, read_examples(pack))
    if broken:
        raise ExamplesBroken(
            f"{len(broken)} examples do not come out as the rules stand: {broken[0]}", remedy="Mend them first."
        )
    changes = changes_of(pack, measures)
    positions = range(0, len(changes), every)
    unnoticed: list[Change] = []
    context, wanted = get_context("spawn"), (path, tuple(measures))
    with ProcessPoolExecutor(workers, context, _start_worker, wanted) as pool:
        tried = pool.map(_try, positions, chunksize=8)
        for done, (position, noticed) in enumerate(zip(positions, tried, strict=True)):
            if not noticed:
                unnoticed.append(changes[position])
            if progress:
                progress(done + 1, len(positions))
    reasons = read_reasons(path)
    open_changes = [(c.name, c.place) for c in unnoticed if c.name not in reasons]
    names = {c.name for c in unnoticed}
    stale = [name for name in reasons if every == 1 and not measures and name not in names]
    excused = [c.name for c in unnoticed if c.name in reasons]
    return Outcome(len(positions), tuple(open_changes), tuple(excused), tuple(stale))


def read_reasons(path: Path) -> dict[str, str]:
    """The changes that make no difference, each with its reason."""
    file = path / "unnoticed.yaml"
    return {name: str(reason) for name, reason in read_yaml(file).items()} if file.exists() else {}


if __name__ == "__main__":
    import sys

    chosen = sys.argv[3].split(",") if len(sys.argv) > 3 else []
    outcome = check_examples(Path(sys.argv[1]), chosen)
    for name, place in outcome.unnoticed:
        print(f"{place}: {name}")
    print(f"{outcome.changes} changes, {len(outcome.unnoticed)} unnoticed, {len(outcome.excused)} with a reason")
