"""What several tests of packs stand on; the law is compiled once, by whichever process comes first."""

from pathlib import Path

import pytest

from alongside.packs import load_pack
from alongside.rules.evaluator import Book

SHIPPED = sorted((Path(__file__).resolve().parents[2] / "packs").glob("*/pack.toml"))


@pytest.fixture(scope="session")
def pack():
    """The pack that is shipped."""
    return load_pack(SHIPPED[0].parent)


@pytest.fixture(scope="session")
def book(pack):
    """The evaluator's functions of its law."""
    return Book(pack.law)
