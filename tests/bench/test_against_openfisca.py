"""The sweep against OpenFisca: a small share of `./run bench sweep --against openfisca`, and the eye that compares."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from alongside.rules.awards import SCHEMA
from bench.openfisca.compare import Held, compare
from bench.openfisca.environment import NoPeer, peer_python

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2025, 3, 1)
ANNA, BORIS, VERA = "001-000-000 01", "001-000-001 02", "001-000-002 03"


@pytest.mark.slow
def test_openfisca_gives_the_same_people_the_same_kopecks() -> None:
    try:
        peer_python()
    except NoPeer as missing:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(str(missing))
    asked = ["--against", "openfisca", "--people", "4000", "--rounds", "1"]
    ran = subprocess.run(
        [sys.executable, "-m", "bench.sweep", *asked], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    told = json.loads(ran.stdout.splitlines()[-1])
    assert told["equal"]
    assert len(told["measures"]) == 12
    assert sum(held["ours"] > 0 for held in told["compared"]) >= 10, "too few people to say anything"
    assert sum(held["sum_ours"] for held in told["compared"]) == sum(held["sum_theirs"] for held in told["compared"])
    assert set(told["ratio_openfisca"]) == {"facts", "digested", "parquet"}
    print(f"ratio to OpenFisca: {told['ratio_openfisca']}")


def held_by(folder: Path, ours: list[tuple[str, str, int | None]], theirs: list[tuple[str, float]]) -> Held:
    """Two files of one measure, compared. Ours: unit, answer, kopecks; theirs: unit, roubles."""
    rows: list[dict[str, Any]] = [
        {"measure_id": "edv", "unit_kind": "person", "unit_id": unit, "answer": answer, "amount_kopecks": amount}
        for unit, answer, amount in ours
    ]
    pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), folder / "ours.parquet")
    given = {
        "measure_id": ["edv"] * len(theirs),
        "unit_kind": ["person"] * len(theirs),
        "unit_id": [unit for unit, _ in theirs],
        "amount": pa.array([amount for _, amount in theirs], pa.float32()),
    }
    pq.write_table(pa.table(given), folder / "theirs.parquet")
    (held,) = compare(folder / "ours.parquet", folder / "theirs.parquet", operations=8)
    return held


def test_the_same_units_with_the_same_kopecks_are_equal(tmp_path: Path) -> None:
    held = held_by(tmp_path, [(ANNA, "yes", 243_558), (BORIS, "yes", 100)], [(BORIS, 1.0), (ANNA, 2435.58)])
    assert held.equal
    assert (held.ours, held.theirs, held.sum_ours, held.sum_theirs) == (2, 2, 243_658, 243_658)
    assert held.largest_difference == 0


def test_a_unit_that_only_one_side_gives_to_is_seen(tmp_path: Path) -> None:
    held = held_by(tmp_path, [(ANNA, "yes", 100), (BORIS, "yes", 100)], [(ANNA, 1.0), (VERA, 1.0)])
    assert (held.only_ours, held.only_theirs, held.equal) == (1, 1, False)


def test_a_kopeck_is_within_float32_and_two_are_not(tmp_path: Path) -> None:
    one = held_by(tmp_path, [(ANNA, "yes", 243_558)], [(ANNA, 2435.57)])
    assert (one.other_amounts, one.largest_difference, one.beyond_float32, one.equal) == (1, 1, 0, True)
    two = held_by(tmp_path, [(ANNA, "yes", 243_558)], [(ANNA, 2435.56)])
    assert (two.largest_difference, two.beyond_float32, two.equal) == (2, 1, False)


def test_what_is_not_known_to_us_is_counted_apart(tmp_path: Path) -> None:
    held = held_by(tmp_path, [(ANNA, "yes", 100), (BORIS, "unknown", None)], [(ANNA, 1.0), (BORIS, 5.0)])
    assert held.equal
    assert (held.ours, held.theirs, held.not_known, held.not_known_given) == (1, 1, 1, 1)
    assert held.sum_theirs == 100
