"""registers.md section 2 as plain data: the 21 registers, their columns, codes and keys."""

from __future__ import annotations

from dataclasses import dataclass


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


MEASURES = _words("""
maternity_capital unified_allowance birth_grant maternity_benefit child_care_allowance sick_leave_benefit
old_age_pension disability_pension survivor_pension social_pension fixed_part_increase edv nsu hero_payment
disabled_child_care_federal elderly_care_compensation funeral_benefit rehab_equipment unemployment_benefit
pension_city_supplement birth_city_compensation young_family_payment newborn_gift_set
large_family_cost_of_living large_family_utilities school_clothes disabled_child_care_city
labour_veteran_monthly home_front_monthly phone_compensation wedding_jubilee centenarian_payment
utilities_discount capital_repair_compensation housing_subsidy free_travel school_meals dairy_kitchen
free_medicines sanatorium_voucher targeted_aid retraining_stipend
""")

INCOME_KINDS = _words("""
WAGE BUSINESS SELF_EMPLOYED PENSION STIPEND AUTHOR_FEE
UNEMPLOYMENT ALLOWANCE ALIMONY INTEREST OTHER NOT_COUNTED
""")

FLAGS = _words("""
LABOUR_VETERAN MILITARY_VETERAN COMBAT_VETERAN WWII_INVALID WWII_PARTICIPANT SIEGE_SURVIVOR HOME_FRONT
REHABILITATED DEFENDER HERO HERO_LABOUR CHERNOBYL DONOR ORPHAN MOBILISED
CONSCRIPT PRISONER STATE_PROVISION
HERO_CASH NSU_MEDICINES_CASH NSU_SANATORIUM_CASH NSU_TRANSPORT_CASH GIFT_CASH
HARDSHIP_FIRE HARDSHIP_COST HARDSHIP_VIOLENCE
""")

CONCLUSIONS = ("SANATORIUM", "NO_SANATORIUM", "DAIRY", "CONSTANT_CARE", "LONG_TREATMENT")


@dataclass(frozen=True)
class Column:
    name: str
    type: str  # snils date month money dec2 dec3 int yn code id address name text
    empty: str  # M, C or O; one that is M only under a condition is C here (row_rules.py)
    codes: tuple[str, ...] = ()  # the listed words of a code column
    low: int | str | None = None  # the stated range, where it is not the type's own
    high: int | str | None = None  # a word stands for a limit that depends on as_of, see cells.py


@dataclass(frozen=True)
class Register:
    name: str
    dialect: str  # U or W
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def snils_columns(self) -> list[str]:
        return [column.name for column in self.columns if column.type == "snils"]


def _c(
    name: str,
    type_: str,
    empty: str,
    words: str = "",
    *,
    low: int | str | None = None,
    high: int | str | None = None,
) -> Column:
    return Column(name, type_, empty, _words(words), low, high)


def _key(name: str) -> Column:
    return _c(name, "id", "M")


_SNILS = _c("snils", "snils", "M")
_SINCE = _c("since", "date", "M")
_UNTIL = _c("until", "date", "C")
_LAST_DAY = _c("last_day", "date", "C")

_ALL = (
    # 2.1
    Register(
        "persons",
        "U",
        ("snils",),
        (
            _SNILS,
            _c("last_name", "name", "M"),
            _c("first_name", "name", "M"),
            _c("patronymic", "name", "C"),
            _c("sex", "code", "M", "M F"),
            _c("birth_date", "date", "M", low="1900-01-01"),
            _c("death_date", "date", "C"),
            _c("citizenship", "code", "O", "RUS BLR KGZ OTHER"),
            _c("born_in_city", "yn", "O"),
            _c("burial_by", "snils", "O"),
            _c("burial_in_kind", "yn", "O"),
        ),
    ),
    # 2.2
    Register(
        "parent_child",
        "U",
        ("tie_id",),
        (
            _key("tie_id"),
            _c("child_snils", "snils", "M"),
            _c("adult_snils", "snils", "M"),
            _c("kind", "code", "M", "BIRTH ADOPTION GUARDIAN"),
            _SINCE,
            _UNTIL,
            _c("until_reason", "code", "C", "DEPRIVED CANCELLED ENDED"),
        ),
    ),
    # 2.3
    Register(
        "marriages",
        "U",
        ("marriage_id",),
        (
            _key("marriage_id"),
            _c("spouse_a", "snils", "M"),
            _c("spouse_b", "snils", "M"),
            _c("married_on", "date", "M"),
            _c("ended_on", "date", "C"),
        ),
    ),
    # 2.4
    Register(
        "registrations",
        "U",
        ("registration_id",),
        (
            _key("registration_id"),
            _SNILS,
            _c("address_id", "address", "M"),
            _c("kind", "code", "M", "P T"),
            _SINCE,
            _UNTIL,
        ),
    ),
    # 2.5
    Register(
        "vehicles",
        "W",
        ("vehicle_id", "since"),
        (
            _key("vehicle_id"),
            _SNILS,
            _c("kind", "code", "M", "CAR MOTORCYCLE BOAT"),
            _c("made_year", "int", "M", low=1900, high="year of as_of"),
            _c("power_hp", "int", "O"),
            _c("state_given", "yn", "C"),
            _SINCE,
            _UNTIL,
        ),
    ),
    # 2.6
    Register(
        "insurance_record",
        "U",
        ("snils",),
        (_SNILS, _c("record_months", "int", "M"), _c("points", "dec3", "O")),
    ),
    # 2.7
    Register(
        "earnings",
        "U",
        ("snils", "year"),
        (
            _SNILS,
            _c("year", "int", "M", low=2015, high="year before as_of"),
            _c("amount", "money", "M"),
            _c("excluded_days", "int", "M", low=0, high=366),
        ),
    ),
    # 2.8
    Register(
        "work",
        "U",
        ("work_id",),
        (
            _key("work_id"),
            _SNILS,
            _c("kind", "code", "M", "EMPLOYED PART_TIME SELF_EMPLOYED BUSINESS CARE_LEAVE"),
            _c("child_snils", "snils", "C"),
            _SINCE,
            _UNTIL,
            _c("end_reason", "code", "O", "OWN_WISH AGREEMENT LIQUIDATION STAFF_CUT BREACH OTHER"),
        ),
    ),
    # 2.9
    Register(
        "pensions",
        "U",
        ("pension_id",),
        (
            _key("pension_id"),
            _SNILS,
            _c("kind", "code", "M", "OLD_AGE DISABILITY SURVIVOR SOCIAL STATE"),
            _c("amount", "money", "M"),
            _SINCE,
            _UNTIL,
        ),
    ),
    # 2.10
    Register(
        "sick_leave",
        "U",
        ("certificate_id",),
        (
            _key("certificate_id"),
            _SNILS,
            _c("code", "code", "M", "01 02 05 09"),
            _c("first_day", "date", "M"),
            _LAST_DAY,
            _c("cared_snils", "snils", "C"),
        ),
    ),
    # 2.11
    Register(
        "disability",
        "U",
        ("decision_id",),
        (
            _key("decision_id"),
            _SNILS,
            _c("category", "code", "M", "I II III CHILD"),
            _c("since_childhood", "yn", "O"),
            _SINCE,
            _LAST_DAY,
        ),
    ),
    # 2.12
    Register(
        "rehab_items",
        "U",
        ("item_id",),
        (
            _key("item_id"),
            _SNILS,
            _SINCE,
            _LAST_DAY,
            _c("issued_on", "date", "C"),
            _c("term_months", "int", "M", low=1, high=240),
        ),
    ),
    # 2.13
    Register(
        "income",
        "U",
        ("snils", "month", "kind"),
        (
            _SNILS,
            _c("month", "month", "M"),
            Column("kind", "code", "M", INCOME_KINDS),
            _c("amount", "money", "M"),
        ),
    ),
    # 2.14
    Register(
        "property",
        "U",
        ("right_id",),
        (
            _key("right_id"),
            _SNILS,
            _c("object_id", "id", "M"),
            _c("kind", "code", "M", "FLAT HOUSE DACHA GARAGE NON_RESIDENTIAL LAND_CITY LAND_VILLAGE"),
            _c("address_id", "address", "C"),
            _c("area_m2", "dec2", "M", low=1),
            _c("share_num", "int", "M", low=1),
            _c("share_den", "int", "M", low=1),
            _SINCE,
            _UNTIL,
        ),
    ),
    # 2.15
    Register(
        "employment_service",
        "W",
        ("spell_id",),
        (
            _key("spell_id"),
            _SNILS,
            _c("applied_on", "date", "M"),
            _c("recognised_on", "date", "C"),
            _c("removed_on", "date", "C"),
            _c("weeks_worked", "int", "O", low=0, high=53),
            _c("breach", "yn", "O"),
            _c("average_wage", "money", "O"),
            _c("refusals", "int", "M"),
            _c("training_since", "date", "C"),
            _c("training_until", "date", "C"),
        ),
    ),
    # 2.16
    Register(
        "education",
        "U",
        ("study_id",),
        (
            _key("study_id"),
            _SNILS,
            _c("kind", "code", "M", "SCHOOL COLLEGE UNIVERSITY"),
            _c("grade", "int", "C", low=1, high=11),
            _c("full_time", "yn", "M"),
            _c("stipend", "money", "C"),
            _SINCE,
            _UNTIL,
        ),
    ),
    # 2.17
    Register(
        "medical",
        "U",
        ("record_id",),
        (
            _key("record_id"),
            _SNILS,
            _c("kind", "code", "M", "PREGNANCY DISPENSARY CONCLUSION"),
            _c("code", "text", "C"),
            _c("week", "int", "O", low=1, high=42),
            _SINCE,
            _LAST_DAY,
        ),
    ),
    # 2.18
    Register(
        "flags",
        "U",
        ("flag_id",),
        (_key("flag_id"), _SNILS, Column("flag", "code", "M", FLAGS), _SINCE, _UNTIL),
    ),
    # 2.19
    Register(
        "care_ties",
        "U",
        ("tie_id",),
        (_key("tie_id"), _c("carer_snils", "snils", "M"), _c("cared_snils", "snils", "M"), _SINCE, _UNTIL),
    ),
    # 2.20
    Register(
        "housing_accounts",
        "W",
        ("address_id",),
        (
            _c("address_id", "address", "M"),
            _c("tenure", "code", "O", "OWNED SOCIAL_RENT RENT"),
            _c("area_m2", "dec2", "M", low=1),
            _c("housing_bill", "money", "O"),
            _c("utilities_bill", "money", "O"),
            _c("capital_repair_fee", "money", "O"),
            _c("court_arrears", "yn", "O"),
            _c("phone_subscriber", "snils", "C"),
        ),
    ),
    # 2.21
    Register(
        "assignments",
        "U",
        ("assignment_id",),
        (
            _key("assignment_id"),
            Column("measure_id", "code", "M", MEASURES),
            _SNILS,
            _c("for_snils", "snils", "C"),
            _c("assigned_on", "date", "M"),
        ),
    ),
)

REGISTERS: dict[str, Register] = {register.name: register for register in _ALL}  # in the order of section 2
