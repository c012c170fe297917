"""Days on which a delivery comes: it is laid into the store, people are loaded, everybody is decided for."""

from datetime import UTC, date, datetime
from itertools import count

import pytest

from alongside.entitlements import law
from alongside.entitlements.apply_sweep import apply_sweep
from alongside.entitlements.settle_corrections import settle_corrections
from alongside.packs.sweep import sweep
from alongside.people.load_people import load_people
from alongside.people.models import Person
from alongside.records.actor import CITY
from alongside.rules.facts import save_facts
from alongside.rules.small import small_facts
from tests.packs.delivered import alone
from tests.portal.cast import KEYS, account_of, everybody
from tests.portal.city import City

NUMBERS = count(1)  # a process keeps facts by the name of their delivery, so no two tests have the same


@pytest.fixture
def delivered(transactional_db, tmp_path, settings, monkeypatch):
    """`delivered(3, missing=["income"], work=rows)`: what comes on the third of March, and what the night makes of it.

    Gives the city as it is then. Registers that are not named come as the cast has them.
    """
    settings.ALONGSIDE_STORE = tmp_path / "store"
    law.facts.cache_clear()
    made = City({}, {})

    def came(day, *, missing=(), **rows):
        on, at = date(2025, 3, day), datetime(2025, 3, day, 3, tzinfo=UTC)
        pack, delivery = law.pack(), f"2025-03-{day:02d}-{next(NUMBERS):04d}"
        facts = small_facts(pack.registers, {**everybody(), **rows}, as_of=on, delivery_id=delivery, missing=missing)
        save_facts(facts, settings.ALONGSIDE_STORE / "deliveries" / delivery / "facts")
        monkeypatch.setenv("ALONGSIDE_TODAY", on.isoformat())
        load_people(facts=facts, columns=pack.people.columns, at=at, by=CITY)
        settle_corrections(facts=facts, at=at, by=CITY)
        with alone():
            sweep(pack, settings.ALONGSIDE_STORE, on, tmp_path / delivery, delivery=delivery)
        apply_sweep(folder=tmp_path / delivery, pack=pack, facts=facts, at=at, by=CITY)
        if not made.people:
            number = pack.registers.person_key.number
            made.people.update({name: Person.objects.get(key=number(key) or 0) for name, key in KEYS.items()})
            made.accounts.update({name: account_of(made.people[name], name) for name in KEYS})
        return made

    yield came
    law.facts.cache_clear()
