"""Persons, ties and permanent homes of a delivery, as columns: everything at once, no row by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from alongside.packs.people_columns import HomeColumns, PeopleColumns, TieColumns
from alongside.people.refusals import NobodyInTheDelivery, PackNamesNobody
from alongside.people.search_key import search_key
from alongside.rules.facts import Array, Facts
from alongside.rules.schema import NEVER

OF_AGE = 18
EPOCH = date(1970, 1, 1)
NO_DAY = -(1 << 30)  # earlier than any date
KEYED = ("family", "given", "patronymic")


@dataclass(frozen=True)
class PeopleRead:
    """What a delivery says of people.

    `persons`: key, family_name, given_name, patronymic, family_key, given_key, patronymic_key, sex (F, M or empty),
    birth_date, death_date, place, and whether `place` is known (where the register of homes is not complete for a
    person and says nothing, it is not). `ties`: name, child, adult (keys), kind, since, until, and the day on which a
    mandate resting on it ends, empty where there is none to give. `unsure`: keys of those for whom the register of
    ties is not complete; `names`: every name that is searched, with how many bear it as what.
    """

    delivery: str
    as_of: date
    persons: pa.Table
    ties: pa.Table | None
    unsure: pa.Table
    names: pa.Table


def read_people(facts: Facts, columns: PeopleColumns) -> PeopleRead:
    """All persons of a delivery with their ties and homes; refuses where there is nobody or the pack names nobody."""
    if not columns.names.family_name and not columns.names.given_name:
        raise PackNamesNobody(
            "The pack does not say which columns name a person.",
            remedy="Write [people.columns] in its pack.toml (docs/how-to/new-city.md).",
        )
    if not facts.persons:
        raise NobodyInTheDelivery(
            f"The delivery {facts.delivery_id} names nobody: its register of persons is missing or empty.",
            remedy="Ask for the register of persons again and ingest the delivery; what was loaded stays as it is.",
        )
    persons = _persons(facts, columns)
    ties = columns.ties if columns.ties and columns.ties.register not in facts.missing_registers else None
    unsure = _unsure(facts, ties.register) if ties else np.zeros(0, bool)
    return PeopleRead(
        delivery=facts.delivery_id,
        as_of=facts.as_of,
        persons=persons,
        ties=_ties(facts, ties) if ties else None,
        unsure=pa.table({"key": facts["person.key"][unsure] if ties else np.zeros(0, np.int64)}),
        names=_names(persons),
    )


def _persons(facts: Facts, columns: PeopleColumns) -> pa.Table:
    register, names = facts.registers.persons, columns.names
    found: dict[str, pa.Array] = {"key": pa.array(np.ascontiguousarray(facts["person.key"]))}
    texts = {
        "family": _texts(facts, register.name, names.family_name),
        "given": _texts(facts, register.name, names.given_name),
        "patronymic": _texts(facts, register.name, names.patronymic),
    }
    for part in KEYED:
        found["patronymic" if part == "patronymic" else f"{part}_name"] = texts[part].cast(pa.string())
    for part in KEYED:
        found[f"{part}_key"] = _keys(texts[part])
    found["sex"] = _sex(facts, columns)
    found["birth_date"] = _days(facts[f"{register.name}.{facts.registers.birth}"])
    found["death_date"] = _days(facts[f"{register.name}.{facts.registers.death}"])
    found["place"], found["place_known"] = _homes(facts, columns.homes)
    return pa.table(found)


def _texts(facts: Facts, register: str, column: str) -> pa.DictionaryArray:
    """A name column, each different name once."""
    if not column:
        return pa.array([""] * 1).dictionary_encode().take(pa.array(np.zeros(facts.persons, np.int32)))
    at = np.ascontiguousarray(facts[f"{register}.{column}.at"])
    text = np.ascontiguousarray(facts[f"{register}.{column}.text"])
    whole = pa.LargeStringArray.from_buffers(len(at) - 1, pa.py_buffer(at), pa.py_buffer(text))
    return whole.dictionary_encode()


def _keys(texts: pa.DictionaryArray) -> pa.Array:
    keys = pa.array([search_key(text) for text in texts.dictionary.to_pylist()], pa.string())
    return keys.take(texts.indices)


def _sex(facts: Facts, columns: PeopleColumns) -> pa.Array:
    """F for the pack's code of a woman, M for another, empty where it is not known."""
    words = pa.array(["", "M", "F"])
    if not columns.names.sex:
        return words.take(pa.array(np.zeros(facts.persons, np.int8)))
    register = facts.registers.persons
    female = register.column(columns.names.sex).codes.index(columns.names.female)
    stored = facts[f"{register.name}.{columns.names.sex}"]
    return words.take(pa.array(np.where(stored < 0, 0, np.where(stored == female, 2, 1)).astype(np.int8)))


def _days(days: Array, none: Array | None = None) -> pa.Array:
    """Days since 1970 as dates, empty where there is no day, or where `none` says so."""
    empty = np.asarray(days) >= NEVER
    if none is not None:
        empty = empty | none
    return pa.array(np.where(empty, 0, days).astype(np.int32), mask=empty).cast(pa.date32())


def _homes(facts: Facts, homes: HomeColumns | None) -> tuple[pa.Array, pa.Array]:
    """The key of everybody's permanent home on the day of the delivery, and whether it is known."""
    none = pa.nulls(facts.persons, pa.int64())
    if homes is None or homes.register in facts.missing_registers:
        return none, pa.array(np.full(facts.persons, homes is None))
    day, name = (facts.as_of - EPOCH).days, homes.register
    person, place = facts[f"{name}.{homes.person}"], facts[f"{name}.{homes.place}"]
    holds = (person >= 0) & (place >= 0)
    holds &= (facts[f"{name}.{homes.since}"] <= day) & (day < facts[f"{name}.{homes.until}"])
    if homes.kind:
        holds &= np.isin(facts[f"{name}.{homes.kind}"], _codes(facts, name, homes.kind, homes.permanent))
    alive = facts[f"{facts.registers.persons.name}.{facts.registers.death}"] > day
    position = np.full(facts.persons, -1, np.int64)
    position[person[holds]] = place[holds]
    position[~alive] = -1
    known = (position >= 0) | ~alive | ~_unsure(facts, name)
    found = pa.array(facts["place.key"]).take(pa.array(position, mask=position < 0))
    return found, pa.array(known)


def _codes(facts: Facts, register: str, column: str, codes: Sequence[str]) -> list[int]:
    known = facts.registers[register].column(column).codes
    return [known.index(code) for code in codes]


def _unsure(facts: Facts, register: str) -> Array:
    """For whom this register is not complete."""
    bit = [each.name for each in facts.registers.all].index(register)
    unsure: Array = (facts["person.incomplete"] >> np.uint32(bit)) & np.uint32(1) == 1
    return unsure


def _ties(facts: Facts, ties: TieColumns) -> pa.Table:
    """Every tie, but for one that ends before it begins or holds nobody: that never was one."""
    name = ties.register
    child, adult = facts[f"{name}.{ties.child}"], facts[f"{name}.{ties.adult}"]
    kind, since, until = (facts[f"{name}.{column}"] for column in (ties.kind, ties.since, ties.until))
    parent = np.isin(kind, _codes(facts, name, ties.kind, ties.parent))
    guardian = np.isin(kind, _codes(facts, name, ties.kind, ties.guardian))
    rows = np.flatnonzero((child >= 0) & (adult >= 0) & (child != adult) & (parent | guardian) & (until > since))
    ids = pa.array(facts[f"{name}.{ties.name}.ids"].astype(str).astype(object), pa.string())
    keys = facts["person.key"]
    ends = _mandate_ends(facts, child[rows], adult[rows], until[rows])
    begins = np.maximum((facts.as_of - EPOCH).days, since[rows])
    return pa.table(
        {
            "name": ids.take(pa.array(facts[f"{name}.{ties.name}"][rows])),
            "child": keys[child[rows]],
            "adult": keys[adult[rows]],
            "kind": pc.if_else(pa.array(parent[rows]), "parent", "guardian"),
            "since": _days(since[rows]),
            "until": _days(until[rows]),
            "mandate_until": _days(np.maximum(ends, since[rows] + 1), none=ends == NO_DAY),
            "mandate_due": pa.array(ends > begins),
        }
    )


def _mandate_ends(facts: Facts, child: Array, adult: Array, until: Array) -> Array:
    """The first day on which an adult no longer acts for a child: its 18th birthday, the end of the tie, a death.

    NO_DAY where the child's age is not known: nobody is given power over someone who may be of age.
    """
    register = facts.registers.persons.name
    birth, death = facts[f"{register}.{facts.registers.birth}"], facts[f"{register}.{facts.registers.death}"]
    deaths = np.minimum(death[child], death[adult])
    ends = np.minimum(np.minimum(years_later(birth[child], OF_AGE), until), deaths)
    return np.where(birth[child] >= NEVER, NO_DAY, ends)


def years_later(days: Array, years: int) -> Array:
    """The same day of the year so many years later; 29 February becomes 1 March where there is none."""
    born = np.where(days >= NEVER, 0, days).astype("datetime64[D]")
    months = born.astype("datetime64[M]")
    later: Array = ((months + 12 * years).astype("datetime64[D]") + (born - months)).astype(np.int64)
    return later


def _names(persons: pa.Table) -> pa.Table:
    """Every key of a family name, given name or patronymic, and how many bear it as what."""
    counted = []
    for part in KEYED:
        found = persons[f"{part}_key"].value_counts()
        rows = len(found)
        columns = {each: found.field("counts") if each == part else np.zeros(rows, np.int64) for each in KEYED}
        counted.append(pa.table({"text": found.field("values"), **columns}))
    names = pa.concat_tables(counted).group_by("text").aggregate([(part, "sum") for part in KEYED])
    names = names.select(["text", *(f"{part}_sum" for part in KEYED)]).rename_columns(["text", *KEYED])
    return names.filter(pc.not_equal(names["text"], ""))
