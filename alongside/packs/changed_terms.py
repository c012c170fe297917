"""Terms as somebody proposes them: read from a file, checked against the pack, put in place of the law's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from pathlib import Path

from alongside.base.refusal import Refusal
from alongside.packs.files import Fields, read_yaml
from alongside.packs.load import Pack
from alongside.rules import tree
from alongside.rules.emitter import MONEY_MOST
from alongside.rules.fault import Where
from alongside.rules.language import day_number, number_day
from alongside.rules.law import Dated, Law, Measure, order_of_parts, part_nodes
from alongside.rules.tree import MONEY


class ChangesNotUnderstood(Refusal):
    """A file of changed terms that cannot be used as it is written."""

    code = "changes_not_understood"

    def __init__(self, where: Where, what: str, remedy: str) -> None:
        super().__init__(f"{where}: {what}.", remedy=remedy)


@dataclass(frozen=True)
class ChangedTerm:
    """A term before and after; the values are those in force on the day of decision (kopecks for money)."""

    name: str
    kind: str
    before: Dated
    after: Dated
    value_before: int
    value_after: int


def read_changes(path: Path, pack: Pack, on: date) -> list[ChangedTerm]:
    """The changes a file proposes, in the order of the pack's terms.

    `PM: 26000.00` puts a value in place of the one in force on the day, from the day that one began; a mapping of
    dates to values puts each in force from its date until the next date the term has.
    """
    if not path.is_file():
        raise ChangesNotUnderstood(Where(str(path), 0), "there is no such file", "Name a file of changed terms.")
    fields = read_yaml(path)
    for name in fields:
        if name not in pack.law.terms:
            raise ChangesNotUnderstood(fields.at(name), f"the pack has no term {name!r}", _nearest(name, pack))
    if not fields:
        raise ChangesNotUnderstood(Where(str(path), 0), "nothing is changed", "Write `TERM: value`.")
    day = day_number(on)
    return [_changed(term, fields, day) for name, term in pack.law.terms.items() if name in fields]


def law_with(law: Law, changes: Sequence[ChangedTerm]) -> Law:
    """The law with other terms; all else, and so every compiled kernel, stays."""
    after: Mapping[str, Dated] = {change.name: change.after for change in changes}
    return replace(law, terms={name: after.get(name, term) for name, term in law.terms.items()})


def resting_on(law: Law, names: Sequence[str]) -> list[Measure]:
    """The measures that read one of these terms, themselves or through what they rest on."""
    found = []
    for measure in law.measures:
        parts = order_of_parts(law, [measure])
        nodes = (node for part in parts for root in part_nodes(part) for node in tree.walk(root))
        if any(isinstance(node, tree.Term) and node.name in names for node in nodes):
            found.append(measure)
    return found


def _changed(term: Dated, fields: Fields, day: int) -> ChangedTerm:
    given = fields[term.name]
    where = fields.at(term.name)
    if isinstance(given, Fields):
        dated = {_day(text, given.at(text)): _value(given[text], term.kind, given.at(text)) for text in given}
        if not dated:
            raise ChangesNotUnderstood(where, f"{term.name} has no value", "Write `2025-01-01: 26000.00` below it.")
    else:
        return changed_now(term, _value(given, term.kind, where), day)
    return _with(term, dated, day)


def changed_now(term: Dated, value: int, day: int) -> ChangedTerm:
    """Another value in place of the one in force on a day, from the day that one began."""
    begun = [start for start in term.days if start <= day]
    return _with(term, {begun[-1] if begun else term.days[0]: value}, day)


def _with(term: Dated, dated: Mapping[int, int], day: int) -> ChangedTerm:
    values = {**dict(zip(term.days, term.values, strict=True)), **dated}
    days = tuple(sorted(values))
    after = replace(term, days=days, values=tuple(values[start] for start in days))
    return ChangedTerm(term.name, term.kind, term, after, term.at(day), after.at(day))


def _value(given: object, kind: str, where: Where) -> int:
    remedy = "Write it like 1234.50." if kind == MONEY else "Write a whole number."
    try:
        value = Decimal(str(given)) * (100 if kind == MONEY else 1)
        if not isinstance(given, str) or value != int(value) or not 0 <= value <= MONEY_MOST:
            raise ValueError
    except (InvalidOperation, ValueError, OverflowError) as error:
        what = "amount of money" if kind == MONEY else "number"
        raise ChangesNotUnderstood(where, f"{given!r} is no {what}", remedy) from error
    return int(value)


def _day(text: str, where: Where) -> int:
    try:
        return day_number(date.fromisoformat(text))
    except ValueError as error:
        raise ChangesNotUnderstood(where, f"{text!r} is no date", "Write it like 2025-02-01.") from error


def _nearest(name: str, pack: Pack) -> str:
    by_small = {known.lower(): known for known in pack.law.terms}
    near = [by_small[found] for found in get_close_matches(name.lower(), by_small, n=3, cutoff=0.5)]
    if near:
        return f"Did you mean {' or '.join(near)}?"
    return f"There are: {', '.join(pack.law.terms)}."


def term_days(term: Dated) -> dict[str, int]:
    """The values of a term by the day from which they are in force."""
    return {number_day(day).isoformat(): value for day, value in zip(term.days, term.values, strict=True)}
