"""`alongside city generate` and `alongside demo`: a made-up city, and everything at once."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packs.delivered import alone
from tests.towns.derive import copy_of_town


def bytes_of(folder):
    return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_the_same_seed_gives_the_same_bytes(ask, tmp_path, form):
    made = ("city", "generate", "--people", 120, "--dirt", "0.05", "--format", form)
    for name, seed in (("one", 4), ("two", 4), ("three", 5)):
        assert ask(*made, "--seed", seed, "--out", tmp_path / name).exit_code == 0
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")
    assert bytes_of(tmp_path / "one") != bytes_of(tmp_path / "three")


def test_a_folder_that_is_not_empty_is_refused(ask, tmp_path):
    (tmp_path / "cat.jpg").write_text("a cat", encoding="utf-8")
    done = ask("city", "generate", "--people", 120, "--out", tmp_path)
    assert done.exit_code == 2 and done.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["cat.jpg"]


def test_a_pack_that_makes_up_no_city_says_so(ask, tmp_path):
    town = copy_of_town(tmp_path, ("pack.toml", 'city = "city:generate"\n', ""))
    done = ask("city", "generate", "--people", 120, "--out", tmp_path / "out", pack=town)
    assert done.exit_code == 2 and done.stderr.startswith("pack_has_no_city: ")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    yield {name: pa", '    SCHEMAS.pop("stoves")\n    yield {name: pa', "no table for the register 'stoves'"),
        (
            "    yield {name: pa",
            "    yield {name + 's': pa",
            "a table 'peoples', which is no register. Did you mean 'people'?",
        ),
        ('("house", TEXT)', '("home", TEXT)', "the columns must be house, resident, since, until, got resident, home"),
        ("number = _number(", "number = 1 // 0 * _number(", "ZeroDivisionError: integer division or modulo by zero."),
    ],
)
def test_a_city_that_is_not_what_the_registers_say_is_refused_in_one_line(ask, tmp_path, old, new, said):
    town = copy_of_town(tmp_path, ("city.py", old, new))
    done = ask("city", "generate", "--people", 20, "--out", tmp_path / "out", pack=town)
    assert done.exit_code == 2 and done.stdout == "" and not (tmp_path / "out").exists()
    assert done.stderr.startswith(f"pack_fault: {town / 'city.py'}:") and done.stderr.count("\n") == 1
    assert said in done.stderr


def test_a_broken_pack_is_refused_in_one_line(ask, tmp_path):
    town = copy_of_town(tmp_path, ("terms.yaml", "PINT:", "PINTS:"))
    done = ask("city", "generate", "--people", 120, "--out", tmp_path / "out", pack=town)
    assert done.exit_code == 2 and done.stdout == ""
    assert done.stderr.startswith("pack_fault: ") and done.stderr.count("\n") == 1
    assert "there is no term 'PINT'" in done.stderr


ROOT = Path(__file__).resolve().parents[2]
TOWN = ROOT / "tests" / "towns" / "millbrook"


def demo(out, *more):
    """The demo as a person runs it: in a process of its own, whose site has a home of its own."""
    env = {
        name: value for name, value in os.environ.items() if name not in ("DJANGO_SETTINGS_MODULE", "ALONGSIDE_HOME")
    }
    command = [sys.executable, "-P", "-m", "alongside.cli", "demo", "--people", "300", "--out", str(out), *more]
    env = {**env, "PYTHONPATH": str(ROOT)}
    with alone():
        return subprocess.run(command, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)


def test_the_demo_tells_everything_from_registers_to_a_site(tmp_path):
    out = tmp_path / "demo"
    done = demo(out, "--pack", str(TOWN))
    assert done.returncode == 0, done.stderr
    parts = ("1. A made-up city of 300", "2. Registers in", "3. Rights", "4. Why: one family, in Russian")
    more = ("4. Why: one family, in English", "5. People and their rights", "Try next:", "/become")
    places = [done.stdout.index(part) for part in (*parts, *more)]
    assert places == sorted(places)
    assert "Вам положено" in done.stdout and "You are entitled to" in done.stdout
    assert (out / "awards" / "awards.parquet").exists()
    with sqlite3.connect(out / "alongside.sqlite3") as site:
        assert site.execute("SELECT count(*) FROM people_person").fetchone()[0] > 250
        assert site.execute("SELECT count(*) FROM entitlements_award").fetchone()[0] > 0
        assert site.execute("SELECT count(*) FROM people_account WHERE role = 'specialist'").fetchone()[0] == 1
    again = demo(out, "--pack", str(TOWN))
    assert again.returncode == 0, again.stderr


def test_the_demo_of_the_shipped_pack_runs_from_end_to_end(tmp_path):
    done = demo(tmp_path / "demo")
    assert done.returncode == 0, done.stderr
    assert "Вам положено" in done.stdout and "You are entitled to" in done.stdout


def test_the_demo_leaves_a_folder_of_somebody_else_alone(ask, tmp_path):
    (tmp_path / "delivery").mkdir()
    (tmp_path / "delivery" / "cat.jpg").write_text("a cat", encoding="utf-8")
    done = ask("demo", "--people", 300, "--out", tmp_path)
    assert done.exit_code == 2
    assert (tmp_path / "delivery" / "cat.jpg").exists()
