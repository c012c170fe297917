"""A sweep decided again, one unit at a time."""

import json
import shutil

import pytest
from click.testing import CliRunner

from alongside.cli.__main__ import alongside
from alongside.packs.sweep import sweep
from alongside.packs.verify import SweepOfAnotherLaw, verify
from alongside.registers.refusals import DeliveryNotHeld
from alongside.rules.awards import SCHEMA
from tests.packs import millbrook_week as week
from tests.packs.millbrook_week import ADA, CORA, FIRST, GWEN, ON


@pytest.fixture(scope="module")
def pack():
    return week.town()


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = tmp_path_factory.mktemp("town") / "store"
    week.ingest(store, FIRST, week.BEFORE)
    return store


@pytest.fixture(scope="module")
def sweeps(pack, store, tmp_path_factory):
    """The same sweep in both forms."""
    folder = tmp_path_factory.mktemp("sweeps")
    for form in ("parquet", "csv"):
        sweep(pack, store, ON, folder / form, form=form)
    return folder


@pytest.fixture
def awards(sweeps, tmp_path):
    """A copy of the sweep as CSV, and a way to write other lines into it."""
    shutil.copytree(sweeps / "csv", tmp_path / "awards")

    def change(edit):
        path = tmp_path / "awards" / "awards.csv"
        head, *lines = path.read_text().splitlines()
        path.write_text("\n".join([head, *edit(lines)]) + "\n")
        return tmp_path / "awards"

    return change


def cell(unit, column, value):
    """An edit of one cell in the row of a unit of the hardship grant."""

    def edit(lines):
        for line in lines:
            cells = dict(zip(SCHEMA.names, line.split(";"), strict=True))
            if cells["measure_id"] == "hardship_grant" and cells["unit_id"] == unit:
                cells[column] = value
            yield ";".join(cells.values())

    return edit


def wrong(found):
    return [(one.unit, one.column) for one in found.disagreements]


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_a_sweep_agrees_with_every_unit_decided_again(form, pack, store, sweeps):
    found = verify(pack, store, sweeps / form, sample=None)
    assert found.disagreements == []
    assert found.checked_rows == found.rows > 0
    # Every person of milk money, every household of the grant, every house of wood is a row or has none.
    people, households, houses = 9, 7, 7
    assert found.checked_rows + found.checked_without == people + households + houses


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("on", "2025-03-03"),
        ("payee_id", CORA),
        ("amount_kopecks", "96301"),
        ("since", "2025-03-01"),
        ("until", "2026-01-01"),
        ("criteria", "settled=yes,modest=yes,amount_above_zero=unknown"),
        ("missing", "wages.amount"),
        ("answer", "unknown"),
    ],
)
def test_every_column_of_a_row_is_compared(column, value, pack, store, awards):
    found = verify(pack, store, awards(cell(ADA, column, value)), sample=None)
    assert (f"household {ADA}", column) in wrong(found)
    assert [about for about in wrong(found) if about[0]] == [(f"household {ADA}", column)]


def test_a_missing_row_is_noticed(pack, store, awards):
    found = verify(
        pack, store, awards(lambda lines: [line for line in lines if f";{GWEN};{GWEN};" not in line]), sample=None
    )
    assert (f"household {GWEN}", "answer") in wrong(found)
    assert ("", "yes in summary.json") in wrong(found)
    assert f"hardship_grant for household {GWEN}: answer: the awards say nothing: there is no row" in str(
        next(one for one in found.disagreements if one.unit)
    )


def test_a_row_for_somebody_who_is_due_nothing_is_noticed(pack, store, awards):
    found = verify(pack, store, awards(cell(ADA, "unit_id", CORA)), sample=None)
    told = [str(one) for one in found.disagreements]
    assert f"hardship_grant for household {CORA}: answer: the awards say 'yes', the law no (modest=no)" in told


@pytest.mark.parametrize("unit", ["M-0099-9", "M-0001-2", "nobody"])
def test_a_row_for_nobody_is_noticed(unit, pack, store, awards):
    assert (f"household {unit}", "unit_id") in wrong(
        verify(pack, store, awards(cell(ADA, "unit_id", unit)), sample=None)
    )


def test_a_row_that_stands_twice_is_noticed(pack, store, awards):
    found = verify(pack, store, awards(lambda lines: [lines[0], *lines]), sample=1)
    assert any(column == "order" for _, column in wrong(found))


def test_a_measure_that_the_summary_does_not_name_is_noticed(pack, store, awards):
    folder = awards(lambda lines: [lines[0].replace("milk_money", "beer_money"), *lines])
    found = verify(pack, store, folder, sample=1)
    assert [str(one) for one in found.disagreements] == [
        "beer_money: rows: the awards say '1', the law no such measure in summary.json"
    ]


def test_a_sample_is_as_large_as_was_asked_and_the_same_for_the_same_seed(pack, store, awards):
    folder = awards(cell(ADA, "payee_id", CORA))
    found = [verify(pack, store, folder, sample=3, seed=seed) for seed in range(12)]
    assert {(one.checked_rows, one.checked_without) for one in found} == {(3, 3)}
    noticed = [len(one.disagreements) for one in found]
    assert 0 < sum(noticed) < 12  # some samples hold the spoilt row, some do not
    assert noticed == [len(verify(pack, store, folder, sample=3, seed=seed).disagreements) for seed in range(12)]


def test_it_refuses_when_the_delivery_is_not_held(pack, sweeps, tmp_path):
    week.ingest(tmp_path / "store", "2025-03-02-0009", week.AFTER)
    with pytest.raises(DeliveryNotHeld, match=FIRST):
        verify(pack, tmp_path / "store", sweeps / "parquet")


@pytest.mark.parametrize("key", ["pack", "pack_version"])
def test_it_refuses_a_sweep_of_another_law(key, pack, store, awards):
    folder = awards(lambda lines: lines)
    summary = json.loads((folder / "summary.json").read_text())
    (folder / "summary.json").write_text(json.dumps({**summary, key: "other"}))
    with pytest.raises(SweepOfAnotherLaw, match="other"):
        verify(pack, store, folder)


def test_the_command_tells_by_its_exit_status_whether_all_agree(store, sweeps, awards, tmp_path):
    def run(folder, *more):
        command = ["entitlements", "verify", "--pack", str(week.TOWN), "--store", str(store), "--out", str(folder)]
        return CliRunner().invoke(alongside, [*command, *more])

    agreed = run(sweeps / "parquet", "--all")
    assert agreed.exit_code == 0
    assert "all agree" in agreed.output
    spoilt = run(awards(cell(ADA, "amount_kopecks", "1")), "--all")
    assert spoilt.exit_code == 1
    assert f"hardship_grant for household {ADA}: amount_kopecks: the awards say '1', the law '96300'" in spoilt.output
    refused = run(tmp_path / "nothing")
    assert refused.exit_code == 2
    assert refused.stderr.startswith("no_such_sweep:")


def test_only_the_first_twenty_differences_are_shown(store, awards):
    folder = awards(lambda lines: [line.replace("2025-03-02;", "2025-03-01;", 1) for line in lines for _ in range(2)])
    command = ["entitlements", "verify", "--pack", str(week.TOWN), "--store", str(store), "--out", str(folder)]
    ran = CliRunner().invoke(alongside, command)
    lines = ran.output.splitlines()
    assert sum("the awards say" in line for line in lines) == 20
    assert lines[20].startswith("... and ")
