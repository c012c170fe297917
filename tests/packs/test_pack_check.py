"""What `alongside pack check` finds in a pack that loads, and in one that does not: each in one line."""

import re

import pytest
from click.testing import CliRunner

from alongside.cli.__main__ import alongside
from alongside.packs.check import check_pack
from alongside.rules.fault import PackFault
from tests.towns.derive import MILLBROOK, copy_of_town, line_of

MILK = "measures/milk_money/measure.yaml"
MILK_EXAMPLES = "measures/milk_money/examples.yaml"
NAME = "name: {ru: Деньги на молоко, en: Milk money}"


def found(folder, *changes):
    """What is found in a town with these changes, without its folder."""
    town = copy_of_town(folder, *changes)
    return [str(each).replace(f"{town}/", "") for each in check_pack(town).findings]


def call(*arguments):
    return CliRunner().invoke(alongside, [str(each) for each in arguments], catch_exceptions=False)


def test_a_whole_pack_has_no_findings():
    checked = check_pack(MILLBROOK)
    assert checked.whole
    assert [str(each) for each in checked.findings] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            (MILK, "for_whom: {ru", "forwhom: {ru"),
            f"{MILK}:7: 'forwhom' means nothing here - Did you mean 'for_whom'?",
        ),
        (
            (MILK, "    if_no: {ru", "    if_not: {ru"),
            f"{MILK}:14: 'if_not' means nothing here - Did you mean 'if_no'?",
        ),
        (
            ("terms.yaml", "  demo: [2025", "  demos: [2025"),
            "terms.yaml:14: 'demos' means nothing here - Did you mean 'demo'?",
        ),
        (
            ("terms.yaml", "  demo: [2025-01-01]", "  demo: [2025-01-02]"),
            "terms.yaml:14: MOST has no value from 2025-01-02 - Mark a day that has a value.",
        ),
        (
            (MILK_EXAMPLES, "    arithmetic: half of 37.50 is 18.75", "    arithmetics: half of 37.50 is 18.75"),
            f"{MILK_EXAMPLES}:36: 'arithmetics' means nothing here - Did you mean 'arithmetic'?",
        ),
        (
            ("pack.toml", 'home = "town:home"', 'hom = "town:home"'),
            "pack.toml:9: 'hom' means nothing here - Did you mean 'home'?",
        ),
        (
            (MILK, "  full: {ru: Кружка", "  fuel: {ru: Печь, en: A stove}\n  full: {ru: Кружка"),
            f"{MILK}:17: no rule of milk_money has the step 'fuel' - Did you mean 'full'?",
        ),
        (
            ("criteria.yaml", "modest:", "idle: {ru: Нет, en: None}\nmodest:"),
            "criteria.yaml:2: no measure has the criterion 'idle' - Take it out.",
        ),
        (
            ("words.yaml", "  PEAT:", "  GAS: {ru: газ, en: gas}\n  PEAT:"),
            "words.yaml:5: stoves.fuel has no code 'GAS' - Take it out.",
        ),
        (
            ("words.yaml", "  PEAT: {ru: торф, en: peat}\n", ""),
            "words.yaml:2: people are shown stoves.fuel and 'PEAT' has no words - Add `PEAT:`.",
        ),
        (
            ("words.yaml", "stoves.fuel:", "wages.kind: {DAY: {ru: день, en: day}}\nstoves.fuel:"),
            "words.yaml:2: there is no column of codes 'wages.kind' - Take its words out, or correct it.",
        ),
        (
            (
                "terms.yaml",
                "MOST:",
                "IDLE: &a {title: {ru: a, en: a}, source: {ru: b, en: b}, "
                "values: {2024-01-01: 1, 2025-01-01: 1}}\nMOST:",
            ),
            "terms.yaml:10: no rule reads the term 'IDLE' - Take it out, or read it.",
        ),
    ],
)
def test_what_is_wrong_is_told_in_one_line_with_what_to_do(tmp_path, change, said):
    assert said in found(tmp_path, change)


def test_a_definition_that_nothing_reads_is_found_with_its_line(tmp_path):
    idle = '@define(child)\ndef idle(p: Expr) -> Expr:\n    """Nobody asks."""\n    return home(p).is_some()\n\n\n'
    town = copy_of_town(tmp_path, ("town.py", "def registered(", f"{idle}def registered("))
    [finding] = check_pack(town).findings
    assert str(finding) == (
        f"{town}/town.py:{line_of(town, 'town.py', 'def idle')}: nothing reads the definition 'idle' - "
        "Take it out, or read it."
    )


def test_a_measure_with_few_examples_and_one_without_arithmetic_are_found(tmp_path):
    town = copy_of_town(tmp_path)
    file = town / MILK_EXAMPLES
    text = file.read_text(encoding="utf-8")
    head, *examples = re.split(r"(?m)^(?=  - name: )", text)
    first = re.sub(r"    arithmetic: .*\n", "", examples[0], count=1)
    file.write_text(head + first + "".join(examples[1:3]), encoding="utf-8")
    said = [str(each) for each in check_pack(town).findings]
    assert any("milk_money has 3 examples - Work out at least 6" in each for each in said)
    assert any("'A small child of a household without wages' shows no arithmetic" in each for each in said)


def test_once_one_measure_has_a_guide_every_measure_has_it_in_both_languages(tmp_path):
    town = copy_of_town(tmp_path)
    (town / "measures" / "milk_money" / "guide.en.md").write_text("# Milk\n\nEvery day.\n", encoding="utf-8")
    said = [str(each) for each in check_pack(town).findings]
    assert len(said) == 5
    assert sum("milk_money has no guide in 'ru'" in each for each in said) == 1


def test_several_faults_of_files_are_told_at_once_though_the_pack_cannot_be_loaded(tmp_path):
    broken = (MILK, NAME, "nam: {ru: Молоко, en: Milk}")
    gap = ("terms.yaml", "{2024-01-01: 1.25, 2025-01-01: 1.31}", "{2024-01-01: 1.25}")
    town = copy_of_town(tmp_path, broken, gap)
    checked = check_pack(town)
    said = [str(each) for each in checked.findings]
    assert checked.pack is None
    assert any("'nam' means nothing here - Did you mean 'name'?" in each for each in said)
    assert any("PINT has no value for 2025" in each for each in said)
    done = call("pack", "check", town)
    assert done.exit_code == 1
    assert "millbrook: cannot be loaded" in done.output


def test_a_fault_of_the_code_is_a_refusal(tmp_path):
    town = copy_of_town(tmp_path, ("measures/milk_money/rule.py", "terms.PINT", "terms.PIN"))
    with pytest.raises(PackFault, match="there is no term 'PIN'"):
        check_pack(town)
    assert call("pack", "check", town).exit_code == 2


def test_what_an_example_names_must_be_there(tmp_path):
    for old, new, said in (
        (
            "    rows: {wages: [{worker",
            "    rows: {wage: [{worker",
            "there is no register 'wage'. Did you mean 'wages'?",
        ),
        ("month: 2024-08}]}", "monht: 2024-08}]}", "wages has no column 'monht'. Did you mean 'month'?"),
        (
            "criteria: {modest: unknown}",
            "criteria: {modst: unknown}",
            "has no criterion 'modst'. Did you mean 'modest'?",
        ),
        ("    cast: home\n", "    cast: mill\n", "there is no cast 'mill'. Name one under `casts:`."),
        ("    cast: home\n", "    missing_registers: [wage]\n", "there is no register 'wage'. Did you mean 'wages'?"),
        ("    cast: home\n", "    incomplete: {wage: [ben]}\n", "there is no register 'wage'. Did you mean 'wages'?"),
    ):
        town = copy_of_town(tmp_path / str(len(list(tmp_path.iterdir()))), (MILK_EXAMPLES, old, new))
        with pytest.raises(PackFault) as caught:
            check_pack(town)
        assert str(caught.value).endswith(said)
        assert caught.value.where.file == str(town / MILK_EXAMPLES) and caught.value.where.line


def test_the_command_says_that_all_is_well_or_leaves_with_one(tmp_path):
    well = call("pack", "check", MILLBROOK)
    assert (well.exit_code, well.output) == (0, "millbrook: 3 measures, 37 examples, 0 that do not come out.\n")
    town = copy_of_town(tmp_path, ("criteria.yaml", "modest:", "idle: {ru: Нет, en: None}\nmodest:"))
    wrong = call("pack", "check", town)
    assert wrong.exit_code == 1
    assert wrong.output.endswith("0 that do not come out; 1 finding.\n")


def test_the_order_of_evaluation_is_drawn_as_stages(tmp_path):
    said = call("pack", "check", MILLBROOK, "--order").output
    assert "stage 1\n  definitions  home, wages_of\n" in said
    assert said.index("hardship_grant/household") < said.index("winter_wood/house")
    svg = tmp_path / "order.svg"
    assert call("pack", "check", MILLBROOK, "--svg", svg).exit_code == 0
    drawn = svg.read_text(encoding="utf-8")
    assert drawn.startswith("<svg") and "hardship_grant/household" in drawn
