"""Districts of a city as ranges of address keys: `districts.yaml` of a pack, which may be left out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alongside.base.text import Text
from alongside.packs.files import Fields, needed, read_yaml, text_of
from alongside.rules.fault import PackFault, Where
from alongside.rules.schema import KeyFormat

FILE = "districts.yaml"


@dataclass(frozen=True)
class District:
    """A part of the city: its name and its ranges of place keys as numbers, the first and the last both in it."""

    id: str
    name: Text
    ranges: tuple[tuple[int, int], ...]


def read_districts(path: Path, place_key: KeyFormat) -> tuple[District, ...]:
    """The districts of a pack in the order of its file; none where there is no file.

    Raises `PackFault` where a district has no name in both languages, a key is not of the pack's form, a range ends
    before it begins, or two ranges have an address in common. An address in no range has no district.
    """
    if not path.exists():
        return ()
    fields = read_yaml(path)
    found: list[District] = []
    taken: list[tuple[int, int, str]] = []
    for name in fields:
        body = needed(fields, name, Fields)
        title, ranges = text_of(body, "name"), []
        for said in needed(body, "ranges", list):
            first, last, where = _range(said, body, place_key)
            _must_be_free(first, last, name, taken, where, place_key)
            taken.append((first, last, name))
            ranges.append((first, last))
        if not ranges:
            raise PackFault(f"the district {name!r} has no range", where=body.at("ranges"), remedy=_like(place_key))
        found.append(District(name, title, tuple(ranges)))
    return tuple(found)


def _range(said: Any, body: Fields, place_key: KeyFormat) -> tuple[int, int, Where]:
    if not isinstance(said, Fields) or set(said) != {"from", "to"}:
        raise PackFault("a range has a first and a last address", where=body.at("ranges"), remedy=_like(place_key))
    first, last = (_key(said, edge, place_key) for edge in ("from", "to"))
    if last < first:
        raise PackFault("the range ends before it begins", where=said.where, remedy="Write the smaller key first.")
    return first, last, said.where


def _key(said: Fields, edge: str, place_key: KeyFormat) -> int:
    number = place_key.number(str(said[edge]))
    if number is None:
        raise PackFault(f"{said[edge]!r} is no key of an address", where=said.at(edge), remedy=_like(place_key))
    return number


def _must_be_free(
    first: int, last: int, name: str, taken: list[tuple[int, int, str]], where: Where, place_key: KeyFormat
) -> None:
    for begun, ended, other in taken:
        if first <= ended and begun <= last:
            both = place_key.text(max(first, begun))
            raise PackFault(
                f"{both} lies in {name!r} and in {other!r}", where=where, remedy="Let one end before the other begins."
            )


def _like(place_key: KeyFormat) -> str:
    first, last = place_key.text(0), place_key.text(10**place_key.digits - 1)
    return f"Write ranges: [{{from: {first}, to: {last}}}]."
