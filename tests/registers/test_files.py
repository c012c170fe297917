"""Files that are not read as a whole, and deliveries that are refused."""

import hashlib
import io
import json
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from alongside.base.refusal import Refusal
from alongside.registers import ingest_delivery, open_delivery
from alongside.registers.write import table_schema
from packs.moscow.registers import REGISTERS
from tests.registers.deliver import ANNA, PERSONS, codes, csv_file, file_errors, ingest, write

ROW = f"{ANNA};2025-01;WAGE;1.00"
CAR = f"V1;{ANNA};CAR;2000;;;01.01.2020;"


def change_entry(folder, position, **change):
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"][position].update(change)
    (folder / "manifest.json").write_text(json.dumps(manifest))


def errors_after(tmp_path, files, position=1, **change):
    folder = write(tmp_path / "delivery", {"persons": PERSONS, **files})
    if change:
        change_entry(folder, position, **change)
    report = ingest_delivery(folder, tmp_path / "store", REGISTERS)
    assert report.exit_status == 3
    return [tuple(line[:2]) for line in file_errors(report)]


def test_a_clean_delivery_of_all_registers_ends_with_0(tmp_path):
    files: dict[str, list[str]] = {register.name: [] for register in REGISTERS.all[1:]}
    report = ingest(tmp_path, files)
    assert (report.exit_status, file_errors(report), codes(report)) == (0, [], [])


def test_a_register_that_is_not_listed_is_missing_without_an_error(tmp_path):
    report = ingest(tmp_path, {})
    assert file_errors(report) == []
    assert report.registers["income"].state == "missing"
    facts = open_delivery(tmp_path / "store", REGISTERS)
    assert "income" in facts.missing_registers and "persons" not in facts.missing_registers


@pytest.mark.parametrize("name", ["income.txt", "../income.csv", "Income.csv", "persons.csv"])
def test_a_name_other_than_the_two_of_the_register_is_unknown(tmp_path, name):
    assert errors_after(tmp_path, {"income": [ROW]}, name=name) == [(name, "unknown_register")]


def test_a_register_that_nobody_knows(tmp_path):
    found = errors_after(tmp_path, {"income": [ROW]}, register="dogs")
    assert found == [("income.csv", "unknown_register")]


def test_a_register_that_is_listed_twice(tmp_path):
    found = errors_after(tmp_path, {"income": [ROW], "income.parquet": b""})
    assert found == [("income.csv", "two_files"), ("income.parquet", "two_files")]


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path):
    folder = write(tmp_path / "delivery", {"persons": PERSONS, "income": [ROW], "flags": []})
    (folder / "income.csv").unlink()
    (folder / "flags.csv").unlink()
    (folder / "flags.csv").mkdir()
    report = ingest_delivery(folder, tmp_path / "store", REGISTERS)
    assert [line[:2] for line in file_errors(report)] == [
        ["flags.csv", "file_absent"],
        ["income.csv", "file_absent"],
    ]


@pytest.mark.parametrize(
    ("register", "data", "code"),
    [
        ("income", csv_file("income", [ROW]) + b"\xff", "not_in_encoding"),
        ("vehicles", csv_file("vehicles", [CAR]) + b"\x98", "not_in_encoding"),
        ("income", b"\xef\xbb\xbf" + csv_file("income", [ROW]), "header_mismatch"),
        ("income", csv_file("income", [ROW]).replace(b"\n", b"\r\n"), "header_mismatch"),
        ("vehicles", csv_file("vehicles", [CAR]).replace(b"\r\n", b"\n"), "header_mismatch"),
        ("income", b"", "header_mismatch"),
        ("income", b"\n", "header_mismatch"),
        ("income", b"snils;kind;month;amount\n", "header_mismatch"),
        ("income", csv_file("income", [ROW]) + b"\n\n", "row_count_mismatch"),
        ("income.parquet", b"PAR1 no PAR1", "header_mismatch"),
    ],
)
def test_a_file_shows_its_first_error(tmp_path, register, data, code):
    name = register if "." in register else f"{register}.csv"
    rows = 1 if code == "row_count_mismatch" else 2
    folder = write(tmp_path / "delivery", {"persons": PERSONS, name: data})
    change_entry(folder, 1, rows=rows)
    report = ingest_delivery(folder, tmp_path / "store", REGISTERS)
    assert [tuple(line[:2]) for line in file_errors(report)] == [(name, code)]


def test_a_digest_that_is_another_is_an_error_and_one_in_capitals_is_not(tmp_path):
    digest = hashlib.sha256(csv_file("income", [ROW])).hexdigest()
    assert errors_after(tmp_path / "1", {"income": [ROW]}, sha256=digest.upper()) == []
    found = errors_after(tmp_path / "2", {"income": [ROW]}, sha256="0" * 64)
    assert found == [("income.csv", "digest_mismatch")]


def test_the_last_row_may_lack_its_end_and_the_header_may_stand_in_quotes(tmp_path):
    data = csv_file("income", [ROW]).removesuffix(b"\n").replace(b"month", b'"month"')
    folder = write(tmp_path / "delivery", {"persons": PERSONS, "income.csv": data})
    change_entry(folder, 1, rows=1)
    assert ingest_delivery(folder, tmp_path / "store", REGISTERS).registers["income"].accepted == 1


def parquet(name, rows, **types):
    schema = pa.schema([(f.name, types.get(f.name, f.type)) for f in reversed(list(table_schema(REGISTERS[name])))])
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), file)
    return file.getvalue()


def test_parquet_columns_may_stand_in_any_order_and_be_large_strings(tmp_path):
    rows = [{"snils": ANNA, "record_months": 5}, {"snils": ANNA, "record_months": -5}, {"snils": ""}]
    data = parquet("insurance_record", rows, snils=pa.large_string())
    folder = write(tmp_path / "delivery", {"persons": PERSONS, "insurance_record.parquet": data})
    change_entry(folder, 1, rows=3)
    report = ingest_delivery(folder, tmp_path / "store", REGISTERS)
    assert codes(report) == [(3, "record_months", "negative_amount"), (4, "snils", "empty_required")]


def test_parquet_columns_of_another_type_are_another_header(tmp_path):
    data = parquet("insurance_record", [], record_months=pa.int64())
    folder = write(tmp_path / "delivery", {"persons": PERSONS, "insurance_record.parquet": data})
    change_entry(folder, 1, rows=0)
    report = ingest_delivery(folder, tmp_path / "store", REGISTERS)
    assert [tuple(line[:2]) for line in file_errors(report)] == [("insurance_record.parquet", "header_mismatch")]


def refused(folder, store):
    with pytest.raises(Refusal) as caught:
        ingest_delivery(folder, store, REGISTERS)
    assert not list(store.rglob("report.json"))
    assert caught.value.remedy and "\n" not in str(caught.value)
    return caught.value.code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        "\ufeff{}",
        '{"delivery_id": "1", "as_of": "2025-03-01"}',
        '{"delivery_id": "", "as_of": "2025-03-01", "files": []}',
        '{"delivery_id": 1, "as_of": "2025-03-01", "files": []}',
        '{"delivery_id": "1", "as_of": "20250301", "files": []}',
        '{"delivery_id": "1", "as_of": "2025-02-29", "files": []}',
        '{"delivery_id": "1", "as_of": "2025-03-01", "files": {}}',
        '{"delivery_id": "1", "delivery_id": "1", "as_of": "2025-03-01", "files": []}',
        '{"delivery_id": "\\ud800", "as_of": "2025-03-01", "files": []}',
        "[" * 100_000,
    ],
)
def test_a_manifest_that_cannot_be_understood_is_refused(tmp_path, text):
    folder = write(tmp_path / "delivery", {"persons": PERSONS})
    (folder / "manifest.json").write_text(text)
    assert refused(folder, tmp_path / "store") == "manifest_unreadable"


@pytest.mark.parametrize("rows", [True, "3", None, [], {}])
def test_rows_that_is_no_number_is_refused(tmp_path, rows):
    folder = write(tmp_path / "delivery", {"persons": PERSONS})
    change_entry(folder, 0, rows=rows)
    assert refused(folder, tmp_path / "store") == "manifest_unreadable"


@pytest.mark.parametrize(("rows", "wrong"), [(1.0, False), (1.5, True), (-1, True), (10**400, True)])
def test_rows_that_is_some_other_number_is_compared_as_it_is(tmp_path, rows, wrong):
    found = errors_after(tmp_path, {"income": [ROW]}, rows=rows)
    assert found == ([("income.csv", "row_count_mismatch")] if wrong else [])


def test_a_manifest_in_another_encoding_is_refused(tmp_path):
    folder = write(tmp_path / "delivery", {"persons": PERSONS})
    (folder / "manifest.json").write_bytes("{}".encode("utf-16"))
    assert refused(folder, tmp_path / "store") == "manifest_unreadable"


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    assert refused(tmp_path / "nowhere", tmp_path / "store") == "folder_unusable"


def test_a_delivery_without_persons_is_refused(tmp_path):
    folder = write(tmp_path / "1", {"income": [ROW]})
    assert refused(folder, tmp_path / "store") == "delivery_without_persons"
    folder = write(tmp_path / "2", {"persons": PERSONS})
    (folder / "persons.csv").write_bytes(b"changed")
    assert refused(folder, tmp_path / "store") == "delivery_without_persons"


def test_a_file_that_may_not_be_read_is_refused_and_not_called_absent(tmp_path, monkeypatch):
    folder = write(tmp_path / "delivery", {"persons": PERSONS})

    opened = Path.open

    def open_(path, *how, **more):
        if path.name == "persons.csv":
            raise PermissionError(13, "Permission denied")
        return opened(path, *how, **more)

    monkeypatch.setattr(Path, "open", open_)
    assert refused(folder, tmp_path / "store") == "folder_unusable"


def test_a_pipe_is_not_waited_for(tmp_path):
    folder = write(tmp_path / "delivery", {"persons": PERSONS, "income": [ROW]})
    (folder / "income.csv").unlink()
    os.mkfifo(folder / "income.csv")
    report = ingest_delivery(folder, tmp_path / "store", REGISTERS)
    assert [line[:2] for line in file_errors(report)] == [["income.csv", "file_absent"]]
