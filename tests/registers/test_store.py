"""What a store holds: whole deliveries, one in use, whatever happens to the program that writes."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from alongside.base.refusal import Refusal
from alongside.registers import delivery_in_use, held_deliveries, ingest_delivery, open_delivery, take_in
from alongside.registers.incoming import incoming_folder
from packs.moscow.registers import REGISTERS
from tests.registers.deliver import ANNA, PERSONS, codes, ingest, write
from tests.second_reading.random_city import write_random_city

BAD = f"{ANNA};2025-01;PAY;1.00"


def content(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_the_same_delivery_again_changes_nothing_and_answers_the_same(tmp_path):
    first = ingest(tmp_path, {"income": [BAD]})
    before = content(tmp_path / "store")
    again = ingest(tmp_path, {"income": [BAD]})
    assert again.held_before and not first.held_before
    assert (again.as_json(), again.exit_status) == (first.as_json(), 3)
    assert content(tmp_path / "store") == before


def test_an_id_that_is_held_with_other_digests_is_refused(tmp_path):
    ingest(tmp_path, {"income": [BAD]})
    before = content(tmp_path / "store")
    with pytest.raises(Refusal) as caught:
        ingest(tmp_path, {"income": []})
    assert caught.value.code == "delivery_id_reused"
    assert content(tmp_path / "store") == before


def test_the_delivery_in_use_is_the_latest_then_the_greatest(tmp_path):
    store = tmp_path / "store"
    for number, (name, as_of) in enumerate([("b", "2025-03-01"), ("c", "2025-02-01"), ("a", "2025-03-01")]):
        ingest_delivery(
            write(tmp_path / str(number), {"persons": PERSONS}, delivery_id=name, as_of=as_of),
            store,
            REGISTERS,
        )
    assert [report.delivery_id for report in held_deliveries(store, REGISTERS)] == ["c", "a", "b"]
    assert delivery_in_use(store, REGISTERS).name == "b"
    assert delivery_in_use(store, REGISTERS, "c").name == "c"
    facts = open_delivery(store, REGISTERS, "a")
    assert (facts.delivery_id, facts.persons) == ("a", 3)


def test_a_delivery_that_is_not_held_cannot_be_opened(tmp_path):
    for name in (None, "nothing", "", ".."):
        with pytest.raises(Refusal) as caught:
            open_delivery(tmp_path / "store", REGISTERS, name)
        assert caught.value.code == "delivery_not_held"


@pytest.mark.parametrize("name", ["..", ".", "a/b", "../../x", "%41", "день", "a b", "\n", "\0"])
def test_an_id_that_is_no_folder_name_stays_inside_the_store(tmp_path, name):
    report = ingest(tmp_path, {}, delivery_id=name)
    assert report.folder.parent == tmp_path / "store" / "deliveries"
    assert [held.delivery_id for held in held_deliveries(tmp_path / "store", REGISTERS)] == [name]
    assert open_delivery(tmp_path / "store", REGISTERS, name).delivery_id == name


def test_an_id_that_is_too_long_is_refused(tmp_path):
    with pytest.raises(Refusal) as caught:
        ingest(tmp_path, {}, delivery_id="x" * 201)
    assert caught.value.code == "manifest_unreadable"


def test_a_store_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "store").write_text("")
    with pytest.raises(Refusal) as caught:
        ingest(tmp_path, {})
    assert caught.value.code == "folder_unusable"


def test_a_full_disk_leaves_the_store_as_it_was(tmp_path, monkeypatch):
    def no_room(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(take_in, "save_head", no_room)
    with pytest.raises(Refusal, match="No space left"):
        ingest(tmp_path, {})
    assert held_deliveries(tmp_path / "store", REGISTERS) == []
    assert sorted(path.name for path in (tmp_path / "store" / ".incoming").iterdir()) == ["lock"]


def test_set_aside_csv_quotes_only_what_needs_it(tmp_path):
    report = ingest(tmp_path, {"income": [f"{ANNA};2025-01;WAGE;x", f"{ANNA};2025-01"]})
    lines = (report.folder / "set_aside.csv").read_text(encoding="utf-8").split("\n")
    assert lines[0] == "file;line;column;code;sentence"
    assert lines[1].startswith('income.csv;2;amount;bad_format;"amount: ')
    assert lines[-1] == "" and codes(report)[1] == (3, "", "wrong_field_count")


def test_leftovers_of_the_dead_are_removed_and_the_living_left_alone(tmp_path):
    waiting = tmp_path / "store" / ".incoming"
    (waiting / "dead" / "facts").mkdir(parents=True)
    (waiting / "dead.lock").touch()
    (waiting / "gone.lock").touch()
    with incoming_folder(tmp_path / "store") as living:
        ingest(tmp_path, {})
        assert living.is_dir()
        assert not (waiting / "dead").exists() and not (waiting / "gone.lock").exists()
    assert not living.exists()


INGEST = """
import sys
from pathlib import Path
from alongside.registers import ingest_delivery
from packs.moscow.registers import REGISTERS
store, *folders = map(Path, sys.argv[1:])
print("ready", flush=True)
for folder in folders:
    ingest_delivery(folder, store, REGISTERS)
"""


def test_killed_at_any_moment_the_store_holds_only_whole_deliveries(tmp_path):
    folders, whole = [], {}
    for seed in range(4):
        folders.append(tmp_path / f"delivery{seed}")
        write_random_city(folders[-1], seed, 60, missing_share=0)
        report = ingest_delivery(folders[-1], tmp_path / "whole", REGISTERS)
        whole[report.folder.name] = content(report.folder)
    store = tmp_path / "store"
    waits = random.Random(1)
    for _ in range(6):
        command = [sys.executable, "-c", INGEST, str(store), *map(str, folders)]
        root = str(Path(__file__).resolve().parents[2])
        child = subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": root})
        assert child.stdout and child.stdout.readline()
        try:
            child.wait(waits.uniform(0.0, 1.0))
        except subprocess.TimeoutExpired:
            child.kill()
        child.wait()
        held = store / "deliveries"
        for folder in held.iterdir() if held.is_dir() else ():
            assert content(folder) == whole[folder.name]
    for folder in folders:
        ingest_delivery(folder, store, REGISTERS)
    assert {report.folder.name for report in held_deliveries(store, REGISTERS)} == set(whole)
    ingest(tmp_path, {})
    assert sorted(path.name for path in (store / ".incoming").iterdir()) == ["lock"]
