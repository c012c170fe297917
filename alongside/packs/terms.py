"""Dated terms from terms.yaml: every value with its day, every term with its source, no year left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from alongside.base.text import Text
from alongside.packs.files import Fields, needed, read_yaml, text_of
from alongside.rules.emitter import MONEY_MOST
from alongside.rules.fault import PackFault, Where
from alongside.rules.language import day_number
from alongside.rules.law import Dated
from alongside.rules.tree import MONEY


@dataclass(frozen=True)
class TermText:
    """A term as people read it: its values, name, source, and the days whose values the pack itself fixed."""

    dated: Dated
    title: Text
    source: Text
    demo: tuple[date, ...]
    where: Where


def read_terms(path: Path, *, last_year: int) -> dict[str, TermText]:
    """All terms of a file, money in kopecks. `last_year`: the last year a term must have a value for."""
    if not path.exists():
        return {}
    fields = read_yaml(path)
    return {name: _term(name, fields, last_year) for name in fields}


def _term(name: str, fields: Fields, last_year: int) -> TermText:
    term = needed(fields, name, Fields)
    where = fields.at(name)
    values = needed(term, "values", Fields)
    days = [_day(day, values) for day in values]
    if days != sorted(set(days)) or not days:
        raise PackFault(f"the days of {name} are not in order", where=where, remedy="Order them, each once.")
    years = {day.year for day in days}
    last = int(term.get("last_year", last_year))
    for year in range(days[0].year, last + 1):
        if year not in years:
            raise PackFault(
                f"{name} has no value for {year}",
                where=term.at("values"),
                remedy="Add the value of that year; write it again where it did not change.",
            )
    kopecks = tuple(_kopecks(str(values[day]), values.at(day)) for day in values)
    dated = Dated(name, MONEY, tuple(day_number(day) for day in days), kopecks)
    demo = tuple(_day(day, values) for day in term.get("demo", []))
    return TermText(dated, text_of(term, "title"), text_of(term, "source"), demo, where)


def _day(text: str, fields: Fields) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise PackFault(f"{text!r} is no date", where=fields.at(text), remedy="Write it like 2025-02-01.") from error


def _kopecks(text: str, where: Where) -> int:
    try:
        kopecks = Decimal(text) * 100
    except InvalidOperation:
        kopecks = Decimal(-1)
    if kopecks != int(kopecks) or not 0 <= kopecks <= MONEY_MOST:
        raise PackFault(f"{text!r} is no amount of money", where=where, remedy="Write it like 1234.50.")
    return int(kopecks)
