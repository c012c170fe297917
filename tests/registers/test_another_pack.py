"""Another city with other keys, registers and rules: nothing in the room knows the first one."""

import hashlib
import json

from alongside.base.text import Text
from alongside.registers import ingest_delivery, open_delivery
from alongside.rules.schema import (
    CLOSED,
    Born,
    Column,
    Dialect,
    KeyFormat,
    NoSharedDay,
    NotBefore,
    Register,
    Registers,
)
from tests.registers.deliver import codes


def even(digits):
    """The digits of a right key add up to an even number."""
    total = 0
    for digit in digits:
        total += digit
    return total % 2 == 0


DIALECT = Dialect("D", "windows-1251", b"\n", "YYYY/MM/DD", ",")
NAME = Text("", "")


def register(name, columns, **more):
    return Register(name, NAME, NAME, DIALECT, columns=tuple(columns), **more)


dogs = register(
    "dogs",
    [
        Column("born", "date"),
        Column("died", "date", CLOSED),
        Column("tag", "person"),
        Column("call", "name"),
    ],
    key=("tag",),
    owner="tag",
    row_rules=(NotBefore("died", "born", code="gone_too_soon"),),
)
kennels = register(
    "kennels",
    [
        Column("tag", "person"),
        Column("place", "place"),
        Column("since", "date"),
        Column("until", "date", CLOSED),
    ],
    key=("tag", "since"),
    owner="tag",
    starts="since",
    ends="until",
    people_rules=(Born("since", code="no_dog_yet"),),
    across_rules=(NoSharedDay(("tag",), "since", "until", code="two_kennels"),),
    place_complete=True,
)
PACK = Registers(KeyFormat("DOG/999", even), KeyFormat("99-K"), (dogs, kennels), birth="born", death="died")

FILES = {
    "dogs": [
        "2020/01/01;;DOG/112;Рекс",
        "2020/01/01;;DOG/111;Бобик",
        "2020/01/01;2019/12/31;DOG/002;Шарик",
        "2021/05/05;;DOG/020;Тузик",
    ],
    "kennels": [
        "DOG/112;01-K;2020/02/02;2021/02/02",
        "DOG/112;02-K;2021/01/01;",
        "DOG/020;02-K;2021/01/01;",
        "DOG/020;02-K;2021/06/06;",
        "DOG/111;02-K;2021/06/06;",
        "DOG/020;9-K",
    ],
}


def test_another_pack_is_read_by_its_own_declarations(tmp_path):
    folder = tmp_path / "delivery"
    folder.mkdir()
    entries = []
    for name, lines in FILES.items():
        header = ";".join(column.name for column in PACK[name].columns)
        data = "\n".join([header, *lines]).encode("cp1251")
        (folder / f"{name}.csv").write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        entries.append({"name": f"{name}.csv", "register": name, "rows": len(lines), "sha256": digest})
    manifest = {"delivery_id": "1", "as_of": "2022-01-01", "files": entries}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    report = ingest_delivery(folder, tmp_path / "store", PACK)
    assert codes(report) == [
        (3, "tag", "bad_check_number"),
        (4, "died", "gone_too_soon"),
        (2, "since", "two_kennels"),
        (3, "since", "two_kennels"),
        (4, "since", "no_dog_yet"),
        (6, "tag", "bad_check_number"),
        (7, "", "wrong_field_count"),
    ]
    facts = open_delivery(tmp_path / "store", PACK)
    assert [facts.person_text(index) for index in range(facts.persons)] == ["DOG/020", "DOG/112"]
    assert facts.name_text("dogs", "call", 1) == "Рекс"
    assert [facts.place_text(index) for index in range(facts.places)] == ["02-K"]
    assert facts["person.incomplete"].tolist() == [2, 2]
