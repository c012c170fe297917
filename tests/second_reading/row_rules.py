"""registers.md section 3, stage 3 (the rules of a row by itself) and stage 4 (the people it names)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from .layout import Register

Values = Mapping[str, object]
Error = tuple[str, str]  # (column, code)


@dataclass(frozen=True)
class Person:
    """What other rows need to know of an accepted person."""

    sex: str
    birth: date
    death: date | None


def is_later(value: object, other: object) -> bool:
    """Of two filled dates, whether the first is later."""
    return isinstance(value, date) and isinstance(other, date) and value > other


# --- stage 3 ---


def row_error(register: Register, row: Values) -> Error | None:
    """The first error of stage 3: "the rules in the order of the table, for each rule the leftmost cell"."""
    rules: list[tuple[str, Callable[[str, Values], set[str]]]] = [
        ("not_allowed_here", _not_allowed_here),
        ("empty_required", _empty_required),
        ("death_before_birth", _death_before_birth),
        ("ends_before_start", _ends_before_start),
        ("share_above_one", _share_above_one),
        ("same_person_twice", _same_person_twice),
    ]
    for code, rule in rules:
        bad = rule(register.name, row)
        for column in register.names():
            if column in bad:
                return column, code
    return None


def _not_allowed_here(register: str, row: Values) -> set[str]:
    """ "filled, were it with `N`, where "only with" forbids it; `until_reason` without `until`; `end_reason`
    without `until`; SCHOOL with full_time N (column full_time)"."""
    forbidden: set[str] = set()
    if register == "persons" and row["death_date"] is None:
        forbidden = {"burial_by", "burial_in_kind"}  # only with death_date
    if register == "parent_child" and row["until"] is None:
        forbidden = {"until_reason"}  # filled exactly when `until` is
    if register == "work" and row["kind"] != "CARE_LEAVE":
        forbidden = forbidden | {"child_snils"}  # M with CARE_LEAVE, only with it
    if register == "work" and (row["until"] is None or row["kind"] == "CARE_LEAVE"):
        forbidden = forbidden | {"end_reason"}  # only with until, never with CARE_LEAVE
    if register == "sick_leave" and row["code"] != "09":
        forbidden = {"cared_snils"}  # M with 09, only with it
    if register == "property" and row["kind"] not in ("FLAT", "HOUSE"):
        forbidden = {"address_id"}  # only with FLAT or HOUSE
    if register == "employment_service" and row["training_since"] is None:
        forbidden = {"training_until"}  # until only with since
    if register == "education" and row["kind"] != "SCHOOL":
        forbidden = {"grade"}  # M with SCHOOL, only with it
    if register == "education" and row["kind"] == "SCHOOL" and row["full_time"] is False:
        forbidden = {"full_time"}  # SCHOOL is always Y
    if register == "medical":
        # code: M for the last two, only with them; week: only with PREGNANCY
        forbidden = {"code"} if row["kind"] == "PREGNANCY" else {"week"}
    return {column for column in forbidden if row[column] is not None}


def _empty_required(register: str, row: Values) -> set[str]:
    """ "empty where the condition makes it mandatory"."""
    wanted: set[str] = set()
    if register == "parent_child" and row["until"] is not None:
        wanted = {"until_reason"}
    if register == "registrations" and row["kind"] == "T":
        wanted = {"until"}  # C for P, M for T
    if register == "work" and row["kind"] == "CARE_LEAVE":
        wanted = {"child_snils"}
    if register == "sick_leave" and row["code"] == "05":
        wanted = {"last_day"}  # C (M with 05)
    if register == "sick_leave" and row["code"] == "09":
        wanted = {"cared_snils"}
    if register == "education" and row["kind"] == "SCHOOL":
        wanted = {"grade"}
    if register == "medical" and row["kind"] in ("DISPENSARY", "CONCLUSION"):
        wanted = {"code"}
    return {column for column in wanted if row[column] is None}


def _death_before_birth(register: str, row: Values) -> set[str]:
    if register == "persons" and is_later(row["birth_date"], row["death_date"]):
        return {"death_date"}
    return set()


def _ends_before_start(register: str, row: Values) -> set[str]:
    bad: set[str] = set()
    # "`until` (and `ended_on`, `removed_on`, `training_until`) not later than its start
    # (for `removed_on` the start is applied_on)"
    for end, start in (
        ("until", "since"),
        ("ended_on", "married_on"),
        ("removed_on", "applied_on"),
        ("training_until", "training_since"),
    ):
        if row.get(end) is not None and not is_later(row[end], row[start]):
            bad.add(end)
    # "`last_day` earlier than its start; recognised_on or training_since earlier than applied_on;
    # issued_on earlier than since"
    start = "first_day" if register == "sick_leave" else "since"
    for end, begin in (
        ("last_day", start),
        ("recognised_on", "applied_on"),
        ("training_since", "applied_on"),
        ("issued_on", "since"),
    ):
        if row.get(end) is not None and is_later(row[begin], row[end]):
            bad.add(end)
    return bad


def _share_above_one(register: str, row: Values) -> set[str]:
    num, den = row.get("share_num"), row.get("share_den")
    return {"share_num"} if isinstance(num, int) and isinstance(den, int) and num > den else set()


def _same_person_twice(register: str, row: Values) -> set[str]:
    """ "the two SNILS of a tie, marriage, care tie or certificate are equal; burial_by = snils"."""
    pairs = {
        "parent_child": ("child_snils", "adult_snils"),
        "marriages": ("spouse_a", "spouse_b"),
        "care_ties": ("carer_snils", "cared_snils"),
        "sick_leave": ("snils", "cared_snils"),
        "persons": ("snils", "burial_by"),
    }
    if register not in pairs:
        return set()
    first, second = pairs[register]
    return {second} if row[first] == row[second] else set()


# --- stage 4 ---


def people_error(register: Register, row: Values, people: Mapping[str, Person]) -> Error | None:
    """The first error of stage 4 of a row of any register but `persons`."""
    # "a SNILS that is not among the accepted persons"
    for column in register.snils_columns():
        if row[column] is not None and row[column] not in people:
            return column, "unknown_person"
    named = [people[str(row[column])] for column in register.snils_columns() if row[column] is not None]
    start = _start_before_birth(register, row, named, people)
    if start is not None:
        return start, "before_birth"
    # "the adult of a tie was not born before the child"
    if register.name == "parent_child":
        child, adult = people[str(row["child_snils"])], people[str(row["adult_snils"])]
        if not adult.birth < child.birth:
            return "adult_snils", "child_not_younger"
    # "CHILD although aged 18 or more on since (age: law.md A2)"
    if register.name == "disability" and row["category"] == "CHILD":
        since = row["since"]
        if isinstance(since, date) and add_months(people[str(row["snils"])].birth, 12 * 18) <= since:
            return "category", "not_a_child"
    return None


def _start_before_birth(
    register: Register, row: Values, named: list[Person], people: Mapping[str, Person]
) -> str | None:
    """The column of the bad start, if there is one."""
    # "`before_birth` is not asked of `assignments`, `housing_accounts`, `income` and `earnings`,
    # nor of `made_year`"
    if register.name in ("assignments", "housing_accounts", "income", "earnings"):
        return None
    # "since, first_day or married_on (not applied_on) before the birth of any person the row names"
    for column in ("since", "first_day", "married_on"):  # no register has two of them
        if column not in row:
            continue
        if any(is_later(person.birth, row[column]) for person in named):
            return column
        # "with BIRTH also any other day than the child's birth date"
        is_birth = register.name == "parent_child" and row["kind"] == "BIRTH"
        if is_birth and row[column] != people[str(row["child_snils"])].birth:
            return column
    return None


def add_months(day: date, months: int) -> date:
    """law.md A2: "the same day number n months later [...] or the last day of that month where there is
    no such day"."""
    number = day.year * 12 + day.month - 1 + months
    for day_number in range(day.day, 0, -1):
        try:
            return date(number // 12, number % 12 + 1, day_number)
        except ValueError:
            continue
    raise ValueError("no such month")
