"""How the law counts, in words: every definition is told, nothing that is gone, and who rests on it is found."""

import re

import pytest

from alongside.base.text import LANGUAGES
from alongside.packs import load_pack
from alongside.packs.check import check_pack
from alongside.packs.check_notions import notion_findings
from alongside.rules.fault import PackFault
from tests.towns.derive import MILLBROOK, copy_of_town, line_of

FILE = "definitions.yaml"
BREAD = "code: [bread_line]"
PARAGRAPHS = [f"A{number}" for number in range(1, 19)] + ["A6a", "C7"]
IDLE = "    idle:\n      title: {ru: а, en: a}\n      ru: б\n      en: b\n      law: c\n      code: [around]\n"


def rests(pack, measure):
    found = pack.notions.of_measure(pack.law, pack.law.measure(measure))
    return [each.id for each in found.own], [each.id for each in found.behind]


def told(town):
    return [str(each).replace(f"{town}/", "") for each in check_pack(town).findings]


def test_a_definition_that_measures_use_and_nobody_explains_is_found_with_its_line(tmp_path):
    town = copy_of_town(tmp_path, (FILE, BREAD, "code: [no_such_line]"))
    line = line_of(town, "town.py", "def bread_line")
    asked = "Say it in both languages in definitions.yaml, or add it to the `code` of what says it already."
    users = "hardship_grant and 1 more"
    [untold] = [each for each in told(town) if "no sentence" in each]
    assert re.fullmatch(
        rf"town\.py:({line}|{line - 1}): the definition 'bread_line' of .+ has no sentence - .+", untold
    )
    assert untold.endswith(asked) and users.split()[1] in untold


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        (
            BREAD,
            "code: [bread_lin]",
            "bread_lin",
            "no code of the pack is called 'bread_lin' - Did you mean 'bread_line'?",
        ),
        (BREAD, "code: [bread_line, xyz]", "xyz", "no code of the pack is called 'xyz' - Take it out."),
        (
            "    bread:\n",
            f"{IDLE}    bread:\n",
            "    idle:",
            "no measure rests on the definition 'idle' - Take it out.",
        ),
        ('      law: "1"', '      law: "1"\n      lav: b', "lav", "'lav' means nothing here - Did you mean 'law'?"),
    ],
)
def test_what_is_told_of_code_that_is_gone_is_found_with_its_line(tmp_path, old, new, at, said):
    town = copy_of_town(tmp_path, (FILE, old, new))
    assert f"{FILE}:{line_of(town, FILE, at)}: {said}" in told(town)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_definition_without_a_sentence_in_one_language_is_found(tmp_path, language):
    town = copy_of_town(tmp_path)
    text = (town / FILE).read_text(encoding="utf-8")
    head, bread = text.split("    bread:\n")
    (town / FILE).write_text(f"{head}    bread:\n" + re.sub(rf"      {language}: .*\n", "", bread), encoding="utf-8")
    line = line_of(town, FILE, "    bread:")
    assert f"{FILE}:{line}: the definition 'bread' has no {language!r} - Add `{language}:`." in told(town)
    with pytest.raises(PackFault, match="the definition 'bread' has no sentence in both languages") as fault:
        load_pack(town)
    assert str(fault.value.where) == f"{town}/{FILE}:{line}"


def test_a_pack_without_the_file_is_told_of_every_definition_that_measures_use(tmp_path):
    town = copy_of_town(tmp_path)
    (town / FILE).unlink()
    found = {each.what.split("'")[1] for each in notion_findings(load_pack(town))}
    assert found == {"home", "head", "household_known", "wages_of", "household_wages", "bread_line"}


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        (BREAD, "code: [wages_of]", "code: [wages_of]", "'wages_of' is told by 'wages' and by 'bread'"),
        (BREAD, "code: bread_line", "code: bread_line", "'code' is missing or not as it should be"),
        ("    bread:\n", "    answers:\n", "", "two definitions are called 'answers'"),
        (
            "title: {ru: Цена хлеба, en:",
            "title: {ru: Цена хлеба, de:",
            "Цена",
            "'title' must be given in both languages",
        ),
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_a_fault_with_its_line(tmp_path, old, new, at, said):
    town = copy_of_town(tmp_path, (FILE, old, new))
    with pytest.raises(PackFault, match=re.escape(said)) as fault:
        load_pack(town)
    assert fault.value.where.file == f"{town}/{FILE}"
    assert fault.value.where.line == line_of(town, FILE, at) if at else fault.value.where.line > 0


def test_who_rests_on_a_definition_is_found_in_the_rules():
    pack = load_pack(MILLBROOK)
    assert rests(pack, "milk_money") == (["household", "wages", "bread"], ["home"])
    assert pack.notions.by_notion(pack.law)["bread"] == ["milk_money", "hardship_grant"]


def test_plain_functions_are_found_too_where_their_lines_became_part_of_a_rule(pack):
    own, behind = rests(pack, "maternity_benefit")
    assert {"daily", "insured", "record"} <= set(own)
    assert "family" not in own + behind
    own, behind = rests(pack, "unified_allowance")
    assert {"poor", "earner", "property", "payee"} <= set(own)
    assert {"spouse", "vehicles", "counted"} <= set(behind)


def test_every_paragraph_of_part_a_is_told_in_both_languages(pack):
    law = {notion.law for notion in pack.notions.all}
    assert [paragraph for paragraph in PARAGRAPHS if paragraph not in law] == []
    for notion in pack.notions.all:
        assert not re.search("[а-яё]", notion.sentence.en + notion.title.en, re.IGNORECASE)
        assert not re.search("[a-z]", notion.sentence.ru + notion.title.ru)
        assert notion.sentence.ru.endswith(".") and notion.sentence.en.endswith(".")
