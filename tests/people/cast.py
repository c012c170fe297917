"""The constant cast of this room: a family of five, a neighbour, and the deliveries that name them."""

from datetime import UTC, date, datetime

from alongside.people.load_people import load_people
from alongside.records.actor import CITY
from alongside.rules.small import small_facts

AS_OF = date(2025, 3, 1)
NOW = datetime(2025, 3, 1, 9, tzinfo=UTC)
KEYS = {
    "anna": "100-000-001 50",
    "boris": "100-000-002 51",
    "vera": "100-000-003 52",
    "gleb": "100-000-004 53",
    "dina": "100-000-005 54",
    "yegor": "100-000-006 55",
}
HOME, OTHER_HOME = "A0000001", "A0000002"


def human(name, family, given, patronymic, sex, born, died=None):
    """A row of the register of persons."""
    names = {"last_name": family, "first_name": given, "patronymic": patronymic}
    return {"snils": KEYS[name], **names, "sex": sex, "birth_date": date.fromisoformat(born), "death_date": died}


def tie(number, child, adult, kind="BIRTH", since="2015-05-05", until=None):
    """A row of the register of parents and guardians."""
    return {
        "tie_id": f"T-{number}",
        "child_snils": KEYS[child],
        "adult_snils": KEYS[adult],
        "kind": kind,
        "since": date.fromisoformat(since),
        "until": date.fromisoformat(until) if until else None,
    }


def home(name, place=HOME, kind="P", since="2010-01-01", until=None):
    """A row of the register of registrations."""
    return {
        "registration_id": f"R-{name}-{place}-{kind}".upper(),
        "snils": KEYS[name],
        "address_id": place,
        "kind": kind,
        "since": date.fromisoformat(since),
        "until": date.fromisoformat(until) if until else None,
    }


def everybody():
    """Anna and Boris with Vera (9), Gleb (17) and Dina (20); Yegor next door."""
    return {
        "persons": [
            human("anna", "Соловьёва", "Анна", "Игоревна", "F", "1984-02-29"),
            human("boris", "Соловьёв", "Борис", "Олегович", "M", "1982-07-01"),
            human("vera", "Соловьёва", "Вера", "Борисовна", "F", "2015-05-05"),
            human("gleb", "Соловьёв", "Глеб", "Борисович", "M", "2008-02-29"),
            human("dina", "Соловьёва", "Дина", "Борисовна", "F", "2004-06-06"),
            human("yegor", "Петров-Водкин", "Егор", None, "M", "1943-03-12"),
        ],
        "parent_child": [
            tie(1, "vera", "anna"),
            tie(2, "vera", "boris"),
            tie(3, "gleb", "anna", since="2008-02-29"),
            tie(4, "gleb", "yegor", "GUARDIAN", since="2020-01-01", until="2025-10-01"),
            tie(5, "dina", "anna", since="2004-06-06"),
        ],
        "registrations": [
            *(home(name) for name in ("anna", "boris", "vera", "gleb", "dina")),
            home("yegor", OTHER_HOME),
            home("yegor", HOME, "T", "2024-01-01", "2026-01-01"),
        ],
    }


def deliver(pack, rows, *, as_of=AS_OF, delivery="d-1", missing=(), incomplete=None, **more):
    """Load a delivery of these rows; gives what the load says."""
    facts = small_facts(pack.registers, rows, as_of=as_of, delivery_id=delivery, missing=missing, incomplete=incomplete)
    return load_people(facts=facts, columns=pack.people.columns, at=NOW, by=CITY, **more)
