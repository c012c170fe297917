"""Which changes of the law are tried, and whose examples may notice them."""

from alongside.packs import load_pack
from alongside.packs.mutate import changes_of
from tests.towns.derive import MILLBROOK, copy_of_town


def names(pack, *measures):
    return {change.name for change in changes_of(pack, measures)}


def test_a_shared_line_changes_in_every_measure_that_uses_it_though_one_is_asked_for():
    pack = load_pack(MILLBROOK)
    every = {change.name: change for change in changes_of(pack)}
    own = {change.name: change for change in changes_of(pack, ("milk_money",))}
    assert own.keys() < every.keys()
    assert any(name.startswith("town.py: ") for name in own)
    for name, change in own.items():
        assert [part.name for part, _ in change.parts] == [part.name for part, _ in every[name].parts]
    assert not any("winter_wood/rule.py" in name for name in own)


def test_the_days_of_a_term_that_never_changed_make_no_difference_and_are_not_tried(tmp_path):
    changing = load_pack(MILLBROOK)
    assert {"term PINT: a kopeck more", "term PINT: days later", "term PINT: days earlier"} <= names(changing)
    still = ("terms.yaml", "{2024-01-01: 1.25, 2025-01-01: 1.31}", "{2024-01-01: 1.25, 2025-01-01: 1.25}")
    tried = names(load_pack(copy_of_town(tmp_path, still)))
    assert {name for name in tried if name.startswith("term PINT")} == {"term PINT: a kopeck more"}
