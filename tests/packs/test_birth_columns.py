"""What `[birth]` of a pack may say, and how it is told what makes no sense."""

import pytest

from alongside.packs import load_pack
from alongside.packs.birth_columns import Birth, read_birth
from alongside.packs.people_columns import NOTHING_SAID
from alongside.rules.fault import PackFault
from tests.packs.small_city import pack as shipped
from tests.towns.derive import MILLBROOK

COUPLES = {"register": "wages", "first": "worker", "second": "worker", "since": "month", "until": "month"}


def test_a_pack_says_what_a_birth_writes():
    assert load_pack(MILLBROOK).birth == Birth(nothing_yet=("wages",))
    birth = shipped().birth
    assert birth is not None
    others = {register.name for register in shipped().registers.all} - {"persons", "parent_child", "registrations"}
    assert {*birth.nothing_yet, *birth.by_word} == others - {"housing_accounts"}, "a child has no account of a house"


def test_a_pack_that_says_nothing_of_births_knows_none():
    assert read_birth({}, NOTHING_SAID, load_pack(MILLBROOK).registers, MILLBROOK / "pack.toml") is None


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"ties": "BIRTH"}, "'ties' means nothing"),
        ({"asked": ["colour"]}, "asked names 'colour'"),
        ({"nothing_yet": ["people"]}, "nothing_yet names 'people'"),
        ({"by_word": ["stove"]}, "by_word names 'stove'"),
        ({"couples": {"register": "wages"}}, "couples is not whole"),
        ({"couples": COUPLES}, "couples.since names 'month'"),
        ({"couples": {**COUPLES, "register": "weddings"}}, "couples.register names 'weddings'"),
    ],
)
def test_what_makes_no_sense_is_a_fault_of_the_pack(said, told):
    town = load_pack(MILLBROOK)
    with pytest.raises(PackFault, match=told):
        read_birth({"birth": said}, town.people.columns, town.registers, MILLBROOK / "pack.toml")


@pytest.mark.parametrize(("part", "said"), [("tie", "GUARDIAN"), ("home", "T"), ("tie", None)])
def test_only_a_tie_by_birth_and_a_home_for_good_will_do(part, said):
    pack = shipped()
    whole = {"tie": "BIRTH", "home": "P", part: said}
    with pytest.raises(PackFault, match=f"{part} names {said!r}"):
        read_birth({"birth": whole}, pack.people.columns, pack.registers, pack.path / "pack.toml")
