"""Check that a loaded law hangs together: rules build, terms exist, every criterion and step has its sentence."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from pathlib import Path

from alongside.packs.texts import MeasureText
from alongside.rules import tree
from alongside.rules.definitions import Definition, Group, MeasureCase
from alongside.rules.emit_units import always_known, case_kernel, definition_kernel
from alongside.rules.fault import PackFault, Where, meant
from alongside.rules.law import Law, Part, order_of_parts, part_nodes
from alongside.rules.world import Sizes, World


def check_fit(law: Law, texts: Mapping[str, MeasureText], path: Path) -> None:
    """Raise `PackFault` at the first thing that does not fit."""
    World(law.registers, tuple(law.terms), Sizes())  # refuses more registers and open columns than bits
    numbers: dict[int, str] = {}
    for measure in law.measures:
        text = texts[measure.id]
        if text.number in numbers:
            raise PackFault(
                f"{measure.id} has the number of {numbers[text.number]}: {text.number}",
                where=text.where,
                remedy=f"Number one of the two anew; {max(each.number for each in law.measures) + 1} is free.",
            )
        numbers[text.number] = measure.id
        for case in measure.cases:
            always_known(case)
            _check_texts(case, text)
    _check_names(law, path)
    for part in order_of_parts(law, law.measures):
        for node in shown_nodes(part):
            if isinstance(node, tree.Term) and node.name not in law.terms:
                raise PackFault(
                    f"there is no term {node.name!r}",
                    where=node.where,
                    remedy=f"{meant(node.name, law.terms, 'No other is like it.')} Add a new one to a terms.yaml.",
                )


def check_bounds(law: Law, *, most: int = 256) -> None:
    """Raise `PackFault` where a number can grow past what kernels count in, with so many rows for one owner."""
    names = [(r.name, index) for r in law.registers.all for index in (r.owner, *(i.name for i in r.indexes))]
    sizes = Sizes({f"{register}.{index}": most for register, index in names})
    world = World(law.registers, tuple(law.terms), sizes)
    for part in order_of_parts(law, law.measures):
        if isinstance(part, Definition):
            definition_kernel(world, part)
        elif isinstance(part, MeasureCase):
            case_kernel(world, part, in_kind=law.measure_of(part).in_kind, full=False)


def shown_nodes(part: Part) -> Iterator[tree.Node]:
    """All nodes of a part of the law, those that are only shown to people included."""
    roots = list(part_nodes(part))
    if isinstance(part, MeasureCase):
        roots += [shown.node for criterion in part.rule.criteria for _, shown in criterion.shows]
    for root in roots:
        yield from tree.walk(root)


def parts_named(node: tree.Node) -> Iterator[Definition | Group]:
    """The definitions and groups that one node names."""
    if isinstance(node, tree.Defined):
        yield node.definition
    if isinstance(node, tree.GroupOf | tree.GroupKey):
        yield node.group
    for value in vars(node).values():
        if isinstance(value, tree.Relation) and isinstance(value.source, tree.Members):
            yield value.source.group


def _check_texts(case: MeasureCase, text: MeasureText) -> None:
    ids = [criterion.id for criterion in case.rule.criteria]
    for criterion in case.rule.criteria:
        if ids.count(criterion.id) > 1:
            raise PackFault(f"two criteria are called {criterion.id!r}", where=case.where, remedy="Rename one.")
        words = text.criteria.get(criterion.id)
        if words is None:
            raise PackFault(
                f"the criterion {criterion.id!r} has no sentence",
                where=text.where,
                remedy="Add it under `criteria:` in measure.yaml, in both languages.",
            )
        names = {name for name, _ in criterion.shows}
        texts = [text for text in (words.shows, words.if_no, words.if_unknown) if text is not None]
        for template in (template for text in texts for template in (text.ru, text.en)):
            for _, field, _, _ in string.Formatter().parse(template):
                if field is not None and field not in names:
                    raise PackFault(
                        f"{criterion.id} shows {{{field}}}, which the rule does not give",
                        where=text.where,
                        remedy=f"Give it in criterion(..., {field}=...), or take it out.",
                    )
    for node in tree.walk(case.rule.amount.node) if case.rule.amount is not None else ():
        if isinstance(node, tree.Step) and node.name not in text.steps:
            raise PackFault(
                f"the step {node.name!r} of the amount has no name",
                where=node.where,
                remedy="Add it under `steps:` in measure.yaml, in both languages.",
            )


def _check_names(law: Law, path: Path) -> None:
    """No two definitions or groups share a name."""
    seen: dict[str, Definition | Group] = {}
    for part in order_of_parts(law, law.measures):
        if isinstance(part, MeasureCase):
            continue
        key = f"{type(part).__name__} {part.name}"
        if key in seen and seen[key] is not part:
            where = part.where if isinstance(part, Definition) else Where(str(path), 0)
            raise PackFault(f"two definitions are called {part.name!r}", where=where, remedy="Rename one.")
        seen[key] = part
