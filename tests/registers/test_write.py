"""A delivery that we write is one that we can read."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from alongside.base.refusal import Refusal
from alongside.registers import ingest_delivery, open_delivery
from alongside.registers.write import table_schema, write_delivery
from packs.moscow.registers import REGISTERS
from tests.registers.compare import differences
from tests.registers.deliver import codes, key, set_aside

AS_OF = date(2025, 3, 1)
PEOPLE = [key(number) for number in range(1000, 1060)]


def tables():
    """Some people and a few rows of some registers, all of them good."""
    rows = {
        "persons": [
            {
                "snils": person,
                "last_name": "Иванова",
                "first_name": "Ольга",
                "sex": "F" if number % 2 else "M",
                "birth_date": date(1960 + number % 60, 3, 3),
            }
            for number, person in enumerate(PEOPLE)
        ],
        "income": [
            {"snils": person, "month": f"2024-{month:02d}", "kind": "WAGE", "amount": Decimal("1234.50")}
            for person in PEOPLE
            for month in range(1, 13)
        ],
        "vehicles": [
            {
                "vehicle_id": f"V{number}",
                "snils": person,
                "kind": "CAR",
                "made_year": 2000,
                "state_given": False,
                "since": date(2022, 1, 31),
            }
            for number, person in enumerate(PEOPLE)
        ],
        "parent_child": [
            {
                "tie_id": f"T{number}",
                "child_snils": PEOPLE[number],
                "adult_snils": PEOPLE[number - 30],
                "kind": "BIRTH" if number % 4 else "GUARDIAN",
                "since": date(1960 + number, 3, 3),
            }
            for number in range(30, 60)
        ],
        "housing_accounts": [
            {"address_id": f"A{number:07d}", "area_m2": Decimal("40.00"), "court_arrears": True}
            for number in range(200)
        ],
    }
    return {r.name: pa.Table.from_pylist(rows.get(r.name, []), table_schema(r)) for r in REGISTERS.all}


def written(folder, form, **more):
    return write_delivery(folder, REGISTERS, [tables()], delivery_id="D1", as_of=AS_OF, form=form, **more)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_what_is_written_is_read_without_an_error(tmp_path, form):
    rows = written(tmp_path / "delivery", form)
    report = ingest_delivery(tmp_path / "delivery", tmp_path / "store", REGISTERS)
    assert (report.exit_status, report.totals()["accepted"]) == (0, sum(rows.values()))
    facts = open_delivery(tmp_path / "store", REGISTERS)
    assert set(facts["income.amount"].tolist()) == {123450}
    assert set(facts["vehicles.since"].tolist()) == {(date(2022, 1, 31) - date(1970, 1, 1)).days}


@pytest.mark.parametrize("form", ["csv", "parquet"])
@pytest.mark.parametrize("seed", range(5))
def test_dirt_is_found_by_both_readings(tmp_path, form, seed):
    written(tmp_path / "delivery", form, dirt=0.4, seed=seed)
    assert differences(tmp_path / "delivery", tmp_path / "store") == []


def test_dirt_has_every_kind_of_fault(tmp_path):
    found = set()
    for seed in range(12):
        written(tmp_path / str(seed), "csv", dirt=0.4, seed=seed)
        report = ingest_delivery(tmp_path / str(seed), tmp_path / f"store{seed}", REGISTERS)
        found |= {code for _, _, code in codes(report)}
        assert len(set_aside(report)) > 100
    assert found >= {
        *("wrong_field_count", "empty_required", "bad_format", "impossible_date", "bad_check_number"),
        *("negative_amount", "unknown_code", "out_of_range", "future_date", "out_of_cover", "unknown_person"),
        *("not_allowed_here", "death_before_birth", "ends_before_start", "same_person_twice", "before_birth"),
        *("child_not_younger", "duplicate_row", "key_conflict", "too_many_parents"),
    }


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_one_seed_gives_the_same_bytes_and_another_does_not(tmp_path, form):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        written(tmp_path / name, form, dirt=0.2, seed=seed)
    a, b, c = ((tmp_path / name / "manifest.json").read_bytes() for name in "abc")
    assert a == b != c


def test_blocks_follow_one_another_in_the_files(tmp_path):
    rows = write_delivery(tmp_path / "d", REGISTERS, iter([tables(), tables()]), delivery_id="D1", as_of=AS_OF)
    assert rows["persons"] == 120
    report = ingest_delivery(tmp_path / "d", tmp_path / "store", REGISTERS)
    assert report.registers["persons"].set_aside == {"duplicate_row": 60}


def test_a_name_is_quoted_where_it_needs_it(tmp_path):
    block = tables()
    names = pa.array(['a;"b"', '"a', 'a"b', *["Иванова"] * 57])
    block["persons"] = block["persons"].set_column(1, "last_name", names)
    write_delivery(tmp_path / "d", REGISTERS, [block], delivery_id="D1", as_of=AS_OF)
    lines = (tmp_path / "d" / "persons.csv").read_text(encoding="utf-8").split("\n")
    assert [line.split(";Ольга")[0].partition(";")[2] for line in lines[1:4]] == [
        '"a;""b"""',
        '"""a"',
        'a"b',
    ]
    report = ingest_delivery(tmp_path / "d", tmp_path / "store", REGISTERS)
    bad = [tuple(line[1:4]) for line in set_aside(report) if line[0] == "persons.csv"]
    assert bad == [(line, "last_name", "bad_format") for line in "234"]


def test_a_folder_with_something_in_it_is_refused_and_left_alone(tmp_path):
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "mine").touch()
    with pytest.raises(Refusal):
        written(tmp_path / "d", "csv")
    assert [path.name for path in tmp_path.rglob("*")] == ["d", "mine"]


def test_a_failure_leaves_nothing_behind(tmp_path):
    def blocks():
        yield tables()
        raise KeyError("the city broke")

    with pytest.raises(KeyError):
        write_delivery(tmp_path / "d", REGISTERS, blocks(), delivery_id="D1", as_of=AS_OF)
    assert list(tmp_path.iterdir()) == []
