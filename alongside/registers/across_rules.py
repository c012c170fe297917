"""Stage 6: what rows of one register say against one another."""

from __future__ import annotations

import numpy as np

from alongside.registers.codes import Codes
from alongside.registers.copies import classes, may_repeat
from alongside.registers.people_rules import People
from alongside.registers.sheet import Sheet
from alongside.rules.facts import Array
from alongside.rules.schema import EMPTY, NEVER, AcrossRule, NoSharedDay, OnePerAttribute, Register


def check_across(sheet: Sheet, people: People, words: Codes) -> None:
    """Set aside all rows that break a rule with another row; all rules look at the rows accepted before
    them."""
    asked = sheet.good()
    for rule in sheet.register.across_rules:
        rows = np.flatnonzero(asked & sheet.holds(rule.when) if rule.when else asked)
        bad = np.zeros(len(sheet), bool)
        if isinstance(rule, NoSharedDay):
            bad[shares_day(rule, sheet, people, rows)] = True
            shown = rule.start
        else:
            bad[alike_in_attribute(rule, sheet, people, rows)] = True
            shown = rule.who
        sheet.set_aside(bad, words.number(rule.code), shown)


def looked_at(rule: AcrossRule) -> set[str]:
    """The columns that a rule asks for."""
    asked = {rule.when.column} if rule.when else set()
    if isinstance(rule, NoSharedDay):
        return asked | {*rule.persons, rule.start, rule.end}
    return asked | {rule.of, rule.who}


def within_owners(register: Register) -> bool:
    """Whether rows of different owners never have a say against one another."""
    return all(
        rule.persons == (register.owner,) if isinstance(rule, NoSharedDay) else rule.of == register.owner
        for rule in register.across_rules
    )


def shares_day(rule: NoSharedDay, sheet: Sheet, people: People, rows: Array) -> Array:
    """Those of `rows` that share a day with another row of one person."""
    start = sheet.columns[rule.start][rows].astype(np.int64)
    end = sheet.columns[rule.end][rows].astype(np.int64)
    named = [sheet.found[name][rows] for name in rule.persons]
    if rule.until_death:
        for keys in named:
            end = np.minimum(end, people.of_each(people.death, keys, NEVER))
    lasting = (end > start) & (start != NEVER)
    who, which = [], []
    for position, keys in enumerate(named):
        asked = lasting & (keys != EMPTY)
        for earlier in named[:position]:
            asked &= earlier != keys
        who.append(keys[asked])
        which.append(np.flatnonzero(asked))
    row = np.concatenate(which)
    return rows[np.unique(row[_overlaps(np.concatenate(who), start[row], end[row])])]


def _overlaps(who: Array, start: Array, end: Array) -> Array:
    """Which periods (none empty) share a day with another of the same person."""
    order = np.lexsort([start, who])
    who, start, end = who[order], start[order], end[order]
    same = np.zeros(len(who) + 1, bool)  # place i: period i begins with the same person as period i - 1
    same[1:-1] = who[1:] == who[:-1]
    group = np.cumsum(~same[:-1]).astype(np.int64) << 33
    latest = np.maximum.accumulate(group + end) - group  # the latest end so far, of the same person
    found = np.zeros(len(who) + 1, bool)
    found[1:-1] = start[1:] < latest[:-1]
    found[1:-1] &= same[1:-1]
    with_earlier = found[:-1]
    with_next = np.zeros(len(who), bool)
    with_next[:-1] = same[1:-1] & (start[1:] < end[:-1])
    bad: Array = np.zeros(len(who), bool)
    bad[order] = with_earlier | with_next
    return bad


def alike_in_attribute(rule: OnePerAttribute, sheet: Sheet, people: People, rows: Array) -> Array:
    """Those of `rows` that name, for the same person, two others alike in an attribute."""
    whose = sheet.columns[rule.of][rows]
    attribute = people.of_each(people.cells[rule.attribute], sheet.found[rule.who][rows], EMPTY)
    asked = np.flatnonzero((whose != EMPTY) & (attribute != EMPTY))
    if not len(asked):
        return rows[:0]
    return rows[asked[may_repeat(classes([whose[asked], attribute[asked]]))]]
