"""Loading people: what is new, changed and gone, and what is kept because nobody knows better."""

from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.packs import load_pack
from alongside.people import load_steps
from alongside.people.models import Mandate, NameForm, NameTypo, PeopleLoad, Person, Tie
from alongside.people.refusals import DeliveryIsOlder, NobodyInTheDelivery, PackNamesNobody
from alongside.people.search_key import one_letter_less
from alongside.records.models import Entry
from alongside.rules.fault import PackFault
from tests.people.cast import AS_OF, HOME, OTHER_HOME, deliver, everybody
from tests.towns.derive import MILLBROOK, copy_of_town

pytestmark = pytest.mark.django_db
LATER = AS_OF + timedelta(days=7)


def mandate(holder, represented):
    return Mandate.objects.get(holder=holder, represented=represented)


def test_persons_come_with_names_days_and_their_permanent_home(loaded, pack):
    anna, yegor = loaded["anna"], loaded["yegor"]
    assert (anna.full_name, anna.sex, anna.birth_date) == ("Анна Игоревна Соловьёва", "F", date(1984, 2, 29))
    assert (anna.family_key, anna.given_key, anna.patronymic_key) == ("соловьева", "анна", "игоревна")
    assert yegor.called == "Егор"
    assert anna.place == pack.registers.place_key.number(HOME)
    assert yegor.place == pack.registers.place_key.number(OTHER_HOME)  # not where he stays for a while


def test_somebody_who_died_lives_nowhere_and_may_not_be_acted_for(pack):
    rows = everybody()
    rows["persons"][2]["death_date"] = date(2025, 2, 1)
    deliver(pack, rows)
    assert Person.objects.get(given_name="Вера").place is None
    assert not Mandate.objects.filter(represented__given_name="Вера").exists()


def test_parents_and_guardians_may_act_until_the_child_is_of_age_or_the_tie_ends(loaded):
    assert mandate(loaded["anna"], loaded["vera"]).until == date(2033, 5, 5)
    assert mandate(loaded["anna"], loaded["gleb"]).until == date(2026, 3, 1)  # born on a 29 February
    assert mandate(loaded["yegor"], loaded["gleb"]).until == date(2025, 10, 1)
    assert mandate(loaded["yegor"], loaded["gleb"]).kind == "guardian"
    assert not Mandate.objects.filter(represented=loaded["dina"]).exists()
    assert Mandate.objects.count() == 4


def test_the_same_again_writes_no_person_tie_or_mandate(loaded, pack):
    with CaptureQueriesContext(connection) as queries:
        said = deliver(pack, everybody())
    assert said.counts["persons"] == {"new": 0, "changed": 0, "gone": 0, "same": 6}
    assert said.counts["ties"] == {"new": 0, "changed": 0, "gone": 0, "same": 5}
    assert said.counts["mandates"] == {"new": 0, "changed": 0, "gone": 0}
    assert said.counts["names"]["new"] == said.counts["names"]["changed"] == said.counts["names"]["gone"] == 0
    assert len(queries) < 50


def test_only_what_changed_is_counted(loaded, pack):
    rows = everybody()
    rows["persons"][0]["last_name"] = "Королёва"
    rows["registrations"][-2]["address_id"] = HOME
    rows["persons"].pop(4)
    rows["parent_child"].pop(4)
    rows["registrations"].pop(4)
    said = deliver(pack, rows, as_of=LATER, delivery="d-2")
    assert said.counts["persons"] == {"new": 0, "changed": 2, "gone": 1, "same": 3}
    assert Person.objects.get(pk=loaded["anna"].pk).family_key == "королева"
    gone = Person.objects.get(pk=loaded["dina"].pk)
    assert (gone.held, gone.given_name) == (False, "Дина")
    assert deliver(pack, everybody(), as_of=LATER, delivery="d-3").counts["persons"]["changed"] == 3
    assert Person.objects.get(pk=gone.pk).held


def test_a_tie_that_is_no_longer_named_ends_and_its_mandate_with_it(loaded, pack):
    rows = everybody()
    rows["parent_child"].pop(1)
    said = deliver(pack, rows, as_of=LATER, delivery="d-2")
    assert (said.counts["ties"]["gone"], said.counts["mandates"]["gone"]) == (1, 1)
    assert mandate(loaded["boris"], loaded["vera"]).until == LATER
    again = deliver(pack, rows, as_of=LATER, delivery="d-2")
    assert (again.counts["ties"]["gone"], again.counts["mandates"]["gone"]) == (0, 0)
    deliver(pack, everybody(), as_of=LATER, delivery="d-3")
    assert mandate(loaded["boris"], loaded["vera"]).until == date(2033, 5, 5)


def test_a_tie_that_may_stand_in_a_row_set_aside_goes_on(loaded, pack):
    rows = everybody()
    rows["parent_child"].pop(1)
    deliver(pack, rows, as_of=LATER, delivery="d-2", incomplete={"parent_child": ["100-000-002 51"]})
    assert mandate(loaded["boris"], loaded["vera"]).until == date(2033, 5, 5)


def test_a_register_of_ties_that_did_not_arrive_takes_nothing_from_anybody(loaded, pack):
    rows = everybody() | {"parent_child": []}
    said = deliver(pack, rows, as_of=LATER, delivery="d-2", missing=["parent_child"])
    assert "ties" not in said.counts
    assert Mandate.objects.in_force(LATER).count() == 4


def test_a_home_that_is_not_known_stays_what_it_was(loaded, pack):
    rows = everybody() | {"registrations": []}
    deliver(pack, rows, as_of=LATER, delivery="d-2", missing=["registrations"])
    assert Person.objects.get(pk=loaded["anna"].pk).place == pack.registers.place_key.number(HOME)
    deliver(pack, rows, as_of=LATER, delivery="d-3")
    assert Person.objects.get(pk=loaded["anna"].pk).place is None


def test_a_mandate_revoked_by_hand_stays_revoked(loaded, pack):
    when = datetime(2025, 2, 1, tzinfo=UTC)
    Mandate.objects.filter(holder=loaded["boris"]).update(revoked_at=when)
    rows = everybody()
    rows["parent_child"][1]["until"] = date(2026, 1, 1)
    deliver(pack, rows, as_of=LATER, delivery="d-2")
    found = mandate(loaded["boris"], loaded["vera"])
    assert (found.until, found.revoked_at) == (date(2026, 1, 1), when)


def test_a_mandate_that_was_outgrown_is_kept_to_be_shown(loaded, pack):
    deliver(pack, everybody(), as_of=date(2026, 3, 1), delivery="d-2")
    found = mandate(loaded["anna"], loaded["gleb"])
    assert (found.until, found.revoked_at) == (date(2026, 3, 1), None)
    assert found not in Mandate.objects.in_force(date(2026, 3, 1))


def test_an_older_delivery_is_loaded_only_where_it_is_asked_for(loaded, pack):
    before = AS_OF - timedelta(days=30)
    with pytest.raises(DeliveryIsOlder) as refused:
        deliver(pack, everybody(), as_of=before, delivery="d-0")
    assert "--delivery d-0" in refused.value.remedy
    assert PeopleLoad.objects.count() == 1
    rows = everybody()
    rows["parent_child"] = [row for row in rows["parent_child"] if row["since"] < before]
    deliver(pack, rows, as_of=before, delivery="d-0", even_if_older=True)
    assert PeopleLoad.objects.order_by("-id")[0].delivery == "d-0"


def test_a_tie_that_began_on_the_very_day_can_be_taken_back(pack):
    rows = everybody()
    rows["parent_child"][1]["since"] = AS_OF
    deliver(pack, rows)
    rows["parent_child"].pop(1)
    assert deliver(pack, rows, delivery="d-1b").counts["ties"]["gone"] == 1
    assert Tie.objects.get(name="T-2").until == AS_OF + timedelta(days=1)


def test_a_delivery_without_persons_is_refused_and_leaves_everybody(loaded, pack):
    with pytest.raises(NobodyInTheDelivery):
        deliver(pack, {"persons": []}, as_of=LATER, delivery="d-2")
    assert Person.objects.filter(held=True).count() == 6


def test_names_are_kept_once_with_their_typing_errors(loaded):
    form = NameForm.objects.get(text="соловьева")
    assert (form.family, form.given, form.patronymic) == (3, 0, 0)
    assert set(form.typos.values_list("typo", flat=True)) == one_letter_less("соловьева")
    assert NameForm.objects.filter(text="петровводкин").exists()


def test_a_name_that_nobody_bears_any_more_is_dropped(loaded, pack):
    rows = everybody()
    rows["persons"][5]["last_name"] = "Водкин"
    deliver(pack, rows, as_of=LATER, delivery="d-2")
    assert not NameForm.objects.filter(text="петровводкин").exists()
    assert not NameTypo.objects.filter(typo="петроводкин").exists()


def test_each_load_is_one_line_of_the_journal(loaded):
    entry = Entry.objects.get()
    assert (entry.name, entry.role, entry.subject) == ("people.load_people", "city", PeopleLoad.objects.get().pk)
    assert entry.after is not None
    assert entry.after["persons"]["new"] == 6
    assert "Соловьёва" not in str(entry.after)


def test_a_load_that_breaks_off_leaves_nothing(db, pack, monkeypatch):
    def broken():
        raise KeyboardInterrupt

    monkeypatch.setattr(load_steps, "names", broken)
    with pytest.raises(KeyboardInterrupt):
        deliver(pack, everybody())
    assert not Person.objects.exists()
    assert not PeopleLoad.objects.exists()
    assert not Entry.objects.exists()
    monkeypatch.undo()
    assert deliver(pack, everybody()).counts["persons"]["new"] == 6


def test_a_town_without_ties_is_loaded_too(db):
    town = load_pack(MILLBROOK)
    rows = {
        "people": [{"number": "M-0001-1", "name": "Ada", "born": date(1990, 1, 1), "died": None}],
        "residents": [{"resident": "M-0001-1", "house": "H007", "since": date(2020, 1, 1), "until": None}],
    }
    said = deliver(town, rows)
    ada = Person.objects.get()
    assert (ada.key, ada.full_name, ada.given_key, ada.place) == (11, "Ada", "ada", 7)
    assert "ties" not in said.counts


def test_a_pack_that_names_nobody_is_told_what_to_write(tmp_path):
    town = copy_of_town(tmp_path, ("pack.toml", '[people.columns]\ngiven_name = "name"\n', ""))
    text = (town / "pack.toml").read_text(encoding="utf-8")
    (town / "pack.toml").write_text(text.replace("[people.homes]", "[people.home_s]"), encoding="utf-8")
    with pytest.raises(PackNamesNobody):
        deliver(load_pack(town), {})


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('given_name = "name"', 'given_name = "nmae"', "people has no column 'nmae'. Did you mean 'name'?"),
        ('given_name = "name"', 'given_name = "born"', "'given_name' must be a name column"),
        ('given_name = "name"', 'given_nam = "name"', "'given_nam' means nothing here. Did you mean 'given_name'?"),
        ('register = "residents"', 'register = "resident"', "there is no register 'resident'"),
        ('person = "resident"', 'person = "house"', "'person' must be a person column, and residents.house is a place"),
        ('since = "since"', 'since = "until"', "'until' may be empty"),
    ],
)
def test_a_mapping_that_names_what_is_not_there_is_a_fault_of_the_pack(tmp_path, old, new, said):
    town = copy_of_town(tmp_path, ("pack.toml", old, new))
    with pytest.raises(PackFault) as fault:
        load_pack(town)
    assert said in str(fault.value)
    assert "pack.toml:" in str(fault.value)


def test_an_empty_store_is_refused_in_one_line(tmp_path):
    from alongside.cli.people import people

    done = CliRunner().invoke(people, ["load", "--store", str(tmp_path)])
    assert done.exit_code == 2
    assert done.stderr.startswith("delivery_not_held: The store")
