"""What every test may ask for: a database, the site in a real browser."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from hypothesis import HealthCheck, settings

from alongside.records.protect import protect, release
from tests.browser import browser_page, chromium, sign_in

__all__ = ["browser_page", "chromium", "django_db_setup", "sign_in"]

# Machines are shared: a slow second says nothing of a strategy, and only long benches are timed.
settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")

USES_DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """What a process keeps for a while is not there when the next test begins."""
    from alongside.entitlements.corrections import forget_layers

    cache.clear()
    forget_layers()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-database", action="store_true", help="run only the tests that use the database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With --only-database, tests without a database stay out: they ran once and would say the same again."""
    if not config.getoption("--only-database"):
        return
    kept = [item for item in items if _uses_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def _uses_database(item: pytest.Item) -> bool:
    named = USES_DATABASE.intersection(getattr(item, "fixturenames", ()))
    return bool(named) or item.get_closest_marker("django_db") is not None


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """The test database, whose journal may be cleared between tests and at no other moment."""
    kind: Any = type(connection.ops)  # every connection's, whichever thread it belongs to
    clear = kind.execute_sql_flush

    def clear_with_journal(self: Any, statements: Iterable[str]) -> None:
        vendor = self.connection.vendor
        clear(self, [*release(vendor), *statements, *protect(vendor)])

    kind.execute_sql_flush = clear_with_journal
