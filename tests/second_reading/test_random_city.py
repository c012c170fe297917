"""The adversarial random city shows every code, is right without faults, and is the same for one seed."""

from __future__ import annotations

from pathlib import Path

from .delivery import read_delivery
from .random_city import write_random_city

ROW_CODES = """
wrong_field_count empty_required bad_format impossible_date bad_check_number negative_amount unknown_code
out_of_range future_date out_of_cover not_allowed_here death_before_birth ends_before_start share_above_one
same_person_twice unknown_person before_birth child_not_younger not_a_child duplicate_row key_conflict
overlapping_permanent overlapping_marriage too_many_parents
"""
FILE_CODES = """
unknown_register two_files file_absent digest_mismatch not_in_encoding header_mismatch row_count_mismatch
"""


def test_forty_random_cities_show_every_code(tmp_path: Path) -> None:
    rows: set[str] = set()
    files: set[str] = set()
    for seed in range(40):
        told = write_random_city(tmp_path / str(seed), seed, missing_share=0.8)
        delivered = read_delivery(tmp_path / str(seed))
        assert (delivered.delivery_id, delivered.as_of) == (told["delivery_id"], told["as_of"])
        rows |= {code for _, _, _, code, _ in delivered.set_aside}
        files |= {code for _, code in delivered.file_errors}
        accepted = sum(map(len, delivered.rows.values()))
        assert sum(delivered.read.values()) == accepted + len(delivered.set_aside)
    assert rows == set(ROW_CODES.split()) and files == set(FILE_CODES.split())


def test_a_random_city_without_faults_has_no_bad_row(tmp_path: Path) -> None:
    for seed in range(10):
        write_random_city(tmp_path / str(seed), seed, faults=0, missing_share=0)
        delivered = read_delivery(tmp_path / str(seed))
        assert not delivered.set_aside and not delivered.missing


def test_one_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("first", "second"):
        write_random_city(tmp_path / name, 5)
    for path in (tmp_path / "first").iterdir():
        assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes()
