"""The cast of the resident pages: a mother of three with a newborn, her husband, a neighbour who is nobody to them."""

from datetime import UTC, date, datetime

from alongside.base.text import LANGUAGES
from alongside.entitlements.models import Award, Change, Sweep
from alongside.packs.explain import Explainer
from alongside.people.load_people import load_people
from alongside.people.models import Account, Person
from alongside.records.actor import CITY
from alongside.rules.evaluator import Book, Evaluator
from alongside.rules.facts import save_facts
from alongside.rules.small import small_facts

ON = date(2025, 3, 1)
TODAY = date(2025, 3, 10)
NOW = datetime(2025, 3, 1, 3, tzinfo=UTC)
DELIVERY = "portal-1"
HOME, NEXT_DOOR = "A0000001", "A0000002"
KEYS = {
    "anna": "100-000-001 50",
    "boris": "100-000-002 51",
    "vera": "100-000-003 52",
    "gleb": "100-000-004 53",
    "dina": "100-000-005 54",
    "yegor": "100-000-006 55",
}
MONTHS = [f"{2024 + (month - 1) // 12}-{(month - 1) % 12 + 1:02d}" for month in range(1, 14)]


def human(name, family, given, patronymic, sex, born):
    """A row of the register of persons."""
    return {
        "snils": KEYS[name],
        "last_name": family,
        "first_name": given,
        "patronymic": patronymic,
        "sex": sex,
        "birth_date": born,
        "citizenship": "RUS",
        "born_in_city": True,
    }


def home(name, place=HOME):
    """A permanent registration since long ago, or since birth."""
    since = BORN.get(name, date(2012, 1, 1))
    key = f"R-{name}".upper()
    return {"registration_id": key, "snils": KEYS[name], "address_id": place, "kind": "P", "since": since}


BORN = {"vera": date(2025, 2, 10), "gleb": date(2019, 6, 1), "dina": date(2016, 9, 9)}


def everybody():
    """The rows of all registers that say something of them."""
    return {**who_they_are(), **what_they_have()}


def who_they_are():
    """Persons, ties, the marriage, and where they live."""
    ties = [
        {
            "tie_id": f"T-{child}-{adult}".upper(),
            "child_snils": KEYS[child],
            "adult_snils": KEYS[adult],
            "kind": "BIRTH",
            "since": BORN[child],
        }
        for child in BORN
        for adult in ("anna", "boris")
    ]
    return {
        "persons": [
            human("anna", "Соловьёва", "Анна", "Игоревна", "F", date(1988, 2, 29)),
            human("boris", "Соловьёв", "Борис", "Олегович", "M", date(1986, 7, 1)),
            human("vera", "Соловьёва", "Вера", "Борисовна", "F", BORN["vera"]),
            human("gleb", "Соловьёв", "Глеб", "Борисович", "M", BORN["gleb"]),
            human("dina", "Соловьёва", "Дина", "Борисовна", "F", BORN["dina"]),
            human("yegor", "Петров-Водкин", "Егор", "Кузьмич", "M", date(1943, 3, 12)),
        ],
        "parent_child": ties,
        "marriages": [
            {
                "marriage_id": "M-1",
                "spouse_a": KEYS["anna"],
                "spouse_b": KEYS["boris"],
                "married_on": date(2014, 8, 8),
            }
        ],
        "registrations": [*(home(name) for name in KEYS if name != "yegor"), home("yegor", NEXT_DOOR)],
    }


def what_they_have():
    """What they earn, where they work and learn."""
    earned = {"anna": 4_512_345, "boris": 5_000_050, "yegor": 2_450_000}
    kinds = {"anna": "WAGE", "boris": "WAGE", "yegor": "PENSION"}
    return {
        "income": [
            {"snils": KEYS[name], "month": month, "kind": kinds[name], "amount": amount}
            for name, amount in earned.items()
            for month in MONTHS
        ],
        "work": [
            {"work_id": f"W-{name}".upper(), "snils": KEYS[name], "kind": "EMPLOYED", "since": date(2015, 1, 1)}
            for name in ("anna", "boris")
        ],
        "pensions": [
            {
                "pension_id": "P-1",
                "snils": KEYS["yegor"],
                "kind": "OLD_AGE",
                "amount": 2_450_000,
                "since": date(2003, 3, 12),
            }
        ],
        "education": [
            {
                "study_id": "E-1",
                "snils": KEYS["dina"],
                "kind": "SCHOOL",
                "grade": 2,
                "full_time": True,
                "since": date(2023, 9, 1),
            }
        ],
    }


def deliver(pack, store):
    """Lay the delivery into a store on disk: a record about the cars of Yegor and one about Gleb could not be read."""
    facts = small_facts(
        pack.registers,
        everybody(),
        as_of=ON,
        delivery_id=DELIVERY,
        missing=("rehab_items",),
        incomplete={"assignments": [KEYS["gleb"]], "vehicles": [KEYS["yegor"]]},
    )
    save_facts(facts, store / "deliveries" / DELIVERY / "facts")
    return facts


def people_of(pack, facts):
    """Everybody of the cast as persons of the database, by their short names."""
    load_people(facts=facts, columns=pack.people.columns, at=NOW, by=CITY)
    number = pack.registers.person_key.number
    return {name: Person.objects.get(key=number(key)) for name, key in KEYS.items()}


STANDS = {
    ("yes", "proactive"): Award.Stands.GRANTED,
    ("yes", "offer"): Award.Stands.OFFERED,
    ("yes", "application"): Award.Stands.TO_APPLY,
}


def answers(pack, facts):
    """What the law says of everybody of the cast: each yes and each not known, once."""
    book = Book(pack.law)
    explainer = Explainer(pack, book, facts, Evaluator(book, facts, ON))
    number = pack.registers.person_key.number
    found = {}
    for key in KEYS.values():
        for view in explainer.explain(facts.find_person(number(key)), LANGUAGES[0]).measures:
            if view.answer in ("yes", "unknown"):
                found[view.measure_id, view.unit_kind, view.unit_id] = view
    return list(found.values())


def decide(pack, views, people):
    """An applied sweep with the awards that these answers give."""
    sweep = Sweep.objects.create(
        on=ON,
        delivery=DELIVERY,
        as_of=ON,
        pack=pack.name,
        pack_version=pack.version,
        digest="a" * 64,
        state=Sweep.State.APPLIED,
        made_at=NOW,
        settled_at=NOW,
    )
    by_key = {key: people[name] for name, key in KEYS.items()}
    for view in views:
        award = Award.objects.create(**_award(pack, view, by_key))
        Change.objects.create(
            award=award, at=NOW, on=ON, kind="began", sweep=sweep, answer_after=award.answer, amount_after=award.amount
        )
    return sweep


def _award(pack, view, by_key):
    registers = pack.registers
    at_place = view.unit_id.startswith("A")
    yes = view.answer == "yes"
    return {
        "measure": view.measure_id,
        "unit_kind": view.unit_kind,
        "unit": (registers.place_key if at_place else registers.person_key).number(view.unit_id),
        "person": None if at_place else by_key[view.unit_id],
        "payee": by_key.get(view.payee_id),
        "answer": view.answer,
        "stands": STANDS.get((view.answer, view.mode), Award.Stands.ASKED),
        "amount": view.amount_kopecks if yes else None,
        "since": date.fromisoformat(view.since) if yes and view.since else None,
        "until": date.fromisoformat(view.until) if yes and view.until else None,
        "criteria": ",".join(f"{criterion.id}={criterion.answer}" for criterion in view.criteria),
        "missing": ",".join(fact.name for fact in view.missing),
        "decided_on": ON,
        "delivery": DELIVERY,
        "pack_version": pack.version,
    }


def account_of(person, name):
    """A resident's account."""
    names = {"first_name": person.given_name, "last_name": person.family_name}
    return Account.objects.create_user(name, role=Account.Role.RESIDENT, person=person, **names)
