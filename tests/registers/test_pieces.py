"""However small the pieces in which a delivery is taken in, what comes of it is the same to the byte."""

import hashlib
import json
import random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from alongside.base.text import Text
from alongside.registers import arrange_spill, csv_rows, ingest_delivery, open_delivery, parquet_rows, spill
from alongside.rules import arrange, order
from alongside.rules.schema import (
    CLOSED,
    Column,
    Dialect,
    Different,
    Index,
    KeyFormat,
    NoSharedDay,
    OnePerAttribute,
    Register,
    Registers,
    When,
)
from packs.moscow.registers import REGISTERS
from tests.registers.deliver import ANNA, BORIS, PERSONS, codes, csv_file, ingest, write
from tests.second_reading.random_city import write_random_city

SIZES = (
    (csv_rows, "CHUNK"),
    (csv_rows, "BLOCK"),
    (parquet_rows, "BLOCK"),
    (spill, "PART"),
    (spill, "HELD"),
    (arrange, "INDEXED"),
    (order, "SOME"),
    (arrange_spill, "WRITTEN"),
)


def content(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def taken_in(folder, store, registers):
    return content(ingest_delivery(folder, store, registers).folder)


def in_pieces(monkeypatch, size):
    for module, name in SIZES:
        monkeypatch.setattr(module, name, size)


@pytest.mark.parametrize("seed", range(8))
def test_a_dirty_city_in_tiny_pieces(tmp_path, monkeypatch, seed):
    delivery = tmp_path / "delivery"
    write_random_city(delivery, seed, 40, faults=(0.05, 0.3)[seed % 2], parquet_share=0.5)
    whole = taken_in(delivery, tmp_path / "whole", REGISTERS)
    assert len(whole) > 100
    for size in (1, 2, 5, 17):
        in_pieces(monkeypatch, size)
        assert taken_in(delivery, tmp_path / f"pieces{size}", REGISTERS) == whole


def test_homes_in_tiny_pieces_though_no_register_before_names_a_place(tmp_path, monkeypatch):
    delivery = tmp_path / "delivery"
    write_random_city(delivery, 4, 60, faults=0.0)
    manifest = json.loads((delivery / "manifest.json").read_text())
    before = ("registrations", "property")
    manifest["files"] = [entry for entry in manifest["files"] if entry["register"] not in before]
    (delivery / "manifest.json").write_text(json.dumps(manifest))
    whole = taken_in(delivery, tmp_path / "whole", REGISTERS)
    in_pieces(monkeypatch, 3)
    assert taken_in(delivery, tmp_path / "pieces", REGISTERS) == whole
    report = ingest_delivery(delivery, tmp_path / "pieces", REGISTERS).registers["housing_accounts"]
    assert report.accepted > 3, "more than one piece holds"


NAME = Text("", "")
DIALECT = Dialect("D", "windows-1251", b"\r\n", "DD.MM.YYYY", ",")


def register(name, columns, **more):
    return Register(name, NAME, NAME, DIALECT, columns=tuple(columns), **more)


SIREN = When("kind", ("SIREN",))
TOWN = Registers(
    KeyFormat("9999"),
    KeyFormat("P-99"),
    (
        register(
            "dwellers",
            [
                Column("called", "name", CLOSED),
                Column("tag", "person"),
                Column("friend", "person", CLOSED),
                Column("born", "date"),
                Column("died", "date", CLOSED),
                Column("tail", "code", codes=("LONG", "SHORT")),
                Column("den", "place", CLOSED),
            ],
            key=("tag",),
            owner="tag",
            indexes=(Index("friend", ("friend",), ("born", "tag")), Index("den", ("den",), ("tag",))),
            row_rules=(Different("tag", "friend"),),
            across_rules=(
                NoSharedDay(("friend", "tag"), "born", "died", code="friends_at_once", when=When("friend")),
                OnePerAttribute("den", "friend", "tail", When("friend"), code="friends_alike"),
            ),
            place_complete=True,
        ),
        register(
            "songs",
            [
                Column("title", "name"),
                Column("singer", "person"),
                Column("fee", "money", CLOSED),
                Column("month", "month"),
                Column("kind", "code", codes=("SIREN", "HYMN")),
                Column("number", "id"),
            ],
            key=("title", "number"),
            owner="singer",
            order=("month",),
            across_rules=(OnePerAttribute("singer", "singer", "tail", SIREN, code="sirens"),),
        ),
        register(
            "dens",
            [
                Column("den", "place"),
                Column("keeper", "person", CLOSED),
                Column("rent", "dec3"),
                Column("since", "date"),
                Column("until", "date", CLOSED, past=False),
            ],
            key=("den", "since"),
            owner="den",
            order=("since",),
            indexes=(Index("keeper", ("keeper",), ("den",)),),
            across_rules=(NoSharedDay(("keeper",), "since", "until", code="two_dens"),),
            open=True,
            place_complete=True,
        ),
    ),
    birth="born",
    death="died",
)


CALLED = ("Ия", "Як", '"Oo"', "")


def town_rows(chance, people, dirt):
    """Rows of the town, so few tags, titles and dens among them that rules across rows are often broken."""

    def tag():
        return f"{chance.randrange(people):04d}"

    def day():
        return f"{chance.randint(1, 28):02d}.{chance.randint(1, 12):02d}.{chance.randint(1990, 2023)}"

    def maybe(text, share=0.5):
        return text if chance.random() < share else ""

    rows = {
        "dwellers": [
            ";".join(
                [
                    *(chance.choice(CALLED), maybe(f"{own:04d}", 0.9) or tag(), maybe(tag(), 0.3), day()),
                    *(maybe(day(), 0.3), chance.choice(["LONG", "SHORT"]), maybe(f"P-{chance.randrange(12):02d}")),
                ]
            )
            for own in range(people)
        ],
        "songs": [
            f"{chance.choice('АБВГ')};{tag()};{maybe('12,50')};2024-{chance.randint(1, 12):02d};"
            f"{chance.choice(['SIREN', 'HYMN', 'HYMN'])};N{chance.randrange(people)}"
            for _ in range(people)
        ],
        "dens": [
            f"P-{chance.randrange(30):02d};{maybe(tag())};1,{chance.randrange(1000):03d};{day()};{maybe(day())}"
            for _ in range(people)
        ],
    }
    for lines in rows.values():
        for at in range(len(lines)):
            if chance.random() < dirt:
                lines[at] = chance.choice([lines[chance.randrange(len(lines))], lines[at] + ";", f'"{lines[at]}', "x"])
    return rows


def write_town(folder, rows):
    folder.mkdir()
    entries = []
    for name, lines in rows.items():
        data = csv_file(name, lines, TOWN)
        (folder / f"{name}.csv").write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        entries.append({"name": f"{name}.csv", "register": name, "rows": len(lines), "sha256": digest})
    manifest = {"delivery_id": "1", "as_of": "2025-01-01", "files": entries}
    (folder / "manifest.json").write_text(json.dumps(manifest))


@pytest.mark.parametrize("seed", range(12))
def test_a_town_with_other_rules_in_tiny_pieces(tmp_path, monkeypatch, seed):
    chance = random.Random(seed)
    delivery = tmp_path / "delivery"
    write_town(delivery, town_rows(chance, (1, 7, 60, 200)[seed % 4], (0, 0.05, 0.3)[seed % 3]))
    whole = taken_in(delivery, tmp_path / "whole", TOWN)
    for size in (1, 3, 16):
        in_pieces(monkeypatch, size)
        assert taken_in(delivery, tmp_path / f"pieces{size}", TOWN) == whole


def test_the_town_breaks_every_rule_across_rows(tmp_path):
    write_town(tmp_path / "delivery", town_rows(random.Random(3), 200, 0.05))
    report = ingest_delivery(tmp_path / "delivery", tmp_path / "store", TOWN)
    found = {code for _, _, code in codes(report)}
    assert found >= {"friends_at_once", "friends_alike", "sirens", "two_dens", "duplicate_row", "key_conflict"}
    assert found >= {"unknown_person", "wrong_field_count"}


def test_the_order_of_rows_changes_nothing_in_the_facts(tmp_path, monkeypatch):
    rows = town_rows(random.Random(5), 100, 0)
    write_town(tmp_path / "one", rows)
    whole = taken_in(tmp_path / "one", tmp_path / "store", TOWN)
    for lines in rows.values():
        random.Random(6).shuffle(lines)
    write_town(tmp_path / "other", rows)
    in_pieces(monkeypatch, 7)
    shuffled = taken_in(tmp_path / "other", tmp_path / "shuffled", TOWN)
    ties = "facts/songs."  # songs of one singer in one month lie in the order of the file
    facts = [name for name in whole if name.startswith("facts/") and not name.startswith(ties)]
    assert facts and all(shuffled[name] == whole[name] for name in facts)


def test_copies_lie_far_apart(tmp_path, monkeypatch):
    in_pieces(monkeypatch, 3)
    first = f"{ANNA};2025-01;WAGE;1.00"
    others = [f"{BORIS};20{year}-0{month};WAGE;1.00" for year in (23, 24) for month in range(3, 10)]
    rows = [first, *others, first, *others[:1], f"{ANNA};2025-01;WAGE;2.00"]
    report = ingest(tmp_path, {"income": rows})
    assert codes(report) == [
        (2, "snils", "key_conflict"),
        (len(others) + 3, "snils", "duplicate_row"),
        (len(others) + 4, "snils", "duplicate_row"),
        (len(others) + 5, "snils", "key_conflict"),
    ]
    facts = open_delivery(tmp_path / "store", REGISTERS)
    assert facts.rows("income") == len(others)


def test_a_parquet_file_that_is_damaged_in_its_middle_is_not_read_at_all(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet_rows, "BLOCK", 100)
    rows = 2000
    table = pa.table(
        {
            "snils": [ANNA] * rows,
            "record_months": pa.array(range(rows), pa.int32()),
            "points": pa.nulls(rows, pa.decimal128(18, 3)),
        }
    )
    path = tmp_path / "whole.parquet"
    pq.write_table(table, path, row_group_size=500, compression="snappy")
    data = bytearray(path.read_bytes())
    at = pq.ParquetFile(path).metadata.row_group(2).column(1).data_page_offset
    data[at : at + 400] = b"\xff" * 400
    folder = write(tmp_path / "delivery", {"persons": PERSONS, "insurance_record.parquet": bytes(data)})
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"][1]["rows"] = rows
    (folder / "manifest.json").write_text(json.dumps(manifest))
    report = ingest_delivery(folder, tmp_path / "store", REGISTERS)
    about = report.registers["insurance_record"]
    assert (about.state, about.error, about.read) == ("missing", "header_mismatch", 0)
    assert codes(report) == []
    assert "insurance_record" in open_delivery(tmp_path / "store", REGISTERS).missing_registers
