"""Each page leaves a line for everybody whom it shows, and costs few questions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.people.models import Account, Mandate
from alongside.records.models import Look
from tests.portal.cast import NOW, ON

CHILDREN = {"vera", "gleb", "dina"}
SHOWN = {
    "/": {"anna", *CHILDREN},
    "/all": {"anna", *CHILDREN},
    "/all/unified_allowance": {"anna", *CHILDREN},
    "/all/hero_payment": {"anna", "boris"} - {"boris"},
    "/family": {"anna", "boris", *CHILDREN},
    "/data": {"anna", "boris", *CHILDREN},
    "/data/marriages": {"anna", "boris"},
    "/data/income": {"anna"},
    "/looks": {"anna"},
}
MOST_QUERIES = 12


def seen(city):
    """Whom the lines of the access log are about, by their short names."""
    names = {person.pk: name for name, person in city.people.items()}
    return {names[look.about] for look in Look.objects.all()}


@pytest.mark.parametrize("path", SHOWN)
def test_a_page_leaves_a_look_for_everybody_it_shows(city, path):
    assert city.visit("anna").get(path).status_code == 200
    assert seen(city) == SHOWN[path]


def test_a_page_leaves_no_look_for_those_whom_an_earlier_reader_was_shown(city):
    city.visit("anna").get("/data")
    assert city.visit("yegor").get("/data").status_code == 200
    yegor = city.people["yegor"].pk
    assert set(Look.objects.filter(person=yegor).values_list("about", flat=True)) == {yegor}


def test_the_page_of_an_award_leaves_a_look_for_child_and_payee(city):
    award = city.award("unified_allowance", "vera")
    city.visit("boris").get(f"/help/{award.pk}")
    assert {"vera", "anna"} <= seen(city)


def test_a_look_under_a_mandate_says_who_and_in_whose_name(city):
    mandate = Mandate.objects.create(
        represented=city.people["anna"], holder=city.people["yegor"], kind="consent", since=ON
    )
    city.visit("yegor", mandate).get("/looks")
    look = Look.objects.get(about=city.people["anna"].pk)
    assert (look.person, look.represented, look.mandate) == (
        city.people["yegor"].pk,
        city.people["anna"].pk,
        mandate.pk,
    )


def test_somebody_who_looked_is_named_with_role_centre_page_and_reason(city):
    olga = Account.objects.create_user(
        "olga", role="specialist", centre="Арбат, 1", first_name="Ольга", last_name="Верная", email="olga@example.org"
    )
    Look.objects.create(
        at=NOW,
        about=city.people["anna"].pk,
        screen="workplace:person",
        role="specialist",
        account=olga.pk,
        purpose="Пришла сама",
    )
    page = city.visit("anna").get("/looks").content.decode()
    for said in ("Ольга Верная", "специалист", "Арбат, 1", "Пришла сама", "Всё о человеке, у окна"):
        assert said in page
    assert "olga@" not in page
    assert "workplace" not in page


def test_ones_own_looks_stand_there_only_when_asked_for(city):
    client = city.visit("anna")
    client.get("/")
    assert "Никто другой не смотрел" in client.get("/looks").content.decode()
    assert "Вы сами" in client.get("/looks?own=1").content.decode()


def test_long_lists_of_looks_have_pages(city):
    Look.objects.bulk_create(
        Look(at=NOW, about=city.people["anna"].pk, screen="portal:mine", role="city") for _ in range(70)
    )
    client, path, seen_rows = city.visit("anna"), "/looks", 0
    for _ in range(3):
        page = client.get(path).content.decode()
        seen_rows += page.count("<time")
        if 'rel="next"' not in page:
            break
        path = "/looks" + page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert seen_rows == 70


def test_no_page_asks_the_database_more_than_a_dozen_questions(city):
    client = city.visit("anna")
    awards = [city.award("unified_allowance", "vera").pk, city.award("birth_grant", "vera").pk]
    for path in [*SHOWN, *(f"/help/{pk}" for pk in awards), f"/help/{awards[0]}/refuse"]:
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        assert len(asked) <= MOST_QUERIES, (path, [query["sql"] for query in asked])
