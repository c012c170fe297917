"""Finding a person at a counter: what is typed there, and who is offered."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from alongside.people.models import Person
from alongside.people.queries import Found, find_people
from alongside.people.read_query import read_query
from alongside.people.search_key import is_a_typo_of, search_key
from tests.people.cast import deliver, everybody, human

pytestmark = pytest.mark.django_db


class Find:
    """`find(query)` gives the given names on the first page; `find.page` is that page, `find.number` a right number."""

    page: Found

    def __init__(self, pack):
        self.registers = pack.registers
        form = self.registers.person_key
        self.key = next(key for key in range(10_000_000_000, 10_000_000_200) if form.is_right(key))
        self.number = form.text(self.key)

    def __call__(self, query, **more):
        self.page = find_people(query, registers=self.registers, **more)
        return [candidate.given_name for candidate in self.page.candidates]


@pytest.fixture
def find(loaded, pack):
    found = Find(pack)
    Person.objects.filter(given_name="Егор").update(key=found.key)
    return found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Соловьёва Анна", ["Анна"]),
        ("анна СОЛОВЬЕВА", ["Анна"]),
        ("Игоревна Анна Соловьева", ["Анна"]),
        ("Соловьёва", ["Анна", "Вера", "Дина", "Борис", "Глеб"]),
        ("Соловьёва 1984", ["Анна"]),
        ("Соловьёва 29.02.1984", ["Анна"]),
        ("29.2.1984 соловьева а", ["Анна"]),
        ("соловьева а.и. 1984-02-29", ["Анна"]),
        ("соловьева 29 февраля 1984 г.р.", ["Анна"]),
        ("Соловьёва, Анна; 29021984", ["Анна"]),
        ("Анна Игоревна", ["Анна"]),
        ("солов ан", ["Анна"]),
        ("Солвьева Анна", ["Анна"]),
        ("Соловьева Анан", ["Анна"]),
        ("Солоььева Анна", ["Анна"]),
        ("Соловьёвва Анна", ["Анна"]),
        ("cоловьева Aнна", ["Анна"]),  # a Latin c and A
        ("cjkjdmtdf fyyf", ["Анна"]),  # the keyboard was left in Latin
        ("Петров-Водкин", ["Егор"]),
        ("петровводкин егор", ["Егор"]),
        ("Петров Водкин Егор", ["Егор"]),
        ("12.03.1943", ["Егор"]),
        ("12 march 1943", ["Егор"]),
        ("Петров-Водкин 1944", []),
        ("Соловьёва Егор", []),
        ("A0000002", ["Егор"]),
        ("а0000002", ["Егор"]),  # Cyrillic
    ],
)
def test_who_is_meant_is_offered(find, query, expected):
    assert find(query) == expected


@pytest.mark.parametrize("form", ["{}", " {} ", "({})"])
def test_a_number_is_found_however_it_is_separated(find, form):
    for text in (find.number, find.number.replace("-", ""), find.number.replace("-", " "), find.number + "."):
        assert find(form.format(text)) == ["Егор"]


def test_a_number_with_a_wrong_check_digit_finds_nobody_and_says_so(find):
    wrong = find.number[:-1] + str((int(find.number[-1]) + 1) % 10)
    with translation.override("en"):
        assert find(wrong) == []
    assert "check digits" in find.page.said[0]


def test_who_fits_as_typed_comes_before_a_longer_name_and_a_typing_error(loaded, pack):
    rows = everybody()
    rows["persons"] = [
        human("anna", "Иванова", "Анна", None, "F", "1984-02-29"),
        human("boris", "Иванов", "Борис", None, "M", "1982-07-01"),
        human("gleb", "Ивасов", "Глеб", None, "M", "1982-07-01"),
    ]
    deliver(pack, rows | {"parent_child": [], "registrations": []}, delivery="d-2")
    found = find_people("Иванов", registers=pack.registers).candidates
    assert [(c.given_name, c.near) for c in found] == [("Борис", "exact"), ("Анна", "begins"), ("Глеб", "typo")]


@pytest.mark.parametrize("query", ["", "  ", "е", "1943", "!!", "в 1943 году"])
def test_too_little_finds_nobody_and_says_what_is_needed(find, query):
    with translation.override("en"):
        assert find(query) == []
    assert find.page.said[-1].startswith(("Write at least two letters", "This could not be understood"))


def test_what_was_not_understood_is_named(find):
    with translation.override("en"):
        find("Соловьёва 31.02.1984")
    assert find.page.said[1] == "Left out, because it could not be understood: 31.02.1984."


def test_a_word_that_is_nobodys_name_is_named(find):
    with translation.override("en"):
        assert find("Соловьёва Ъъъъъъъ") == []
    assert "Nobody is called Ъъъъъъъ" in find.page.said[-1]


def test_a_single_candidate_is_still_only_a_candidate(find):
    find("Анна Соловьёва")
    assert len(find.page.candidates) == 1
    assert find.page.next == ""


def test_who_is_no_longer_in_the_register_is_not_offered(find):
    Person.objects.filter(given_name="Анна").update(held=False)
    assert find("Соловьёва") == ["Вера", "Дина", "Борис", "Глеб"]


@pytest.fixture
def namesakes(loaded, pack):
    """Fifty people with names alike, some without a day of birth, and ten with a name a typing error away."""
    number, rows = pack.registers.person_key, []
    for at in range(60):
        row = human("anna", "Смирнова" if at < 50 else "Смернова", "Елена", None, "F", "1950-01-01")
        row["snils"] = number.text(20_000_000_000 + at)
        row["birth_date"] += timedelta(days=at // 3)
        rows.append(row)
    deliver(pack, {"persons": rows}, delivery="d-2", missing=["parent_child", "registrations"])
    Person.objects.filter(key__in=range(20_000_000_010, 20_000_000_015)).update(birth_date=None)


@pytest.mark.parametrize("query", ["Смирнова", "Смирнова Елена", "Елена", "см ел"])
@pytest.mark.parametrize("size", [7, 50])
def test_pages_show_everybody_once(namesakes, pack, query, size):
    seen, page, pages = [], "", 0
    while True:
        found = find_people(query, registers=pack.registers, page=page, size=size)
        assert len(found.candidates) <= size
        seen += [candidate.id for candidate in found.candidates]
        pages, page = pages + 1, found.next
        if not page:
            break
    assert len(seen) == len(set(seen)) == 60
    assert pages == -(-60 // size)


def test_a_page_says_no_name_and_an_invented_one_is_the_first(namesakes, pack):
    first = find_people("Смирнова", registers=pack.registers, size=5)
    assert first.next.replace(".", "").isdecimal()
    for page in ("x", "1.", "-1.5", "9" * 50):
        assert find_people("Смирнова", registers=pack.registers, size=5, page=page) == first


@pytest.mark.parametrize("query", ["Смирнова Елена 1950", "Смернова Елна", "Елена Игоревна Смирнова", "20"])
def test_a_search_asks_the_database_a_few_times(namesakes, pack, query):
    with CaptureQueriesContext(connection) as queries:
        find_people(query, registers=pack.registers)
    assert len(queries) <= 8


def test_how_it_was_understood_is_said_in_both_languages(find):
    find("Соловьёва 29.02.1984")
    with translation.override("en"):
        find("Соловьёва 29.02.1984")
    assert find.page.said == ("Looked for Соловьёва, born on 29\xa0February 1984.",)
    with translation.override("ru"):
        find("Соловьёва 29.02.1984")
    assert find.page.said == ("Искали: Соловьёва, день рождения 29\xa0февраля 1984.",)


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("иванов", "иванова", True),
        ("иванов", "иваонв", True),
        ("иванов", "ивнаов", True),
        ("иванов", "иванав", True),
        ("иванов", "ванов", True),
        ("иванов", "ивонав", False),
        ("иванов", "иваноова", False),
        ("ab", "ba", True),
        ("abc", "cba", False),
    ],
)
def test_a_typing_error_is_one_letter_or_two_that_changed_places(one, other, near):
    assert is_a_typo_of(one, other) is near
    assert is_a_typo_of(other, one) is near


def test_names_are_compared_without_what_people_write_differently():
    for name in ("Фёдорова-Ларина", "федорова ларина", "ФЕДОРОВА—ЛАРИНА", "Фе\u0308дорова-Лaрина"):
        assert search_key(name) == "федороваларина"
    assert search_key("O'Brien") == search_key("o’brien") == "obrien"


def test_dates_are_read_as_people_write_them(pack):
    for text in ("3.4.1950", "03.04.1950", "1950-04-03", "3/4/1950", "03041950", "3 апреля 1950", "3 April 1950"):
        assert read_query(f"Анна {text}", pack.registers).born_on == date(1950, 4, 3), text
