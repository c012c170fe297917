"""The agencies' Parquet files as arrays: people as places in the sorted list of persons, days as datetime64[D].

The arrays can be kept in a folder, to be mapped again: the registers in a layout of OpenFisca's side.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench.openfisca.country.dates import FAR

NO_DAY = int(FAR.astype(int))
NOBODY = -1
BATCH = 1 << 22

PEOPLE = frozenset(
    {
        *("snils", "child_snils", "adult_snils", "spouse_a", "spouse_b"),
        *("carer_snils", "cared_snils", "burial_by", "phone_subscriber", "for_snils"),
    }
)
IDS = frozenset({"object_id", "vehicle_id", "decision_id", "record_id", "spell_id"})
WORDS = frozenset({"kind", "flag", "category", "month", "sex", "citizenship", "code", "until_reason", "measure_id"})
# What is read of each register; the income register, the longest, goes by batches.
COLUMNS = {
    "persons": ("sex", "birth_date", "death_date", "citizenship", "burial_by", "burial_in_kind"),
    "parent_child": ("child_snils", "adult_snils", "kind", "since", "until", "until_reason"),
    "marriages": ("spouse_a", "spouse_b", "married_on", "ended_on"),
    "registrations": ("snils", "address_id", "kind", "since", "until"),
    "vehicles": ("snils", "vehicle_id", "kind", "made_year", "power_hp", "state_given", "since", "until"),
    "insurance_record": ("snils", "record_months", "points"),
    "work": ("snils", "kind", "since", "until"),
    "pensions": ("snils", "kind", "amount", "since", "until"),
    "disability": ("snils", "decision_id", "category", "since_childhood", "since", "last_day"),
    "income": ("snils", "month", "kind", "amount"),
    "property": ("snils", "object_id", "kind", "area_m2", "share_num", "share_den", "since", "until"),
    "employment_service": (
        *("snils", "spell_id", "applied_on", "recognised_on", "removed_on", "weeks_worked", "breach"),
        *("average_wage", "refusals", "training_since", "training_until"),
    ),
    "education": ("snils", "kind", "full_time", "since", "until"),
    "medical": ("snils", "record_id", "kind", "code", "week", "since", "last_day"),
    "flags": ("snils", "flag", "since", "until"),
    "care_ties": ("carer_snils", "since", "until"),
    "housing_accounts": ("address_id", "phone_subscriber"),
    "assignments": ("snils", "for_snils", "measure_id", "assigned_on"),
}
BY_BATCHES = "income"


@dataclass
class Words:
    """A column of words: each row's place in the list of words; the last place is that of an empty cell."""

    codes: np.ndarray
    words: list[str]


Column = np.ndarray | Words


def is_one(column: Words, *words: str) -> np.ndarray:
    """Where a column of words says one of these."""
    return np.array([*(word in words for word in column.words), False])[column.codes]


class Delivery:
    """One delivery's registers. Person columns are positions in the sorted `keys`; each column is read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.read: dict[str, dict[str, Column]] = {}
        keys = digits(pq.read_table(folder / "persons.parquet", columns=["snils"])["snils"].combine_chunks())
        self.order = np.argsort(keys, kind="stable")
        self.keys = keys[self.order]

    def rows(self, register: str) -> dict[str, Column]:
        """A register as arrays; the persons register in the order of the keys."""
        if register not in self.read:
            names = list(COLUMNS[register])
            table = pq.read_table(self._path(register), columns=names, read_dictionary=_texts(names))
            rows = {name: self.column(name, table[name]) for name in names}
            if register == "persons":
                rows = {name: _ordered(column, self.order) for name, column in rows.items()}
            self.read[register] = rows
        return self.read[register]

    def batches(self, register: str = BY_BATCHES) -> Iterator[dict[str, Column]]:
        """The same, a few million rows at a time, and nothing kept."""
        names = list(COLUMNS[register])
        file = pq.ParquetFile(self._path(register), read_dictionary=_texts(names))
        for batch in file.iter_batches(BATCH, columns=names):
            yield {name: self.column(name, batch.column(batch.schema.get_field_index(name))) for name in names}

    def _path(self, register: str) -> Path:
        return self.folder / f"{register}.parquet"

    def column(self, name: str, column: pa.Array | pa.ChunkedArray) -> Column:
        """A column as numbers: people as positions, words and ids as places, kopecks, hundredths, days."""
        if isinstance(column, pa.ChunkedArray):
            column = column.unify_dictionaries().combine_chunks()
            column = column.chunk(0) if isinstance(column, pa.ChunkedArray) else column
        if name in PEOPLE:
            return self._positions(column)
        if name == "address_id":
            return digits(column)
        if name in IDS:
            return in_order(column)
        if name in WORDS:
            words = column.dictionary.cast(pa.string()).to_pylist()
            return Words(pc.fill_null(column.indices, len(words)).to_numpy().astype(np.int16), words)
        kind = column.type
        if pa.types.is_date32(kind):
            return pc.fill_null(column.cast(pa.int32()), NO_DAY).to_numpy().astype("datetime64[D]")
        if pa.types.is_decimal(kind):
            filled = pc.fill_null(column, pa.scalar(0, kind))
            low = np.frombuffer(filled.buffers()[1], np.int64)[2 * filled.offset :: 2]
            return np.ascontiguousarray(low[: len(filled)])
        empty = False if pa.types.is_boolean(kind) else 0
        return pc.fill_null(column, empty).to_numpy(zero_copy_only=False)

    def _positions(self, column: pa.Array) -> np.ndarray:
        """Where each person stands among all, NOBODY for an empty cell."""
        words = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        wanted = digits(words.dictionary)
        places = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        places = np.where(self.keys[places] == wanted, places, NOBODY).astype(np.int32)
        codes = pc.fill_null(words.indices, len(places)).to_numpy()
        return np.append(places, np.int32(NOBODY))[codes]


class KeptDelivery(Delivery):
    """A delivery whose arrays were kept in a folder by `keep`, mapped."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.read = {}
        self.words: dict[str, list[str]] = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        self.keys = self._array("keys")

    def rows(self, register: str) -> dict[str, Column]:
        """A register as mapped arrays."""
        if register not in self.read:
            self.read[register] = {name: self._kept(f"{register}.{name}") for name in COLUMNS[register]}
        return self.read[register]

    def batches(self, register: str = BY_BATCHES) -> Iterator[dict[str, Column]]:
        """The same, a few million rows at a time."""
        rows = self.rows(register)
        for start in range(0, len(rows["snils"]), BATCH):
            yield {name: _ordered(column, slice(start, start + BATCH)) for name, column in rows.items()}

    def _array(self, name: str) -> np.ndarray:
        return np.load(self.folder / f"{name}.npy", mmap_mode="r").view(np.ndarray)

    def _kept(self, name: str) -> Column:
        return Words(self._array(name), self.words[name]) if name in self.words else self._array(name)


def keep(delivery: Delivery, folder: Path) -> None:
    """Write every column that is read as an array of its own."""
    folder.mkdir(parents=True)
    words = {}
    for register, columns in COLUMNS.items():
        rows = gathered(delivery.batches(register)) if register == BY_BATCHES else delivery.rows(register)
        for name in columns:
            column = rows[name]
            if isinstance(column, Words):
                words[f"{register}.{name}"] = column.words
            np.save(folder / f"{register}.{name}.npy", column.codes if isinstance(column, Words) else column)
        delivery.read.pop(register, None)
    np.save(folder / "keys.npy", delivery.keys)
    (folder / "words.json").write_text(json.dumps(words), encoding="utf-8")


def gathered(batches: Iterator[dict[str, Column]]) -> dict[str, Column]:
    """A register read by batches as a whole; each batch has words in an order of its own."""
    parts: dict[str, list[np.ndarray]] = {}
    words: dict[str, dict[str, int]] = {}
    for batch in batches:
        for name, column in batch.items():
            if isinstance(column, Words):
                known = words.setdefault(name, {})
                places = [known.setdefault(word, len(known)) for word in column.words]
                codes = np.array([*places, NOBODY], np.int16)[column.codes]
                parts.setdefault(name, []).append(codes)
            else:
                parts.setdefault(name, []).append(column)
    rows: dict[str, Column] = {name: np.concatenate(those) for name, those in parts.items() if name not in words}
    for name, known in words.items():
        every = np.concatenate(parts[name])
        rows[name] = Words(np.where(every == NOBODY, np.int16(len(known)), every), list(known))
    return rows


def _texts(columns: Sequence[str]) -> list[str]:
    return [name for name in columns if name in PEOPLE or name in WORDS]


def _ordered(column: Column, order: np.ndarray | slice) -> Column:
    return Words(column.codes[order], column.words) if isinstance(column, Words) else column[order]


def in_order(column: pa.Array) -> np.ndarray:
    """Ids as numbers that keep their order."""
    words = column.dictionary_encode()
    rank = np.empty(len(words.dictionary), np.int64)
    rank[pc.array_sort_indices(words.dictionary).to_numpy()] = np.arange(len(words.dictionary))
    return rank[words.indices.to_numpy()]


def digits(keys: pa.Array) -> np.ndarray:
    """Keys of one form, none of them empty, as numbers, which are in the order of the keys."""
    if len(keys) == 0:
        return np.zeros(0, np.int64)
    size = len(keys[0].as_py())
    begin = np.frombuffer(keys.buffers()[1], np.int32)[keys.offset]
    signs = np.frombuffer(keys.buffers()[2], np.uint8)[begin : begin + len(keys) * size].reshape(-1, size)
    number = np.zeros(len(keys), np.int64)
    for place in range(size):
        column = signs[:, place]
        if ord("0") <= column[0] <= ord("9"):
            number = number * 10 + (column - ord("0"))
    return number


def written(keys: np.ndarray) -> np.ndarray:
    """SNILS as they are written, a row of signs each."""
    signs = np.empty((len(keys), len(SNILS)), np.uint8)
    rest = keys.copy()
    for place in range(len(SNILS) - 1, -1, -1):
        if SNILS[place] == "9":
            signs[:, place] = rest % 10 + ord("0")
            rest //= 10
        else:
            signs[:, place] = ord(SNILS[place])
    return signs


SNILS = "999-999-999 99"
