"""The life events of a pack with the words people read of them, checked when the pack is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from alongside.base.text import Text
from alongside.packs.files import needed, read_yaml, text_of
from alongside.packs.fit import shown_nodes
from alongside.rules import tree
from alongside.rules.definitions import Definition, MeasureCase
from alongside.rules.events import EventRule, order_of_events
from alongside.rules.fault import PackFault, Where
from alongside.rules.law import Law, Part, order_of_parts


@dataclass(frozen=True)
class LifeEvent:
    """A life event as the rule finds it and as people read it: `says` is a sentence with its `{day}`."""

    rule: EventRule
    title: Text
    says: Text

    @property
    def name(self) -> str:
        """The name that stands in the data."""
        return self.rule.name


def read_events(rules: Sequence[EventRule], law: Law, path: Path) -> tuple[LifeEvent, ...]:
    """The events of a pack in its order, with their words from `path`; raises `PackFault` where something is amiss."""
    if not rules:
        return ()
    fields = read_yaml(path)
    found: list[LifeEvent] = []
    for rule in rules:
        if rule.name in [event.name for event in found]:
            raise PackFault(f"two events are called {rule.name!r}", where=rule.where, remedy="Rename one.")
        words = needed(fields, rule.name, dict)
        says = text_of(words, "says")
        if "{day}" not in says.ru or "{day}" not in says.en:
            raise PackFault("the sentence does not say the day", where=words.at("says"), remedy="Write {day} in it.")
        found.append(LifeEvent(rule, text_of(words, "title"), says))
    for name in fields:
        if name not in [rule.name for rule in rules]:
            raise PackFault(
                f"there is no event {name!r}", where=fields.at(name), remedy="Declare it, or take the words out."
            )
    check_reads([*order_of_events(law, rules), *(rule.as_definition() for rule in rules)], law)
    return tuple(found)


def check_reads(parts: Iterable[Part], law: Law) -> None:
    """What stands outside the measures fits the law, too: terms exist, and no two definitions share a name."""
    named = {(type(part), part.name): part for part in order_of_parts(law, law.measures)}
    for part in parts:
        if isinstance(part, MeasureCase):
            continue
        outside = isinstance(part, Definition) and "." in part.name
        if not outside and named.setdefault((type(part), part.name), part) is not part:
            where = part.where if isinstance(part, Definition) else Where("", 0)
            raise PackFault(f"two definitions are called {part.name!r}", where=where, remedy="Rename one.")
        for node in shown_nodes(part):
            if isinstance(node, tree.Term) and node.name not in law.terms:
                raise PackFault(
                    f"there is no term {node.name!r}",
                    where=node.where,
                    remedy="Add it to a terms.yaml of the pack.",
                )
