"""What `[apply]` of a pack may say, and how it is told what makes no sense."""

import pytest

from alongside.packs import load_pack
from alongside.packs.applying import Applying
from alongside.rules.fault import PackFault
from tests.packs.small_city import pack as shipped
from tests.towns.derive import MILLBROOK, copy_of_town


def town_that_says(folder, text):
    """A copy of Millbrook whose pack.toml has these lines at its end."""
    path = copy_of_town(folder)
    with (path / "pack.toml").open("a") as file:
        file.write(f"\n{text}\n")
    return load_pack(path)


def test_a_pack_that_says_nothing_has_the_usual():
    assert load_pack(MILLBROOK).applying == Applying()


def test_what_it_says_counts(tmp_path):
    assert town_that_says(tmp_path, "[apply]\nnotice_days = 30\nmost_end_share = 0").applying == Applying(
        notice_days=30, most_end_share=0
    )


@pytest.mark.parametrize(
    "text, told",
    [
        ("[apply]\nnotice = 3", "'notice' means nothing"),
        ("[apply]\nfew = -1", "few is -1"),
        ("[apply]\nfew = true", "few is True"),
        ("[apply]\nmost_end_share = 1.5", "most_end_share is 1.5"),
        ("[apply]\nask_days = 0.5", "ask_days is 0.5"),
        ("[apply]\npay_day = 31", "in no month"),
        ("[apply.assigned]\nregister = 'wages'", "not whole"),
        ("[apply.assigned]\nregister='wages'\nid='month'\nmeasure='amount'\nto='worker'\non='month'", "id is a month"),
        ("[apply.assigned]\nregister='rents'\nid='a'\nmeasure='b'\nto='c'\non='d'", "'rents', which there is not"),
    ],
)
def test_what_makes_no_sense_is_a_fault_of_the_pack(tmp_path, text, told):
    with pytest.raises(PackFault, match=told):
        town_that_says(tmp_path, text)


def test_the_shipped_pack_says_what_stands_and_what_is_given_once():
    texts = shipped().texts
    stays = {text.number for text in texts.values() if text.stands_until_its_end}
    assert stays == {2, 35}, "the awards of these stand until their end"
    once = {text.number for text in texts.values() if text.given_once and text.frequency == "in_kind"}
    assert once == {23, 40}
    assert shipped().applying.assigned is not None
