"""The words in which a pack shows a family, checked when the pack is loaded."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from alongside.base.text import Text
from alongside.packs.event_texts import check_reads
from alongside.packs.files import Fields, needed, read_yaml, text_of
from alongside.rules.definitions import Criterion
from alongside.rules.fault import PackFault, Where
from alongside.rules.law import Law, Part
from alongside.rules.reads import order_of_reads
from alongside.rules.views import GroupView, criteria_of

# Every word a family is shown with, and the name of a person (or persons) that it says, if any.
WORDS = {
    "title": "",
    "is": "names",
    "is_so_far": "names",
    "alone": "",
    "alone_so_far": "",
    "and": "",
    "head": "",
    "dependent": "",
    "outside": "",
    "you": "",
    "receives": "names",
    "payee": "name",
    "payee_not_known": "",
    "counted": "",
    "counted_not_known": "",
    "not_sure": "",
    "dashed": "",
    "asked": "",
}
ANSWERS = {"yes": "", "no": "if_no", "unknown": "if_unknown"}


@dataclass(frozen=True)
class Sentence:
    """What one criterion says to people, by its answer; an answer without words is not shown."""

    by_answer: Mapping[str, Text]


@dataclass(frozen=True)
class FamilyWords:
    """A family view with its words: general ones, of ties, of reasons, of what is said about the whole family.

    `reads`: the parts of the law that the view rests on.
    """

    view: GroupView
    words: Mapping[str, Text]
    ties: Mapping[str, Text]
    reasons: Mapping[str, Sentence]
    about: Mapping[str, Sentence]
    reads: tuple[Part, ...]


def read_family(view: GroupView, law: Law, path: Path) -> FamilyWords:
    """The family view of a pack with its words from `path`; raises `PackFault` where something is amiss."""
    fields = read_yaml(path)
    words = needed(fields, "words", Fields)
    ties = needed(fields, "ties", Fields)
    for name, field in WORDS.items():
        _check_fields(text_of(words, name), {field} - {""}, words.at(name))
    definitions = list(view.definitions())
    reads = order_of_reads(law, definitions)
    check_reads([*reads, *definitions], law)
    return FamilyWords(
        view,
        {name: text_of(words, name) for name in WORDS},
        {tie.id: text_of(ties, tie.id) for tie in view.ties},
        _sentences(criteria_of(view.person, view.reasons), needed(fields, "reasons", Fields)),
        _sentences(criteria_of(view.unit, view.about), needed(fields, "about", Fields)),
        (*reads, view.group),
    )


def _sentences(criteria: Iterable[Criterion], fields: Fields) -> dict[str, Sentence]:
    found = {}
    for criterion in criteria:
        said = needed(fields, criterion.id, Fields)
        texts = {"yes": text_of(fields, criterion.id)}
        texts |= {answer: text_of(said, key) for answer, key in ANSWERS.items() if key in said}
        for text in texts.values():
            _check_fields(text, {name for name, _ in criterion.shows}, fields.at(criterion.id))
        found[criterion.id] = Sentence(texts)
    return found


def _check_fields(text: Text, names: set[str], where: Where) -> None:
    for template in (text.ru, text.en):
        for _, field, _, _ in string.Formatter().parse(template):
            if field is not None and field not in names:
                raise PackFault(
                    f"{{{field}}} is not given here",
                    where=where,
                    remedy=f"Take it out, or write one of: {', '.join(sorted(names)) or 'none'}.",
                )
