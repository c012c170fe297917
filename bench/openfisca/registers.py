"""The agencies' Parquet files as arrays: people as places in the sorted list of persons, days as datetime64[D]."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench.openfisca.country.dates import FAR

NO_DAY = int(FAR.astype(int))
NOBODY = -1


class Delivery:
    """One delivery's registers. `people` and `homes` are the sorted keys that positions point into."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        keys = pq.read_table(folder / "persons.parquet", columns=["snils"])["snils"].combine_chunks()
        self.order = pc.array_sort_indices(keys)
        self.people = keys.take(self.order)
        homes = pq.read_table(folder / "registrations.parquet", columns=["address_id"], read_dictionary=["address_id"])
        self.homes = pc.unique(homes["address_id"].cast(pa.string())).sort()

    def rows(self, register: str, *columns: str) -> dict[str, np.ndarray]:
        """These columns of a register as arrays."""
        table = pq.read_table(self._path(register), columns=list(columns), read_dictionary=self._texts(columns))
        return {name: self.array(name, table[name]) for name in columns}

    def batches(self, register: str, *columns: str) -> Iterator[dict[str, np.ndarray]]:
        """The same, a few million rows at a time."""
        file = pq.ParquetFile(self._path(register), read_dictionary=self._texts(columns))
        for batch in file.iter_batches(1 << 22, columns=list(columns)):
            yield {name: self.array(name, batch.column(batch.schema.get_field_index(name))) for name in columns}

    def _path(self, register: str) -> Path:
        return self.folder / f"{register}.parquet"

    @staticmethod
    def _texts(columns: tuple[str, ...]) -> list[str]:
        return [name for name in columns if name in DICTIONARIES or name in PEOPLE]

    def array(self, name: str, column: pa.Array | pa.ChunkedArray) -> np.ndarray:
        """A column as numbers: people and homes as positions, words as they are, kopecks, hundredths, days."""
        if isinstance(column, pa.ChunkedArray):
            column = column.unify_dictionaries().combine_chunks()
            column = column.chunk(0) if isinstance(column, pa.ChunkedArray) else column
        if name in PEOPLE:
            return self._positions(column, self.people)
        if name == "address_id":
            return self._positions(column, self.homes)
        kind = column.type
        if pa.types.is_date32(kind):
            return pc.fill_null(column.cast(pa.int32()), NO_DAY).to_numpy().astype("datetime64[D]")
        if pa.types.is_decimal(kind):
            filled = pc.fill_null(column, pa.scalar(0, kind))
            return np.frombuffer(filled.buffers()[1], np.int64)[2 * filled.offset :: 2][: len(filled)]
        if pa.types.is_boolean(kind):
            return pc.fill_null(column, False).to_numpy(zero_copy_only=False)
        if pa.types.is_integer(kind):
            return pc.fill_null(column, 0).to_numpy()
        return column  # a word: compared with `is_one`

    def _positions(self, column: pa.Array, keys: pa.Array) -> np.ndarray:
        if pa.types.is_dictionary(column.type):
            places = pc.fill_null(pc.index_in(column.dictionary, keys), NOBODY).to_numpy()
            codes = pc.fill_null(column.indices, len(places)).to_numpy()
            return np.append(places, np.int32(NOBODY))[codes]
        return pc.fill_null(pc.index_in(column, keys), NOBODY).to_numpy()


PEOPLE = frozenset(
    {
        *("snils", "child_snils", "adult_snils", "spouse_a", "spouse_b"),
        *("carer_snils", "cared_snils", "burial_by", "phone_subscriber", "for_snils"),
    }
)
DICTIONARIES = frozenset(
    {
        *("kind", "flag", "category", "month", "sex", "citizenship", "code", "until_reason"),
        *("measure_id", "address_id", "object_id", "vehicle_id", "decision_id", "record_id", "spell_id"),
    }
)


def is_one(column: pa.Array, *words: str) -> np.ndarray:
    """Where a column of words says one of these."""
    if pa.types.is_dictionary(column.type):
        wanted = pc.fill_null(pc.is_in(column.dictionary, pa.array(words)), False).to_numpy(zero_copy_only=False)
        codes = pc.fill_null(column.indices, len(wanted)).to_numpy()
        return np.append(wanted, False)[codes]
    return pc.fill_null(pc.is_in(column, pa.array(words)), False).to_numpy(zero_copy_only=False)


def numbers_of(column: pa.Array) -> np.ndarray:
    """Words as numbers that keep their order."""
    words = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    rank = np.empty(len(words.dictionary), np.int64)
    rank[pc.array_sort_indices(words.dictionary).to_numpy()] = np.arange(len(words.dictionary))
    return rank[pc.fill_null(words.indices, 0).to_numpy()]
