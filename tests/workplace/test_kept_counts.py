"""Counts over the city are counted once in ten minutes, and anew after a sweep."""

from datetime import UTC, date, datetime, timedelta

import pytest

from alongside.entitlements.models import Sweep
from alongside.workplace.kept_counts import counted

NOW = datetime(2025, 3, 1, 9, 30, tzinfo=UTC)


def sweep(on):
    told = {"delivery": "d", "as_of": on, "pack": "p", "pack_version": "1", "digest": on.isoformat()}
    return Sweep.objects.create(on=on, state=Sweep.State.APPLIED, made_at=NOW, **told)


@pytest.mark.django_db
def test_a_count_is_kept_with_its_time_until_a_sweep_is_applied():
    sweep(date(2025, 3, 1))
    counts = iter(range(10))
    first = counted("measures", lambda: next(counts), at=NOW)
    later = counted("measures", lambda: next(counts), at=NOW + timedelta(minutes=5))
    assert (first.what, first.at) == (later.what, later.at) == (0, NOW)
    assert counted("another", lambda: next(counts), at=NOW).what == 1
    sweep(date(2025, 4, 1))
    assert counted("measures", lambda: next(counts), at=NOW + timedelta(minutes=6)).what == 2


@pytest.mark.django_db
def test_the_page_says_when_it_was_counted(signed_in):
    client = signed_in("analyst")
    for address in ("/desk/measures", "/desk/measures/milk_money"):
        page = client.get(address)
        assert f"Counted at {page.context['counted_at']:%H:%M}" in page.content.decode()
