"""What if a term were another."""

import csv
import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from click.testing import CliRunner

from alongside.base.text import Text
from alongside.cli.__main__ import alongside
from alongside.packs.changed_terms import ChangesNotUnderstood, law_with, read_changes
from alongside.packs.charts import draw, short_money, wrapped
from alongside.packs.sweep import sweep
from alongside.packs.what_if import NothingRestsOnIt, Side, _Bands, _Count, what_if
from alongside.packs.write_what_if import WhatIfOutIsTaken, write_what_if
from alongside.registers import open_delivery
from alongside.rules.language import day_number
from alongside.rules.run import CaseRows
from tests.packs import millbrook_week as week
from tests.packs.millbrook_week import FIRST, ON

NOBODY = {"gainers": 0, "gained_kopecks": 0, "losers": 0, "lost_kopecks": 0}


@pytest.fixture(scope="module")
def pack():
    return week.town()


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = tmp_path_factory.mktemp("town") / "store"
    week.ingest(store, FIRST, week.BEFORE)
    return store


@pytest.fixture
def ask(pack, store, tmp_path):
    """The answer to a file of changed terms."""

    def asked(text, **more):
        path = tmp_path / "changes.yaml"
        path.write_text(text, encoding="utf-8")
        return what_if(pack, store, ON, path, **more)

    return asked


def by_id(found):
    return {one.measure_id: one for one in found.measures}


def test_it_says_what_a_measure_costs_before_and_after_and_who_gains(ask):
    # Bread 310.50 -> 400: 931.50 -> 1,200 for one person, 1,863 -> 2,400 for two.
    # Ada's gap 963 -> 1,100 (the most), Gwen's and Ivy's 631.50 -> 900; Cora has 1,200; Dan has the most before.
    grant = by_id(ask("BREAD: 400"))["hardship_grant"]
    assert grant.before == Side(yes=4, unknown=2, recipients=4, cost_kopecks=96300 + 110000 + 2 * 63150)
    assert grant.after == Side(yes=4, unknown=2, recipients=4, cost_kopecks=2 * 110000 + 2 * 90000)
    assert (grant.people.gainers, grant.people.gained_kopecks) == (3, 13700 + 2 * 26850)
    assert (grant.people.losers, grant.people.lost_kopecks) == (0, 0)


def test_losers_are_told_with_what_they_lose(ask):
    # Bread 100: 300 for one person, 600 for two. Ada earns 900 and Gwen and Ivy 300: nothing; Dan gets 600 of 1,100.
    grant = by_id(ask("BREAD: 100"))["hardship_grant"]
    assert (grant.people.losers, grant.people.lost_kopecks) == (4, 96300 + 2 * 63150 + 50000)
    assert (grant.after.yes, grant.after.cost_kopecks) == (1, 60000)


def test_people_are_told_by_the_age_of_the_payee_and_by_children_in_the_household(ask):
    grant = by_id(ask("BREAD: 400"))["hardship_grant"]
    told = {band: people.gainers for band, people in grant.by_age.items()}
    assert told == {"0-17": 0, "18-34": 0, "35-54": 1, "55-64": 0, "65-79": 1, "80+": 1}  # Ada 45, Gwen 65, Ivy 85
    assert {band: people.gained_kopecks for band, people in grant.by_children.items()} == {
        "0": 2 * 26850,
        "1": 13700,
        "2": 0,
        "3": 0,
        "4": 0,
        "5+": 0,
    }


def test_the_bands_of_everybody_together_add_up(ask):
    found = ask("{BREAD: 320, PINT: 1.00}")
    people = found.everybody
    assert people.both == 1  # Ada: a larger grant, less milk; Dan has the most already and only loses milk
    assert (people.gain, people.lose) == (2, 1)
    assert sum(gain for gain, _ in people.by_age.values()) == people.gain
    assert sum(lose for _, lose in people.by_age.values()) == people.lose


@pytest.mark.parametrize("bread", ["100", "310.50", "400"])
def test_it_agrees_with_a_sweep_under_either_law(bread, ask, pack, store, tmp_path):
    found = ask(f"BREAD: {bread}")
    changed = replace(pack, law=law_with(pack.law, found.changes))
    for one_pack, side in ((pack, "before"), (changed, "after")):
        summary = sweep(one_pack, store, ON, tmp_path / side)
        for one in found.measures:
            told = summary["measures"][one.measure_id]
            outcome = getattr(one, side)
            assert (outcome.yes, outcome.unknown, outcome.cost_kopecks) == (
                told["yes"],
                told["unknown"],
                told["sum_kopecks"],
            )


def test_terms_as_they_are_change_nothing(ask):
    found = ask("BREAD: 310.50")
    assert all(one.before == one.after and one.people.gainers + one.people.losers == 0 for one in found.measures)
    assert (found.everybody.gain, found.everybody.lose, found.everybody.both) == (0, 0, 0)


def test_a_decision_that_lacks_a_fact_under_one_law_only_is_unclear_and_nobodys_gain_or_loss(ask):
    # Cora's stove burns nobody knows what. Without the grant the answer is a no, with it the fuel is asked for.
    wood = by_id(ask("BREAD: 410"))["winter_wood"]
    assert (wood.before.unknown, wood.after.unknown, wood.unclear) == (0, 1, 1)
    assert (wood.people.gainers, wood.people.losers) == (0, 0)


def test_who_is_a_yes_under_one_law_and_not_known_under_the_other_has_not_lost(pack, store):
    facts = open_delivery(store, pack.registers)
    one = pack.law.measure("milk_money")

    def rows(answers, amounts):
        units = np.arange(len(answers))
        told = {"out_unit": units, "unit_key": units, "out_payee": units}
        columns = {**told, "out_answer": np.array(answers), "out_amount": np.array(amounts)}
        return [CaseRows(one, one.cases[0], columns)]

    count = _Count(facts, _Bands(pack.law, facts, ON, None, None))
    shift = count.measure(one, Text("", ""), rows([1, 1, 2], [100, 100, -1]), rows([2, 1, 1], [-1, 70, 100]))
    assert shift.unclear == 2
    assert (shift.people.gainers, shift.people.losers, shift.people.lost_kopecks) == (0, 1, 30)
    assert (shift.before.cost_kopecks, shift.after.cost_kopecks) == (200, 170)


def test_help_in_kind_counts_people_and_no_money(ask):
    wood = by_id(ask("BREAD: 100"))["winter_wood"]
    assert (wood.before.recipients, wood.after.recipients) == (1, 0)
    assert (wood.people.losers, wood.people.lost_kopecks, wood.after.cost_kopecks) == (1, 0, 0)


def test_only_measures_that_rest_on_the_term_are_decided(ask):
    found = ask("MOST: 900")
    assert [one.measure_id for one in found.measures] == ["hardship_grant", "winter_wood"]  # wood reads the grant
    assert found.untouched == ("milk_money",)
    assert [one.measure_id for one in ask("MOST: 900", measures=["milk_money"]).measures] == ["milk_money"]


def test_it_refuses_a_change_on_which_no_measure_rests(pack, store, tmp_path):
    spare = replace(pack.law.terms["MOST"], name="SPARE")
    other = replace(pack, law=replace(pack.law, terms={**pack.law.terms, "SPARE": spare}))
    (tmp_path / "changes.yaml").write_text("SPARE: 5")
    with pytest.raises(NothingRestsOnIt, match="SPARE"):
        what_if(other, store, ON, tmp_path / "changes.yaml")


def changes(pack, tmp_path, text, on=ON):
    (tmp_path / "changes.yaml").write_text(text, encoding="utf-8")
    return read_changes(tmp_path / "changes.yaml", pack, on)


def test_a_value_takes_the_place_of_the_one_in_force_on_the_day(pack, tmp_path):
    (bread,) = changes(pack, tmp_path, "BREAD: 320.00")
    assert [bread.after.at(day_number(date(year, 6, 1))) for year in (2024, 2025)] == [30000, 32000]
    assert bread.after.at(day_number(date(2025, 1, 1))) == 32000  # from the day that the present value began
    (bread,) = changes(pack, tmp_path, "BREAD: 320.00", on=date(2024, 6, 1))
    assert [bread.after.at(day_number(date(year, 6, 1))) for year in (2024, 2025)] == [32000, 31050]


def test_a_dated_value_is_in_force_from_its_day_to_the_next_value(pack, tmp_path):
    (bread,) = changes(pack, tmp_path, "BREAD: {2024-07-01: 305, 2025-04-01: 330}")
    days = (date(2024, 6, 30), date(2024, 7, 1), date(2025, 1, 1), date(2025, 4, 1))
    assert [bread.after.at(day_number(day)) for day in days] == [30000, 30500, 31050, 33000]
    assert (bread.value_before, bread.value_after) == (31050, 31050)


def test_an_unknown_term_is_refused_with_the_nearest(pack, tmp_path):
    with pytest.raises(ChangesNotUnderstood, match=r"no term 'bred'.*Did you mean BREAD\?"):
        changes(pack, tmp_path, "PINT: 1\nbred: 5")
    with pytest.raises(ChangesNotUnderstood, match="There are: BREAD, PINT, MOST"):
        changes(pack, tmp_path, "QQQ: 5")


@pytest.mark.parametrize(
    "text",
    [
        *("BREAD: much", "BREAD: -1", "BREAD: 1.005", "BREAD: nan", "BREAD: 1e99", "BREAD: [1]", "BREAD: {}"),
        *("BREAD: {2025-13-01: 5}", "BREAD:", "{}"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(text, pack, tmp_path):
    with pytest.raises(ChangesNotUnderstood, match=r"changes\.yaml"):
        changes(pack, tmp_path, text)


def test_a_law_without_groups_leaves_children_out(pack, store):
    facts = open_delivery(store, pack.registers)
    bands = _Bands(pack.law, facts, ON, None, None)
    assert bands.children_names == ()
    assert [bands.age_names[band] for band in bands.age] == [
        *("35-54", "0-17", "65-79", "35-54", "0-17", "55-64", "65-79", "55-64", "80+"),
    ]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_picture_is_whole_and_says_what_changed(language, ask):
    root = ET.fromstring(draw(ask("{BREAD: 400, PINT: 1.00}"), language))
    words = [text.text or "" for text in root.iter("{http://www.w3.org/2000/svg}text")]
    title = {
        "ru": "Хлеб на человека в месяц: 400 ₽ вместо 310,50 ₽",
        "en": "Bread for one person a month: 400 ₽ instead",
    }
    assert words[0].replace("\N{NO-BREAK SPACE}", " ").startswith(title[language])
    assert any({"ru": "Помощь в нужде", "en": "Hardship grant"}[language] == word for word in words)
    for bar in bars(root):
        assert bar["x"] + bar["width"] <= float(root.attrib["width"])
        assert bar["y"] + bar["height"] <= float(root.attrib["height"])


def bars(root):
    """Every rectangle: where it is and how large."""
    for bar in root.iter("{http://www.w3.org/2000/svg}rect"):
        yield {name: float(bar.attrib.get(name, 0)) for name in ("x", "y", "width", "height")}


def test_bars_are_as_long_as_what_they_stand_for(ask):
    found = ask("BREAD: 100", measures=["hardship_grant"])
    widths = [bar["width"] for bar in bars(ET.fromstring(draw(found, "en"))) if bar["width"] > 15]
    long, short = widths[1:3]  # the first is the page
    assert short / long == pytest.approx(60000 / (96300 + 110000 + 2 * 63150), abs=0.001)


def test_a_name_with_signs_of_xml_is_shown_as_it_is(ask):
    found = ask("BREAD: 400")
    odd = replace(found.measures[1], name=replace(found.measures[1].name, en="Bread & <milk>"))
    root = ET.fromstring(draw(replace(found, measures=(odd,)), "en"))
    assert any(text.text == "Bread & <milk>" for text in root.iter("{http://www.w3.org/2000/svg}text"))


@pytest.mark.parametrize(
    ("kopecks", "ru"),
    [
        *((150, "2 ₽"), (99_400_000, "994 000 ₽"), (99_999_999, "1,00 млн ₽"), (1_239_567_890, "12,4 млн ₽")),
        *((123_456_789_000, "1,23 млрд ₽"), (45_600_000_000, "456 млн ₽"), (99_999_999_999, "1,00 млрд ₽")),
    ],
)
def test_a_short_sum_keeps_three_digits(kopecks, ru):
    assert short_money(kopecks, "ru").replace("\N{NO-BREAK SPACE}", " ") == ru


def test_lines_break_between_words():
    assert wrapped("one two three", 7) == ["one two", "three"]
    assert wrapped("", 7) == [""]


def run(store, tmp_path, *more, text="BREAD: 400"):
    (tmp_path / "changes.yaml").write_text(text)
    command = ["entitlements", "what-if", "--pack", str(week.TOWN), "--store", str(store), "--on", str(ON)]
    return CliRunner().invoke(alongside, [*command, "--terms", str(tmp_path / "changes.yaml"), *more])


def test_the_command_writes_three_files_that_agree_and_prints_a_table(store, tmp_path):
    out = tmp_path / "answer"
    ran = run(store, tmp_path, "--out", str(out), "--lang", "en")
    assert ran.exit_code == 0, ran.output
    assert "Bread for one person a month: 400\N{NO-BREAK SPACE}₽ instead of 310.50" in ran.output
    assert "Hardship grant" in ran.output
    assert sorted(path.name for path in out.iterdir()) == ["what_if.csv", "what_if.json", "what_if.svg"]
    grant = json.loads((out / "what_if.json").read_text())["measures"]["hardship_grant"]
    assert grant["people"] == {**NOBODY, "gainers": 3, "gained_kopecks": 67400}
    with (out / "what_if.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if row["scope"] == "hardship_grant"]
    assert (rows[0]["cost_kopecks_before"], rows[0]["cost_kopecks_after"]) == ("332600", "400000")
    assert {row["by"] for row in rows} == {"all", "age", "children"}
    for by in ("age", "children"):
        assert sum(int(row["gained_kopecks"]) for row in rows if row["by"] == by) == 67400


def test_the_command_leaves_a_folder_alone_that_holds_something_else(store, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    ran = run(store, tmp_path, "--out", str(tmp_path / "mine"))
    assert (ran.exit_code, ran.stderr.split(":")[0]) == (2, "out_is_taken")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_nothing_is_written_over_something_else_that_came_meanwhile(ask, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    with pytest.raises(WhatIfOutIsTaken):
        write_what_if(ask("BREAD: 400"), tmp_path / "mine", "en")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_the_command_refuses_in_one_line(store, tmp_path):
    ran = run(store, tmp_path, "--out", str(tmp_path / "answer"), text="BRAED: 400")
    assert ran.exit_code == 2
    assert ran.stderr.startswith("changes_not_understood:")
    assert "changes.yaml:1: the pack has no term 'BRAED'. Did you mean BREAD?" in ran.stderr
    assert not (tmp_path / "answer").exists()


def test_the_same_question_gives_the_same_bytes(store, tmp_path):
    for name in ("one", "two"):
        assert run(store, tmp_path, "--out", str(tmp_path / name)).exit_code == 0
    for form in ("json", "csv", "svg"):
        assert (tmp_path / "one" / f"what_if.{form}").read_bytes() == (
            tmp_path / "two" / f"what_if.{form}"
        ).read_bytes()
