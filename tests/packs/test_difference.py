"""What is different since an earlier sweep."""

import csv
import json

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from alongside.cli.__main__ import alongside
from alongside.packs import difference
from alongside.packs.difference import SweepOfAnotherPack, sweep_since
from alongside.packs.held_sweep import NoSuchSweep
from alongside.packs.sweep import OutIsTaken, sweep
from tests.packs import millbrook_week as week
from tests.packs.millbrook_week import ADA, BEN, CORA, DAN, EVE, FINN, FIRST, GWEN, HUGH, IVY, ON, SECOND


@pytest.fixture(scope="module")
def pack():
    return week.town()


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = tmp_path_factory.mktemp("town") / "store"
    week.ingest(store, FIRST, week.BEFORE)
    week.ingest(store, SECOND, week.AFTER)
    return store


@pytest.fixture(scope="module")
def before(pack, store, tmp_path_factory):
    """The sweep of the first delivery."""
    out = tmp_path_factory.mktemp("sweeps") / "before"
    sweep(pack, store, ON, out, delivery=FIRST)
    return out


@pytest.fixture
def changed_before(before, tmp_path):
    """A copy of the earlier sweep whose summary says something else."""

    def change(**more):
        folder = tmp_path / "changed"
        folder.mkdir()
        (folder / "awards.parquet").write_bytes((before / "awards.parquet").read_bytes())
        summary = json.loads((before / "summary.json").read_text())
        (folder / "summary.json").write_text(json.dumps({**summary, **more}))
        return folder

    return change


def rows(out):
    """The rows of a difference by measure and unit."""
    if (out / "difference.csv").exists():
        with (out / "difference.csv").open(encoding="utf-8") as file:
            found = list(csv.DictReader(file, delimiter=";"))
    else:
        found = pq.read_table(out / "difference.parquet").to_pylist()
    return {(row["measure_id"], row["unit_id"]): row for row in found}


def said(out):
    return {unit: (row["kind"], row["speaks"]) for unit, row in rows(out).items()}


def test_it_says_who_gained_who_lost_and_which_criteria_speak(pack, store, before, tmp_path):
    summary = sweep_since(pack, store, ON, tmp_path / "after", before)
    assert said(tmp_path / "after") == {
        ("milk_money", BEN): ("lost", "modest=no"),
        ("hardship_grant", ADA): ("lost", "modest=no"),
        ("hardship_grant", CORA): ("gained", "modest=yes"),
        ("hardship_grant", DAN): ("changed", ""),
        ("hardship_grant", FINN): ("gained", "modest=yes"),
        ("hardship_grant", GWEN): ("newly_unknown", "modest=unknown"),
        ("hardship_grant", HUGH): ("no_longer_unknown", "modest=no"),
        ("hardship_grant", IVY): ("lost", "held=no"),
        ("winter_wood", "H001"): ("lost", "hardship=no"),
        ("winter_wood", "H002"): ("newly_unknown", "burns_wood=unknown"),
    }
    counts = summary["difference"]["measures"]["hardship_grant"]
    assert {kind: count for kind, count in counts.items() if count} == {
        "gained": 2,
        "gained_from_unknown": 1,
        "lost": 2,
        "changed": 1,
        "newly_unknown": 1,
        "newly_unknown_from_yes": 1,
        "no_longer_unknown": 1,
    }
    assert json.loads((tmp_path / "after" / "summary.json").read_text()) == summary


def test_a_row_shows_both_sides(pack, store, before, tmp_path):
    sweep_since(pack, store, ON, tmp_path / "after", before)
    found = rows(tmp_path / "after")
    dan, gwen, finn = (found["hardship_grant", one] for one in (DAN, GWEN, FINN))
    assert (dan["amount_kopecks_before"], dan["amount_kopecks"], dan["what"]) == (110000, 86300, "amount_kopecks")
    assert (gwen["answer_before"], gwen["answer"], gwen["missing"]) == ("yes", "unknown", "wages.amount")
    assert (finn["answer_before"], finn["amount_kopecks_before"], finn["amount_kopecks"]) == ("unknown", None, 63150)
    assert (found["milk_money", BEN]["payee_id_before"], found["milk_money", BEN]["payee_id"]) == (ADA, None)


def test_a_child_who_has_grown_up_is_no_longer_considered(pack, store, before, tmp_path):
    later = ON.replace(day=7)
    summary = sweep_since(pack, store, later, tmp_path / "after", before, delivery=FIRST)
    found = said(tmp_path / "after")
    assert found["milk_money", EVE] == ("lost", "considered=no")
    back = sweep_since(pack, store, ON, tmp_path / "back", tmp_path / "after", delivery=FIRST)
    assert said(tmp_path / "back")["milk_money", EVE] == ("gained", "considered=yes")
    for one in (summary, back):  # the grant begins on the day of decision: another day, the same sum
        counts = one["difference"]["measures"]["hardship_grant"]
        assert counts["changed"] == counts["changed_dates_only"] > 0


def test_somebody_who_has_arrived_was_not_held_before(pack, store, before, tmp_path):
    sweep(pack, store, ON, tmp_path / "second")
    sweep_since(pack, store, ON, tmp_path / "after", tmp_path / "second", delivery=FIRST)
    assert said(tmp_path / "after")["hardship_grant", IVY] == ("gained", "held=yes")


def test_the_same_sweep_again_is_no_different(pack, store, before, tmp_path):
    summary = sweep_since(pack, store, ON, tmp_path / "again", before, delivery=FIRST)
    assert rows(tmp_path / "again") == {}
    assert not any(count for of in summary["difference"]["measures"].values() for count in of.values())


def test_csv_and_parquet_say_the_same_and_the_other_form_is_told(pack, store, before, tmp_path):
    sweep(pack, store, ON, tmp_path / "before_csv", delivery=FIRST, form="csv")
    sweep_since(pack, store, ON, tmp_path / "parquet", tmp_path / "before_csv")
    summary = sweep_since(pack, store, ON, tmp_path / "csv", before, form="csv")
    assert summary["difference"]["same_format"] is False
    as_text = {
        unit: {name: "" if cell is None else str(cell) for name, cell in row.items()}
        for unit, row in rows(tmp_path / "parquet").items()
    }
    assert rows(tmp_path / "csv") == as_text


def test_rows_stand_in_the_order_of_the_awards_and_are_the_same_bytes_each_time(pack, store, before, tmp_path):
    for name in ("one", "two"):
        sweep_since(pack, store, ON, tmp_path / name, before)
    one, two = ((tmp_path / name / "difference.parquet").read_bytes() for name in ("one", "two"))
    assert one == two
    numbers = {measure.id: measure.number for measure in pack.law.measures}
    found = list(rows(tmp_path / "one"))
    assert found == sorted(found, key=lambda unit: (numbers[unit[0]], unit[1]))


def test_measures_in_only_one_of_the_sweeps_are_listed_and_left_out(pack, store, tmp_path):
    sweep(pack, store, ON, tmp_path / "few", delivery=FIRST, measures=["milk_money", "hardship_grant"])
    summary = sweep_since(pack, store, ON, tmp_path / "after", tmp_path / "few", measures=["milk_money", "winter_wood"])
    told = summary["difference"]
    assert (told["only_before"], told["only_now"]) == (["hardship_grant"], ["winter_wood"])
    assert list(told["measures"]) == ["milk_money"]
    assert {measure for measure, _ in rows(tmp_path / "after")} == {"milk_money"}


def test_under_another_version_of_the_law_why_somebody_had_no_row_is_not_guessed(pack, store, changed_before, tmp_path):
    summary = sweep_since(pack, store, ON, tmp_path / "after", changed_before(pack_version="0"))
    assert summary["difference"]["same_law"] is False
    assert summary["difference"]["gained_reasons_known"] is False
    assert said(tmp_path / "after")["hardship_grant", CORA] == ("gained", "")
    assert said(tmp_path / "after")["hardship_grant", FINN] == ("gained", "modest=yes")  # its own row said so


def test_when_the_earlier_delivery_is_gone_why_somebody_had_no_row_is_not_guessed(pack, before, tmp_path):
    week.ingest(tmp_path / "new_store", SECOND, week.AFTER)
    summary = sweep_since(pack, tmp_path / "new_store", ON, tmp_path / "after", before)
    assert summary["difference"]["same_law"] is True
    assert summary["difference"]["gained_reasons_known"] is False
    assert said(tmp_path / "after")["hardship_grant", CORA] == ("gained", "")


def test_reasons_that_are_not_asked_are_counted(pack, store, before, tmp_path):
    summary = sweep_since(pack, store, ON, tmp_path / "after", before, reasons=1)
    assert summary["difference"]["reasons_not_asked"] == 1
    assert said(tmp_path / "after")["hardship_grant", IVY] == ("lost", "")


@pytest.mark.parametrize("spoil", ["none", "empty", "summary", "awards", "columns"])
def test_it_refuses_what_is_no_sweep(spoil, pack, store, changed_before, tmp_path):
    folder = tmp_path / "nothing"
    if spoil == "empty":
        folder.mkdir()
    elif spoil != "none":
        folder = changed_before()
        if spoil == "summary":
            (folder / "summary.json").write_text("{}")
        elif spoil == "awards":
            (folder / "awards.parquet").write_bytes(b"PAR1 and no more")
        else:
            awards = folder / "awards.parquet"
            pq.write_table(pq.read_table(awards).drop_columns(["missing"]), awards)
    with pytest.raises(NoSuchSweep):
        sweep_since(pack, store, ON, tmp_path / "after", folder)
    assert not (tmp_path / "after").exists()


def test_it_refuses_the_sweep_of_another_pack(pack, store, changed_before, tmp_path):
    with pytest.raises(SweepOfAnotherPack):
        sweep_since(pack, store, ON, tmp_path / "after", changed_before(pack="elsewhere"))


def test_it_leaves_a_folder_alone_that_holds_something_else(pack, store, before, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    with pytest.raises(OutIsTaken):
        sweep_since(pack, store, ON, tmp_path / "mine", before)
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_when_it_cannot_be_finished_everything_stays_as_it_was(pack, store, before, tmp_path, monkeypatch):
    out = tmp_path / "after"
    sweep(pack, store, ON, out, measures=["milk_money"])
    stood = (out / "summary.json").read_bytes()
    monkeypatch.setattr(difference.Comparison, "write", lambda *_: (_ for _ in ()).throw(OSError("the disk is full")))
    with pytest.raises(OSError, match="disk"):
        sweep_since(pack, store, ON, out, before)
    assert (out / "summary.json").read_bytes() == stood
    assert [path.name for path in tmp_path.iterdir()] == ["after"]


def test_a_sweep_may_take_the_place_of_the_one_it_is_compared_with(pack, store, tmp_path):
    sweep(pack, store, ON, tmp_path / "awards", delivery=FIRST)
    sweep_since(pack, store, ON, tmp_path / "awards", tmp_path / "awards")
    assert said(tmp_path / "awards")["hardship_grant", ADA] == ("lost", "modest=no")


def test_the_command_shows_the_counts_and_what_was_not_compared(store, changed_before, tmp_path):
    command = ["entitlements", "sweep", "--pack", str(week.TOWN), "--store", str(store), "--on", str(ON)]
    since = changed_before(pack_version="0", measures={"hardship_grant": {}})
    ran = CliRunner().invoke(alongside, [*command, "--out", str(tmp_path / "after"), "--since", str(since)])
    assert ran.exit_code == 0, ran.output
    assert f"Since the sweep for {ON} by the delivery {FIRST}" in ran.output
    line = next(line for line in ran.output.split("Since the sweep")[1].splitlines() if "Hardship" in line)
    assert line.split()[3:] == ["2", "2", "1", "·", "1", "1"]
    assert "version 0 then, 1 now" in ran.output
    assert "Only in this sweep, so not compared: milk_money, winter_wood." in ran.output
    refused = CliRunner().invoke(alongside, [*command, "--out", str(tmp_path / "b"), "--since", str(tmp_path / "no")])
    assert refused.exit_code == 2
    assert refused.stderr.startswith("no_such_sweep:")
