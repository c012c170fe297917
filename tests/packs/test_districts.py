"""Districts of a pack: read, and refused in words where an address would lie in two, or a key is none."""

from itertools import pairwise
from pathlib import Path

import pytest

from alongside.base.text import Text
from alongside.packs.check_files import file_findings
from alongside.packs.districts import District, read_districts
from alongside.packs.load import load_pack
from alongside.rules.fault import PackFault
from alongside.rules.schema import KeyFormat
from tests.packs import millbrook_week as week

KEY = KeyFormat("H999")
NAME = "name: {ru: Мельницы, en: Mills}"
PACKS = Path(__file__).resolve().parents[2] / "packs"


@pytest.fixture
def read(tmp_path):
    """The districts that a text declares."""

    def said(text):
        file = tmp_path / "districts.yaml"
        file.write_text(text, encoding="utf-8")
        return read_districts(file, KEY)

    return said


def test_a_district_has_a_name_and_ranges_with_both_ends(read):
    text = f"mills:\n  {NAME}\n  ranges: [{{from: H000, to: H009}}, {{from: H020, to: H020}}]\n"
    assert read(text) == (District("mills", Text("Мельницы", "Mills"), ((0, 9), (20, 20))),)


def test_a_pack_without_the_file_has_no_districts(tmp_path):
    assert read_districts(tmp_path / "districts.yaml", KEY) == ()
    assert week.town().districts == ()


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        (f"mills:\n  {NAME}\n  ranges: [{{from: H00, to: H009}}]", 3, "'H00' is no key of an address"),
        (f"mills:\n  {NAME}\n  ranges: [{{from: H009, to: H000}}]", 3, "ends before it begins"),
        (f"mills:\n  {NAME}\n  ranges: [{{from: H009}}]", 3, "a first and a last address"),
        (f"mills:\n  {NAME}\n  ranges: [H009]", 3, "a first and a last address"),
        (f"mills:\n  {NAME}\n  ranges: []", 3, "has no range"),
        (f"mills:\n  {NAME}", 2, "'ranges' is missing"),
        ("mills:\n  name: {ru: Мельницы}\n  ranges: [{from: H000, to: H001}]", 2, "in both languages"),
        (
            f"mills:\n  {NAME}\n  ranges: [{{from: H000, to: H009}}]\n"
            f"bank:\n  {NAME}\n  ranges: [{{from: H020, to: H030}}, {{from: H005, to: H015}}]",
            6,
            "H005 lies in 'bank' and in 'mills'",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(read, text, line, what):
    with pytest.raises(PackFault) as told:
        read(text)
    assert what in told.value.what
    assert told.value.where.line == line
    assert told.value.remedy


def test_a_check_finds_everything_in_the_file_at_once(tmp_path):
    (tmp_path / "districts.yaml").write_text("mills:\n  nam: x\n  name: {ru: А}\nbank: 1\n", encoding="utf-8")
    found = [str(one).partition("districts.yaml:")[2].partition(" - ")[0] for one in file_findings(tmp_path)]
    assert found == [
        "2: 'nam' means nothing here",
        "3: 'name' says nothing in 'en'",
        "1: the district 'mills' has no ranges",
        "4: the district 'bank' says nothing",
    ]


def test_the_shipped_city_has_districts_in_which_all_its_addresses_lie():
    pack = load_pack(next(file.parent for file in PACKS.glob("*/pack.toml")))
    ranges = sorted(one for district in pack.districts for one in district.ranges)
    assert len(pack.districts) == 10
    assert ranges[0][0] == 0
    assert ranges[-1][1] == 10**pack.registers.place_key.digits - 1
    assert all(later[0] == before[1] + 1 for before, later in pairwise(ranges))
