"""What the tests of this room stand on."""

import pytest

from alongside.entitlements import law
from tests.entitlements.town import Town


@pytest.fixture
def town(db, tmp_path, settings):
    """Ada and Ben of Millbrook, whose pack is the site's."""
    made = Town(tmp_path)
    settings.ALONGSIDE_PACK = made.pack.path
    law.pack.cache_clear()
    law.book.cache_clear()
    yield made
    law.pack.cache_clear()
    law.book.cache_clear()
