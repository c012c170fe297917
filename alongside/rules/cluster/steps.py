"""What is done at a home, one step at a time: ask neighbours, answer them, decide, form groups.

A step gets what lies at a home and gives items for this home or another. An item is the number of a home, what the item
is, its name, and arrays: so that whatever carries items between homes need not know what they say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from alongside.rules.cluster.homes import Homes, kept_in
from alongside.rules.cluster.levels import DECIDED, Level, Plan
from alongside.rules.cluster.neighbourhood import Neighbourhood, Request
from alongside.rules.cluster.tables import MEMBER, ROW, Table, gathered, one_each

TABLE, REQUEST, ROWS, PAIRS, MOST, TOO_LARGE = "table", "request", "rows", "pairs", "most", "too large"
Item = tuple[int, tuple[str, str, Any]]
Step = Callable[[int, Iterable[Item]], Iterator[Item]]


def ask(plan: Plan, level: Level, homes: Homes, turn: int, home: int, items: Iterable[Item]) -> Iterator[Item]:
    """Requests to other homes, from what is known after the rounds before this one."""
    here = Neighbourhood(plan, level, homes, home)
    here.take(_tables(level, items))
    for other, request in here.requests(turn).items():
        yield other, (REQUEST, str(home), request)


def answer(plan: Plan, level: Level, home: int, items: Iterable[Item]) -> Iterator[Item]:
    """Answers to requests, which come before the tables that this home keeps."""
    requests: list[tuple[int, Request]] = []
    for _, (what, name, content) in items:
        if what == REQUEST:
            requests.append((int(name), content))
        elif what == TABLE:
            for other, request in requests:
                for asked, owners in request.items():
                    if kept_in(plan, asked) == name:
                        yield other, (TABLE, asked, _answered(level, asked, name, content, owners))


def _answered(level: Level, asked: str, kept: str, table: Table, owners: Any) -> Table:
    if asked != kept:
        table = one_each(table.columns[ROW], table.columns)  # rows by their numbers
    return (table if asked.startswith(DECIDED) else table.with_columns(level.columns[asked])).of(owners)


def decide(plan: Plan, level: Level, homes: Homes, home: int, items: Iterable[Item]) -> Iterator[Item]:
    """What the level says of this home's own units."""
    here = Neighbourhood(plan, level, homes, home)
    here.take(_tables(level, items))
    try:
        for what, name, content in here.decide():
            yield home, (what, name, content)
    except OverflowError:
        yield home, (TOO_LARGE, "", None)


def send_members(plan: Plan, level: Level, homes: Homes, home: int, items: Iterable[Item]) -> Iterator[Item]:
    """Everybody to the home of the person whose key names their group."""
    groups = {plan.keys[group]: group for group in level.forms}
    for _, (what, name, table) in items:
        if what == TABLE and name in groups:
            key, group = table.columns[name], groups[name]
            order = np.argsort(key, kind="stable")
            order = order[key[order] >= 0]
            for other, keys in homes.split(plan.kinds[group], key[order]):
                first = int(np.searchsorted(key[order], keys[0]))
                yield other, (PAIRS, group, (keys, table.owners[order[first : first + len(keys)]]))


def gather_groups(level: Level, home: int, items: Iterable[Item]) -> Iterator[Item]:
    """The groups of a home, and the most members that one of them has."""
    pairs: dict[str, list[Any]] = {group: [] for group in level.forms}
    for _, (_, group, pair) in items:
        pairs[group].append(pair)
    none = np.zeros(0, np.int64)
    for group, found in pairs.items():
        keys = np.concatenate([none, *(keys for keys, _ in found)])
        table = gathered(keys, MEMBER, np.concatenate([none, *(members for _, members in found)]))
        yield home, (TABLE, group, table)
        yield home, (MOST, group, int(np.max(np.diff(table.starts), initial=0)))


def _tables(level: Level, items: Iterable[Item]) -> Iterator[tuple[str, Table]]:
    """The tables among items that a level reads, with the columns that it reads."""
    wanted = level.reads()
    for _, (what, name, table) in items:
        if what == TABLE and name in wanted:
            yield name, table if name.startswith(DECIDED) else table.with_columns(level.columns[name])
