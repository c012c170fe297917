"""The city of the cast: a store on disk, its people and awards in the database, and who signs in."""

from dataclasses import dataclass

import pytest
from django.test import Client

from alongside.entitlements import law
from alongside.entitlements.models import Award
from alongside.people.models import Person
from tests.portal.cast import KEYS, TODAY, account_of, answers, decide, deliver, people_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class City:
    """People and accounts by their short names."""

    people: dict[str, Person]
    accounts: dict

    def visit(self, name, mandate=None):
        """A client signed in as somebody, acting under a mandate if one is given."""
        client = Client()
        client.force_login(self.accounts[name], backend=BACKEND)
        if mandate is not None:
            session = client.session
            session["acting_under"] = mandate.pk
            session.save()
        return client

    def award(self, measure, who):
        """The award of a measure for a unit that goes by this person."""
        return Award.objects.get(measure=measure, person=self.people[who])


@pytest.fixture(scope="session")
def portal_store(tmp_path_factory):
    """A store that holds one delivery of the cast, the facts in it, and what the law makes of them."""
    store = tmp_path_factory.mktemp("store")
    facts = deliver(law.pack(), store)
    return store, facts, answers(law.pack(), facts)


def make_city(portal_store, settings, monkeypatch):
    """The people, their awards and accounts, today being a day in March."""
    store, facts, views = portal_store
    settings.ALONGSIDE_STORE = store
    monkeypatch.setenv("ALONGSIDE_TODAY", TODAY.isoformat())
    law.facts.cache_clear()
    people = people_of(law.pack(), facts)
    decide(law.pack(), views, people)
    return City(people, {name: account_of(people[name], name) for name in KEYS})


@pytest.fixture
def city(db, portal_store, settings, monkeypatch):
    """The city for a test in one transaction."""
    yield make_city(portal_store, settings, monkeypatch)
    law.facts.cache_clear()


@pytest.fixture
def live_city(transactional_db, portal_store, settings, monkeypatch):
    """The city for a story in a browser."""
    yield make_city(portal_store, settings, monkeypatch)
    law.facts.cache_clear()
