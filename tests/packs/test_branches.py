"""Every branch of a law is taken by an example or has a reason; an example too few, a reason too many is found."""

import pytest
from click.testing import CliRunner

from alongside.cli.__main__ import alongside
from alongside.packs import load_pack
from alongside.packs.branches import branch_findings, branches_of
from alongside.packs.examples import read_examples
from tests.towns.derive import MILLBROOK, copy_of_town

MILK_EXAMPLES = "measures/milk_money/examples.yaml"
LAST = "\n  - name: Where a child lives is not known"
SMALL = "milk_money/child amount: if age(p) < 6"


def followed(folder, *names):
    """The branches of the pack in a folder, by all its examples or by those of these names."""
    pack = load_pack(folder)
    chosen = [each for each in read_examples(pack) if not names or each.name in names]
    return pack, branches_of(pack, chosen)


def found(folder):
    pack, branches = followed(folder)
    return [each.what for each in branch_findings(pack, branches)]


def without_the_last_example(folder):
    town = copy_of_town(folder)
    path = town / MILK_EXAMPLES
    path.write_text(path.read_text(encoding="utf-8").partition(LAST)[0] + "\n", encoding="utf-8")
    return town


def call(*arguments):
    return CliRunner().invoke(alongside, [str(each) for each in arguments], catch_exceptions=False)


def test_every_branch_of_the_shipped_law_is_taken_or_has_a_reason(pack):
    branches = branches_of(pack, read_examples(pack))
    assert [str(each) for each in branch_findings(pack, branches)] == []
    assert len(branches.all) > 2000


def test_every_criterion_has_a_row_for_each_answer_with_the_law_it_rests_on(pack):
    branches = {each.name: each for each in branches_of(pack, ()).all}
    for measure in pack.law.measures:
        for case in measure.cases:
            for criterion in case.rule.criteria:
                ways = ("yes", "no") if criterion.test.node.known else ("yes", "no", "not known")
                assert all(branches[f"{case.name}: {criterion.id}: {way}"].law for way in ways)


def test_a_whole_town_has_no_findings():
    assert found(MILLBROOK) == []


def test_without_its_example_a_branch_is_found(tmp_path):
    town = without_the_last_example(tmp_path)
    assert found(town) == ["no example takes the branch 'milk_money/child: lives_here: not known'"]


def test_a_reason_for_a_branch_that_is_taken_or_that_is_not_there_is_found(tmp_path):
    taken, gone = "milk_money/child: modest: yes", "milk_money/child: modest: perhaps"
    town = copy_of_town(tmp_path)
    with (town / "branches_not_taken.yaml").open("a", encoding="utf-8") as file:
        file.write(f'"{taken}": "never"\n"{gone}": "never"\n')
    assert found(town) == [f"the branch {name!r} is taken, or is no more" for name in (taken, gone)]


@pytest.mark.parametrize(
    ("example", "counts"),
    [
        ("Born and moved in today", (1, 0)),
        ("On the sixth birthday the half begins, on the twelfth it ends", (0, 1)),
        ("Wages of exactly the bread line are too much", (0, 0)),
        ("A small child of a household without wages", (1, 1)),
    ],
)
def test_only_the_arm_that_decides_is_taken_and_an_amount_only_where_it_is_asked(example, counts):
    _, branches = followed(MILLBROOK, example)
    rows = {each.name: each for each in branches.all}
    assert (rows[f"{SMALL}: then"].examples, rows[f"{SMALL}: otherwise"].examples) == counts
    assert {rows[f"{SMALL}: then"].example, rows[f"{SMALL}: otherwise"].example} <= {example, ""}


def test_each_half_of_an_or_is_a_branch_that_holds_alone():
    _, branches = followed(MILLBROOK)
    rows = {each.name: each for each in branches.all if each.name.startswith("winter_wood/house cold: or")}
    assert sorted(rows) == [
        "winter_wood/house cold: or month_number(on) <= 3: alone holds",
        "winter_wood/house cold: or month_number(on) >= 10: alone holds",
    ]
    assert all(row.examples for row in rows.values())


def test_the_command_says_what_is_open_and_writes_the_table(tmp_path):
    town, table = without_the_last_example(tmp_path), tmp_path / "table.md"
    result = call("pack", "branches", town, "--out", table)
    assert result.exit_code == 1
    assert "no example takes the branch 'milk_money/child: lives_here: not known'" in result.stderr
    assert ", 1 open." in result.stdout
    text = table.read_text(encoding="utf-8")
    assert "## 1 Milk money (milk_money)" in text and "## Definitions: town" in text
    assert "| milk_money/child | `lives_here` | not known |" in text and "| 0 | **open** |" in text
    assert call("pack", "branches", MILLBROOK).exit_code == 0
