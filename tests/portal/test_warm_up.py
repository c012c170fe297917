"""What the first reader does not have to wait for."""

from alongside.entitlements import law
from alongside.entitlements.warm_up import warm_up


def test_the_functions_of_the_law_are_written_before_the_first_page(city):
    law.book.cache_clear()
    warm_up()
    written = set(law.book()._codes)
    assert any(key.startswith("case.") for key in written)
    assert city.visit("anna").get("/").status_code == 200
    assert {key for key in law.book()._codes if key.startswith("case.")} <= written
