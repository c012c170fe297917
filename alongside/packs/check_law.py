"""Terms and definitions of a pack that nothing reads, and its order of evaluation as stages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from alongside.packs.finding import Finding
from alongside.packs.fit import parts_named, shown_nodes
from alongside.packs.load import Pack
from alongside.packs.site_law import key_of, named_code
from alongside.rules import tree
from alongside.rules.definitions import Definition, Group, Unit
from alongside.rules.fault import NOWHERE, Where
from alongside.rules.items import Items
from alongside.rules.language import Expr, variable
from alongside.rules.law import Law, Part, order_of_parts, read_by


@dataclass
class Reached:
    """What the law of a pack comes to read: names of terms, and definitions by file and name."""

    terms: set[str] = field(default_factory=set)
    definitions: set[tuple[str, str]] = field(default_factory=set)


def law_findings(pack: Pack) -> Iterator[Finding]:
    """Terms and definitions that no measure, life event or question about a person's own affairs reads."""
    reached = reach(pack)
    for name, term in pack.terms.items():
        if name not in reached.terms:
            yield Finding(term.where, f"no rule reads the term {name!r}", "Take it out, or read it.")
    for code in named_code(pack.path):
        if (code.file, code.name) not in reached.definitions:
            what = f"nothing reads the definition {code.name!r}"
            yield Finding(Where(code.file, code.line), what, "Take it out, or read it.")


def reach(pack: Pack) -> Reached:
    """Follow every expression of the pack to all it reads."""
    found, done = Reached(), set[int]()
    waiting = list(_roots(pack))
    while waiting:
        for node in tree.walk(waiting.pop()):
            if isinstance(node, tree.Term):
                found.terms.add(node.name)
            for part in parts_named(node):
                if id(part) in done:
                    continue
                done.add(id(part))
                waiting += _inside(part)
                found.definitions.add(key_of(part))
    return found


def _roots(pack: Pack) -> Iterator[tree.Node]:
    units: list[Unit] = []
    for measure in pack.law.measures:
        for case in measure.cases:
            units.append(case.unit)
            yield from shown_nodes(case)
    home, around = pack.people.home, pack.people.around
    if home is not None:
        units.append(home.unit)
        yield tree.Defined(home.body.kind, home.body.known, NOWHERE, home, variable(home.unit).node)
    person = next((unit for unit in units if unit.kind == tree.PERSON), None)
    if around is not None and person is not None:
        yield from _nodes(around(variable(person)))
    for definition in pack.family.view.definitions() if pack.family is not None else ():
        yield definition.body
    for event in pack.events:
        yield event.rule.as_definition().body


def _inside(part: Definition | Group) -> list[tree.Node]:
    if isinstance(part, Definition):
        return [part.body]
    return [part.key.body, *_nodes(part.near(variable(part.key.unit)))]


def _nodes(found: Sequence[object]) -> Iterator[tree.Node]:
    """The expressions behind the items and persons that a question about neighbours names."""
    for item in found:
        if isinstance(item, Items):
            relation, each = item.opened()
            yield tree.Exists(tree.TRUTH, False, NOWHERE, relation, each.node)
        elif isinstance(item, Expr):
            yield item.node


def stages(law: Law) -> list[list[Part]]:
    """The parts of the law by stage: each reads only what stands in the stages before its own."""
    level: dict[int, int] = {}
    found: list[list[Part]] = []
    for part in order_of_parts(law, law.measures):
        stage = 1 + max((level[id(read)] for read in read_by(law, part)), default=-1)
        level[id(part)] = stage
        while len(found) <= stage:
            found.append([])
        found[stage].append(part)
    return found
