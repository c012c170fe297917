"""Part F of law.md: the five worked families to the kopeck, and the examples of the measures."""

from __future__ import annotations

from typing import Any

import pytest

from tests.second_reading.law import MEASURES, decide, life_events
from tests.second_reading.law_cast import Cast, d
from tests.second_reading.law_examples import EXAMPLES, Example

Found = dict[tuple[str, str], dict[str, Any]]


def everything(cast: Cast, on: str) -> Found:
    """All answers, the no rows too, by measure and unit."""
    rows = decide(cast, d(on), with_no=True)
    return {(str(row["measure_id"]), str(row["unit_id"])): row for row in rows}


def paid(found: Found, measure: str, unit: str) -> tuple[Any, ...]:
    """(amount in roubles, since, until) of a yes."""
    row = found[measure, unit]
    assert row["answer"] == "yes", row
    since, until = (str(row[name]) if row[name] else "" for name in ("since", "until"))
    return row["amount_kopecks"] / 100, since, until


def no_because(found: Found, measure: str, unit: str) -> list[str]:
    """The criteria that are no."""
    row = found[measure, unit]
    assert row["answer"] == "no", row
    return [part[:-3] for part in row["criteria"].split(",") if part.endswith("=no")]


@pytest.fixture(scope="module")
def f1() -> Found:
    cast = Cast(d("2025-03-14"))
    cast.person("Anna", "F", "1996-05-10")
    cast.person("Boris", "M", "1994-02-01")
    cast.person("Vera", "F", "2025-02-10", born_in_city=True)
    cast.married("Anna", "Boris", "2022-07-01")
    cast.born_to("Vera", "Anna", "Boris")
    cast.lives_at("Anna", "A0000001", "2015-01-01")
    cast.lives_at("Boris", "A0000001", "2015-01-01")
    cast.lives_at("Vera", "A0000001", "2025-02-20")
    cast.earns("Anna", "2024-02", "2025-01", 30000)
    cast.earns("Boris", "2024-02", "2025-01", 27500)
    cast.add("work", snils="Anna", kind="EMPLOYED", since="2018-01-01")
    cast.add("insurance_record", snils="Anna", record_months=84)
    cast.add("earnings", snils="Anna", year=2022, amount=60000000, excluded_days=0)
    cast.add("earnings", snils="Anna", year=2023, amount=70000000, excluded_days=0)
    cast.add("sick_leave", snils="Anna", code="05", first_day="2024-12-10", last_day="2025-04-28")
    return everything(cast, "2025-03-15")


def test_f1_the_birth_of_vera(f1: Found) -> None:
    assert paid(f1, "maternity_capital", "Vera") == (690266.95, "2025-02-10", "2043-02-10")
    assert paid(f1, "birth_grant", "Vera") == (26941.71, "2025-02-10", "2025-08-10")
    assert paid(f1, "unified_allowance", "Vera") == (15497.25, "2025-03-01", "2026-03-01")
    assert f1["unified_allowance", "Vera"]["payee_id"] == "Anna"
    assert paid(f1, "birth_city_compensation", "Vera") == (7692.00, "2025-02-10", "2026-02-10")
    assert paid(f1, "young_family_payment", "Vera")[0] == 119540.00
    assert paid(f1, "newborn_gift_set", "Vera") == (0, "2025-02-10", "2025-05-10")
    assert paid(f1, "maternity_benefit", "Anna") == (249314.80, "2024-12-10", "2025-10-29")
    assert "on_care_leave" in no_because(f1, "child_care_allowance", "Vera")


def test_f1_in_kind_and_the_dwelling_without_an_account(f1: Found) -> None:
    paid(f1, "dairy_kitchen", "Anna")
    paid(f1, "dairy_kitchen", "Vera")
    paid(f1, "free_travel", "Vera")
    no_because(f1, "free_travel", "Anna")
    no_because(f1, "free_travel", "Boris")
    assert no_because(f1, "utilities_discount", "A0000001") == ["someone_has_right", "amount_above_zero"]
    assert "has_account=unknown" in f1["utilities_discount", "A0000001"]["criteria"]


@pytest.fixture(scope="module")
def f2() -> Found:
    cast = Cast(d("2025-09-10"))
    cast.person("Galina", "F", "1983-04-02")
    cast.person("Dmitry", "M", "1980-06-06")
    cast.married("Dmitry", "Galina", "2006-01-01")
    cast.add("work", snils="Dmitry", kind="EMPLOYED", since="2005-01-01")
    births = {"Kira": "2007-12-01", "Lev": "2012-06-01", "Mark": "2016-03-03", "Nina": "2019-07-07"}
    for name, birth in births.items():
        cast.person(name, "F" if name in ("Kira", "Nina") else "M", birth)
        cast.born_to(name, "Galina", "Dmitry")
        cast.lives_at(name, "A0000002", birth)
    for name, grade in {"Kira": 11, "Lev": 7, "Mark": 3}.items():
        cast.add("education", snils=name, kind="SCHOOL", grade=grade, full_time=True, since="2025-09-01")
    cast.add(
        "disability",
        snils="Nina",
        category="CHILD",
        since="2021-01-01",
        last_day="2029-07-06",
        since_childhood=False,
    )
    cast.lives_at("Galina", "A0000002", "2000-01-01")
    cast.lives_at("Dmitry", "A0000002", "2000-01-01")
    cast.add(
        "housing_accounts",
        address_id="A0000002",
        area_m2=7000,
        tenure="OWNED",
        housing_bill=420000,
        utilities_bill=780000,
        capital_repair_fee=150000,
        court_arrears=False,
    )
    return everything(cast, "2025-09-10")


def test_f2_the_large_family(f2: Found) -> None:
    assert paid(f2, "large_family_cost_of_living", "Dmitry") == (6712.00, "2025-09-01", "2025-12-01")
    assert f2["large_family_cost_of_living", "Dmitry"]["payee_id"] == "Galina"
    assert paid(f2, "large_family_utilities", "Dmitry") == (1460.00, "2025-09-01", "")
    for name in ("Kira", "Lev", "Mark"):
        assert paid(f2, "school_clothes", name) == (13986.00, "2025-09-01", "2026-01-01")
    assert no_because(f2, "school_clothes", "Nina") == ["pupil", "amount_above_zero"]


def test_f2_the_disabled_child(f2: Found) -> None:
    assert paid(f2, "edv", "Nina") == (2435.58, "2025-09-01", "2029-07-07")
    assert f2["edv", "Nina"]["payee_id"] == "Galina"
    assert paid(f2, "social_pension", "Nina") == (21177.79, "2025-09-01", "2029-07-07")
    assert paid(f2, "nsu", "Nina")[0] == 0
    assert no_because(f2, "pension_city_supplement", "Nina") == ["amount_above_zero"]
    assert paid(f2, "disabled_child_care_federal", "Nina")[0] == 10950.00
    assert f2["disabled_child_care_federal", "Nina"]["payee_id"] == "Galina"
    assert paid(f2, "disabled_child_care_city", "Nina")[0] == 16783.00
    assert f2["disabled_child_care_city", "Nina"]["payee_id"] == "Galina"
    assert paid(f2, "utilities_discount", "A0000002")[0] == 6000.00
    assert f2["utilities_discount", "A0000002"]["payee_id"] == "Dmitry"


@pytest.fixture(scope="module")
def f3() -> Found:
    cast = Cast(d("2025-06-01"))
    cast.person("Elena", "F", "1943-05-05")
    cast.lives_at("Elena", "A0000003", "1980-01-01")
    cast.add("flags", snils="Elena", flag="LABOUR_VETERAN", since="1990-01-01")
    cast.add("insurance_record", snils="Elena", record_months=420, points=30000)
    cast.add(
        "property",
        snils="Elena",
        object_id="O1",
        kind="FLAT",
        address_id="A0000003",
        area_m2=5000,
        share_num=1,
        share_den=1,
        since="1995-01-01",
    )
    cast.add(
        "housing_accounts",
        address_id="A0000003",
        area_m2=5000,
        tenure="OWNED",
        housing_bill=250000,
        utilities_bill=300000,
        capital_repair_fee=150000,
        court_arrears=False,
        phone_subscriber="Elena",
    )
    cast.earns("Elena", "2022-06", "2025-05", 25000, "PENSION")
    return everything(cast, "2025-06-15")


def test_f3_the_pensioner(f3: Found) -> None:
    assert paid(f3, "old_age_pension", "Elena")[0] == 13278.40
    assert paid(f3, "fixed_part_increase", "Elena")[0] == 8907.70
    assert paid(f3, "home_front_monthly", "Elena")[0] == 2098.00
    assert no_because(f3, "labour_veteran_monthly", "Elena") == ["larger_than_others", "amount_above_zero"]
    assert paid(f3, "phone_compensation", "A0000003")[0] == 350.00
    assert paid(f3, "pension_city_supplement", "Elena")[0] == 1215.90


def test_f3_the_dwelling(f3: Found) -> None:
    assert paid(f3, "utilities_discount", "A0000003")[0] == 2325.00
    assert paid(f3, "capital_repair_compensation", "Elena")[0] == 990.00
    assert paid(f3, "housing_subsidy", "A0000003") == (3685.00, "2025-06-01", "2025-12-01")
    paid(f3, "free_travel", "Elena")
    paid(f3, "free_medicines", "Elena")
    assert "medical_form" in no_because(f3, "sanatorium_voucher", "Elena")
    assert "carer" in no_because(f3, "elderly_care_compensation", "Elena")


def fyodor(breach: bool | None) -> Cast:
    cast = Cast(d("2025-03-15"))
    cast.person("Fyodor", "M", "1980-01-20")
    cast.lives_at("Fyodor", "A0000004", "2001-01-01")
    cast.add(
        "employment_service",
        snils="Fyodor",
        applied_on="2025-02-01",
        recognised_on="2025-02-11",
        weeks_worked=52,
        breach=breach,
        average_wage=6000000,
        refusals=0,
    )
    cast.incomplete["income"] = {"Fyodor"}
    return cast


def test_f4_the_unemployed_man() -> None:
    found = everything(fyodor(None), "2025-03-15")
    benefit = found["unemployment_benefit", "Fyodor"]
    assert (benefit["answer"], benefit["missing"]) == ("unknown", "employment_service.breach")
    assert "in_pay_period=yes" in benefit["criteria"]
    assert "in_training" in no_because(found, "retraining_stipend", "Fyodor")
    aid = found["targeted_aid", "Fyodor"]
    assert (aid["answer"], aid["missing"]) == ("unknown", "income.*")
    assert aid["criteria"] == (
        "family_in_city=yes,low_income=unknown,hardship=yes,not_assigned=yes,amount_above_zero=unknown"
    )
    paid(found, "free_travel", "Fyodor")


def test_f4_with_breach_no() -> None:
    found = everything(fyodor(False), "2025-03-15")
    assert paid(found, "unemployment_benefit", "Fyodor") == (15044.00, "2025-03-01", "2025-08-11")


@pytest.fixture(scope="module")
def f5() -> Found:
    cast = Cast(d("2025-03-15"))
    cast.person("Zoya", "F", "1985-03-03")
    cast.person("Igor", "M", "1982-04-04", death_date="2025-01-20", burial_by="Zoya", burial_in_kind=False)
    cast.person("Pavel", "M", "2011-01-15")
    cast.person("Roman", "M", "2014-08-20")
    cast.married("Igor", "Zoya", "2010-05-05")
    cast.add("work", snils="Zoya", kind="EMPLOYED", since="2010-01-01")
    cast.add("work", snils="Igor", kind="EMPLOYED", since="2005-01-01", until="2025-01-20", end_reason="OTHER")
    cast.add("insurance_record", snils="Igor", record_months=200, points=60000)
    cast.lives_at("Igor", "A0000005", "2005-01-01")
    cast.lives_at("Zoya", "A0000005", "2010-06-01")
    cast.lives_at("Pavel", "A0000005", "2011-01-20")
    cast.lives_at("Roman", "A0000005", "2016-01-01")
    cast.born_to("Pavel", "Zoya", "Igor")
    cast.born_to("Roman", "Zoya", "Igor")
    return everything(cast, "2025-03-15")


def test_f5_the_widow_and_the_children(f5: Found) -> None:
    assert paid(f5, "funeral_benefit", "Igor") == (8370.20, "2025-01-20", "2025-07-20")
    assert f5["funeral_benefit", "Igor"]["payee_id"] == "Zoya"
    assert paid(f5, "survivor_pension", "Pavel") == (8824.55, "2025-03-01", "2029-01-15")
    assert paid(f5, "survivor_pension", "Roman") == (8824.55, "2025-03-01", "2032-08-20")
    assert f5["survivor_pension", "Roman"]["payee_id"] == "Zoya"
    assert "cannot_work" in no_because(f5, "survivor_pension", "Zoya")
    for child in ("Pavel", "Roman"):
        assert "has_ground" in no_because(f5, "social_pension", child)
        paid(f5, "free_travel", child)
    assert paid(f5, "pension_city_supplement", "Pavel")[0] == 17025.45
    assert paid(f5, "pension_city_supplement", "Roman")[0] == 9072.45


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.measure_id)
def test_the_example_of_each_measure(example: Example) -> None:
    found = everything(example.cast(), example.on)
    assert paid(found, example.measure_id, example.unit)[0] == example.roubles


def test_every_measure_has_an_example() -> None:
    assert [example.measure_id for example in EXAMPLES] == list(dict.fromkeys(m.measure_id for m in MEASURES))


def test_with_the_stipend_the_benefit_is_no() -> None:
    cast = next(example for example in EXAMPLES if example.measure_id == "retraining_stipend").cast()
    found = everything(cast, "2025-03-15")
    assert no_because(found, "unemployment_benefit", "Anna") == ["not_in_training", "amount_above_zero"]


def test_a_heart_event_counts_for_24_months() -> None:
    cast = next(example for example in EXAMPLES if example.measure_id == "free_medicines").cast()
    assert no_because(everything(cast, "2026-03-01"), "free_medicines", "Anna") == ["has_ground"]


def test_other_dates_are_refused() -> None:
    for day in ("2022-12-31", "2027-01-01"):
        with pytest.raises(ValueError, match="date_outside_law"):
            decide(Cast(d("2025-01-01")), d(day))


def test_the_order_and_the_choice_of_rows(f1: Found) -> None:
    cast = fyodor(None)
    rows = [(row["measure_id"], row["answer"]) for row in decide(cast, d("2025-03-15"))]
    assert rows == [
        ("unemployment_benefit", "unknown"),
        ("phone_compensation", "unknown"),
        ("housing_subsidy", "unknown"),
        ("free_travel", "yes"),
        ("targeted_aid", "unknown"),
    ]
    assert decide(cast, d("2025-03-15"), ["free_travel"])[0]["unit_id"] == "Fyodor"
    assert all(row["missing"] == "" for row in f1.values() if row["answer"] != "unknown")


def test_life_events() -> None:
    cast = next(example for example in EXAMPLES if example.measure_id == "birth_grant").cast()
    assert life_events(cast, d("2025-03-15")) == [
        ("birth_of_child", "Anna", d("2025-01-20"), d("2026-01-20")),
        ("move_registration", "Vera", d("2025-01-20"), d("2025-04-20")),
    ]


def test_a_missing_register_is_never_a_no() -> None:
    cast = next(example for example in EXAMPLES if example.measure_id == "birth_grant").cast()
    cast.missing.add("registrations")
    grant = everything(cast, "2025-03-15")["birth_grant", "Vera"]
    assert (grant["answer"], grant["missing"]) == ("unknown", "registrations.*")


def example_cast(measure_id: str) -> Cast:
    return next(example for example in EXAMPLES if example.measure_id == measure_id).cast()


def test_an_unknown_payee_hides_all_tests_on_it() -> None:
    cast = example_cast("birth_grant")
    cast.incomplete["marriages"] = {"Vera"}
    found = everything(cast, "2025-03-15")
    grant = found["birth_grant", "Vera"]
    assert (grant["answer"], grant["missing"], grant["payee_id"]) == ("unknown", "marriages.*", "Anna")
    assert "order_gives_right=unknown" in found["maternity_capital", "Vera"]["criteria"]
    assert "low_income=unknown" in found["unified_allowance", "Vera"]["criteria"]


def test_perhaps_one_more_member_of_the_household() -> None:
    cast = example_cast("utilities_discount")
    cast.incomplete_addresses["registrations"] = {"A0000001"}
    discount = everything(cast, "2025-03-15")["utilities_discount", "A0000001"]
    assert discount["criteria"] == "has_account=yes,someone_has_right=yes,amount_above_zero=unknown"
    assert discount["missing"] == "registrations.*"


def test_only_a_larger_ground_makes_the_sum_not_known() -> None:
    cast = example_cast("edv")
    cast.add("flags", snils="Anna", flag="WWII_INVALID", since="2020-01-01")
    cast.incomplete["disability"] = {"Anna"}
    assert paid(everything(cast, "2025-03-15"), "edv", "Anna")[0] == round(8328.04 - 1728.46, 2)
    cast.incomplete["flags"] = {"Anna"}
    assert everything(cast, "2025-03-15")["edv", "Anna"]["missing"] == "flags.*"


def test_ten_months_on_the_register_are_not_excused() -> None:
    """A14 (6): the earliest six months of a spell and no more; a student's months count beside them."""
    cast = Cast(d("2025-03-15"))
    cast.person("Anna", "F", "2003-06-15")
    cast.lives_at("Anna", "A0000001", "2003-06-15")
    cast.add("employment_service", snils="Anna", applied_on="2024-01-10", recognised_on="2024-01-15", refusals=0)
    cast.add("medical", snils="Anna", kind="PREGNANCY", week=8, since="2025-03-01")
    assert "adults_earn=no" in everything(cast, "2025-03-15")["unified_allowance", "Anna"]["criteria"]
    study = {"kind": "COLLEGE", "full_time": True, "since": "2024-10-01"}
    cast.add("education", snils="Anna", **study)
    assert "adults_earn=yes" in everything(cast, "2025-03-15")["unified_allowance", "Anna"]["criteria"]
