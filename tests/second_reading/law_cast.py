"""A small made-up delivery for test_law.py: rows with every column, empty where nothing is said."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

COLUMNS = {
    "persons": "snils last_name first_name patronymic sex birth_date death_date citizenship born_in_city"
    " burial_by burial_in_kind",
    "parent_child": "tie_id child_snils adult_snils kind since until until_reason",
    "marriages": "marriage_id spouse_a spouse_b married_on ended_on",
    "registrations": "registration_id snils address_id kind since until",
    "vehicles": "vehicle_id snils kind made_year power_hp state_given since until",
    "insurance_record": "snils record_months points",
    "earnings": "snils year amount excluded_days",
    "work": "work_id snils kind child_snils since until end_reason",
    "pensions": "pension_id snils kind amount since until",
    "sick_leave": "certificate_id snils code first_day last_day cared_snils",
    "disability": "decision_id snils category since_childhood since last_day",
    "rehab_items": "item_id snils since last_day issued_on term_months",
    "income": "snils month kind amount",
    "property": "right_id snils object_id kind address_id area_m2 share_num share_den since until",
    "employment_service": "spell_id snils applied_on recognised_on removed_on weeks_worked breach"
    " average_wage refusals training_since training_until",
    "education": "study_id snils kind grade full_time stipend since until",
    "medical": "record_id snils kind code week since last_day",
    "flags": "flag_id snils flag since until",
    "care_ties": "tie_id carer_snils cared_snils since until",
    "housing_accounts": "address_id tenure area_m2 housing_bill utilities_bill capital_repair_fee"
    " court_arrears phone_subscriber",
    "assignments": "assignment_id measure_id snils for_snils assigned_on",
}


def d(text: str) -> date:
    """A day."""
    return date.fromisoformat(text)


@dataclass
class Cast:
    """A delivery under construction; it has the shape of `Delivered`."""

    as_of: date
    delivery_id: str = "D-1"
    rows: dict[str, list[dict[str, object]]] = field(default_factory=lambda: {name: [] for name in COLUMNS})
    missing: set[str] = field(default_factory=set)
    incomplete: dict[str, set[str]] = field(default_factory=dict)
    incomplete_addresses: dict[str, set[str]] = field(default_factory=dict)

    def add(self, register: str, **cells: Any) -> None:
        """A row; days are written as text, other columns stay empty, a key is made where none is given."""
        columns = COLUMNS[register].split()
        row: dict[str, object] = dict.fromkeys(columns)
        key = columns[0]
        if key not in {"snils", "address_id"}:
            row[key] = f"{register[:2].upper()}-{len(self.rows[register]) + 1:04d}"
        for name, value in cells.items():
            if name not in columns:
                raise KeyError(f"{register}.{name}")
            is_day = isinstance(value, str) and len(value) == 10 and value[4] == "-" and value[7] == "-"
            row[name] = d(value) if is_day else value
        self.rows[register].append(row)

    def person(self, snils: str, sex: str, birth: str, **cells: Any) -> None:
        """A Russian citizen."""
        cells.setdefault("citizenship", "RUS")
        self.add("persons", snils=snils, last_name="X", first_name="Y", sex=sex, birth_date=birth, **cells)

    def born_to(self, child: str, *adults: str) -> None:
        """BIRTH ties."""
        since = next(row["birth_date"] for row in self.rows["persons"] if row["snils"] == child)
        for adult in adults:
            self.add("parent_child", child_snils=child, adult_snils=adult, kind="BIRTH", since=since)

    def married(self, one: str, other: str, on: str, **cells: Any) -> None:
        self.add("marriages", spouse_a=one, spouse_b=other, married_on=on, **cells)

    def lives_at(self, snils: str, address: str, since: str, **cells: Any) -> None:
        """A permanent registration."""
        cells.setdefault("kind", "P")
        self.add("registrations", snils=snils, address_id=address, since=since, **cells)

    def earns(self, snils: str, first: str, last: str, amount: int, kind: str = "WAGE") -> None:
        """The same income in each month from first to last (roubles)."""
        year, month = int(first[:4]), int(first[5:])
        while f"{year:04d}-{month:02d}" <= last:
            self.add("income", snils=snils, month=f"{year:04d}-{month:02d}", kind=kind, amount=amount * 100)
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
