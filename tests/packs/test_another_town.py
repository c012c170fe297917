"""An invented town from its registers to its reasons, through the command line alone: no city is in the code."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from alongside.packs import load_pack
from alongside.packs.examples import read_examples
from alongside.packs.run_examples import run_examples
from alongside.registers import open_delivery
from alongside.rules.evaluator import Book, Evaluator
from tests.packs.delivered import alone, awards, cases_of, disagreements
from tests.towns.derive import MILLBROOK, copy_of_town, line_of

ROOT = Path(__file__).resolve().parents[2]
ON = "2025-03-01"
MILK = "measures/milk_money/rule.py"


def alongside(*arguments, folder, status=0):
    """What the command line says, called from another folder."""
    done = subprocess.run(
        [sys.executable, "-m", "alongside.cli", *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == status, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A folder with a copy of the town, far from the repository, its made-up city taken in and decided for."""
    folder = tmp_path_factory.mktemp("far")
    copy_of_town(folder)
    pack = ("--pack", "millbrook")
    made = ("--people", 400, "--seed", 2, "--on", ON, "--dirt", "0.02")
    alongside("city", "generate", *made, "--out", "delivery", *pack, folder=folder)
    alongside("registers", "ingest", "delivery", "--store", "store", *pack, folder=folder, status=3)
    with alone():
        alongside("entitlements", "sweep", "--store", "store", "--on", ON, "--out", "awards", *pack, folder=folder)
    return folder


def test_a_city_of_another_town_is_decided_from_another_folder(town):
    rows = pq.read_table(town / "awards" / "awards.parquet").to_pylist()
    kinds = {(row["measure_id"], row["unit_kind"]) for row in rows}
    assert kinds == {("milk_money", "child"), ("hardship_grant", "household"), ("winter_wood", "house")}
    assert {row["answer"] for row in rows} == {"yes", "unknown"}
    assert all(row["payee_id"].startswith("M-") for row in rows)
    assert all(row["unit_id"].startswith("H") for row in rows if row["unit_kind"] == "house")
    summary = json.loads((town / "awards" / "summary.json").read_text(encoding="utf-8"))
    assert summary["pack"] == "millbrook"
    assert summary["measures"]["milk_money"]["yes"] == sum(
        row["answer"] == "yes" for row in rows if row["measure_id"] == "milk_money"
    )


@pytest.mark.parametrize("language", ["ru", "en"])
def test_everybody_who_gets_something_is_told_why(town, language):
    rows = pq.read_table(town / "awards" / "awards.parquet").to_pylist()
    row = next(r for r in rows if r["measure_id"] == "hardship_grant" and r["answer"] == "yes")
    asked = ("--store", "store", "--person", row["payee_id"], "--on", ON, "--lang", language, "--pack", "millbrook")
    said = json.loads(alongside("entitlements", "explain", *asked, "--json", folder=town))
    found = next(m for m in said["measures"] if m["measure_id"] == "hardship_grant")
    assert (found["answer"], found["amount_kopecks"]) == ("yes", row["amount_kopecks"])
    assert ",".join(f"{c['id']}={c['answer']}" for c in found["criteria"]) == row["criteria"]
    sentence = {"ru": "Кто-то из хозяйства живёт здесь не меньше года", "en": "Somebody of the household"}[language]
    assert sentence in alongside("entitlements", "explain", *asked, "--details", folder=town)


def test_kernels_and_evaluator_agree_on_everybody_of_another_town(town):
    from datetime import date

    pack = load_pack(town / "millbrook")
    facts = open_delivery(town / "store", pack.registers)
    on = date.fromisoformat(ON)
    cases = cases_of(pack.law, facts, on)
    assert awards(cases, facts, on) == pq.read_table(town / "awards" / "awards.parquet").to_pylist()
    assert disagreements(Evaluator(Book(pack.law), facts, on), cases, facts) == []


def test_the_examples_of_another_town_come_out():
    pack = load_pack(MILLBROOK)
    examples = read_examples(pack)
    assert len(examples) > 30
    assert [str(broken) for broken in run_examples(pack, examples)] == []


def test_an_example_that_does_not_come_out_says_what_came_instead(tmp_path):
    file = "measures/milk_money/examples.yaml"
    copy_of_town(tmp_path, (file, "amount: 37.50, since", "amount: 37.51, since"))
    said = subprocess.run(
        [sys.executable, "-m", "alongside.cli", "pack", "check", "millbrook"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1
    assert "amount: expected 37.51, got 37.50" in said.stderr
    assert " examples, 1 that do not come out" in said.stdout


def test_every_change_to_the_rules_of_another_town_is_noticed_by_an_example(tmp_path):
    said = alongside("pack", "check-examples", copy_of_town(tmp_path), folder=tmp_path)
    assert said.endswith("noticed, 0 make no difference (with a reason), 0 unnoticed.\n")


def test_a_change_that_no_example_notices_is_told_with_its_line(tmp_path):
    town = copy_of_town(tmp_path)
    examples = town / "measures" / "milk_money" / "examples.yaml"
    whole = examples.read_text(encoding="utf-8")
    start = whole.index("  - name: Wages of exactly the bread line")
    end = whole.index("  - name: A kopeck less is modest")
    examples.write_text(whole[:start] + whole[end:], encoding="utf-8")
    said = alongside("pack", "check-examples", town, "--measures", "milk_money", folder=tmp_path, status=1)
    place = f"measures/milk_money/rule.py:{line_of(town, MILK, 'earned < bread')}"
    assert re.search(rf"^{re.escape(place)}: no example notices: .*< became <=", said, re.MULTILINE)


def test_a_fault_can_cross_from_one_process_to_another():
    import pickle

    from alongside.rules.fault import PackFault, Where

    fault = PackFault("it is wrong", where=Where("rule.py", 3), remedy="Mend it.")
    assert str(pickle.loads(pickle.dumps(fault))) == str(fault)
