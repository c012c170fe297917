"""Hand-made deliveries for the second reading: every code of registers.md at least once."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from .delivery import Delivered, Refused, read_delivery
from .layout import REGISTERS


def snils(number: int) -> str:
    digits = f"{number:09d}"
    check = sum(int(digit) * (9 - place) for place, digit in enumerate(digits)) % 101 % 100
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]} {check:02d}"


MUM, DAD, KID, OLD, DEAD, NOBODY, GRAN = (snils(number) for number in (1, 2, 3, 4, 5, 6, 7))
PEOPLE = [
    f"{MUM};Иванова;Анна;;F;1980-01-01;;RUS;Y;;",
    f"{DAD};Иванов;Пётр;;M;1979-01-01;;RUS;;;",
    f"{KID};Иванов;Лев;;M;2010-05-05;;RUS;Y;;",
    f"{OLD};O'Коннор;Ли;;M;1940-01-01;;;;;",
    f"{DEAD};Ли;Ян;;M;1941-01-01;2020-05-05;RUS;;{MUM};N",
    f"{GRAN};Ли;Ева;;F;1950-01-01;;RUS;;;",
]
BIRTH = f"T1;{KID};{MUM};BIRTH;2010-05-05;;"

Lines = dict[str, list[str]]


def csv_bytes(register: str, lines: list[str]) -> bytes:
    end, codec = ("\r\n", "cp1251") if REGISTERS[register].dialect == "W" else ("\n", "utf-8")
    return end.join([";".join(REGISTERS[register].names()), *lines, ""]).encode(codec)


def deliver(folder: Path, lines: Lines, change: dict[str, object] | None = None, **data: bytes) -> Delivered:
    """Writes a delivery of some registers (persons always) and reads it; `data`: other bytes for one."""
    files = []
    for register, rows in {"persons": PEOPLE, **lines}.items():
        content = data.get(register, csv_bytes(register, rows))
        (folder / f"{register}.csv").write_bytes(content)
        files.append(
            {
                "name": f"{register}.csv",
                "register": register,
                "rows": len(rows),
                "sha256": hashlib.sha256(content).hexdigest(),
            }
        )
    for entry in files:
        if entry["register"] in (change or {}):
            entry.update((change or {})[entry["register"]])  # type: ignore[call-overload]
    manifest = {"delivery_id": "D-1", "as_of": "2025-03-01", "files": files}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return read_delivery(folder)


def found(delivered: Delivered) -> list[tuple[int, str, str]]:
    return [(line, column, code) for _, line, column, code, _ in delivered.set_aside]


ONE_ROW = [
    ("flags", f"F1;{MUM};DONOR;2020-01-01", "", "wrong_field_count"),
    ("flags", "", "", "wrong_field_count"),
    ("flags", f'F1;{MUM};"DONOR;2020-01-01;', "", "wrong_field_count"),
    ("flags", f'F1;{MUM};"DONOR"x;2020-01-01;', "", "wrong_field_count"),
    ("flags", f"F1;{MUM};DONOR;;", "since", "empty_required"),
    ("flags", f'F1;{MUM};"";2020-01-01;', "flag", "empty_required"),
    ("flags", f"f1;{MUM};DONOR;2020-01-01;", "flag_id", "bad_format"),
    ("flags", f"F1; {MUM};DONOR;2020-01-01;", "snils", "bad_format"),
    ("flags", f"F1;{MUM};DONOR;01.01.2020;", "since", "bad_format"),
    ("registrations", f"G1;{MUM};A000001;P;2020-01-01;", "address_id", "bad_format"),
    ("earnings", f"{MUM};2020;12.5;0", "amount", "bad_format"),
    ("earnings", f"{MUM};2020;12,50;0", "amount", "bad_format"),
    ("earnings", f"{MUM};+2020;12.50;0", "year", "bad_format"),
    ("income", f"{MUM};2025-13;WAGE;1.00", "month", "bad_format"),
    ("education", f"S1;{KID};SCHOOL;5;y;;2024-09-01;", "full_time", "bad_format"),
    ("flags", f"F1;{MUM};DONOR;2023-02-29;", "since", "impossible_date"),
    ("flags", f"F1;{MUM};DONOR;0000-01-01;", "since", "impossible_date"),
    ("vehicles", f"V1;{MUM};CAR;2020;100;;01.01.0000;", "since", "impossible_date"),
    ("flags", "F1;112-233-445 94;DONOR;2020-01-01;", "snils", "bad_check_number"),
    ("earnings", f"{MUM};2020;-0,00;0", "amount", "negative_amount"),
    ("earnings", f"{MUM};2020;1.00;-1", "excluded_days", "negative_amount"),
    ("flags", f"F1;{MUM};DONER;2020-01-01;", "flag", "unknown_code"),
    ("medical", f"N1;{MUM};DISPENSARY;I21.00;;2020-01-01;", "code", "unknown_code"),
    ("medical", f"N1;{MUM};CONCLUSION;I21;;2020-01-01;", "code", "unknown_code"),
    ("assignments", f"Z1;edw;{MUM};;2020-01-01", "measure_id", "unknown_code"),
    ("earnings", f"{MUM};2025;1.00;0", "year", "out_of_range"),
    ("earnings", f"{MUM};2020;1000000000.00;0", "amount", "out_of_range"),
    ("property", f"Q1;{MUM};O1;GARAGE;;0.00;1;1;2020-01-01;", "area_m2", "out_of_range"),
    ("property", f"Q1;{MUM};O1;GARAGE;;1.00;0;0;2020-01-01;", "share_num", "out_of_range"),
    ("flags", f"F1;{MUM};DONOR;2025-03-02;", "since", "future_date"),
    ("income", f"{MUM};2025-03;WAGE;1.00", "month", "out_of_cover"),
    ("income", f"{MUM};2022-02;WAGE;1.00", "month", "out_of_cover"),
    ("parent_child", f"T1;{KID};{MUM};BIRTH;2010-05-05;;ENDED", "until_reason", "not_allowed_here"),
    ("work", f"W1;{MUM};EMPLOYED;{KID};2015-01-01;;OTHER", "child_snils", "not_allowed_here"),
    ("work", f"W1;{MUM};CARE_LEAVE;{KID};2015-01-01;2016-01-01;OTHER", "end_reason", "not_allowed_here"),
    ("sick_leave", f"C1;{MUM};01;2015-01-01;;{KID}", "cared_snils", "not_allowed_here"),
    ("property", f"Q1;{MUM};O1;GARAGE;A0000001;1.00;1;1;2020-01-01;", "address_id", "not_allowed_here"),
    ("employment_service", f"E1;{MUM};01.01.2025;;;;;;0;;01.02.2025", "training_until", "not_allowed_here"),
    ("education", f"S1;{KID};SCHOOL;5;N;;2024-09-01;", "full_time", "not_allowed_here"),
    ("education", f"S1;{KID};COLLEGE;5;N;;2024-09-01;", "grade", "not_allowed_here"),
    ("medical", f"N1;{MUM};PREGNANCY;?;;2020-01-01;", "code", "not_allowed_here"),
    ("medical", f"N1;{MUM};DISPENSARY;I21.0;3;2020-01-01;", "week", "not_allowed_here"),
    ("parent_child", f"T1;{KID};{MUM};BIRTH;2010-05-05;2012-01-01;", "until_reason", "empty_required"),
    ("registrations", f"G1;{MUM};A0000001;T;2020-01-01;", "until", "empty_required"),
    ("work", f"W1;{MUM};CARE_LEAVE;;2015-01-01;;", "child_snils", "empty_required"),
    ("sick_leave", f"C1;{MUM};05;2015-01-01;;", "last_day", "empty_required"),
    ("sick_leave", f"C1;{MUM};09;2015-01-01;;", "cared_snils", "empty_required"),
    ("education", f"S1;{KID};SCHOOL;;Y;;2024-09-01;", "grade", "empty_required"),
    ("medical", f"N1;{MUM};DISPENSARY;;;2020-01-01;", "code", "empty_required"),
    ("flags", f"F1;{MUM};DONOR;2020-01-01;2020-01-01", "until", "ends_before_start"),
    ("sick_leave", f"C1;{MUM};01;2015-01-02;2015-01-01;", "last_day", "ends_before_start"),
    (
        "employment_service",
        f"E1;{MUM};02.01.2025;01.01.2025;02.01.2025;;;;0;;",
        "recognised_on",
        "ends_before_start",
    ),
    ("employment_service", f"E1;{MUM};02.01.2025;;02.01.2025;;;;0;;", "removed_on", "ends_before_start"),
    ("employment_service", f"E1;{MUM};02.01.2025;;;;;;0;01.01.2025;", "training_since", "ends_before_start"),
    ("rehab_items", f"I1;{MUM};2020-01-02;;2020-01-01;12", "issued_on", "ends_before_start"),
    ("property", f"Q1;{MUM};O1;GARAGE;;1.00;3;2;2020-01-01;", "share_num", "share_above_one"),
    ("marriages", f"M1;{MUM};{MUM};2010-01-01;", "spouse_b", "same_person_twice"),
    ("sick_leave", f"C1;{MUM};09;2015-01-01;;{MUM}", "cared_snils", "same_person_twice"),
    ("care_ties", f"K1;{MUM};{NOBODY};1960-01-01;", "cared_snils", "unknown_person"),
    ("housing_accounts", f"A0000001;;50,00;;;;;{NOBODY}", "phone_subscriber", "unknown_person"),
    ("work", f"W1;{MUM};CARE_LEAVE;{KID};2010-05-04;;", "since", "before_birth"),
    ("marriages", f"M1;{OLD};{MUM};1979-12-31;", "married_on", "before_birth"),
    ("parent_child", f"T1;{KID};{MUM};BIRTH;2010-05-06;;", "since", "before_birth"),
    ("parent_child", f"T1;{OLD};{MUM};GUARDIAN;2010-05-06;;", "adult_snils", "child_not_younger"),
    ("disability", f"D1;{MUM};CHILD;;1998-01-01;", "category", "not_a_child"),
]


@pytest.mark.parametrize(("register", "line", "column", "code"), ONE_ROW)
def test_a_bad_row_shows_its_first_error(tmp_path: Path, register: str, line: str, column: str, code: str) -> None:
    delivered = deliver(tmp_path, {register: [line]})
    assert found(delivered) == [(2, column, code)]
    assert delivered.rows[register] == [] and delivered.read[register] == 1


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        (f"{NOBODY};Ли2;Ян;;M;1980-01-01;;;;;", "last_name", "bad_format"),
        (f"{NOBODY};Ли;Ян ;;M;1980-01-01;;;;;", "first_name", "bad_format"),
        (f"{NOBODY};Ли;Ян;;M;1899-12-31;;;;;", "birth_date", "out_of_range"),
        (f"{NOBODY};Ли;Ян;;M;1980-01-01;;;;;N", "burial_in_kind", "not_allowed_here"),
        (f"{NOBODY};Ли;Ян;;M;1980-01-01;1979-12-31;;;;", "death_date", "death_before_birth"),
        (f"{NOBODY};Ли;Ян;;M;1980-01-01;2000-12-31;;;{NOBODY};", "burial_by", "same_person_twice"),
        (f"{NOBODY};Ли;Ян;;M;1980-01-01;2000-12-31;;;{snils(99)};", "burial_by", "unknown_person"),
    ],
)
def test_a_bad_person_shows_its_first_error(tmp_path: Path, line: str, column: str, code: str) -> None:
    delivered = deliver(tmp_path, {"persons": [*PEOPLE, line]})
    assert found(delivered) == [(len(PEOPLE) + 2, column, code)]
    assert delivered.incomplete["persons"] == set()


def test_burial_by_may_name_a_person_who_falls_at_stage_4(tmp_path: Path) -> None:
    first = f"{snils(50)};Ли;Ян;;M;1980-01-01;2000-12-31;;;{snils(51)};"
    second = f"{snils(51)};Ли;Ян;;M;1980-01-01;2000-12-31;;;{NOBODY};"
    assert found(deliver(tmp_path, {"persons": [*PEOPLE, first, second]})) == [
        (len(PEOPLE) + 3, "burial_by", "unknown_person")
    ]


def test_good_rows_are_accepted_with_their_values(tmp_path: Path) -> None:
    delivered = deliver(
        tmp_path,
        {
            "vehicles": [f"V1;{MUM};CAR;02020;007;;01.01.2020;"],
            "housing_accounts": [f'"A0000001";;0050,05;0,00;;;;"{MUM}"'],
            "medical": [
                f"N1;{MUM};PREGNANCY;;42;2020-01-01;",
                f"N2;{MUM};DISPENSARY;I21;;2020-01-01;2020-01-01",
            ],
            "insurance_record": [f"{MUM};7;0030.001"],
        },
    )
    assert not delivered.set_aside and not delivered.file_errors
    assert delivered.rows["vehicles"][0]["made_year"] == 2020 and delivered.rows["vehicles"][0]["power_hp"] == 7
    assert delivered.rows["housing_accounts"][0]["area_m2"] == 5005
    assert delivered.rows["housing_accounts"][0]["utilities_bill"] is None
    assert delivered.rows["insurance_record"][0]["points"] == 30001
    assert delivered.rows["persons"][0]["born_in_city"] is True
    assert "flags" in delivered.missing and "flags" not in delivered.rows


@pytest.mark.parametrize(
    ("register", "lines", "expected"),
    [
        (
            "earnings",
            [f"{MUM};2020;1.00;0", f"{MUM};02020;01.00;00", f"{MUM};2021;1.00;0"],
            [(3, "snils", "duplicate_row")],
        ),
        (
            "earnings",
            [f"{MUM};2020;1.00;0", f"{MUM};2020;2.00;0", f"{MUM};2020;1.00;0"],
            [(2, "snils", "key_conflict"), (3, "snils", "key_conflict"), (4, "snils", "duplicate_row")],
        ),
        (
            "registrations",
            [
                f"G1;{MUM};A0000001;P;2020-01-01;2021-01-01",
                f"G2;{MUM};A0000002;P;2021-01-01;",
                f"G3;{MUM};A0000003;P;2022-01-01;2023-01-01",
                f"G4;{MUM};A0000003;T;2022-01-01;2023-01-01",
            ],
            [(3, "since", "overlapping_permanent"), (4, "since", "overlapping_permanent")],
        ),
        (
            "marriages",
            [
                f"M1;{MUM};{DAD};2005-01-01;2010-01-01",
                f"M2;{OLD};{MUM};2009-12-31;",
                f"M3;{DAD};{GRAN};2010-01-01;",
            ],
            [(2, "married_on", "overlapping_marriage"), (3, "married_on", "overlapping_marriage")],
        ),
        (
            "marriages",
            [f"M1;{MUM};{DEAD};2005-01-01;", f"M2;{MUM};{DAD};2020-05-05;", f"M3;{MUM};{DEAD};2020-05-05;"],
            [],
        ),
        (
            "parent_child",
            [
                BIRTH,
                f"T2;{KID};{DAD};BIRTH;2010-05-05;;",
                f"T3;{KID};{DEAD};BIRTH;2010-05-05;2011-01-01;ENDED",
            ],
            [(3, "adult_snils", "too_many_parents"), (4, "adult_snils", "too_many_parents")],
        ),
    ],
)
def test_rows_are_seen_beside_each_other(
    tmp_path: Path, register: str, lines: list[str], expected: list[tuple[int, str, str]]
) -> None:
    assert found(deliver(tmp_path, {register: lines})) == expected


def test_an_unknown_person_comes_before_any_before_birth(tmp_path: Path) -> None:
    lines = [f"W1;{KID};CARE_LEAVE;{NOBODY};2000-01-01;;"]
    assert found(deliver(tmp_path, {"work": lines})) == [(2, "child_snils", "unknown_person")]


def test_a_bad_row_leaves_those_it_names_incomplete(tmp_path: Path) -> None:
    delivered = deliver(
        tmp_path,
        {
            "registrations": [
                f'G1;"{MUM};A0000001;P;2020-01-01;',
                f"G2;{DAD};A0000002;X;2020-01-01;",
                f"G3;{KID};A000003;P;2020-01-01;",
            ],
            "flags": [
                f"F1;{MUM};DONOR;2020-01-01;",
                f"F1;{MUM};DONOR;2020-01-01;",
                f"F2;{NOBODY};DONOR;2020-01-01;",
            ],
            "housing_accounts": [f"A0000001;;0,00;;;;;{MUM}"],
        },
    )
    assert delivered.incomplete["registrations"] == {MUM, DAD, KID}
    assert delivered.incomplete_addresses == {
        "registrations": {"A0000001", "A0000002"},
        "housing_accounts": {"A0000001"},
    }
    assert delivered.incomplete["flags"] == {NOBODY}
    assert delivered.incomplete["housing_accounts"] == set()


FLAG = [f"F1;{MUM};DONOR;2020-01-01;"]


@pytest.mark.parametrize(
    ("change", "data", "code"),
    [
        ({"register": "flag"}, None, "unknown_register"),
        ({"name": "flags.txt"}, None, "unknown_register"),
        ({"register": "persons"}, None, "unknown_register"),
        ({"name": "flags.parquet"}, None, "file_absent"),
        ({"sha256": "0" * 64}, None, "digest_mismatch"),
        ({"rows": 2}, None, "row_count_mismatch"),
        ({}, b"\xff", "not_in_encoding"),
        ({}, b"", "header_mismatch"),
        ({"rows": 5}, b"flag_id;snils;flag;since;until\r\n", "header_mismatch"),
        ({}, b"\xef\xbb\xbfflag_id;snils;flag;since;until\nx\n", "header_mismatch"),
    ],
)
def test_a_file_shows_its_first_error(tmp_path: Path, change: dict[str, object], data: bytes | None, code: str) -> None:
    content = csv_bytes("flags", FLAG) if data is None else data
    if change.get("register") == "persons":  # a name that is not the register's
        with pytest.raises(Refused) as caught:
            deliver(tmp_path, {"flags": FLAG}, {"flags": change})
        assert caught.value.code == "delivery_without_persons"
        return
    delivered = deliver(tmp_path, {"flags": FLAG}, {"flags": change}, flags=content)
    assert delivered.file_errors == [(str(change.get("name", "flags.csv")), code)]
    assert "flags" in delivered.missing


def test_byte_98_and_a_register_listed_twice_are_refused(tmp_path: Path) -> None:
    data = csv_bytes("vehicles", []) + b"\x98"
    assert deliver(tmp_path, {"vehicles": ["x"]}, vehicles=data).file_errors == [("vehicles.csv", "not_in_encoding")]
    path = tmp_path / "manifest.json"
    page = json.loads(path.read_text(encoding="utf-8"))
    page["files"].append({**page["files"][1], "name": "vehicles.parquet"})
    path.write_text(json.dumps(page), encoding="utf-8")
    assert read_delivery(tmp_path).file_errors == [
        ("vehicles.csv", "two_files"),
        ("vehicles.parquet", "two_files"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"delivery_id": "1", "as_of": "2025-02-30", "files": []}',
        '{"delivery_id": "1", "as_of": "2025-02-03", "files": [{"name": "a"}]}',
        '{"delivery_id": "1", "as_of": "2025-02-03", "files": [{"name": "a", "register": "a",'
        ' "rows": "3", "sha256": "0"}]}',
    ],
)
def test_an_unreadable_manifest_refuses_the_delivery(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as caught:
        read_delivery(tmp_path)
    assert caught.value.code == "manifest_unreadable"


def test_parquet_is_read_with_its_own_types(tmp_path: Path) -> None:
    columns = {
        "points": pa.array([None, -1, 30], pa.decimal128(18, 3)),
        "record_months": pa.array([1, 2, 3], pa.int32()),
        "snils": pa.array([MUM, DAD, ""], pa.large_string()),
    }
    pq.write_table(pa.table(columns), tmp_path / "insurance_record.parquet")
    digest = hashlib.sha256((tmp_path / "insurance_record.parquet").read_bytes()).hexdigest()
    change = {"insurance_record": {"name": "insurance_record.parquet", "rows": 3, "sha256": digest}}
    delivered = deliver(tmp_path, {"insurance_record": []}, change)  # type: ignore[arg-type]
    assert found(delivered) == [(3, "points", "negative_amount"), (4, "snils", "empty_required")]
    assert delivered.rows["insurance_record"] == [{"snils": MUM, "record_months": 1, "points": None}]
