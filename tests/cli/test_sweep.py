"""`alongside entitlements sweep`: the awards whole or not at all, the same bytes each time."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from alongside.rules.awards import SCHEMA
from tests.towns.derive import MILLBROOK

ROOT = Path(__file__).resolve().parents[2]
HEADER = "on;measure_id;unit_kind;unit_id;payee_id;answer;amount_kopecks;since;until;criteria;missing"
NUMBERS = {"milk_money": 1, "hardship_grant": 2, "winter_wood": 3}


def as_text(row):
    return {name: "" if value is None else str(value) for name, value in row.items()}


def test_parquet_and_csv_say_the_same(sweep, awards, tmp_path):
    sweep(tmp_path / "csv", "--format", "csv")
    with (tmp_path / "csv" / "awards.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, delimiter=";"))
    table = pq.read_table(awards / "awards.parquet")
    assert table.schema.equals(SCHEMA)
    assert lines == [as_text(row) for row in table.to_pylist()]
    assert len(lines) > 50


def test_csv_is_to_the_letter(sweep, tmp_path):
    sweep(tmp_path / "csv", "--format", "csv")
    data = (tmp_path / "csv" / "awards.csv").read_bytes()
    lines = data.decode("utf-8").split("\n")
    assert lines[0] == HEADER
    assert lines[-1] == "" and b"\r" not in data and b'"' not in data
    rows = [dict(zip(HEADER.split(";"), line.split(";"), strict=True)) for line in lines[1:-1]]
    order = [(NUMBERS[row["measure_id"]], row["unit_kind"], row["unit_id"]) for row in rows]
    assert order == sorted(order) and len(set(order)) == len(order)
    for row in rows:
        answers = dict(pair.split("=") for pair in row["criteria"].split(","))
        paid = row["measure_id"] != "winter_wood"
        assert (list(answers)[-1] == "amount_above_zero") == paid
        said = set(answers.values())
        assert row["answer"] == ("unknown" if "unknown" in said else "yes") and "no" not in said
        assert bool(row["missing"]) == (row["answer"] == "unknown") == (row["amount_kopecks"] == "")
        assert bool(row["since"]) == (row["answer"] == "yes")
        assert row["on"] == "2025-03-01"


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_the_same_sweep_gives_the_same_bytes(sweep, tmp_path, form):
    for name in ("one", "two"):
        sweep(tmp_path / name, "--format", form)
    for file in (f"awards.{form}", "summary.json"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_some_measures_are_decided_as_among_all(sweep, awards, tmp_path):
    sweep(tmp_path / "some", "--measures", "winter_wood, milk_money")
    whole = pq.read_table(awards / "awards.parquet").to_pylist()
    some = pq.read_table(tmp_path / "some" / "awards.parquet").to_pylist()
    assert some == [row for row in whole if row["measure_id"] != "hardship_grant"]
    summary = json.loads((tmp_path / "some" / "summary.json").read_text(encoding="utf-8"))
    assert list(summary["measures"]) == ["milk_money", "winter_wood"]


def test_the_summary_counts_what_the_awards_hold(sweep, tmp_path):
    printed = json.loads(sweep(tmp_path / "out", "--json").stdout)
    assert printed == json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    rows = pq.read_table(tmp_path / "out" / "awards.parquet").to_pylist()
    for name, told in printed["measures"].items():
        own = [row for row in rows if row["measure_id"] == name]
        assert told["yes"] == sum(row["answer"] == "yes" for row in own)
        assert told["unknown"] == sum(row["answer"] == "unknown" for row in own)
        assert told["sum_kopecks"] == sum(row["amount_kopecks"] or 0 for row in own)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--on", "2023-12-31"), "date_outside_law"),
        (("--on", "2026-01-01"), "date_outside_law"),
        (("--measures", "milk_mony"), "no_such_measure"),
        (("--delivery", "never-came"), None),
    ],
)
def test_a_refusal_is_one_line_and_status_2_and_nothing_is_written(sweep, tmp_path, more, code):
    done = sweep(tmp_path / "out", *more, status=2)
    assert done.stderr.count("\n") == 1 and "Traceback" not in done.output
    assert code is None or done.stderr.startswith(f"{code}: ")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_else_in_it_is_left_alone(sweep, tmp_path):
    out = tmp_path / "photos"
    out.mkdir()
    (out / "cat.jpg").write_text("a cat", encoding="utf-8")
    assert sweep(out, status=2).stderr.startswith("out_is_taken: ")
    assert [path.name for path in out.iterdir()] == ["cat.jpg"]
    (tmp_path / "file").write_text("a file", encoding="utf-8")
    assert sweep(tmp_path / "file", status=2).stderr.startswith("out_is_taken: ")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "a file"


def test_a_folder_that_cannot_be_made_is_refused_in_a_line(sweep, tmp_path):
    (tmp_path / "file").write_text("a file", encoding="utf-8")
    done = sweep(tmp_path / "file" / "awards", status=2)
    assert done.stderr.startswith("folder_unusable: ")
    assert done.stderr.count("\n") == 1 and "Not a directory" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_an_earlier_sweep_is_replaced_whole(sweep, tmp_path):
    out = tmp_path / "out"
    sweep(out, "--format", "csv")
    sweep(out, "--measures", "milk_money")
    assert sorted(path.name for path in out.iterdir()) == ["awards.parquet", "summary.json"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert set(pq.read_table(out / "awards.parquet")["measure_id"].to_pylist()) == {"milk_money"}


def command(store, out):
    asked = ("--store", store, "--on", "2025-03-01", "--out", out, "--pack", MILLBROOK)
    return [sys.executable, "-m", "alongside.cli", "entitlements", "sweep", *map(str, asked)]


def test_a_sweep_that_is_killed_leaves_the_earlier_one(sweep, store, tmp_path):
    out = tmp_path / "out"
    sweep(out, "--measures", "milk_money")
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    began = time.monotonic()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(command(store, tmp_path / "whole"), env=environment, check=True, capture_output=True)
    whole = time.monotonic() - began
    after = {path.name: path.read_bytes() for path in (tmp_path / "whole").iterdir()}
    for share in (0.3, 0.6, 0.8, 0.9, 1.0):
        with subprocess.Popen(command(store, out), env=environment, stdout=-3, stderr=-3) as process:
            time.sleep(whole * share)
            process.send_signal(signal.SIGKILL)
        assert {path.name: path.read_bytes() for path in out.iterdir()} in (before, after)
    subprocess.run(command(store, out), env=environment, check=True, capture_output=True)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == after


KILLED_BETWEEN = """
import os, sys
rename = os.rename
def once(a, b):
    rename(a, b)
    os.kill(os.getpid(), 9)
os.rename = once
sys.argv[0] = "alongside"
from alongside.cli.__main__ import alongside
alongside()
"""


def test_a_sweep_that_is_killed_while_it_is_put_in_place_leaves_one_of_the_two(sweep, store, tmp_path):
    out = tmp_path / "out"
    sweep(out, "--measures", "milk_money")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(
        [sys.executable, "-c", KILLED_BETWEEN, *command(store, out)[3:]],
        env=environment,
        capture_output=True,
        check=False,
    )
    assert (out / "summary.json").exists()
