"""Make a family that shows a fault as small as it can be while it still shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.second_reading.layout import REGISTERS

from .family import Family, keep_valid


def reduced(family: Family, is_wrong: Callable[[Family], bool]) -> Family:
    """A family with as few people, rows and unknowns as still show what is wrong."""
    smaller = True
    while smaller:
        smaller = False
        for candidate in _smaller(family):
            if candidate.count() < family.count() and is_wrong(candidate):
                family, smaller = candidate, True
                break
    return family


def _smaller(family: Family) -> Iterator[Family]:
    """Families with one thing less: the larger things first."""
    keys = family.keys
    for size in (len(keys) // 2, len(keys) // 4, 1):
        for start in range(0, len(keys) if size else 0, max(size, 1)):
            yield _without(family, set(keys[start : start + size]))
    for name in sorted(family.missing):
        less = family.copy()
        less.missing.discard(name)
        yield less
    for holes in ("incomplete", "incomplete_addresses"):
        for name, who in getattr(family, holes).items():
            for one in sorted(who):
                less = family.copy()
                getattr(less, holes)[name].discard(one)
                yield less
    for name, rows in family.rows.items():
        for place in range(len(rows)) if name != "persons" else ():
            less = family.copy()
            del less.rows[name][place]
            yield less


def _without(family: Family, keys: set[str]) -> Family:
    """Without some people, and every row that names them."""
    less = family.copy()
    for name, rows in less.rows.items():
        columns = REGISTERS[name].snils_columns()
        if name == "persons":
            columns = ["snils"]
        less.rows[name] = [row for row in rows if not any(row[column] in keys for column in columns)]
    for who in less.incomplete.values():
        who.difference_update(keys)
    return keep_valid(less)
