"""Ways to know less of a family: what a delivery that came in worse would not have said."""

from __future__ import annotations

from collections.abc import Iterator

from tests.second_reading.layout import REGISTERS

from .decide import Answers
from .family import Family, Row

OPEN = {name: [c.name for c in register.columns if c.empty == "O"] for name, register in REGISTERS.items()}
BY_PLACE = ("registrations", "housing_accounts")
ASIDE, ABSENT = "was set aside", "did not arrive"


def ways_to_forget(family: Family) -> Iterator[tuple[str, Family]]:
    """Every single step to knowing less, in words, and the family after it.

    A register does not arrive; a row is set aside, and its register is then not complete for everybody whom it
    names; a register is not complete for somebody (a row that nobody could read); an open cell is empty.
    """
    for name in REGISTERS:
        if name != "persons" and name not in family.missing:
            yield f"{name} {ABSENT}", without_register(family, name)
            for key in family.keys:
                if key not in family.incomplete.get(name, ()):
                    yield f"{name} is not complete for {key}", not_complete(family, name, key)
        for place, row in enumerate(family.rows[name]):
            if name in family.missing:
                break
            if name != "persons":
                yield f"row {place + 1} of {name} {ASIDE}", without_row(family, name, place)
            for column in OPEN[name]:
                if row[column] is not None:
                    yield f"row {place + 1} of {name} has no {column}", without_cell(family, name, place, column)


def without_register(family: Family, name: str) -> Family:
    """A register did not arrive."""
    less = family.copy()
    less.missing.add(name)
    return less


def not_complete(family: Family, name: str, key: str) -> Family:
    """A row that could not be read, but for the key of one person."""
    less = family.copy()
    less.incomplete.setdefault(name, set()).add(key)
    return less


def without_row(family: Family, name: str, place: int) -> Family:
    """A row was set aside, with a fault that is not that of a copy."""
    less = family.copy()
    row = less.rows[name].pop(place)
    less.incomplete.setdefault(name, set()).update(_named(name, row))
    if name in BY_PLACE:
        less.incomplete_addresses.setdefault(name, set()).add(str(row["address_id"]))
    return less


def _named(name: str, row: Row) -> set[str]:
    """Everybody whom a row names; the subscriber of a telephone does not count."""
    columns = [column for column in REGISTERS[name].snils_columns() if column != "phone_subscriber"]
    return {str(row[column]) for column in columns if row[column] is not None}


def without_cell(family: Family, name: str, place: int, column: str) -> Family:
    """An open cell is empty."""
    less = family.copy()
    less.rows[name][place][column] = None
    return less


# --- what may then be said ---

# Where an accepted row is chosen (the latest certificate, spell, record, leave), it is used even where its register is
# not complete (A6a, 5). When just this row is set aside, an earlier one is used in its place, and the answer may be
# another one: by register, the measures that rest on such a row.
CHOSEN_ROW = {
    "employment_service": {
        *("unemployment_benefit", "retraining_stipend"),
        *("free_travel", "targeted_aid"),  # `recognised` of 19
        *("disabled_child_care_federal", "elderly_care_compensation"),  # through 19 of the carer
    },
    "sick_leave": {"sick_leave_benefit", "maternity_benefit"},
    "work": {"child_care_allowance"},
    "medical": {
        *("unified_allowance", "dairy_kitchen", "free_medicines"),  # the record of a pregnancy
        "elderly_care_compensation",  # until: the latest end of what is found
    },
    "education": {"school_meals"},  # the grade of the latest row
}
# 20 takes a child to have no telephone of its own where there is no account row, known or not.
NO_ACCOUNT = {"housing_accounts": {"pension_city_supplement"}}
# Who is considered at all rests on accepted rows (A6, A8, A9): without them there is no such family, no dependent
# child, no household. These units may vanish; those that stay say what they said, or that it is not known.
MAY_VANISH = {
    *("unified_allowance", "school_clothes", "birth_city_compensation"),  # dependents
    *("large_family_cost_of_living", "large_family_utilities", "wedding_jubilee", "targeted_aid"),  # families
    *("phone_compensation", "utilities_discount", "housing_subsidy"),  # households
}
VALUES = ("amount_kopecks", "since", "until")


def contradictions(before: Answers, after: Answers, how: str) -> list[str]:
    """Where somebody who came to know less (`how`, in the words of `ways_to_forget`) is told otherwise.

    A yes and a no may become "not known", and nothing else; a yes that stays has the same amount and days. The payee
    that is shown is whoever is found (A10), so it may be another.
    """
    wrong = []
    for unit in sorted({*before, *after}):
        knew, knows = (said.get(unit, {"answer": "not considered"}) for said in (before, after))
        if not _may_differ(unit[0], str(knew["answer"]), str(knows["answer"]), how):
            fields = ["answer"] if knew["answer"] != knows["answer"] else [n for n in VALUES if knew[n] != knows[n]]
            told = [f"{name}: {knew[name]} / {knows[name]}" for name in fields]
            wrong += [f"{how}: {unit[0]} for {unit[1]} {unit[2]}: {'; '.join(told)}"] if told else []
    return wrong


def _may_differ(measure: str, knew: str, knows: str, how: str) -> bool:
    row = how.startswith("row ")
    register = how.split()[3] if row else how.split(maxsplit=1)[0]
    if knows == "unknown" or (row and measure in CHOSEN_ROW.get(register, ())):
        return True
    if not how.endswith("is empty") and measure in NO_ACCOUNT.get(register, ()):
        return True
    if knows == "not considered":
        return knew == "no" or measure in MAY_VANISH
    return (knew, knows) in (("no", "no"), ("not considered", "no"))
