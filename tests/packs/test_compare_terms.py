"""One measure under two laws, as crowds: the same numbers as the what-if of the command, and marks that are sums."""

import numpy as np
import pytest

from alongside.packs.changed_terms import changed_now
from alongside.packs.compare_terms import GROUPS, Crowd, compare_terms
from alongside.packs.what_if import what_if
from alongside.registers import open_delivery
from alongside.rules.language import day_number
from tests.packs import millbrook_week as week
from tests.packs.millbrook_week import FIRST, GWEN, ON

PACK = week.town()


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = tmp_path_factory.mktemp("town") / "store"
    week.ingest(store, FIRST, week.BEFORE)
    return store


@pytest.fixture(scope="module")
def compare(store):
    """The crowds of a measure with one term changed; a mark is the key itself."""
    facts = open_delivery(store, PACK.registers)

    def compared(measure, term, value):
        change = changed_now(PACK.law.terms[term], value, day_number(ON))
        found = PACK.law.measure(measure)
        return compare_terms(PACK.law, facts, ON, found, [change], marks=lambda keys: keys.astype(np.uint64))

    return compared


@pytest.mark.parametrize(
    ("measure", "term", "roubles"), [("hardship_grant", "BREAD", 400), ("hardship_grant", "BREAD", 100)]
)
def test_it_counts_what_the_command_counts(compare, store, tmp_path, measure, term, roubles):
    file = tmp_path / "changes.yaml"
    file.write_text(f"{term}: {roubles}")
    told = next(one for one in what_if(PACK, store, ON, file).measures if one.measure_id == measure)
    found = compare(measure, term, roubles * 100)
    for band, people in told.by_age.items():
        crowds = found.bands[band]
        assert (crowds["gain"].count, crowds["gain"].kopecks) == (people.gainers, people.gained_kopecks)
        assert (crowds["loss"].count, crowds["loss"].kopecks) == (people.losers, people.lost_kopecks)
        assert crowds["gain"].count == crowds["begin"].count + crowds["more"].count
        assert crowds["loss"].count == crowds["end"].count + crowds["less"].count
    every = list(found.bands.values())
    assert sum(one["now"].count for one in every) == told.before.recipients
    assert sum(one["now"].kopecks for one in every) == told.before.cost_kopecks
    after = sum(one["now"].count + one["begin"].count - one["end"].count for one in every)
    assert after == told.after.recipients
    assert found.unclear.count == told.unclear


def test_a_crowd_has_the_sum_of_its_peoples_marks_and_the_most_that_one_gets(compare):
    gwen = PACK.registers.person_key.number(GWEN)
    found = compare("hardship_grant", "BREAD", 40000).bands["65-79"]  # Gwen alone: 631.50 -> 900
    assert found["gain"] == found["more"] == Crowd(1, 26850, 26850, gwen)
    assert found["now"] == Crowd(1, 63150, 63150, gwen)
    assert {name: found[name].count for name in GROUPS} == {**dict.fromkeys(GROUPS, 0), "now": 1, "more": 1, "gain": 1}
