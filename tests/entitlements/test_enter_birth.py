"""A birth entered at the desk brings at once what the next delivery would bring, which then has nothing to turn."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from alongside.entitlements import law
from alongside.entitlements.apply_sweep import apply_sweep
from alongside.entitlements.corrections import change_of, edition_now, in_force
from alongside.entitlements.enter_birth import Birth, Home, Parent, birth_of, enter_birth
from alongside.entitlements.models import Award, Change, Correction
from alongside.entitlements.recompute import recompute
from alongside.entitlements.refusals import (
    BirthDoesNotFit,
    CorrectionDoesNotFit,
    MayNotActHere,
    PersonIsKnown,
    ReasonIsMissing,
)
from alongside.packs.sweep import Corrections, sweep
from alongside.people.models import Mandate, Person, Tie
from alongside.records.actor import CITY, Actor
from alongside.records.models import Entry
from tests.packs.delivered import alone
from tests.portal.cast import HOME, KEYS, everybody
from tests.portal.deliveries import delivered

__all__ = ["delivered"]

SPECIALIST = Actor(role="specialist", account=3, purpose="They came and asked")
BORN, TODAY = date(2025, 3, 3), date(2025, 3, 5)
AT = datetime(2025, 3, 5, 9, tzinfo=UTC)
ZOYA, ZOYAS = "100-000-007 16", 10_000_000_716
CHILD = {
    "snils": ZOYA,
    "last_name": "Соловьёва",
    "first_name": "Зоя",
    "patronymic": "Борисовна",
    "sex": "F",
    "birth_date": BORN.isoformat(),
    "death_date": None,
    "citizenship": "RUS",
    "born_in_city": 1,
    "burial_by": None,
    "burial_in_kind": None,
}
NEWS = ("persons", "parent_child", "registrations")


def with_her():
    """The registers once a delivery brings her."""
    rows: dict[str, Any] = everybody()
    tied = [
        {"tie_id": f"T-Z-{adult}", "child_snils": ZOYA, "adult_snils": KEYS[adult], "kind": "BIRTH", "since": BORN}
        for adult in ("anna", "boris")
    ]
    lives = {"registration_id": "R-Z", "snils": ZOYA, "address_id": HOME, "kind": "P", "since": BORN}
    brought: dict[str, Any] = {
        "persons": [{**CHILD, "birth_date": BORN}],
        "parent_child": tied,
        "registrations": [lives],
    }
    return {name: [*rows[name], *brought[name]] for name in NEWS}


def said(city, **other: Any):
    """What the paper says of her."""
    parents = tuple(Parent(city.people[name], f"T-Z-{name}") for name in ("anna", "boris"))
    place = law.pack().registers.place_key.number(HOME) or 0
    whole: dict[str, Any] = {"child": CHILD, "parents": parents, "home": Home(place, BORN, "R-Z"), "nothing_else": True}
    return Birth(**{**whole, "source": "Свидетельство о рождении I-МЮ № 1", **other})


def enter(city, *, by=SPECIALIST, **other):
    """Enter her by the delivery in use."""
    delivery = Award.objects.latest("delivery").delivery
    return enter_birth(birth=said(city, **other), delivery=delivery, at=AT, on=TODAY, by=by)


@pytest.fixture
def city(delivered, monkeypatch):
    """The cast before she was born; two days later."""
    made = delivered(2)
    monkeypatch.setenv("ALONGSIDE_TODAY", TODAY.isoformat())
    return made


def stands():
    """What stands of the family; what is given once is done when the next sweep sees that it was."""
    once = [name for name, text in law.pack().texts.items() if text.given_once]
    fields = ("measure", "unit", "answer", "stands", "amount", "payee", "since", "until")
    return set(Award.objects.filter(closed_on__isnull=True).exclude(measure__in=once).values_list(*fields))


def nightly(tmp_path, settings, name, *, delivery, corrected):
    """Decide for everybody by a delivery, and apply it."""
    edition = edition_now()
    laid = Corrections(edition, [change_of(one) for one in in_force(edition)]) if corrected else None
    with alone():
        sweep(law.pack(), settings.ALONGSIDE_STORE, TODAY, tmp_path / name, delivery=delivery, corrections=laid)
    facts = law.facts(delivery)
    return apply_sweep(folder=tmp_path / name, pack=law.pack(), facts=facts, at=AT, by=CITY)


def test_what_the_birth_brings_is_there_at_once_and_is_computed_again(city):
    child = enter(city)
    assert (child.key, child.called, child.awaited, child.place) == (ZOYAS, "Зоя Борисовна", True, 1)
    hers = Award.objects.filter(person=child, answer="yes")
    assert {"birth_grant", "newborn_gift_set"} <= set(hers.values_list("measure", flat=True))
    for award in Award.objects.filter(decided_on=TODAY):
        again = recompute(award, law.pack())
        assert again.equal, (award.measure, again.differences)
    changed = Change.objects.filter(correction=birth_of(child))
    assert changed.count() >= hers.count()


def test_the_parents_may_act_for_the_child_until_it_is_of_age(city):
    child = enter(city)
    mandates = Mandate.objects.filter(represented=child)
    assert {(one.holder, one.kind, one.since, one.until) for one in mandates} == {
        (city.people[name], "parent", BORN, date(2043, 3, 3)) for name in ("anna", "boris")
    }


def test_the_nightly_sweep_that_reads_corrections_has_nothing_to_turn(city, tmp_path, settings):
    enter(city)
    before, delivery = stands(), Award.objects.latest("delivery").delivery
    applied = nightly(tmp_path, settings, "night", delivery=delivery, corrected=True)
    assert stands() == before
    turned = {measure: kinds for measure, kinds in applied.sweep.counts["turns"].items() if kinds}
    assert all("ending" not in kinds and "began" not in kinds for kinds in turned.values()), turned


def test_the_delivery_that_brings_her_ends_the_corrections_and_has_nothing_to_turn(
    city, delivered, tmp_path, settings, monkeypatch
):
    child = enter(city)
    before = stands()
    delivered(5, **with_her())
    assert stands() == before
    brought = Correction.objects.filter(owner=ZOYAS)
    assert set(brought.filter(act="add").exclude(register="assignments").values_list("brought_by", flat=True)) != {""}
    assert not brought.filter(until_edition__isnull=True).exclude(register="assignments").exists()
    again = Person.objects.get(key=ZOYAS)
    assert (again.pk, again.awaited, again.held) == (child.pk, False, True)
    assert Tie.objects.filter(child=child, awaited=False).count() == 2
    assert Mandate.objects.filter(represented=child, revoked_at__isnull=True, until=date(2043, 3, 3)).count() == 2


def test_a_delivery_that_does_not_know_her_yet_ends_nothing(city, delivered):
    child = enter(city)
    delivered(5)
    again = Person.objects.get(pk=child.pk)
    assert (again.awaited, again.held) == (True, True)
    assert not Correction.objects.filter(owner=ZOYAS, act="add").exclude(until_edition__isnull=True).exists()
    assert not Tie.objects.filter(child=child, until__isnull=False).exists()


def test_a_birth_sent_twice_is_one_child(city):
    child = enter(city)
    corrections, changes = Correction.objects.count(), Change.objects.count()
    assert enter(city) == child
    assert (Correction.objects.count(), Change.objects.count()) == (corrections, changes)
    assert Entry.objects.filter(name="entitlements.enter_birth", about=child.pk).count() == 1
    with pytest.raises(PersonIsKnown) as refused:
        enter(city, child={**CHILD, "first_name": "Злата"})
    assert refused.value.person == child.pk


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"by": Actor(role="resident", account=1, person=1)}, MayNotActHere),
        ({"by": Actor(role="analyst", account=1)}, MayNotActHere),
        ({"source": " "}, ReasonIsMissing),
        ({"parents": ()}, BirthDoesNotFit),
        ({"child": {**CHILD, "birth_date": "2025-03-06"}}, BirthDoesNotFit),
        ({"child": {**CHILD, "birth_date": "1950-03-06"}}, BirthDoesNotFit),
        ({"child": {**CHILD, "snils": "100-000-007 17"}}, CorrectionDoesNotFit),
        ({"child": {**CHILD, "snils": "a number"}}, CorrectionDoesNotFit),
        ({"child": {**CHILD, "sex": "X"}}, CorrectionDoesNotFit),
        ({"child": {**CHILD, "snils": KEYS["gleb"]}}, PersonIsKnown),
    ],
)
def test_what_is_not_right_is_refused_and_nothing_is_kept(city, other, refusal):
    before = (Person.objects.count(), Correction.objects.count(), Entry.objects.count(), edition_now())
    with pytest.raises(refusal):
        enter(city, **other)
    assert (Person.objects.count(), Correction.objects.count(), Entry.objects.count(), edition_now()) == before


def test_a_record_number_that_is_taken_says_at_which_record(city):
    parents = (Parent(city.people["anna"], "T-GLEB-ANNA"),)
    with pytest.raises(CorrectionDoesNotFit) as refused:
        enter(city, parents=parents)
    change = refused.value.change
    assert change is not None
    assert (change.register, (change.row or {})["tie_id"]) == ("parent_child", "T-GLEB-ANNA")
    assert not Person.objects.filter(key=ZOYAS).exists()


def test_two_parents_of_one_sex_are_no_parents_by_birth(city):
    both = tuple(Parent(city.people[name], f"T-{name}") for name in ("boris", "yegor"))
    with pytest.raises(BirthDoesNotFit):
        enter(city, parents=both)
