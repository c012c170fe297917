"""A new pack is whole from its first minute: it passes the check and decides a made-up town."""

import re
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from alongside.cli.__main__ import alongside
from alongside.packs import load_pack
from alongside.packs.check import check_pack
from alongside.packs.check_files import file_findings
from alongside.packs.examples import read_examples
from alongside.packs.new import PackExists, PackNameIsWrong, new_pack
from alongside.packs.run_examples import run_examples
from tests.packs.conftest import SHIPPED
from tests.packs.delivered import alone

ON = "2025-03-01"
HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "add-a-measure.md"


def call(*arguments, status=0):
    done = CliRunner().invoke(alongside, [str(each) for each in arguments], catch_exceptions=False)
    assert done.exit_code == status, done.output
    return done.output


def test_a_new_pack_passes_its_check(tmp_path):
    said = call("pack", "new", "brook_field", "--at", tmp_path)
    assert str(tmp_path / "brook_field") in said
    checked = check_pack(tmp_path / "brook_field")
    assert [str(each) for each in (*checked.findings, *checked.broken)] == []
    assert checked.pack is not None
    assert checked.pack.title.en == "Brook Field, a town to begin with"
    assert len(checked.pack.law.measures) == 2


def test_a_new_pack_goes_from_registers_to_reasons(tmp_path):
    folder = new_pack("brookfield", tmp_path)
    pack = ("--pack", folder)
    call("city", "generate", "--people", 300, "--on", ON, "--out", tmp_path / "delivery", *pack)
    call("registers", "ingest", tmp_path / "delivery", "--store", tmp_path / "store", *pack)
    with alone():
        store = ("--store", tmp_path / "store", "--on", ON)
        call("entitlements", "sweep", *store, "--out", tmp_path / "awards", *pack)
    rows = pq.read_table(tmp_path / "awards" / "awards.parquet").to_pylist()
    assert {row["measure_id"] for row in rows} == {"school_start", "pension_top_up"}
    one = next(row for row in rows if row["measure_id"] == "pension_top_up" and row["answer"] == "yes")
    said = call("entitlements", "explain", *store, "--person", one["unit_id"], "--lang", "en", "--details", *pack)
    assert "The pension is below the poverty line" in said


def test_every_change_to_its_rules_is_noticed_by_an_example(tmp_path):
    said = call("pack", "check-examples", new_pack("brookfield", tmp_path))
    assert said.endswith("0 make no difference (with a reason), 0 unnoticed.\n")


@pytest.mark.parametrize("name", ["brook-field", "7towns", "Brookfield", "", "class", "../town", "город"])
def test_a_name_that_is_no_identifier_is_refused(tmp_path, name):
    with pytest.raises(PackNameIsWrong):
        new_pack(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_left_alone(tmp_path):
    (tmp_path / "brookfield").mkdir()
    with pytest.raises(PackExists):
        new_pack("brookfield", tmp_path)
    assert "pack_exists" in call("pack", "new", "brookfield", "--at", tmp_path, status=2)
    assert list((tmp_path / "brookfield").iterdir()) == []


def test_the_measure_of_the_how_to_can_be_typed_in_as_it_stands(tmp_path):
    shipped = SHIPPED[0].parent
    folder = tmp_path / shipped.name
    shutil.copytree(shipped, folder, ignore=shutil.ignore_patterns("__pycache__"))
    page = HOW_TO.read_text(encoding="utf-8")
    files = re.findall(r"^`packs/\w+/([\w./]+)`\n\n```\w+\n(.*?)^```$", page, re.S | re.M)
    for name, text in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    assert len(files) == 6
    pack = load_pack(folder)
    examples = read_examples(pack, [folder / "measures" / "reading_voucher" / "examples.yaml"])
    assert len(examples) >= 6
    assert [str(broken) for broken in run_examples(pack, examples)] == []
    assert [str(each) for each in file_findings(folder) if "reading_voucher" in str(each)] == []
