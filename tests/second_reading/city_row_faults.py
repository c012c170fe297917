"""Faults of the random city at stages 3, 4 and 6: rows whose cells are right one by one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from .city_base import DAY, City, months_later
from .city_files import Row, Text

RowFault = Callable[[City, list[Row], Row], bool]


def _put(column: str, value: Callable[[City, Row], object], *when: tuple[str, object]) -> RowFault:
    """A fault that writes one cell of a row whose other cells are as said (None: empty; ...: filled)."""

    def fault(city: City, rows: list[Row], row: Row) -> bool:
        for name, wanted in when:
            cell = row[name]
            if (cell is None) if wanted is ... else (cell != wanted):
                return False
        made = value(city, row)
        if made is ...:
            return False
        row[column] = made
        return True

    return fault


def _empty(city: City, row: Row) -> object:
    return None


def _anybody(city: City, row: Row) -> object:
    return city.rng.choice(city.people).snils


def _nobody(city: City, row: Row) -> object:
    return city.new_snils()


def _yes_or_no(city: City, row: Row) -> object:
    return city.chance(0.5)


def _word(*words: str) -> Callable[[City, Row], object]:
    return lambda city, row: city.rng.choice(words)


def _number(city: City, row: Row) -> object:
    return city.rng.randint(1, 11)


def _same_as(column: str) -> Callable[[City, Row], object]:
    return lambda city, row: row[column] if row[column] is not None else ...


def _before(column: str, least: int) -> Callable[[City, Row], object]:
    """A day `least` or more days before another cell's."""

    def made(city: City, row: Row) -> object:
        day = row[column]
        return day - DAY * city.rng.choice([least, least, least + 1, 50]) if isinstance(day, date) else ...

    return made


def _before_birth(*named: str) -> Callable[[City, Row], object]:
    """The day before the birth of one of those the row names."""

    def made(city: City, row: Row) -> object:
        births = [being.birth for being in city.people if being.snils in [row[name] for name in named]]
        return city.rng.choice(births) - DAY if births else ...

    return made


def _day_after(column: str) -> Callable[[City, Row], object]:
    def made(city: City, row: Row) -> object:
        day = row[column]
        return day + DAY if isinstance(day, date) and day < city.as_of else ...

    return made


def _child_is_older(city: City, rows: list[Row], row: Row) -> bool:
    """A tie whose adult is younger than the child or has its birth date."""
    by_snils = {being.snils: being for being in city.people}
    child = by_snils.get(str(row["child_snils"]))
    since = row["since"]
    if child is None or not isinstance(since, date):
        return False
    since = max(since, child.birth)
    adults = [being for being in city.people if child.birth <= being.birth <= since and being is not child]
    same = [being for being in adults if being.birth == child.birth]
    if not adults:
        return False
    row["adult_snils"] = city.rng.choice(same or adults).snils
    return True


def _grown_child(city: City, rows: list[Row], row: Row) -> bool:
    being = next((being for being in city.people if being.snils == row["snils"]), None)
    if being is None:
        return False
    adult_on = months_later(being.birth, 12 * 18)
    if adult_on > city.as_of:
        return False
    row.update(category="CHILD", since=city.rng.choice([adult_on, city.start(adult_on)]), last_day=None)
    return True


def _second_permanent(city: City, rows: list[Row], row: Row) -> bool:
    """One more P row that shares a day with this one, or only touches it."""
    since, until = row["since"], row["until"]
    if row["kind"] != "P" or not isinstance(since, date):
        return False
    copy = dict(row, registration_id=city.new_id("G"), address_id=city.rng.choice(city.addresses))
    if isinstance(until, date) and city.chance(0.7):
        copy["since"] = min(until - DAY * city.rng.choice([0, 1]), city.as_of)
        copy["until"] = None
    rows.insert(city.rng.randint(0, len(rows)), copy)
    return True


def _second_marriage(city: City, rows: list[Row], row: Row) -> bool:
    married, ended = row["married_on"], row["ended_on"]
    if not isinstance(married, date):
        return False
    other = city.rng.choice(city.people)
    if other.snils in (row["spouse_a"], row["spouse_b"]):
        return False
    last = ended - DAY if isinstance(ended, date) and city.chance(0.5) else married
    since = max(min(last + DAY * city.rng.choice([0, 0, 1]), city.as_of), other.birth)
    spouse = city.rng.choice([row["spouse_a"], row["spouse_b"]])
    copy = dict(
        row,
        marriage_id=city.new_id("M"),
        married_on=since,
        ended_on=None,
        spouse_a=other.snils,
        spouse_b=spouse,
    )
    rows.insert(city.rng.randint(0, len(rows)), copy)
    return True


def _third_parent(city: City, rows: list[Row], row: Row) -> bool:
    adults = {being.snils: being for being in city.people}
    adult = adults.get(str(row["adult_snils"]))
    if row["kind"] != "BIRTH" or adult is None:
        return False
    same = [
        being
        for being in city.people
        if being.sex == adult.sex and being.birth < adult.birth and being.snils != row["child_snils"]
    ]
    if not same:
        return False
    copy = dict(row, tie_id=city.new_id("R"), adult_snils=city.rng.choice(same).snils)
    rows.insert(city.rng.randint(0, len(rows)), copy)
    return True


def _share(city: City, rows: list[Row], row: Row) -> bool:
    row["share_den"] = city.rng.choice([1, 2, 7])
    row["share_num"] = int(str(row["share_den"])) + city.rng.choice([1, 1, 10])
    return True


_UNTIL = _put("until", _before("since", 0), ("until", ...))
_SINCE = _put("since", _before_birth("snils"))
_WHO = _put("snils", _nobody)
_LAST = _put("last_day", _before("since", 1))

ROW_FAULTS: dict[str, list[RowFault]] = {
    "persons": [
        _put("burial_by", _anybody, ("death_date", None)),
        _put("burial_in_kind", _yes_or_no, ("death_date", None)),
        _put("death_date", _before("birth_date", 1), ("death_date", ...)),
        _put("death_date", _before("birth_date", 1)),
        _put("burial_by", _same_as("snils"), ("death_date", ...)),
        _put("burial_by", _nobody, ("death_date", ...)),
    ],
    "parent_child": [
        _put("until_reason", _word("ENDED", "DEPRIVED"), ("until", None)),
        _put("until_reason", _empty, ("until", ...)),
        _UNTIL,
        _put("adult_snils", _same_as("child_snils")),
        _put("adult_snils", _nobody),
        _put("child_snils", _nobody),
        _put("since", _before_birth("child_snils", "adult_snils")),
        _put("since", _day_after("since"), ("kind", "BIRTH")),
        _child_is_older,
        _child_is_older,
        _child_is_older,
        *[_third_parent] * 4,
    ],
    "marriages": [
        _put("ended_on", _before("married_on", 0), ("ended_on", ...)),
        _put("spouse_b", _same_as("spouse_a")),
        _put("spouse_a", _nobody),
        _put("married_on", _before_birth("spouse_a", "spouse_b")),
        *[_second_marriage] * 4,
    ],
    "registrations": [
        _put("until", _empty, ("kind", "T")),
        _UNTIL,
        _WHO,
        _SINCE,
        _second_permanent,
        _second_permanent,
    ],
    "vehicles": [_UNTIL, _WHO, _SINCE],
    "insurance_record": [_WHO],
    "earnings": [_WHO],
    "work": [
        _put("child_snils", _anybody, ("kind", "EMPLOYED")),
        _put("end_reason", _word("OTHER"), ("until", None)),
        _put("end_reason", _word("OTHER"), ("kind", "CARE_LEAVE"), ("until", ...)),
        _put("child_snils", _empty, ("kind", "CARE_LEAVE")),
        _put("child_snils", _nobody, ("kind", "CARE_LEAVE")),
        _put("since", _before_birth("child_snils", "snils")),
        _UNTIL,
        _WHO,
    ],
    "pensions": [_UNTIL, _WHO, _SINCE],
    "sick_leave": [
        _put("cared_snils", _anybody, ("code", "01")),
        _put("last_day", _empty, ("code", "05")),
        _put("cared_snils", _empty, ("code", "09")),
        _put("last_day", _before("first_day", 1)),
        _put("cared_snils", _same_as("snils"), ("code", "09")),
        _put("cared_snils", _nobody, ("code", "09")),
        _WHO,
        _put("first_day", _before_birth("snils", "cared_snils")),
    ],
    "disability": [_LAST, _WHO, _SINCE, _grown_child, _grown_child, _grown_child],
    "rehab_items": [_LAST, _put("issued_on", _before("since", 1)), _WHO, _SINCE],
    "income": [_WHO],
    "property": [_put("address_id", _word("A0000001"), ("kind", "GARAGE")), _share, _UNTIL, _WHO, _SINCE],
    "employment_service": [
        _put("training_until", _day_after("applied_on"), ("training_since", None)),
        _put("training_until", _before("training_since", 0), ("training_since", ...)),
        _put("training_since", _before("applied_on", 1)),
        _put("recognised_on", _before("applied_on", 1)),
        _put("removed_on", _before("applied_on", 0)),
        _put("removed_on", _same_as("recognised_on")),
        _WHO,
    ],
    "education": [
        _put("grade", _number, ("kind", "COLLEGE")),
        _put("full_time", lambda city, row: False, ("kind", "SCHOOL")),
        _put("grade", _empty, ("kind", "SCHOOL")),
        _UNTIL,
        _WHO,
        _SINCE,
    ],
    "medical": [
        _put("code", _word("I21.0", "DAIRY", "anything"), ("kind", "PREGNANCY")),
        _put("week", _number, ("kind", "DISPENSARY")),
        _put("code", _empty, ("kind", "CONCLUSION")),
        _put("code", lambda city, row: Text("DAIRY"), ("kind", "DISPENSARY")),
        _LAST,
        _WHO,
        _SINCE,
    ],
    "flags": [_UNTIL, _WHO, _SINCE],
    "care_ties": [
        _UNTIL,
        _put("cared_snils", _same_as("carer_snils")),
        _put("cared_snils", _nobody),
        _put("carer_snils", _nobody),
        _put("since", _before_birth("carer_snils", "cared_snils")),
    ],
    "housing_accounts": [_put("phone_subscriber", _nobody), _put("phone_subscriber", _anybody)],
    "assignments": [_WHO, _put("for_snils", _nobody), _put("for_snils", _same_as("snils"))],
}
