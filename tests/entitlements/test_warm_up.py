"""What is ready before the first page is asked for."""

import logging

from alongside.entitlements import law
from alongside.entitlements.warm_up import warm_up


def test_a_pack_that_does_not_load_is_told_and_stops_no_server(town, settings, tmp_path, caplog):
    settings.ALONGSIDE_PACK = tmp_path / "nowhere"
    law.pack.cache_clear()
    law.book.cache_clear()
    with caplog.at_level(logging.WARNING):
        warm_up()
    assert "not everything is ready" in caplog.text
