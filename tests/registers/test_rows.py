"""Each code of a bad row at its stage, in the place where it shows."""

import pytest

from tests.registers.deliver import ANNA, BORIS, PERSONS, STRANGER, VERA, codes, incomplete, ingest, set_aside

BIRTH = f"T1;{VERA};{ANNA};BIRTH;2015-06-01;;"
WRONG = f"{ANNA[:-2]}{(int(ANNA[-2:]) + 1) % 100:02d}"

CASES = [
    # register, row, column, code
    ("income", f"{ANNA};2025-01;WAGE", "", "wrong_field_count"),
    ("income", "", "", "wrong_field_count"),
    ("income", f'{ANNA};2025-01;"WAGE;1.00', "", "wrong_field_count"),
    ("income", f'{ANNA};2025-01;"WAGE"x;1.00', "", "wrong_field_count"),
    ("income", f"{ANNA};;WAGE;1.00", "month", "empty_required"),
    ("income", f"{ANNA};2025-13;WAGE;1.00", "month", "bad_format"),
    ("income", f"{ANNA};2025-01;WAGE;1.0", "amount", "bad_format"),
    ("income", f"{ANNA};2025-01;WAGE;1,00", "amount", "bad_format"),
    ("income", f"{ANNA} ;2025-01;WAGE;1.00", "snils", "bad_format"),
    ("income", f"{WRONG};2025-01;WAGE;1.00", "snils", "bad_check_number"),
    ("income", f"{ANNA};2025-01;WAGE;-1.00", "amount", "negative_amount"),
    ("income", f"{ANNA};2025-01;WAGE;-1,5", "amount", "negative_amount"),
    ("income", f"{ANNA};2025-01;WAGE;-1.", "amount", "bad_format"),
    ("income", f"{ANNA};2025-01;PAY;1.00", "kind", "unknown_code"),
    ("income", f"{ANNA};2025-01;WAGE;1000000000.00", "amount", "out_of_range"),
    ("income", f"{ANNA};2025-01;WAGE;{'9' * 40}.00", "amount", "out_of_range"),
    ("income", f"{ANNA};2025-03;WAGE;1.00", "month", "out_of_cover"),
    ("income", f"{ANNA};2022-02;WAGE;1.00", "month", "out_of_cover"),
    ("earnings", f"{ANNA};2025;1.00;0", "year", "out_of_range"),
    ("earnings", f"{ANNA};2020;1.00;367", "excluded_days", "out_of_range"),
    ("insurance_record", f"{ANNA};100000;", "record_months", "out_of_range"),
    ("insurance_record", f"{ANNA};+5;", "record_months", "bad_format"),
    ("vehicles", f"V1;{ANNA};CAR;2026;;;01.01.2020;", "made_year", "out_of_range"),
    ("vehicles", f"V1;{ANNA};CAR;2000;;;31.02.2024;", "since", "impossible_date"),
    ("vehicles", f"V1;{ANNA};CAR;2000;;;01.01.0000;", "since", "impossible_date"),
    ("vehicles", f"V1;{ANNA};CAR;2000;;;2020-01-01;", "since", "bad_format"),
    ("vehicles", f"V1;{ANNA};CAR;2000;;;02.03.2025;", "since", "future_date"),
    ("vehicles", f"v1;{ANNA};CAR;2000;;;01.01.2020;", "vehicle_id", "bad_format"),
    ("vehicles", f"V1;{ANNA};CAR;2000;;YES;01.01.2020;", "state_given", "bad_format"),
    ("registrations", f"R1;{ANNA};B0000001;P;2020-01-01;", "address_id", "bad_format"),
    ("registrations", f"R1;{ANNA};A0000001;T;2020-01-01;", "until", "empty_required"),
    ("registrations", f"R1;{ANNA};A0000001;T;2020-01-01;2020-01-01", "until", "ends_before_start"),
    ("parent_child", f"T1;{VERA};{ANNA};GUARDIAN;2020-01-01;;ENDED", "until_reason", "not_allowed_here"),
    ("parent_child", f"T1;{VERA};{ANNA};GUARDIAN;2020-01-01;2021-01-01;", "until_reason", "empty_required"),
    ("parent_child", f"T1;{VERA};{VERA};GUARDIAN;2020-01-01;;", "adult_snils", "same_person_twice"),
    ("parent_child", f"T1;{VERA};{STRANGER};GUARDIAN;2020-01-01;;", "adult_snils", "unknown_person"),
    ("parent_child", f"T1;{VERA};{ANNA};BIRTH;2015-06-02;;", "since", "before_birth"),
    ("parent_child", f"T1;{VERA};{ANNA};GUARDIAN;2015-05-31;;", "since", "before_birth"),
    ("parent_child", f"T1;{ANNA};{VERA};GUARDIAN;2020-01-01;;", "adult_snils", "child_not_younger"),
    ("work", f"W1;{ANNA};CARE_LEAVE;;2020-01-01;;", "child_snils", "empty_required"),
    ("work", f"W1;{ANNA};EMPLOYED;{VERA};2020-01-01;;", "child_snils", "not_allowed_here"),
    ("work", f"W1;{ANNA};EMPLOYED;;2020-01-01;;BREACH", "end_reason", "not_allowed_here"),
    ("work", f"W1;{ANNA};CARE_LEAVE;{VERA};2020-01-01;2021-01-01;OTHER", "end_reason", "not_allowed_here"),
    ("sick_leave", f"S1;{ANNA};01;2024-01-02;2024-01-01;", "last_day", "ends_before_start"),
    ("sick_leave", f"S1;{ANNA};05;2024-01-02;;", "last_day", "empty_required"),
    ("sick_leave", f"S1;{ANNA};09;2024-01-02;;{ANNA}", "cared_snils", "same_person_twice"),
    ("disability", f"D1;{BORIS};CHILD;;1997-02-28;", "category", "not_a_child"),
    ("rehab_items", f"I1;{ANNA};2020-01-01;;2019-12-31;12", "issued_on", "ends_before_start"),
    ("rehab_items", f"I1;{ANNA};2020-01-01;;;241", "term_months", "out_of_range"),
    ("property", f"P1;{ANNA};O1;FLAT;;40.00;3;2;2020-01-01;", "share_num", "share_above_one"),
    ("property", f"P1;{ANNA};O1;FLAT;;0.00;1;2;2020-01-01;", "area_m2", "out_of_range"),
    ("property", f"P1;{ANNA};O1;GARAGE;A0000001;40.00;1;2;2020-01-01;", "address_id", "not_allowed_here"),
    ("employment_service", f"E1;{ANNA};02.01.2024;01.01.2024;;;;;0;;", "recognised_on", "ends_before_start"),
    ("employment_service", f"E1;{ANNA};02.01.2024;;02.01.2024;;;;0;;", "removed_on", "ends_before_start"),
    (
        "employment_service",
        f"E1;{ANNA};02.01.2024;;;;;;0;01.01.2024;",
        "training_since",
        "ends_before_start",
    ),
    (
        "employment_service",
        f"E1;{ANNA};02.01.2024;;;;;;0;;01.02.2024",
        "training_until",
        "not_allowed_here",
    ),
    ("education", f"E1;{ANNA};SCHOOL;;Y;;2024-09-01;", "grade", "empty_required"),
    ("education", f"E1;{ANNA};SCHOOL;5;N;;2024-09-01;", "full_time", "not_allowed_here"),
    ("education", f"E1;{ANNA};COLLEGE;5;N;;2024-09-01;", "grade", "not_allowed_here"),
    ("medical", f"M1;{ANNA};PREGNANCY;what;;2024-09-01;", "code", "not_allowed_here"),
    ("medical", f"M1;{ANNA};DISPENSARY;DAIRY;;2024-09-01;", "code", "unknown_code"),
    ("medical", f"M1;{ANNA};DISPENSARY;I2;;2024-09-01;", "code", "unknown_code"),
    ("medical", f"M1;{ANNA};CONCLUSION;I21.0;;2024-09-01;", "code", "unknown_code"),
    ("medical", f"M1;{ANNA};CONCLUSION;;;2024-09-01;", "code", "empty_required"),
    ("assignments", f"A1;no_such_measure;{ANNA};;2024-09-01", "measure_id", "unknown_code"),
    ("housing_accounts", f"A0000001;;40,00;;;;;{STRANGER}", "phone_subscriber", "unknown_person"),
    ("housing_accounts", "A0000001;;40.00;;;;;", "area_m2", "bad_format"),
]


@pytest.mark.parametrize(("register", "row", "column", "code"), CASES)
def test_a_bad_row_is_set_aside_with_its_first_error(tmp_path, register, row, column, code):
    report = ingest(tmp_path, {register: [row]})
    assert codes(report) == [(2, column, code)]
    assert report.exit_status == 3
    about = report.registers[register]
    assert (about.read, about.accepted, about.set_aside) == (1, 0, {code: 1})


GOOD = [
    ("income", f"{ANNA};2025-02;WAGE;0001.00"),
    ("income", f'"{ANNA}";"2022-03";"WAGE";"1.00"'),
    ("medical", f"M1;{ANNA};DISPENSARY;I21;;2024-09-01;"),
    ("medical", f"M1;{ANNA};CONCLUSION;DAIRY;;2024-09-01;"),
    ("vehicles", f"V1;{ANNA};BOAT;2025;;N;01.03.2025;31.12.2199"),
    ("disability", f"D1;{BORIS};CHILD;;1997-02-27;2040-01-01"),
    ("work", f"W1;{ANNA};EMPLOYED;;2020-01-01;2021-01-01;"),
    ("housing_accounts", f"A0000001;OWNED;40,00;1,00;;;N;{ANNA}"),
    ("employment_service", f"E1;{ANNA};02.01.2024;05.01.2024;04.01.2024;;;;007;;"),
    ("parent_child", BIRTH),
]


@pytest.mark.parametrize(("register", "row"), GOOD)
def test_a_good_row_is_accepted(tmp_path, register, row):
    report = ingest(tmp_path, {register: [row]})
    assert codes(report) == []
    assert report.registers[register].accepted == 1


NAMES = [
    ("O'Коннор", True),
    ("d’Арк", True),
    ("é" * 60, True),
    ("é" * 61, False),
    ("-", True),
    ("李", True),
    ("Ё Ё", True),
    (" Ё", False),
    ("Ё ", False),
    ("R2", False),
    ("a\u0301", True),
    ("a\tb", False),
    ("a\0b", False),
    ("Ⅳ", False),
]


@pytest.mark.parametrize(("name", "right"), NAMES)
def test_a_name_has_letters_of_any_script_and_few_signs_beside(tmp_path, name, right):
    report = ingest(tmp_path, {"persons": [f"{ANNA};{name};Анна;;F;1980-05-01;;;;;"]})
    assert codes(report) == ([] if right else [(2, "last_name", "bad_format")])


def test_a_person_does_not_die_before_birth_nor_bury_herself(tmp_path):
    rows = [
        f"{ANNA};А;Б;;F;1980-05-01;1980-04-30;;;;",
        f"{BORIS};А;Б;;M;1979-02-28;2000-01-01;;;{BORIS};",
        f"{VERA};А;Б;;F;1899-12-31;;;;;",
        f"{STRANGER};А;Б;;F;1980-05-01;;;;;N",
    ]
    assert codes(ingest(tmp_path, {"persons": rows})) == [
        (2, "death_date", "death_before_birth"),
        (3, "burial_by", "same_person_twice"),
        (4, "birth_date", "out_of_range"),
        (5, "burial_in_kind", "not_allowed_here"),
    ]


def test_who_took_on_a_burial_must_stand_before_people_are_asked_about(tmp_path):
    """Vera is set aside only at stage 4: Anna's row still finds her, Vera's own row finds nobody."""
    rows = [
        f"{ANNA};А;Б;;F;1980-05-01;2020-01-01;;;{VERA};",
        f"{VERA};А;Б;;F;1980-05-01;2020-01-01;;;{STRANGER};",
        PERSONS[1],
    ]
    assert codes(ingest(tmp_path, {"persons": rows})) == [(3, "burial_by", "unknown_person")]


def test_a_copy_is_set_aside_by_value_and_different_rows_with_one_key_all(tmp_path):
    rows = [
        f"{ANNA};2025-01;WAGE;1.00",
        f'"{ANNA}";2025-01;WAGE;001.00',
        f"{BORIS};2025-01;WAGE;1.00",
        f"{BORIS};2025-01;WAGE;1.00",
        f"{BORIS};2025-01;WAGE;2.00",
    ]
    report = ingest(tmp_path, {"income": rows})
    assert codes(report) == [
        (3, "snils", "duplicate_row"),
        (4, "snils", "key_conflict"),
        (5, "snils", "duplicate_row"),
        (6, "snils", "key_conflict"),
    ]
    assert incomplete(tmp_path, "income") == ({BORIS}, set())


def test_permanent_registrations_of_one_person_share_no_day(tmp_path):
    rows = [
        f"R1;{ANNA};A0000001;P;2000-01-01;2010-01-01",
        f"R2;{ANNA};A0000002;P;2010-01-01;2015-01-01",
        f"R3;{ANNA};A0000003;P;2014-12-31;",
        f"R4;{ANNA};A0000004;T;2000-01-01;2020-01-01",
        f"R5;{BORIS};A0000004;P;2000-01-01;",
    ]
    assert codes(ingest(tmp_path, {"registrations": rows})) == [
        (3, "since", "overlapping_permanent"),
        (4, "since", "overlapping_permanent"),
    ]


def test_marriages_share_no_day_but_end_at_a_death(tmp_path):
    persons = [*PERSONS[:2], f"{VERA};А;Б;;F;1985-06-01;2010-01-01;;;;"]
    apart = [f"M1;{BORIS};{VERA};2005-01-01;", f"M2;{ANNA};{BORIS};2010-01-01;"]
    assert codes(ingest(tmp_path / "1", {"persons": persons, "marriages": apart})) == []
    shared = [f"M1;{BORIS};{VERA};2005-01-01;", f"M2;{ANNA};{BORIS};2009-12-31;"]
    assert codes(ingest(tmp_path / "2", {"persons": persons, "marriages": shared})) == [
        (2, "married_on", "overlapping_marriage"),
        (3, "married_on", "overlapping_marriage"),
    ]


def test_a_child_has_one_mother(tmp_path):
    persons = [*PERSONS, f"{STRANGER};А;Б;;F;1985-06-01;;;;;"]
    rows = [BIRTH, f"T2;{VERA};{STRANGER};BIRTH;2015-06-01;;", f"T3;{VERA};{BORIS};BIRTH;2015-06-01;;"]
    assert codes(ingest(tmp_path, {"persons": persons, "parent_child": rows})) == [
        (2, "adult_snils", "too_many_parents"),
        (3, "adult_snils", "too_many_parents"),
    ]


def test_a_row_set_aside_makes_its_register_incomplete_for_all_it_names(tmp_path):
    rows = [
        f"T1;{VERA};{ANNA};GUARDIAN;bad;;",
        f'T2;"{BORIS};"x;',
    ]
    ingest(tmp_path, {"parent_child": rows})
    assert incomplete(tmp_path, "parent_child") == ({ANNA, VERA, BORIS}, set())


def test_places_are_incomplete_too_and_a_phone_subscriber_is_not(tmp_path):
    files = {
        "registrations": [
            f"R1;{ANNA};A0000001;P;2020-01-01;",
            f"R2;{BORIS};A0000001;X;2020-01-01;",
            f"R3;{VERA};A0000002;P;2020-01-01;",
        ],
        "housing_accounts": [f"A0000002;;1;;;;;{ANNA}"],
    }
    ingest(tmp_path, files)
    assert incomplete(tmp_path, "registrations") == ({BORIS}, {"A0000001"})
    assert incomplete(tmp_path, "housing_accounts") == (set(), {"A0000002"})


def test_the_sentence_says_what_is_wrong_and_what_was_found(tmp_path):
    rows = [f"{WRONG};2025-01;WAGE;1.00", f"{ANNA};2025-01", f"{ANNA};{'x' * 500};WAGE;1.00"]
    sentences = [line[4] for line in set_aside(ingest(tmp_path, {"income": rows}))]
    assert sentences[0] == f'snils: the check number is wrong, got "{WRONG}"'
    assert sentences[1] == f'row: 2 fields found, 4 expected, got "{ANNA};2025-01"'
    assert sentences[2].startswith("month: must be a month like 2025-03, got") and len(sentences[2]) < 200
