"""The Example of each measure of law.md, as a delivery: (measure, unit, roubles) on a date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.second_reading.law_cast import Cast, d


@dataclass(frozen=True)
class Example:
    """Who gets how much of what on which day."""

    measure_id: str
    on: str
    unit: str
    roubles: float
    build: Callable[[Cast], None]

    def cast(self) -> Cast:
        """A delivery of that very day."""
        cast = Cast(d(self.on))
        self.build(cast)
        return cast


def woman(cast: Cast, name: str = "Anna", birth: str = "1990-06-15", since: str = "2000-01-01") -> None:
    """A woman registered permanently."""
    cast.person(name, "F", birth)
    cast.lives_at(name, "A0000001", max(since, birth))


def child(cast: Cast, name: str, birth: str, **cells: object) -> None:
    """Her child, registered with her, born in the city."""
    cells.setdefault("born_in_city", True)
    cast.person(name, "F", birth, **cells)
    cast.born_to(name, "Anna")
    cast.lives_at(name, "A0000001", birth)


def flat(cast: Cast, name: str = "Anna", area: int = 5000) -> None:
    """The only dwelling of a person, at A0000001."""
    cells = {"kind": "FLAT", "address_id": "A0000001", "share_num": 1, "share_den": 1, "since": "2010-01-01"}
    cast.add("property", snils=name, object_id="O1", area_m2=area, **cells)


def account(cast: Cast, area: int, housing: int, utilities: int, fee: int, **cells: object) -> None:
    """The account of A0000001, in roubles."""
    cells.setdefault("tenure", "OWNED")
    bills = {
        "housing_bill": housing * 100,
        "utilities_bill": utilities * 100,
        "capital_repair_fee": fee * 100,
    }
    cast.add("housing_accounts", address_id="A0000001", area_m2=area, court_arrears=False, **bills, **cells)


def second_child(cast: Cast) -> None:
    woman(cast)
    child(cast, "Vera", "2021-05-05")
    child(cast, "Yana", "2025-01-10")


def mother_and_child(cast: Cast) -> None:
    woman(cast)
    child(cast, "Vera", "2015-05-05")
    cast.earns("Anna", "2024-02", "2025-01", 20000)


def newborn(cast: Cast) -> None:
    woman(cast)
    child(cast, "Vera", "2025-01-20")


def maternity(cast: Cast) -> None:
    woman(cast)
    cast.add("work", snils="Anna", kind="EMPLOYED", since="2014-01-01")
    cast.add("insurance_record", snils="Anna", record_months=120)
    cast.add("sick_leave", snils="Anna", code="05", first_day="2025-02-01", last_day="2025-06-20")


def care_leave(cast: Cast) -> None:
    woman(cast)
    child(cast, "Vera", "2024-12-20")
    cast.add("work", snils="Anna", kind="EMPLOYED", since="2014-01-01")
    cast.add("work", snils="Anna", kind="CARE_LEAVE", child_snils="Vera", since="2025-04-01")
    cast.add("insurance_record", snils="Anna", record_months=120)
    for year in (2023, 2024):
        cast.add("earnings", snils="Anna", year=year, amount=90000000, excluded_days=0)


def short_illness(cast: Cast) -> None:
    woman(cast)
    cast.add("work", snils="Anna", kind="EMPLOYED", since="2014-01-01")
    cast.add("insurance_record", snils="Anna", record_months=70)
    cast.add("earnings", snils="Anna", year=2024, amount=73000000, excluded_days=0)
    cast.add("sick_leave", snils="Anna", code="01", first_day="2025-02-03", last_day="2025-02-12")


def old_age(cast: Cast) -> None:
    woman(cast, birth="1950-01-01")
    cast.add("insurance_record", snils="Anna", record_months=300, points=100000)


def third_group(cast: Cast) -> None:
    woman(cast)
    cast.add("disability", snils="Anna", category="III", since="2020-01-01", since_childhood=False)
    cast.add("insurance_record", snils="Anna", record_months=100, points=20000)


def one_of_two_children(cast: Cast) -> None:
    woman(cast)
    cast.person("Igor", "M", "1985-01-01", death_date="2024-11-11")
    cast.add("insurance_record", snils="Igor", record_months=100, points=60000)
    for name in ("Vera", "Yana"):
        child(cast, name, "2015-05-05")
        cast.born_to(name, "Igor")


def disabled_child(cast: Cast) -> None:
    woman(cast)
    child(cast, "Vera", "2015-05-05")
    cast.add("disability", snils="Vera", category="CHILD", since="2020-01-01")


def aged_82(cast: Cast) -> None:
    woman(cast, birth="1943-01-01")
    cast.add("insurance_record", snils="Anna", record_months=300, points=100000)


def second_group(cast: Cast) -> None:
    woman(cast)
    cast.add("disability", snils="Anna", category="II", since="2020-01-01", since_childhood=False)


def second_group_medicines(cast: Cast) -> None:
    second_group(cast)
    cast.add("flags", snils="Anna", flag="NSU_MEDICINES_CASH", since="2024-01-01")


def hero(cast: Cast) -> None:
    woman(cast)
    for name in ("HERO", "HERO_CASH"):
        cast.add("flags", snils="Anna", flag=name, since="2020-01-01")


def cared_for_old_woman(cast: Cast) -> None:
    woman(cast, birth="1940-01-01")
    cast.person("Boris", "M", "2000-01-01")
    cast.add("care_ties", carer_snils="Boris", cared_snils="Anna", since="2023-01-01")


def dead_pensioner(cast: Cast) -> None:
    woman(cast)
    cast.person("Igor", "M", "1945-01-01", death_date="2024-06-10", burial_by="Anna", burial_in_kind=False)
    cast.lives_at("Igor", "A0000001", "2000-01-01")
    cast.add("pensions", snils="Igor", kind="OLD_AGE", amount=2000000, since="2005-01-01")


def wheelchair(cast: Cast) -> None:
    second_group(cast)
    cast.add("rehab_items", snils="Anna", since="2022-03-01", issued_on="2022-04-01", term_months=36)


def unemployed(cast: Cast, **cells: object) -> None:
    woman(cast)
    cast.add(
        "employment_service",
        snils="Anna",
        applied_on="2025-02-05",
        recognised_on="2025-02-10",
        weeks_worked=40,
        breach=False,
        average_wage=1800000,
        refusals=0,
        **cells,
    )


def in_training(cast: Cast) -> None:
    unemployed(cast, training_since="2025-03-01")


def veteran_with_pension(cast: Cast) -> None:
    woman(cast, birth="1960-01-01", since="2013-01-01")
    cast.add("pensions", snils="Anna", kind="OLD_AGE", amount=2000000, since="2015-01-01")
    cast.add("flags", snils="Anna", flag="LABOUR_VETERAN", since="2015-01-01")


def state_pensioner(cast: Cast) -> None:
    """A pension of 20000.00 in pay and none of the four due: not yet 63, no disability, no survivor."""
    woman(cast, birth="1968-01-01", since="2013-01-01")
    cast.add("pensions", snils="Anna", kind="STATE", amount=2000000, since="2015-01-01")
    account(cast, 5000, 0, 0, 0)
    cast.add("flags", snils="Anna", flag="LABOUR_VETERAN", since="2015-01-01")


def second_child_2025(cast: Cast) -> None:
    woman(cast)
    child(cast, "Vera", "2021-05-05")
    child(cast, "Yana", "2025-02-02")


def first_child_2025(cast: Cast) -> None:
    woman(cast)
    child(cast, "Vera", "2025-03-01")


def children(number: int) -> Callable[[Cast], None]:
    """A woman with so many children, the eldest born in 2010."""

    def build(cast: Cast) -> None:
        woman(cast)
        for n in range(number):
            child(cast, f"Child{n}", f"{2010 + n}-05-05")
            cast.add("education", snils=f"Child{n}", kind="SCHOOL", grade=3, full_time=True, since="2025-09-01")

    return build


def born_1940(cast: Cast) -> None:
    woman(cast, birth="1940-03-03")


def telephone(cast: Cast) -> None:
    woman(cast)
    cast.add("flags", snils="Anna", flag="REHABILITATED", since="2015-01-01")
    account(cast, 5000, 0, 0, 0, phone_subscriber="Anna")


def golden_wedding(cast: Cast) -> None:
    woman(cast, birth="1953-01-01")
    cast.person("Boris", "M", "1950-01-01")
    cast.lives_at("Boris", "A0000001", "1980-01-01")
    cast.married("Anna", "Boris", "1975-06-21")


def born_1925(cast: Cast) -> None:
    woman(cast, birth="1925-03-03")


def two_people_one_disabled(cast: Cast) -> None:
    second_group(cast)
    cast.person("Boris", "M", "1990-01-01")
    cast.lives_at("Boris", "A0000001", "2010-01-01")
    account(cast, 6000, 3000, 4000, 0)


def aged_72_alone(cast: Cast) -> None:
    woman(cast, birth="1953-01-01")
    flat(cast)
    account(cast, 5000, 0, 0, 1210)


def poor_pensioner_alone(cast: Cast) -> None:
    woman(cast, birth="1953-01-01")
    account(cast, 5000, 3000, 3000, 1000)
    cast.earns("Anna", "2024-12", "2025-05", 20000, "PENSION")


def small_child(cast: Cast) -> None:
    woman(cast)
    child(cast, "Vera", "2020-03-03")


def third_grade(cast: Cast) -> None:
    woman(cast)
    child(cast, "Vera", "2015-05-05")
    cast.add("education", snils="Vera", kind="SCHOOL", grade=3, full_time=True, since="2024-09-01")


def baby_of_five_months(cast: Cast) -> None:
    woman(cast)
    child(cast, "Vera", "2024-12-20")


def heart_attack(cast: Cast) -> None:
    woman(cast)
    cast.add("medical", snils="Anna", kind="DISPENSARY", code="I21.0", since="2024-03-01")


def sanatorium(cast: Cast) -> None:
    woman(cast, birth="1959-01-01")
    cast.add("pensions", snils="Anna", kind="OLD_AGE", amount=2000000, since="2015-01-01")
    cast.add("medical", snils="Anna", kind="CONCLUSION", code="SANATORIUM", since="2025-02-01")


def fire(cast: Cast) -> None:
    woman(cast)
    child(cast, "Vera", "2015-05-05")
    cast.add("flags", snils="Anna", flag="HARDSHIP_FIRE", since="2025-03-01")


EXAMPLES = [
    Example("maternity_capital", "2025-03-01", "Yana", 221895.14, second_child),
    Example("unified_allowance", "2025-03-15", "Vera", 20663.00, mother_and_child),
    Example("birth_grant", "2025-03-15", "Vera", 24604.30, newborn),
    Example("maternity_benefit", "2025-03-15", "Anna", 103285.00, maternity),
    Example("child_care_allowance", "2025-05-15", "Vera", 29942.54, care_leave),
    Example("sick_leave_benefit", "2025-03-15", "Anna", 5600.00, short_illness),
    Example("old_age_pension", "2025-03-15", "Anna", 23476.70, old_age),
    Example("disability_pension", "2024-03-15", "Anna", 6728.44, third_group),
    Example("survivor_pension", "2025-03-15", "Vera", 8824.55, one_of_two_children),
    Example("social_pension", "2025-05-01", "Vera", 21177.79, disabled_child),
    Example("fixed_part_increase", "2025-03-15", "Anna", 8907.70, aged_82),
    Example("edv", "2025-03-15", "Anna", 2435.58, second_group),
    Example("nsu", "2025-03-15", "Anna", 1331.30, second_group_medicines),
    Example("hero_payment", "2025-03-15", "Anna", 127964.00, hero),
    Example("disabled_child_care_federal", "2024-05-01", "Vera", 10000.00, disabled_child),
    Example("elderly_care_compensation", "2024-05-01", "Anna", 1200.00, cared_for_old_woman),
    Example("funeral_benefit", "2024-07-01", "Igor", 22953.20, dead_pensioner),
    Example("rehab_equipment", "2025-04-01", "Anna", 0, wheelchair),
    Example("unemployment_benefit", "2025-03-15", "Anna", 13500.00, unemployed),
    Example("pension_city_supplement", "2025-03-15", "Anna", 4451.00, state_pensioner),
    Example("birth_city_compensation", "2025-03-15", "Yana", 20279.00, second_child_2025),
    Example("young_family_payment", "2025-03-15", "Vera", 119540.00, first_child_2025),
    Example("newborn_gift_set", "2025-03-15", "Vera", 0, first_child_2025),
    Example("large_family_cost_of_living", "2025-09-15", "Anna", 5034.00, children(3)),
    Example("large_family_utilities", "2025-09-15", "Anna", 2920.00, children(5)),
    Example("school_clothes", "2025-09-15", "Child1", 13986.00, children(3)),
    Example("disabled_child_care_city", "2025-05-01", "Vera", 16783.00, disabled_child),
    Example("labour_veteran_monthly", "2025-03-15", "Anna", 1399.00, veteran_with_pension),
    Example("home_front_monthly", "2025-03-15", "Anna", 2098.00, born_1940),
    Example("phone_compensation", "2025-03-15", "A0000001", 350.00, telephone),
    Example("wedding_jubilee", "2025-07-01", "Anna", 27971.00, golden_wedding),
    Example("centenarian_payment", "2025-03-03", "Anna", 34964.00, born_1925),
    Example("utilities_discount", "2025-03-15", "A0000001", 1525.00, two_people_one_disabled),
    Example("capital_repair_compensation", "2025-03-15", "Anna", 399.30, aged_72_alone),
    Example("housing_subsidy", "2025-06-15", "A0000001", 4200.00, poor_pensioner_alone),
    Example("free_travel", "2025-03-15", "Vera", 0, small_child),
    Example("school_meals", "2025-03-15", "Vera", 0, third_grade),
    Example("dairy_kitchen", "2025-05-25", "Anna", 0, baby_of_five_months),
    Example("free_medicines", "2026-02-28", "Anna", 0, heart_attack),
    Example("sanatorium_voucher", "2025-03-15", "Anna", 0, sanatorium),
    Example("targeted_aid", "2025-03-15", "Anna", 4000.00, fire),
    Example("retraining_stipend", "2025-03-15", "Anna", 13500.00, in_training),
]
