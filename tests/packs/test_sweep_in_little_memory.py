"""A sweep of a country: its columns lie in files, its rows are written some at a time; it says what any other says."""

from datetime import date
from errno import ENOSPC
from threading import Thread
from time import sleep

import numpy as np
import pyarrow.parquet as pq
import pytest

from alongside.packs import awards_file
from alongside.packs.sweep import sweep
from alongside.packs.table_file import TableFile
from alongside.registers import ingest_delivery
from alongside.registers.refusals import FolderUnusable
from alongside.rules import columns
from alongside.rules import run as run_room
from alongside.rules.awards import SCHEMA, awards_of
from tests.packs.small_city import pack
from tests.second_reading.random_city import write_random_city

ON = date(2025, 3, 1)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("little_memory")
    write_random_city(folder / "d", 3, people=300)
    ingest_delivery(folder / "d", folder / "store", pack().registers)
    return folder / "store"


def test_columns_beyond_what_memory_may_hold_lie_in_files_and_rows_are_written_in_pieces(store, tmp_path, monkeypatch):
    sweep(pack(), store, ON, tmp_path / "plain")
    made: list[tuple[bool, int]] = []

    def watched(run, size, dtype, **more):
        column = making(run, size, dtype, **more)
        made.append((isinstance(column, np.memmap), size))
        return column

    making = columns.new_column
    monkeypatch.setattr(columns, "new_column", watched)
    monkeypatch.setattr(run_room, "new_column", watched)
    monkeypatch.setattr(columns, "IN_MEMORY", 2000)
    monkeypatch.setattr(awards_file, "ROWS_AT_ONCE", 7)
    sweep(pack(), store, ON, tmp_path / "little")
    assert {mapped for mapped, size in made if size} == {True, False}, "some in memory, the others not"
    plain, little = (pq.read_table(tmp_path / name / "awards.parquet") for name in ("plain", "little"))
    assert little.equals(plain)
    assert plain.num_rows > 100
    assert (tmp_path / "little" / "summary.json").read_text() == (tmp_path / "plain" / "summary.json").read_text()


def test_awards_are_put_in_words_only_so_many_rows_before_they_are_written(store, tmp_path, monkeypatch):
    sweep(pack(), store, ON, tmp_path / "plain")
    ahead, most = [0], [0]
    wording, writing = awards_of, TableFile.write

    def word(*about):
        table = wording(*about)
        ahead[0] += len(table)
        most[0] = max(most[0], ahead[0])
        return table

    def write(file, table):
        sleep(0.002)
        writing(file, table)
        ahead[0] -= len(table)

    monkeypatch.setattr(awards_file, "awards_of", word)
    monkeypatch.setattr(TableFile, "write", write)
    monkeypatch.setattr(awards_file, "ROWS_AT_ONCE", 5)
    monkeypatch.setattr(awards_file, "ROWS_AHEAD", 20)
    sweep(pack(), store, ON, tmp_path / "ahead")
    assert 10 < most[0] <= 20 and ahead[0] == 0
    plain, pieces = (pq.read_table(tmp_path / name / "awards.parquet") for name in ("plain", "ahead"))
    assert pieces.equals(plain)


def test_the_file_has_dictionaries_of_what_is_said_again_and_plain_keys(store, tmp_path):
    sweep(pack(), store, ON, tmp_path / "out")
    file = pq.ParquetFile(tmp_path / "out" / "awards.parquet")
    assert file.schema_arrow.equals(SCHEMA) and file.metadata.num_rows > 100
    groups = [file.metadata.row_group(number).to_dict() for number in range(file.metadata.num_row_groups)]
    for column in (column for group in groups if group["num_rows"] for column in group["columns"]):
        coded = "RLE_DICTIONARY" in column["encodings"]
        assert coded != (column["path_in_schema"] in ("unit_id", "payee_id")), column["path_in_schema"]
        assert column["compression"] == "ZSTD"


def words_fail(monkeypatch):
    def fail(*_):
        raise ValueError("no words")

    monkeypatch.setattr(awards_file, "awards_of", fail)


def writing_fails(monkeypatch):
    def fail(*_):
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(TableFile, "write", fail)


@pytest.mark.parametrize("broken", [words_fail, writing_fails])
def test_what_fails_beside_deciding_ends_the_sweep_and_leaves_nothing(store, tmp_path, monkeypatch, broken):
    broken(monkeypatch)
    monkeypatch.setattr(awards_file, "ROWS_AT_ONCE", 7)
    raised: list[Exception] = []

    def sweep_and_tell():
        try:
            sweep(pack(), store, ON, tmp_path / "out")
        except (ValueError, FolderUnusable) as error:
            raised.append(error)

    sweeping = Thread(target=sweep_and_tell, daemon=True)
    sweeping.start()
    sweeping.join(120)
    assert not sweeping.is_alive(), "one thread waits for another that has failed"
    (error,) = raised
    assert str(error).startswith("no words" if broken is words_fail else "The sweep into ")
    assert broken is words_fail or "No space left on device" in str(error)
    assert not list(tmp_path.iterdir())
