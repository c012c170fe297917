"""The command line: what it prints, and the exit status that a script can rely on."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.registers.deliver import ANNA, PERSONS, write

pytest.importorskip("alongside.cli.options")

from alongside.cli.registers import registers

ALL = Path(__file__).resolve().parents[2] / "packs" / "moscow"


def run(*arguments):
    return CliRunner().invoke(registers, [str(argument) for argument in arguments], catch_exceptions=False)


def test_ingest_says_what_came_of_each_register(tmp_path):
    folder = write(tmp_path / "d", {"persons": PERSONS, "income": [f"{ANNA};2025-01;PAY;1.00"]})
    result = run("ingest", folder, "--store", tmp_path / "store", "--pack", ALL)
    assert result.exit_code == 3
    assert "unknown_code: 1 row set aside" in result.stdout
    assert str(next((tmp_path / "store").rglob("set_aside.csv"))) in result.stdout
    assert "missing" in result.stdout


def test_ingest_prints_json(tmp_path):
    folder = write(tmp_path / "d", {"persons": PERSONS})
    result = run("ingest", folder, "--store", tmp_path / "store", "--pack", ALL, "--json")
    said = json.loads(result.stdout)
    assert result.exit_code == 3
    assert said["registers"]["persons"]["accepted"] == 3
    assert said["totals"]["missing_registers"] == 20


def test_a_refusal_is_one_line_and_status_2(tmp_path):
    result = run("ingest", tmp_path, "--store", tmp_path / "store", "--pack", ALL)
    assert result.exit_code == 2
    assert result.stderr.startswith("manifest_unreadable: ") and result.stderr.count("\n") == 1


def test_list_says_which_delivery_is_in_use(tmp_path):
    for name in ("a", "b"):
        folder = write(tmp_path / name, {"persons": PERSONS}, delivery_id=name)
        run("ingest", folder, "--store", tmp_path / "store", "--pack", ALL)
    held = json.loads(run("list", "--store", tmp_path / "store", "--pack", ALL, "--json").stdout)
    assert [(line["delivery_id"], line["in_use"]) for line in held] == [("a", False), ("b", True)]
