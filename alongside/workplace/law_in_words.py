"""A measure as an analyst reads it: the criteria in the words of the law, and the dated terms it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from alongside.base.text import Language
from alongside.base.wording import money_text, number_text
from alongside.entitlements.law import pack
from alongside.rules import tree
from alongside.rules.language import number_day
from alongside.rules.law import order_of_parts, part_nodes
from alongside.rules.tree import MONEY


@dataclass(frozen=True)
class TermLine:
    """A term with its values by date, the latest first, and where it stands in the law."""

    title: str
    source: str
    values: tuple[tuple[date, str], ...]


@dataclass(frozen=True)
class CriterionLine:
    """A criterion: the law's sentence and where it stands."""

    sentence: str
    cites: str


def terms_of(measure: str, language: Language) -> list[TermLine]:
    """The dated amounts and numbers that a measure reads, itself or through what it rests on."""
    found = []
    for name in term_names(measure):
        text = pack().terms[name]
        dated = text.dated
        said = [
            (number_day(day), money_text(value, language) if dated.kind == MONEY else number_text(value, language))
            for day, value in zip(dated.days, dated.values, strict=True)
        ]
        found.append(TermLine(text.title[language], text.source[language], tuple(reversed(said))))
    return found


def criteria_of(measure: str, language: Language) -> list[CriterionLine]:
    """The criteria in the order of the law, each once."""
    text = pack().texts[measure]
    order = dict.fromkeys(one.id for case in pack().law.measure(measure).cases for one in case.rule.criteria)
    return [
        CriterionLine(text.criteria[name].sentence[language], text.criteria[name].cites[language])
        for name in order
        if name in text.criteria
    ]


@lru_cache(maxsize=256)
def term_names(measure: str) -> tuple[str, ...]:
    """The terms that a measure reads: its own, then those of what it rests on, the nearest first."""
    law = pack().law
    parts = order_of_parts(law, [law.measure(measure)])
    nodes = (node for part in reversed(parts) for root in part_nodes(part) for node in tree.walk(root))
    names = dict.fromkeys(node.name for node in nodes if isinstance(node, tree.Term))
    return tuple(name for name in names if name in pack().terms)
