"""The rows of a sweep as the database takes them: keys as numbers, people by their ids."""

from __future__ import annotations

import hashlib
import json

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

from alongside.entitlements.refusals import PeopleAreNotLoaded, SweepIsNotWhole
from alongside.packs.held_sweep import HeldSweep
from alongside.packs.load import Pack
from alongside.rules.awards import key_numbers
from alongside.rules.facts import Array
from alongside.rules.schema import EMPTY
from alongside.rules.tree import PLACE

CHUNK = 1 << 20


def digest(held: HeldSweep) -> str:
    """What tells one sweep from every other: the law, the day and delivery, and the bytes of its awards."""
    head = [held.pack, held.pack_version, held.on.isoformat(), held.delivery_id, *sorted(held.measures)]
    found = hashlib.sha256(json.dumps(head).encode())
    with held.path.open("rb") as file:
        while part := file.read(CHUNK):
            found.update(part)
    return found.hexdigest()


def sweep_rows(held: HeldSweep, pack: Pack) -> pa.Table:
    """Every row, with `line` counting them and `person`, `payee` the ids of people; a place is the unit of nobody.

    Refuses when people are named whom the database does not know.
    """
    ids = People()
    parts = []
    for name in held.measures:
        table = held.awards(name)
        for kind in dict.fromkeys(case.unit.name for case in pack.law.measure(name).cases):
            at_place = unit_is_place(pack, name, kind)
            rows = table.filter(pc.equal(table["unit_kind"], kind)).combine_chunks()
            parts.append(_part(rows, held, pack, ids, at_place=at_place))
    if ids.unknown:
        raise PeopleAreNotLoaded(ids.unknown, held.delivery_id)
    whole = pa.concat_tables(parts).combine_chunks()
    if whole.num_rows != sum(held.rows().values()):
        raise SweepIsNotWhole(held.folder, "it has rows of measures or units that the law does not know")
    return whole.append_column("line", pa.array(np.arange(whole.num_rows, dtype=np.int64)))


def unit_is_place(pack: Pack, measure: str, unit_kind: str) -> bool:
    """Whether the unit of this kind is a place and no person."""
    cases = pack.law.measure(measure).cases
    return any(case.unit.name == unit_kind and case.unit.kind == PLACE for case in cases)


def _part(rows: pa.Table, held: HeldSweep, pack: Pack, ids: People, *, at_place: bool) -> pa.Table:
    registers = pack.registers
    try:
        units = key_numbers(_one(rows, "unit_id"), registers.place_key if at_place else registers.person_key)
        payees = key_numbers(_one(rows, "payee_id"), registers.person_key)
    except ValueError as error:
        raise SweepIsNotWhole(held.folder, str(error)) from error
    nobody = np.full(len(units), EMPTY, np.int64)
    return pa.table(
        {
            "measure": _one(rows, "measure_id"),
            "unit_kind": _one(rows, "unit_kind"),
            "unit": pa.array(units),
            "person": _ids(nobody if at_place else ids.of(units)),
            "payee": _ids(ids.of(payees)),
            "answer": _one(rows, "answer"),
            "amount": _one(rows, "amount_kopecks"),
            "since": _one(rows, "since"),
            "until": _one(rows, "until"),
            "criteria": _one(rows, "criteria"),
            "missing": _one(rows, "missing"),
        }
    )


def _one(rows: pa.Table, name: str) -> pa.Array:
    column = rows[name].combine_chunks()
    return pa.concat_arrays(column.chunks) if isinstance(column, pa.ChunkedArray) else column


def _ids(numbers: Array) -> pa.Array:
    return pa.array(numbers, mask=numbers == EMPTY)


class People:
    """Who is who: the ids of people by their keys, read once."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT key, id FROM people_person ORDER BY key")
            pairs = np.array(cursor.fetchall(), np.int64).reshape(-1, 2)
        self.keys, self.numbers = np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1])
        self.unknown = 0

    def of(self, keys: Array) -> Array:
        """The id for each key, EMPTY where there is no key; those whom nobody knows are counted in `unknown`."""
        found = np.full(len(keys), EMPTY, np.int64)
        asked = keys != EMPTY
        if len(self.keys) == 0:
            self.unknown += int(np.count_nonzero(asked))
            return found
        place = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        known = asked & (self.keys[place] == keys)
        found[known] = self.numbers[place[known]]
        self.unknown += len(np.unique(keys[asked & ~known]))
        return found
