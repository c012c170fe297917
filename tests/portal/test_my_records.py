"""What the city knows about a person, in words; what it could not read; and "this is wrong"."""

import re

import pytest

from alongside.entitlements.models import Objection
from alongside.people.models import Mandate
from alongside.records.models import Entry
from alongside.rules.schema import class_number, class_text
from tests.portal.cast import KEYS, ON


def text_of(page):
    """What a page says, with plain spaces."""
    said = re.sub(r"<[^>]+>", " ", page.content.decode().split("<main")[1])
    return re.sub(r"[\s\N{NO-BREAK SPACE}]+", " ", said)


def test_records_stand_there_in_words_with_who_holds_them_and_of_which_day(city):
    said = text_of(city.visit("anna").get("/data"))
    for words in (
        "Доходы по месяцам",
        "45 123,45 ₽",
        "январь 2025",
        "постоянная регистрация",
        "сведения на 1 марта 2025",
    ):
        assert words in said
    assert "Федеральная налоговая служба" in said
    assert KEYS["anna"] in said


@pytest.mark.parametrize("code", ["WAGE", "EMPLOYED", "RUS", "BIRTH", "snils", "parent_child", "W-ANNA"])
def test_no_code_of_a_register_is_shown(city, code):
    client = city.visit("anna")
    said = text_of(client.get("/data")) + text_of(client.get("/data/income"))
    assert code not in said


def test_another_persons_number_is_never_shown(city):
    said = text_of(city.visit("anna").get("/data"))
    assert not [name for name, key in KEYS.items() if name != "anna" and key in said]


def test_a_long_register_has_pages_and_every_record_is_on_one_of_them(city):
    client = city.visit("anna")
    assert text_of(client.get("/data/income")).count("вид дохода") == 13
    assert "Все 13 записей" in text_of(client.get("/data"))


def test_what_could_not_be_read_is_said_plainly(city):
    client = city.visit("anna")
    whole = text_of(client.get("/data"))
    child = text_of(client.get(f"/data?of={city.people['gleb'].pk}"))
    assert "«Средства реабилитации по ИПРА»: сведения не пришли" in whole
    assert "запись не удалось прочитать" not in whole
    assert "«Назначенные меры (ЕГИССО)»: запись не удалось прочитать" in child


def test_a_class_is_written_as_a_doctor_writes_it():
    for said in ("I21.0", "I21", "C97", "A00.9"):
        assert class_text(class_number(said)) == said


def wrong(city, visitor, path="/data/income/wrong?row=1", **more):
    """Say that a record is wrong."""
    return city.visit(visitor).post(
        path, {"said": "Это не мой доход", "paper": "справка 7", "column": "amount", **more}
    )


def test_an_objection_names_the_record_and_what_is_right(city):
    assert wrong(city, "anna").status_code == 302
    objection = Objection.objects.get()
    assert (objection.register, objection.column, objection.paper) == ("income", "amount", "справка 7")
    assert objection.row_key == {"snils": KEYS["anna"], "month": "2025-01", "kind": "WAGE"}
    assert objection.person == city.people["anna"]
    said = text_of(city.visit("anna").get("/data"))
    assert "Это не мой доход" in said
    assert "Ответ будет не позже 17 марта 2025" in said


def test_a_missing_record_is_an_objection_without_a_row(city):
    assert wrong(city, "anna", "/data/vehicles/wrong", column="").status_code == 302
    assert Objection.objects.get().row_key is None


def test_a_parent_speaks_for_a_child_under_the_parents_mandate(city):
    vera = city.people["vera"]
    assert wrong(city, "boris", f"/data/registrations/wrong?of={vera.pk}&row=1", column="").status_code == 302
    entry = Entry.objects.get(name="entitlements.raise_objection")
    assert (entry.person, entry.represented) == (city.people["boris"].pk, vera.pk)
    assert entry.mandate == Mandate.objects.get(holder=city.people["boris"], represented=vera).pk


def test_an_objection_without_words_comes_back_with_what_to_do(city):
    page = wrong(city, "anna", said="  ")
    assert page.status_code == 200
    assert 'aria-invalid="true"' in page.content.decode()
    assert "Напишите своими словами" in text_of(page)
    assert not Objection.objects.exists()


@pytest.mark.parametrize("path", ["/data/income/wrong?row=99", "/data/income/wrong?row=x", "/data/nothing/wrong"])
def test_a_record_that_is_not_there_cannot_be_objected_to(city, path):
    assert wrong(city, "anna", path).status_code == 404


def test_nobody_objects_for_a_stranger_nor_under_a_mandate_that_lets_only_look(city):
    assert wrong(city, "yegor", f"/data/income/wrong?of={city.people['anna'].pk}&row=1").status_code == 404
    looking = Mandate.objects.create(
        represented=city.people["anna"], holder=city.people["yegor"], kind="consent", since=ON, may_act=False
    )
    assert city.visit("yegor", looking).post("/data/income/wrong?row=1", {"said": "x"}).status_code == 403
    assert not Objection.objects.exists()
