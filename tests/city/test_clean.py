"""A made-up city has no bad row: the registers room sets nothing aside, nor does the slow second reading."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from alongside.registers import ingest_delivery
from alongside.registers.write import write_delivery
from packs.moscow.city import generate
from packs.moscow.registers import REGISTERS
from tests.second_reading.delivery import read_delivery


@pytest.mark.parametrize(
    ("people", "seed", "on"),
    [
        (1, 1, date(2025, 3, 1)),
        (37, 2, date(2024, 2, 29)),
        (20_000, 3, date(2023, 1, 1)),
        (60_000, 4, date(2025, 9, 10)),
        (20_000, 5, date(2026, 12, 31)),
    ],
)
def test_the_registers_room_sets_nothing_aside(tmp_path: Path, people: int, seed: int, on: date) -> None:
    blocks = generate(people, seed, on)
    folder, store = tmp_path / "delivery", tmp_path / "store"
    rows = write_delivery(folder, REGISTERS, blocks, delivery_id="CITY", as_of=on, form="parquet")
    ingest_delivery(folder, store, REGISTERS)
    assert [path.read_text().count("\n") for path in store.rglob("set_aside.csv")] == [1]
    assert [path.read_text().count("\n") for path in store.rglob("file_errors.csv")] == [1]
    assert rows["persons"] >= people


def test_the_second_reading_sets_nothing_aside(tmp_path: Path) -> None:
    on = date(2025, 3, 1)
    write_delivery(tmp_path / "d", REGISTERS, generate(1_000, 8, on), delivery_id="CITY", as_of=on)
    delivered = read_delivery(tmp_path / "d")
    assert not delivered.set_aside
    assert not delivered.file_errors
