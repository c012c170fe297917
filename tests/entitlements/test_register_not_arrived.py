"""A register that did not arrive, or of which a row was set aside: nobody's money ends, shrinks or goes elsewhere."""

import json
import shutil
from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from alongside.cli.city import generate_city
from alongside.entitlements.apply_sweep import apply_sweep
from alongside.entitlements.models import Award, Change, Task
from alongside.packs.sweep import sweep
from alongside.people.load_people import load_people
from alongside.people.models import Person
from alongside.records.actor import CITY
from alongside.registers import ingest_delivery, open_delivery
from alongside.registers.manifest import NAME
from alongside.rules.facts import save_facts
from alongside.rules.small import small_facts
from tests.packs.delivered import alone
from tests.packs.small_city import pack as shipped
from tests.portal.cast import KEYS, everybody

AT = datetime(2025, 3, 1, 6, tzinfo=UTC)
ON = date(2025, 3, 1)
FIRST = "2025-03-01-0001"
GATES = ["parent_child", "marriages", "registrations", "disability", "flags"]
"""The registers by which the law finds out who is meant and who receives, and two that most criteria ask."""


def without(register, city):
    """The city's delivery once more, in which this register did not come; gives its id."""
    delivery = f"2025-03-02-{GATES.index(register):04d}"
    folder = city / delivery
    shutil.copytree(city / "delivery", folder)
    manifest = json.loads((folder / NAME).read_text())
    gone = next(entry for entry in manifest["files"] if entry["register"] == register)
    (folder / gone["name"]).unlink()
    manifest["files"].remove(gone)
    (folder / NAME).write_text(json.dumps(manifest | {"delivery_id": delivery, "as_of": "2025-03-02"}))
    assert ingest_delivery(folder, city / "store", shipped().registers).exit_status == 3
    return delivery


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    """A store with a whole delivery, and for each register one without it; a sweep of each."""
    folder = tmp_path_factory.mktemp("city")
    generate_city(shipped(), people=300, seed=3, out=folder / "delivery", on=ON, dirt=0.0)
    assert ingest_delivery(folder / "delivery", folder / "store", shipped().registers).exit_status == 0
    with alone():
        sweep(shipped(), folder / "store", ON, folder / "first")
        for register in GATES:
            sweep(shipped(), folder / "store", ON, folder / register, delivery=without(register, folder))
    return folder


def apply(folder, store, delivery=None):
    facts = open_delivery(store, shipped().registers, delivery)
    apply_sweep(folder=folder, pack=shipped(), facts=facts, at=AT, by=CITY, limited=False)


def standing():
    """Everything that people can count on: to whom what comes, and until when."""
    kept = Award.objects.filter(stands__in=("granted", "offered", "to_apply"))
    return list(kept.order_by("pk").values_list("pk", "stands", "payee", "amount", "ends_on", "closed_on"))


def test_whichever_register_does_not_arrive_everything_stands_and_it_is_asked(city, db):
    first = next(path.name for path in (city / "store" / "deliveries").iterdir() if "-02-" not in path.name)
    facts = open_delivery(city / "store", shipped().registers, first)
    load_people(facts=facts, columns=shipped().people.columns, at=AT, by=CITY)
    apply(city / "first", city / "store", first)
    before = standing()
    assert len(before) > 300
    in_doubt = set()
    for register in GATES:
        last = Change.objects.latest("pk").pk
        with transaction.atomic():
            apply(city / register, city / "store", f"2025-03-02-{GATES.index(register):04d}")
            known = {row[0] for row in before}
            assert [row for row in standing() if row[0] in known] == before, register
            turned = Change.objects.filter(pk__gt=last, kind__in=("in_doubt", "unseen"))
            waiting = Award.objects.filter(pk__in=turned.values("award"))
            assert all(register in award.missing for award in waiting), register
            if waiting:
                in_doubt.add(register)
                assert Task.objects.filter(kind="ask_register", register=register, done_at=None).count() == 1
            transaction.set_rollback(True)
    assert in_doubt == set(GATES)


@pytest.fixture
def family(tmp_path, db):
    """Anna's family in the database; gives a way to apply the delivery of a day, with gaps and without some rows."""
    facts = small_facts(shipped().registers, everybody(), as_of=ON, delivery_id=FIRST)
    load_people(facts=facts, columns=shipped().people.columns, at=AT, by=CITY)
    store = tmp_path / "store"

    def applied(day, *, incomplete=None, **rows):
        delivery, on = f"2025-03-{day:02d}-0001", date(2025, 3, day)
        rows = everybody() | rows
        facts = small_facts(shipped().registers, rows, as_of=on, delivery_id=delivery, incomplete=incomplete)
        save_facts(facts, store / "deliveries" / delivery / "facts")
        with alone():
            sweep(shipped(), store, on, tmp_path / delivery, delivery=delivery)
        apply(tmp_path / delivery, store, delivery)

    applied(1)
    return applied


def ties_without_dina():
    return [row for row in everybody()["parent_child"] if row["child_snils"] != KEYS["dina"]]


def allowance_for_dina():
    dina = Person.objects.get(key=shipped().registers.person_key.number(KEYS["dina"]))
    return Award.objects.get(measure="unified_allowance", person=dina)


def test_a_tie_that_was_set_aside_ends_nothing_and_is_asked_about(family):
    before = standing()
    family(
        2, incomplete={"parent_child": [KEYS["dina"], KEYS["anna"], KEYS["boris"]]}, parent_child=ties_without_dina()
    )
    known = {row[0] for row in before}
    assert [row for row in standing() if row[0] in known] == before
    assert (allowance_for_dina().answer, allowance_for_dina().missing) == ("unknown", "parent_child.*")
    family(3)
    assert (allowance_for_dina().answer, allowance_for_dina().missing) == ("yes", "")
    assert not Task.objects.filter(register="parent_child", done_at=None).exists()


def test_a_tie_that_is_over_by_a_whole_register_ends_what_rests_on_it(family):
    family(2, parent_child=ties_without_dina())
    assert allowance_for_dina().stands == "ended"


def test_a_known_no_stays_a_no_beside_a_gap(family):
    foreign = [
        {**row, "citizenship": "OTHER" if row["snils"] == KEYS["dina"] else "RUS"} for row in everybody()["persons"]
    ]
    family(2, incomplete={"parent_child": [KEYS["dina"]]}, persons=foreign)
    assert allowance_for_dina().answer == "no"
