"""What the tests of this room stand on."""

import pytest

from alongside.entitlements import corrections, explaining, law
from tests.entitlements.town import Town


@pytest.fixture
def town(db, tmp_path, settings):
    """Ada and Ben of Millbrook, whose pack is the site's."""
    made = Town(tmp_path)
    settings.ALONGSIDE_PACK = made.pack.path
    forget()
    yield made
    forget()


def forget():
    """What a process keeps of a site's law."""
    for kept in (law.pack, law.book, law.reach):
        kept.cache_clear()
    corrections.forget_layers()
    explaining._KEPT.explainers.clear()
