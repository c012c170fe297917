"""The shipped pack, and its cast as persons of the database."""

from pathlib import Path

import pytest

from alongside.packs import load_pack
from alongside.people.models import Person
from tests.people.cast import KEYS, deliver, everybody

SHIPPED = sorted((Path(__file__).resolve().parents[2] / "packs").glob("*/pack.toml"))


@pytest.fixture(scope="session")
def pack():
    """The pack that is shipped."""
    return load_pack(SHIPPED[0].parent)


@pytest.fixture
def loaded(db, pack):
    """Everybody of the cast by their short names."""
    deliver(pack, everybody())
    return {name: Person.objects.get(key=pack.registers.person_key.number(text)) for name, text in KEYS.items()}
